"""Messages of WeCom's callbacks as ours.

Applications: https://developer.work.weixin.qq.com/document/path/90239; robots in groups: /91879 (XML), /100719 (JSON).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assistant.schema.moderation import Message, MessageKind, Sender
from assistant.server.bots.incoming import Incoming, called, filled, moment, rows, said, table, unique

PLATFORM = "wecom"
_SEEN = {"image": "[图片]", "voice": "[语音]", "video": "[视频]", "shortvideo": "[视频]", "emotion": "[表情]"}
_KINDS: Mapping[str, MessageKind] = {
    "image": "image", "emotion": "image", "voice": "file", "video": "file", "shortvideo": "file", "file": "file",
    "link": "link", "location": "card", "attachment": "card",
}  # fmt: skip


def incoming_of(fields: Mapping[str, Any], group: Callable[[str], str], *, as_json: bool) -> Incoming | None:
    """Return the message for the cascade; None for events and for what has no number to know it by."""
    return _of_robot(fields, group) if as_json else _of_xml(fields, group)


def _of_xml(fields: Mapping[str, Any], group: Callable[[str], str]) -> Incoming | None:
    kind, number = said(fields.get("MsgType"), 32).lower(), called(fields.get("MsgId"))
    if kind == "event" or not number:
        return None
    who = table(fields.get("From"))
    sender = Sender(
        id=said(fields.get("FromUserName"), 128) or said(who.get("UserId"), 128),
        name=said(who.get("Name"), 64) or said(who.get("Alias"), 64),
    )
    # What is sent to an application alone belongs to no group: it goes by the application.
    chat = called(fields.get("ChatId")) or called(fields.get("AgentID")) or "app"
    text = said(fields.get("Content")) or said(table(fields.get("Text")).get("Content"))
    if kind == "mixed":
        items = table(fields.get("MixedMessage"))
        text = said(table(table(items.get("MsgItem")).get("Text")).get("Content"))
    meta = {
        "title": said(fields.get("Title"), 2000),
        "description": said(fields.get("Description"), 2000) or said(fields.get("Label"), 500),
        "url": said(fields.get("Url"), 2000),
        "file_name": said(fields.get("FileName"), 500) or (said(fields.get("Title"), 500) if kind == "file" else ""),
    }
    return _made(fields, number, chat, sender, text, kind, meta, group)


def _of_robot(fields: Mapping[str, Any], group: Callable[[str], str]) -> Incoming | None:
    kind, number = said(fields.get("msgtype"), 32), called(fields.get("msgid"))
    if kind in ("event", "stream") or not number:
        return None
    sender = Sender(id=called(table(fields.get("from")).get("userid")))
    chat = called(fields.get("chatid")) or called(fields.get("aibotid")) or "robot"
    text, seen = _said_by(fields, kind)
    file = table(fields.get("file"))
    meta: dict[str, Any] = {"file_name": said(file.get("name") or file.get("filename"), 500), "media": seen}
    quoted = table(fields.get("quote"))
    if quoted:
        meta["quote"] = filled({"text": _said_by(quoted, said(quoted.get("msgtype"), 32))[0]})
    return _made(fields, number, chat, sender, text, kind, meta, group)


def _said_by(fields: Mapping[str, Any], kind: str) -> tuple[str, list[str]]:
    """The words of a message and what is beside them."""
    if kind == "mixed":
        items = rows(table(fields.get("mixed")).get("msg_item"), 50)
        parts = [_said_by(item, said(item.get("msgtype"), 32)) for item in items if item.get("msgtype") != "mixed"]
        return "\n".join(unique(text for text, _ in parts)), unique(each for _, seen in parts for each in seen)
    text = said(table(fields.get(kind)).get("content")) if kind in ("text", "voice", "markdown") else ""
    return text, [_SEEN[kind]] if kind in _SEEN and not text else []


def _made(
    fields: Mapping[str, Any], number: str, chat: str, sender: Sender, text: str, kind: str,
    meta: Mapping[str, Any], group: Callable[[str], str],
) -> Incoming:  # fmt: skip
    beside = {"platform": PLATFORM, "media": [_SEEN[kind]] if kind in _SEEN and not text else []}
    message = Message(
        id=number, group=group(chat), sender=sender, text=text, kind=_KINDS.get(kind, "text"),
        sent_at=moment(fields.get("CreateTime") or fields.get("create_time")), meta=filled(beside | dict(meta)),
    )  # fmt: skip
    return Incoming(message, chat, filled({"user_id": sender.id}))
