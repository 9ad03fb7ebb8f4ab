"""What is to be done about a message, in words that every platform's door understands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.moderation.platforms import ANY, POWERS, platform_of
from assistant.schema.moderation import Action, ActionKind, Decision
from assistant.server.bots.incoming import Incoming
from assistant.storage.decisions import local

Doing = Literal["delete", "mute", "remove", "say"]
_DOING: Mapping[ActionKind, Doing] = {
    "delete": "delete", "mute": "mute", "remove": "remove", "remind": "say", "post": "say",
}  # fmt: skip
#: In which order: what hurts the group goes first, the word to the member last.
_ORDER: tuple[Doing, ...] = ("delete", "mute", "remove", "say")


class Deed(BaseModel):
    """One thing to do in a chat.

    ``place`` is what the platform's calls need (:class:`Incoming`), ``name`` the member's. ``minutes`` belong to a
    mute and run from ``at``; ``text`` is what is to be said, ``quote`` whether the message is still there to answer
    to. ``about`` says for people what it is about, ``decision`` what was decided. Past ``until`` the platform need not
    let us any more. ``tells`` are the keys of the deeds that the words tell of as done.
    """

    model_config = ConfigDict(frozen=True)

    door: str
    chat: str
    doing: Doing
    place: dict[str, Any] = Field(default_factory=dict)
    name: str = ""
    minutes: int = 0
    text: str = ""
    quote: bool = False
    about: str = ""
    decision: str = ""
    at: datetime
    until: datetime | None = None
    key: str = ""
    tells: tuple[str, ...] = ()

    @property
    def ends(self) -> float:
        """When a mute is over, in seconds since 1970."""
        return self.at.timestamp() + self.minutes * 60


def deeds_of(
    decision: Decision, incoming: Incoming, door: str, *, able: Collection[Doing] = _ORDER, about: str = ""
) -> list[Deed]:
    """Return what the bot is to do, each thing once, in the order to do it in.

    What a door is not ``able`` to is left, and so is the word to the member then, which tells of it as done.
    """
    if _lacks(decision, able):
        able = [doing for doing in able if doing != "say"]
    made: dict[Doing, Deed] = {}
    now = datetime.now()
    for action in decision.actions:
        doing = _DOING.get(action.kind)
        if action.by != "bot" or doing is None or doing not in able or doing in made:
            continue
        if doing == "say" and not (action.text or decision.reply):
            continue
        made[doing] = Deed(
            door=door, chat=incoming.chat, doing=doing, place=dict(incoming.place), name=incoming.message.sender.name,
            minutes=(action.minutes or 1) if doing == "mute" else 0, about=about, at=now,
            text=(action.text or decision.reply) if doing == "say" else "", key=key_of(door, incoming, doing),
            decision=decision.id, until=_until(incoming) if doing == "delete" else None,
        )  # fmt: skip
    if "say" in made:
        tells = tuple(deed.key for deed in made.values() if deed.doing != "say")
        made["say"] = made["say"].model_copy(update={"quote": "delete" not in made, "tells": tells})
    return [made[doing] for doing in _ORDER if doing in made]


def _until(incoming: Incoming) -> datetime | None:
    """Until when the platform lets a bot take the message back, by our own clock; None where that is for ever."""
    sent, within = incoming.message.sent_at, POWERS.get(platform_of(incoming.message, None), ANY).delete_within
    return local(sent) + within if sent is not None and within is not None else None


def left_to_people(decision: Decision, able: Collection[Doing] = _ORDER) -> list[Action]:
    """Return what remains for the operator: the policy said so, or the door cannot."""
    if _lacks(decision, able):
        able = [doing for doing in able if doing != "say"]
    return [
        action
        for action in decision.actions
        if action.by == "operator" or _DOING.get(action.kind) is None or _DOING[action.kind] not in able
    ]


def undone(decision: Decision, deed: Deed, why: str) -> Decision:
    """Return the decision with what the bot could not do left to the operator, who is told why."""
    actions = [
        action.model_copy(update={"by": "operator"} | ({} if deed.doing == "say" else {"text": why}))
        if action.by == "bot" and _DOING.get(action.kind) == deed.doing
        else action
        for action in decision.actions
    ]
    return decision.model_copy(update={"actions": actions})


def _lacks(decision: Decision, able: Collection[Doing]) -> bool:
    """Whether the bot is to do something that the door is not able to."""
    wanted = (_DOING.get(action.kind) for action in decision.actions if action.by == "bot")
    return any(doing is not None and doing not in able for doing in wanted)


def addressed(text: str, name: str) -> tuple[bool, str]:
    """Whether a reply calls the member by name at its beginning, and the reply without that.

    Only then is the member mentioned: a name that the reply does not say may be an advert itself.
    """
    call = f"@{name} "
    return (True, text[len(call) :]) if name and text.startswith(call) else (False, text)


def key_of(door: str, incoming: Incoming, what: str) -> str:
    """What tells one deed from all others: the same message asked about again makes the same key."""
    said = "\x1f".join((door, incoming.chat, incoming.message.id, incoming.version, what))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def kinds_of(deeds: Sequence[Deed]) -> set[Doing]:
    """What is done by these."""
    return {deed.doing for deed in deeds}
