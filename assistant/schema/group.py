"""``knowledge/groups.yaml``: one chat group and the terms that bind every draft for it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.schema.contracts import DraftKind

Script = Literal["simplified", "traditional"]
Platform = Literal["wechat", "wecom", "qq", "telegram"]
#: When a model is asked about a message: never, where it is unsure, always but where a detector is certain.
JudgeUse = Literal["never", "unsure", "always"]


class PromoTerms(BaseModel):
    """When and how often promotions may come. Empty ``days`` and ``hours`` allow every day and hour.

    ``days`` are weekdays (1 Monday to 7 Sunday), ``hours`` windows of local time "10:00-20:00"; the counts are
    promotions per calendar day, week (Monday to Sunday) and month.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: tuple[int, ...] = ()
    hours: tuple[str, ...] = ()
    per_day: int | None = Field(default=None, ge=0)
    per_week: int | None = Field(default=None, ge=0)
    per_month: int | None = Field(default=None, ge=0)
    min_gap_days: int | None = Field(default=None, ge=0)


class Lengths(BaseModel):
    """Bounds on the body in characters; ``max`` holds for every kind, the others for one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    max: int | None = Field(default=None, gt=0)
    topic: int | None = Field(default=None, gt=0)
    share: int | None = Field(default=None, gt=0)
    promo: int | None = Field(default=None, gt=0)


class Rhythm(BaseModel):
    """On which weekdays (1 to 7) the operator plans each kind; a plan, not a prohibition."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topic: tuple[int, ...] = ()
    share: tuple[int, ...] = ()
    promo: tuple[int, ...] = ()


class GroupModeration(BaseModel):
    """What a group has otherwise than the workspace; None leaves it as it is there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    judge: JudgeUse | None = None


class Group(BaseModel):
    """One chat group.

    ``terms`` are clauses in the operator's own words (每周五 10 点到 20 点才发促销); drafting reads them, enforces the
    ones it understands beside the structured fields, and shows the rest as reminders. ``avoid`` are words that may not
    stand in a draft for this group, ``dont`` subjects it does not want, ``no_ship`` regions goods are not sent to.
    ``chat`` is what the platform calls the group (a QQ number, a Telegram or WeCom chat id), for bots; several where
    one group is spread over several chats. ``address`` is what its members are called, empty: as the brand calls them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: str
    platform: Platform = "wechat"
    chat: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    audience: str = ""
    tone: str = ""
    address: str = ""
    script: Script = "simplified"
    size: int | None = Field(default=None, ge=0)
    kinds: tuple[DraftKind, ...] = (DraftKind.TOPIC, DraftKind.SHARE, DraftKind.PROMO)
    rhythm: Rhythm = Rhythm()
    quiet_hours: tuple[str, ...] = ()
    promo: PromoTerms = PromoTerms()
    length: Lengths = Lengths()
    emoji_max: int | None = Field(default=None, ge=0)
    do: tuple[str, ...] = ()
    dont: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    no_ship: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    rules: str = "default"
    moderation: GroupModeration = GroupModeration()
