"""The manner of a draft: register by the tone the brand and the group ask for, form of address, emoji."""

from __future__ import annotations

import re

from assistant.drafting.offline.choose import Chooser
from assistant.drafting.offline.frames import data
from assistant.schema.brief import Brief

_POLITE = re.compile(r"你(?!们)")


def register_of(brief: Brief) -> str:
    """``warm``, ``plain``, ``professional`` or ``playful``: the group's tone decides, then the brand's, else warm."""
    registers: dict[str, list[str]] = data("phrases")["registers"]
    for tone in (brief.group.tone, brief.brand.voice.tone):
        # The word that stands first is what the operator thought of first.
        found = [
            (tone.index(word), name)
            for name, words in registers.items()
            for word in words
            if word in tone and not re.search(rf"(?:不|别|少|忌)[要太过于宜能]{{0,3}}{word}", tone)
        ]
        if found:
            return min(found)[1]
    return "warm"


def address_of(brief: Brief) -> str:
    """How members are called; 大家 where the brand's word may not be used in this group."""
    address = (brief.group.address or brief.brand.voice.address).strip()
    forbidden = any(word and word in address for word in brief.constraints.avoid)
    return "大家" if forbidden or not 0 < len(address) <= 8 or address in {"你", "您"} else address


def in_manner(text: str, brief: Brief) -> str:
    """``text`` with 您 where brand or group say 您; only for our own words, never for quoted ones."""
    polite = "您" in f"{brief.group.address or brief.brand.voice.address}{brief.brand.voice.tone}{brief.group.tone}"
    return _POLITE.sub("您", text).replace("你们", "大家") if polite else text


def emoji_for(brief: Brief, choose: Chooser) -> str:
    """One emoji the policy allows, or none: a professional or plain group gets none, others now and then."""
    limits = brief.constraints
    if limits.emoji_max < 1 or register_of(brief) in {"professional", "plain"} or choose.number(3, "emoji"):
        return ""
    allowed = limits.emoji_allowed or tuple(data("phrases")["emoji"])
    return choose.pick(allowed, "which emoji")
