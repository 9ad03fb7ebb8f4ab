"""The messages bots send and the decisions they get: contracts, whose fields keep their names and meaning."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Category(StrEnum):
    """What a rule forbids; ``allow`` is a message that breaks none."""

    AD = "ad"
    LINK = "link"
    FRAUD = "fraud"
    GAMBLING = "gambling"
    PORN = "porn"
    ABUSE = "abuse"
    MEDICAL = "medical"
    PRIVACY = "privacy"
    FLOOD = "flood"
    OTHER = "other"
    ALLOW = "allow"


#: What the categories are called, in results, reports and questions to a model.
CATEGORY_NAMES: dict[Category, str] = {
    Category.AD: "广告", Category.LINK: "链接", Category.FRAUD: "诈骗", Category.GAMBLING: "赌博",
    Category.PORN: "色情", Category.ABUSE: "辱骂", Category.MEDICAL: "医疗", Category.PRIVACY: "隐私",
    Category.FLOOD: "刷屏", Category.OTHER: "其他", Category.ALLOW: "没问题",
}  # fmt: skip


class Stage(StrEnum):
    """The part of the cascade that decided."""

    ALLOWLIST = "allowlist"
    DETECTOR = "detector"
    CLASSIFIER = "classifier"
    JUDGE = "judge"


class Verdict(StrEnum):
    """What becomes of a message; ``review``: a person must see it."""

    ALLOW = "allow"
    REVIEW = "review"
    BLOCK = "block"


Role = Literal["owner", "admin", "staff", "member"]
MessageKind = Literal["text", "link", "mini_program", "image", "card", "file", "forward", "quote", "edit", "system"]
ActionKind = Literal["remind", "delete", "mute", "remove", "human", "post"]


class Sender(BaseModel):
    """Who sent a message; ``id`` is what the platform calls them."""

    model_config = ConfigDict(frozen=True)

    id: str = ""
    name: str = ""
    role: Role = "member"


class Message(BaseModel):
    """What a member sent. Only ``id`` and ``text`` are required.

    ``meta`` holds what the platform knows besides, all optional: ``platform`` (wechat, wecom, qq, telegram), ``url``
    and ``urls``, ``title`` and ``description`` (of a link, card or mini-program), ``app`` (a mini-program's name or
    id), ``ocr`` and ``qr`` (text and QR content of an image, read by the bot), ``file_name``, ``forwarded`` (a list of
    {sender, text}), ``quote`` ({id, sender, text} of the message answered to), ``edited`` (the text before an edit).
    """

    model_config = ConfigDict(frozen=True)

    id: str
    group: str = ""
    sender: Sender = Sender()
    text: str = ""
    kind: MessageKind = "text"
    sent_at: datetime | None = None
    meta: dict[str, Any] = Field(default_factory=dict)


class EvidenceSpan(BaseModel):
    """The words that decided: [start, end) in the message's ``text``, or in another ``part`` of the message."""

    model_config = ConfigDict(frozen=True)

    start: int
    end: int
    text: str
    why: str
    part: str = "text"


class RuleRef(BaseModel):
    """The clause a message broke: its id and the operator's words."""

    model_config = ConfigDict(frozen=True)

    id: str
    clause: str


class Action(BaseModel):
    """One thing to do. ``minutes`` for mute; ``text`` what is to be said; ``by``: who can, the bot or the operator."""

    model_config = ConfigDict(frozen=True)

    kind: ActionKind
    minutes: int | None = None
    text: str = ""
    by: Literal["bot", "operator"] = "bot"


class ShadowHit(BaseModel):
    """What a clause in shadow would have decided."""

    model_config = ConfigDict(frozen=True)

    rule: RuleRef
    category: Category
    verdict: Verdict
    evidence: list[EvidenceSpan] = Field(default_factory=list)


class Decision(BaseModel):
    """What the cascade decided about a message, why, by which clause, and what to do.

    ``confidence`` is 0 to 1, ``elapsed_ms`` milliseconds. ``shadow`` lists what clauses that only record would have
    done. ``neighbours`` are labelled examples near the message, where the classifier decided. ``id`` names the stored
    decision, for feedback; empty where it is not stored.
    """

    model_config = ConfigDict(frozen=True)

    id: str = ""
    message_id: str
    group: str = ""
    verdict: Verdict = Verdict.ALLOW
    category: Category = Category.ALLOW
    rule: RuleRef | None = None
    actions: list[Action] = Field(default_factory=list)
    confidence: float = 1.0
    evidence: list[EvidenceSpan] = Field(default_factory=list)
    stage: Stage = Stage.CLASSIFIER
    reply: str = ""
    shadow: list[ShadowHit] = Field(default_factory=list)
    elapsed_ms: float = 0.0
    reason: str = ""
    neighbours: list[str] = Field(default_factory=list)
    degraded: bool = False
