"""``knowledge/brand.yaml``: who speaks, to whom, and how."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

#: How a colour is written.
COLOUR = "^#[0-9a-fA-F]{6}$"


class EmojiPolicy(BaseModel):
    """How many emoji a draft may carry (``max`` per message, 0 for none) and which; an empty list allows any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    max: int = Field(default=2, ge=0, le=20)
    allowed: tuple[str, ...] = ()


class Voice(BaseModel):
    """How the brand sounds. ``avoid`` are words that may never stand in a draft."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tone: str = "亲切、实在"
    self_name: str = "我们"
    address: str = "大家"
    emoji: EmojiPolicy = EmojiPolicy()
    avoid: tuple[str, ...] = ()
    greetings: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    signature: str = ""


class Look(BaseModel):
    """The brand's colours, as ``#rrggbb``: what stands out, the ground of a picture, and the writing on it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    main: str = Field(default="#2f7d6b", pattern=COLOUR)
    ground: str = Field(default="#fbf8f3", pattern=COLOUR)
    ink: str = Field(default="#2b2b2b", pattern=COLOUR)


class Branch(BaseModel):
    """One shop. ``hours`` as "09:30-20:30", ``closed`` weekdays (周一) or dates (2026-02-17, 除夕)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    address: str = ""
    phone: str = ""
    hours: str = ""
    closed: tuple[str, ...] = ()
    note: str = ""


class Brand(BaseModel):
    """One brand; the whole of ``brand.yaml``.

    ``synonyms`` maps the shop's word to what customers call it. ``contact`` is where members ask the shop.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    trade: str = ""
    about: str = ""
    audience: str = ""
    contact: str = ""
    voice: Voice = Voice()
    look: Look = Look()
    branches: tuple[Branch, ...] = ()
    no_ship: tuple[str, ...] = ()
    disclaimers: dict[str, str] = Field(default_factory=dict)
    synonyms: dict[str, tuple[str, ...]] = Field(default_factory=dict)
