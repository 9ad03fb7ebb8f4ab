"""Messages of WeCom's conversation archive, as its SDK gives them out after decryption, one JSON object a line.

https://developer.work.weixin.qq.com/document/path/91774
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from assistant.schema.moderation import Message, MessageKind, Sender
from assistant.server.bots.incoming import called, filled, moment, rows, said, table, unique

PLATFORM = "wecom"
_SEEN = {"image": "[图片]", "voice": "[语音]", "video": "[视频]", "emotion": "[表情]", "redpacket": "[红包]"}
_KINDS: Mapping[str, MessageKind] = {
    "image": "image", "emotion": "image", "voice": "file", "video": "file", "file": "file", "link": "link",
    "news": "link", "docmsg": "link", "sphfeed": "card", "weapp": "mini_program", "chatrecord": "forward",
    "card": "card", "location": "card", "todo": "card", "vote": "card", "collect": "card", "meeting": "card",
    "calendar": "card", "redpacket": "card", "external_redpacket": "card", "revoke": "system", "agree": "system",
    "disagree": "system",
}  # fmt: skip
# Where the words of each type stand: keys of the title, of what is said, of an address.
_TITLES = ("title", "votetitle", "topic", "room_name", "sph_name", "corpname")
_TEXTS = ("description", "feed_desc", "address", "wish", "remarks", "place", "displayname")
_URLS = ("link_url", "url")


def messages_of(lines: Iterable[str], group: Callable[[str], str] = lambda chat: chat) -> Iterator[Message]:
    """Yield the messages of an archive file in order; lines that are no message of a chat are left out.

    A recalled message is left in: it was read. ``group`` turns a ``roomid`` into one of our groups.
    """
    for line in lines:
        try:
            record = table(json.loads(line)) if line.strip() else {}
        except (ValueError, RecursionError):
            continue
        message = message_of(record, group)
        if message is not None:
            yield message


def message_of(record: Mapping[str, Any], group: Callable[[str], str] = lambda chat: chat) -> Message | None:
    """Return one record of the archive as a message; None for one that is none or that belongs to no group."""
    number, chat, kind = called(record.get("msgid")), called(record.get("roomid")), said(record.get("msgtype"), 32)
    if not number or not chat or record.get("action", "send") == "switch":
        return None
    text, meta = _content(record, kind)
    return Message(
        id=number, group=group(chat), sender=Sender(id=called(record.get("from"))), text=text,
        kind=_KINDS.get(kind, "text"), sent_at=moment(record.get("msgtime"), per_second=1000),
        meta={"platform": PLATFORM, **filled(meta)},
    )  # fmt: skip


def _content(record: Mapping[str, Any], kind: str) -> tuple[str, dict[str, Any]]:
    body = table(record.get(kind)) or table(record.get("doc" if kind == "docmsg" else "info"))
    if kind in ("text", "markdown"):
        return said(body.get("content")), {}
    if kind == "mixed":
        return _mixed(body)
    if kind == "chatrecord":
        return "", {"title": said(body.get("title"), 500), "forwarded": _forwarded(body)}
    if kind == "news":
        items = rows(table(record.get("info")).get("item") or body.get("item"), 20)
        return "", {
            "title": "\n".join(unique(said(item.get("title"), 500) for item in items)),
            "description": "\n".join(unique(said(item.get("description"), 1000) for item in items)),
            "urls": unique(said(item.get("url"), 2000) for item in items),
        }
    meta: dict[str, Any] = {
        "title": "\n".join(unique(said(body.get(key), 2000) for key in _TITLES)),
        "description": "\n".join(unique(said(body.get(key), 2000) for key in _TEXTS)),
        "urls": unique(said(body.get(key), 2000) for key in _URLS),
        "file_name": said(body.get("filename"), 500) if kind == "file" else "",
        "media": [_SEEN[kind]] if kind in _SEEN else [],
    }
    if kind == "weapp":
        meta |= {"app": said(body.get("displayname"), 200), "description": said(body.get("description"), 2000)}
    if kind in ("todo", "collect"):
        meta["description"] = said(body.get("content"), 2000)
    if kind == "vote":
        options = body.get("voteitem")
        meta["description"] = "\n".join(said(each, 200) for each in options[:50]) if isinstance(options, list) else ""
    if kind == "card":
        meta["description"] = said(body.get("userid"), 200)
    return "", meta


def _mixed(body: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Words and pictures together: each item's content is itself JSON."""
    texts, seen = [], []
    for kind, content in _items(body):
        if kind in ("text", "markdown"):
            texts.append(said(content.get("content")))
        elif kind in _SEEN:
            seen.append(_SEEN[kind])
        else:
            texts += [said(content.get(key), 2000) for key in ("title", "description", "link_url", "filename")]
    return "\n".join(unique(texts)), {"media": unique(seen)}


def _forwarded(body: Mapping[str, Any]) -> list[dict[str, str]]:
    lines = []
    for _, content in _items(body):
        words = unique(said(content.get(key), 2000) for key in ("content", "title", "description", "link_url"))
        if words:
            lines.append({"sender": "", "text": "\n".join(words)})
    return lines


def _items(body: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for item in rows(body.get("item"), 200):
        kind = said(item.get("type"), 64)
        kind = kind.removeprefix("ChatRecord").lower() if kind.startswith("ChatRecord") else kind
        try:
            content = table(json.loads(said(item.get("content"), 100_000)))
        except (ValueError, RecursionError):
            content = {"content": said(item.get("content"))}
        yield kind, content
