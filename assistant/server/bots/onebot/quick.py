"""Quick operations: what is to be done, said in the answer to the event.

https://github.com/botuniverse/onebot-11/blob/master/api/hidden.md
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, Field

from assistant.server.bots.deeds import Deed, addressed


class QuickOperation(BaseModel):
    """What the bot is to do about the message: only what is in it. ``ban_duration`` is in seconds."""

    delete: bool = False
    ban: bool = False
    ban_duration: int = Field(default=0, ge=0)
    kick: bool = False
    reply: str = ""
    auto_escape: bool = False
    at_sender: bool = False


def operation(deeds: Sequence[Deed]) -> dict[str, Any]:
    """Return the quick operation that does ``deeds``; empty where there are none. Durations are in seconds."""
    wanted: dict[str, Any] = {}
    for deed in deeds:
        if deed.doing == "delete":
            wanted["delete"] = True
        elif deed.doing == "mute":
            wanted |= {"ban": True, "ban_duration": deed.minutes * 60}
        elif deed.doing == "remove":
            wanted["kick"] = True
        else:
            # Who has no plain name is not called by it: it may be an advert itself.
            called, text = addressed(deed.text, deed.name)
            wanted |= {"reply": text, "auto_escape": True, "at_sender": called}
    return wanted
