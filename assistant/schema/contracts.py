"""The JSON other programs rely on: fields here keep their names and meaning; more may be added."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

HEADING_SEPARATOR = " > "


class PassageKind(StrEnum):
    """What a passage is about; decides how it is boosted and which writer may use it."""

    PRODUCT = "product"
    POLICY = "policy"
    FAQ = "faq"
    ARTICLE = "article"
    STORY = "story"
    CAMPAIGN = "campaign"
    BRAND = "brand"


class DraftKind(StrEnum):
    """The three things an operator posts."""

    TOPIC = "topic"
    SHARE = "share"
    PROMO = "promo"


class DraftStatus(StrEnum):
    """Where a draft stands. ``needs_edit``: a check found an error that no writer could mend."""

    DRAFT = "draft"
    NEEDS_EDIT = "needs_edit"
    APPROVED = "approved"
    REJECTED = "rejected"


Severity = Literal["error", "warn", "info"]


class Passage(BaseModel):
    """A piece of a document. ``source`` is relative to ``knowledge/``, ``heading`` the path joined by " > ".

    ``score`` is 0 to 1 for a search result (larger is better) and 0 outside a search.
    """

    model_config = ConfigDict(frozen=True)

    source: str
    heading: str
    text: str
    score: float = 0.0
    kind: PassageKind
    valid_from: date | None = None
    valid_until: date | None = None
    id: str = ""
    question: str = ""
    tags: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def basis(self) -> str:
        """Where it stands, as a finding names it."""
        return f"{self.source} · {self.heading}" if self.heading else self.source


class Citation(BaseModel):
    """Where a statement of a draft stands: ``quote`` is a verbatim part of the passage."""

    model_config = ConfigDict(frozen=True)

    source: str
    heading: str
    quote: str


class Finding(BaseModel):
    """What a check says about a text: ``start`` and ``end`` are character offsets into ``field`` (end exclusive)."""

    model_config = ConfigDict(frozen=True)

    check: str
    kind: str
    severity: Severity
    start: int
    end: int
    text: str
    message: str
    basis: str = ""
    suggestion: str = ""
    field: Literal["title", "body"] = "body"


class PromptRef(BaseModel):
    """Which prompt wrote a draft."""

    model_config = ConfigDict(frozen=True)

    name: str
    version: str
    sha256: str


class DraftPart(BaseModel):
    """One message of a draft that is sent in several: a part of a series, of a landing page or of a voice script."""

    model_config = ConfigDict(frozen=True)

    name: str
    text: str
    send_at: datetime | None = None
    seconds: int | None = None


class Draft(BaseModel):
    """What the operator copies out. ``writer`` is the one that wrote the text; ``notes`` say why it was not another.

    ``tone`` is what was asked for instead of the group's.
    """

    id: str
    kind: DraftKind
    group: str
    date: date
    title: str
    body: str
    citations: list[Citation] = Field(default_factory=list)
    findings: list[Finding] = Field(default_factory=list)
    writer: str
    prompt: PromptRef | None = None
    status: DraftStatus = DraftStatus.DRAFT
    created_at: datetime
    format: str = ""
    form: str = ""
    campaign: str | None = None
    about: str = ""
    tone: str = ""
    send_at: datetime | None = None
    followups: list[str] = Field(default_factory=list)
    parts: list[DraftPart] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
    seed: int = 0
    version: int = 1
