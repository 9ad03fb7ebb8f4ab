"""Events of OneBot v11: messages of groups become ours, the rest is none of our business."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.schema.moderation import Message, Role, Sender
from assistant.server.bots.incoming import Incoming, called, filled, moment, said, table
from assistant.server.bots.onebot.segments import Parts, lines_of, read
from assistant.server.bots.recent import Recent, Saying

PLATFORM = "qq"
_ROLES: Mapping[object, Role] = {"owner": "owner", "admin": "admin"}


@dataclass(frozen=True)
class Heard:
    """A message of a group as it came, with what may still have to be asked for: what it quotes or forwards."""

    event: Mapping[str, Any]
    chat: str
    id: str
    parts: Parts


def heard(event: Mapping[str, Any]) -> Heard | None:
    """Return the message of an event; None for other events, private messages and the bot's own."""
    if event.get("post_type") != "message" or event.get("message_type") != "group":
        return None
    chat, number, sender = (called(event.get(key)) for key in ("group_id", "message_id", "user_id"))
    if not chat or not number or (sender and sender == called(event.get("self_id"))):
        return None
    message = event.get("message")
    return Heard(event, chat, number, read(message if message else event.get("raw_message")))


def incoming_of(found: Heard, group: Callable[[str], str], recent: Recent) -> Incoming:
    """Return the message for the cascade; ``recent`` knows what is quoted, and learns this one."""
    event, parts = found.event, found.parts
    sender, flag = _sender(event)
    meta = {"platform": PLATFORM, **parts.meta}
    if parts.quote:
        quoted = recent.get(found.chat, parts.quote)
        meta["quote"] = filled(
            {"id": parts.quote, **({"sender": quoted.sender, "text": quoted.text} if quoted else {})}
        )
    recent.note(found.chat, found.id, Saying(sender.id, sender.name, parts.text))
    message = Message(
        id=found.id, group=group(found.chat), sender=sender, text=parts.text,
        kind="system" if event.get("sub_type") == "notice" else parts.kind,
        sent_at=moment(event.get("time")), meta=meta,
    )  # fmt: skip
    place = {"message_id": _number(found.id), "group_id": _number(found.chat), "user_id": _number(sender.id)}
    return Incoming(message, found.chat, filled(place | {"flag": flag}), title=said(event.get("group_name"), 100))


def answer_quote(found: Heard, recent: Recent, data: Mapping[str, Any]) -> None:
    """Take over what ``get_msg`` says of the quoted message."""
    sender = table(data.get("sender"))
    who = called(sender.get("user_id")) or called(data.get("user_id"))
    words = read(data.get("message") or data.get("raw_message"))
    text = "\n".join(each for each in (words.text, *words.titles, *words.texts, *words.urls) if each)
    recent.note(found.chat, found.parts.quote, Saying(who, said(sender.get("nickname"), 64), text))


def answer_forward(found: Heard, data: Mapping[str, Any]) -> None:
    """Take over what ``get_forward_msg`` says of a forwarded conversation."""
    found.parts.forwarded += lines_of(data.get("messages") or data.get("message"))


def _sender(event: Mapping[str, Any]) -> tuple[Sender, str]:
    """Who sent it, and an anonymous member's flag, without which nobody can mute them."""
    anonymous = table(event.get("anonymous"))
    if anonymous:
        name = said(anonymous.get("name"), 64)
        return Sender(id=f"anonymous:{called(anonymous.get('id')) or name}", name=name), said(
            anonymous.get("flag"), 500
        )
    sender = table(event.get("sender"))
    return Sender(
        id=called(event.get("user_id")) or called(sender.get("user_id")),
        name=said(sender.get("card"), 64).strip() or said(sender.get("nickname"), 64).strip(),
        role=_ROLES.get(sender.get("role"), "member") if isinstance(sender.get("role"), str) else "member",
    ), ""


def _number(text: str) -> int | str:
    """An id as OneBot has it: a number where it is one."""
    return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() else text
