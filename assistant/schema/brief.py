"""A brief: everything a writer needs for one draft, and nothing else."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from assistant.schema.brand import Brand
from assistant.schema.contracts import Citation, DraftKind, DraftPart, Passage
from assistant.schema.facts import Campaign, Product
from assistant.schema.group import Group


class CalendarDay(BaseModel):
    """What a date means.

    ``weekday`` is 1 (Monday) to 7, ``festivals`` and ``solar_term`` those of the day itself, ``upcoming`` the festivals
    of the next seven days as (days ahead, name), ``season`` one of 春夏秋冬, ``school`` 学期中, 寒假, 暑假 and so on.
    """

    model_config = ConfigDict(frozen=True)

    day: date
    weekday: int
    weekday_name: str
    lunar: str
    festivals: tuple[str, ...] = ()
    solar_term: str = ""
    upcoming: tuple[tuple[int, str], ...] = ()
    season: str = ""
    school: str = ""


class TopicSeed(BaseModel):
    """One entry of ``topics.yaml``. ``form`` is one of the topic forms; empty season and festival fit every day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    text: str
    question: str
    form: str
    theme: tuple[str, ...] = ()
    season: tuple[str, ...] = ()
    festival: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    followups: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


class PastDraft(BaseModel):
    """What the group got before."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: DraftKind
    date: date
    title: str
    body: str
    form: str = ""
    format: str = ""
    sources: tuple[str, ...] = ()
    campaign: str | None = None


class Demand(BaseModel):
    """Words a clause of the group wants in a promotion: ``line`` says them, ``short`` on a poster.

    ``first`` puts them before everything else; ``of_prices`` leaves them out where no price is named.
    """

    model_config = ConfigDict(frozen=True)

    clause: str
    phrase: str
    line: str
    short: str
    first: bool = False
    of_prices: bool = False


class Constraints(BaseModel):
    """Bounds the writer must keep; already the narrower of brand, group and kind. Lengths in characters of the body."""

    model_config = ConfigDict(frozen=True)

    min_length: int = 0
    max_length: int = 150
    title_max: int = 20
    emoji_max: int = 2
    emoji_allowed: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    dont: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    reminders: tuple[str, ...] = ()
    demands: tuple[Demand, ...] = ()
    traditional: bool = False


class Brief(BaseModel):
    """Input of every writer.

    ``at`` is the local moment the draft is to be sent, ``seed`` fixes the offline choices, ``about`` is the wish; what
    of it may not be written stands in ``notes`` for the operator.
    """

    model_config = ConfigDict(frozen=True)

    kind: DraftKind
    format: str
    brand: Brand
    group: Group
    at: datetime
    time_given: bool = False
    calendar: CalendarDay
    about: str = ""
    passages: tuple[Passage, ...] = ()
    products: tuple[Product, ...] = ()
    campaign: Campaign | None = None
    seeds: tuple[TopicSeed, ...] = ()
    history: tuple[PastDraft, ...] = ()
    constraints: Constraints = Constraints()
    seed: int = 0
    notes: tuple[str, ...] = ()


class Written(BaseModel):
    """Output of every writer, before the checks."""

    title: str
    body: str
    form: str = ""
    citations: list[Citation] = Field(default_factory=list)
    followups: list[str] = Field(default_factory=list)
    parts: list[DraftPart] = Field(default_factory=list)
