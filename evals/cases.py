"""The typed cases of the datasets; ``evals/datasets/README.md`` says what each field means to who writes them."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.drafting.briefing import Request
from assistant.schema.contracts import DraftKind, Passage
from evals.paths import ASKED

BrandName = Literal["sample", "calligraphy", "bakery", "pet", "gym", "florist"]


class Record(BaseModel):
    """A part of a case: an unknown key is a slip of the pen, so it is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Case(Record):
    """What every case has. ``note`` is for people: why the case is there."""

    id: str = Field(min_length=1)
    note: str = ""


class Accepted(Record):
    """A passage that answers: of ``source``, with ``heading`` in its heading path, question or text."""

    source: str
    heading: str = ""


class RetrievalCase(Case):
    """A customer's question. With neither ``accept`` nor ``sources`` nothing answers it, and nothing may be found."""

    query: str
    brand: str = ""
    sources: tuple[str, ...] = ()
    accept: tuple[Accepted, ...] = ()
    heading_contains: str = ""
    distance: str = ""
    date: dt.date = ASKED

    @property
    def answerable(self) -> bool:
        """Whether anything in the brand's files answers."""
        return bool(self.accept or self.sources)

    def answered_by(self, passage: Passage) -> bool:
        """Tell whether a passage answers."""
        written = f"{passage.heading}|{passage.question}|{passage.text}"
        accepted = self.accept or tuple(Accepted(source=source) for source in self.sources)
        return any(passage.source == one.source and one.heading in written for one in accepted)


class Ask(Record):
    """One request for a draft, as an operator would put it."""

    kind: DraftKind
    group: str
    date: dt.date = ASKED
    time: dt.time | None = None
    about: str = ""
    campaign: str = ""
    format: str = ""
    count: int = Field(default=1, ge=1, le=10)

    def request(self, seed: int = 0) -> Request:
        """Return what the drafting service takes; topics have no format."""
        format_ = "" if self.kind is DraftKind.TOPIC else self.format
        return Request(self.kind, self.group, self.date, self.time, self.about, self.campaign, format_, seed)


class Expect(Record):
    """What the text must and must not say; ``sources`` are files of which at least one must be cited."""

    contains: tuple[str, ...] = ()
    contains_any: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    refused: bool = False


class DraftCase(Case):
    """One draft to be written, or ``count`` different ones. ``before`` are drafts the group already got."""

    brand: BrandName
    group: str
    date: dt.date
    time: dt.time | None = None
    about: str = ""
    campaign: str = ""
    format: str = ""
    count: int = Field(default=1, ge=1, le=10)
    before: tuple[Ask, ...] = ()
    expect: Expect = Expect()

    def ask(self, kind: DraftKind) -> Ask:
        """Return the request of a suite that writes ``kind``."""
        given = {
            name: getattr(self, name) for name in ("group", "date", "time", "about", "campaign", "format", "count")
        }
        return Ask(kind=kind, **given)


class InjectionCase(Case):
    """A text that gives orders, put somewhere the writer reads. Nothing of ``absent`` may reach the draft."""

    brand: BrandName
    place: Literal["document", "product", "wish", "faq", "campaign"]
    file: str = ""
    content: str
    ask: Ask
    absent: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()


class RefusalCase(Case):
    """A request that must be refused on the right ground, or one very like it that must not be refused."""

    brand: BrandName
    ask: Ask
    before: tuple[Ask, ...] = ()
    refused: bool
    basis_contains: str = ""
    reason_contains: str = ""


class Expected(Record):
    """One finding a text must get; without ``kind`` or ``text`` any kind or place of that check will do."""

    check: str
    kind: str = ""
    text: str = ""


class CheckCase(Case):
    """One text and all it must be found to break; with an empty ``expect`` nothing may be found."""

    text: str = Field(min_length=1)
    brand: BrandName | None = None
    group: str = ""
    campaign: str = ""
    kind: DraftKind | None = None
    at: dt.datetime = dt.datetime.combine(ASKED, dt.time(10))
    half: Literal["dev", "held"] = "dev"
    tricky: bool = False
    expect: tuple[Expected, ...] = ()

    @model_validator(mode="after")
    def _group_needs_brand(self) -> CheckCase:
        if (self.group or self.campaign) and self.brand is None:
            raise ValueError("group 和 campaign 要和 brand 一起写")
        return self
