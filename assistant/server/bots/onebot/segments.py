"""Message segments of OneBot v11 as parts of a message.

https://github.com/botuniverse/onebot-11/blob/master/message/segment.md, and what NapCat, Lagrange and go-cqhttp send
besides (``file``, ``mface``, ``markdown``). Text is what a member would read; where pictures and cards lead is in
``meta``; what can only be seen or heard is named in ``meta`` alone, so that it is not taken for words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.schema.moderation import MessageKind
from assistant.server.bots.incoming import called, filled, rows, said, table, unique
from assistant.server.bots.onebot.cards import Card, read_ark, read_xml
from assistant.server.bots.onebot.cqcode import segments_of

#: Forwarded conversations inside forwarded conversations are followed so deep, and so many lines are taken over.
DEPTH, LINES = 3, 200
_SEGMENTS = 500
# What a message is when it has several parts: the first of these.
_KINDS: tuple[MessageKind, ...] = ("forward", "mini_program", "card", "link", "file", "image", "quote", "text")
_CONTACTS = {"qq": "推荐好友", "group": "推荐群聊"}
_STREAMING = {"qq": "QQ 音乐", "163": "网易云音乐", "xm": "虾米音乐"}


@dataclass
class Parts:
    """What was found in the segments of one message. ``forwards`` are ids of conversations that are not inline."""

    words: list[str] = field(default_factory=list)
    kinds: set[MessageKind] = field(default_factory=set)
    titles: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    forwarded: list[dict[str, str]] = field(default_factory=list)
    forwards: list[str] = field(default_factory=list)
    app: str = ""
    quote: str = ""

    @property
    def text(self) -> str:
        """The words, as they stand in the message."""
        return said("".join(self.words)).strip()

    @property
    def kind(self) -> MessageKind:
        """What the message is."""
        return next((kind for kind in _KINDS if kind in self.kinds), "text")

    @property
    def meta(self) -> dict[str, Any]:
        """What is beside the words; a quotation is added by who knows what was quoted."""
        return filled(
            {
                "title": "\n".join(unique(self.titles)), "description": "\n".join(unique(self.texts)),
                "urls": unique(self.urls), "app": self.app, "file_name": "\n".join(unique(self.files)),
                "forwarded": self.forwarded, "mentions": unique(self.mentions), "media": unique(self.seen),
            }
        )  # fmt: skip


def read(message: object, depth: int = 0) -> Parts:
    """Read a message: a list of segments, or a string with CQ codes. Whatever is neither says nothing."""
    parts = Parts()
    segments: Sequence[Mapping[str, Any]]
    if isinstance(message, str):
        segments = segments_of(said(message))
    elif isinstance(message, Mapping):
        segments = [message]
    else:
        segments = rows(message, _SEGMENTS)
    for segment in segments:
        reader = _READERS.get(said(segment.get("type"), 64))
        if reader is not None:
            reader(parts, table(segment.get("data")), depth)
    return parts


def lines_of(messages: object, depth: int = 0) -> list[dict[str, str]]:
    """The lines of a forwarded conversation: who said what, those inside another in their place."""
    found: list[dict[str, str]] = []
    for node in rows(messages, LINES):
        data = table(node.get("data")) if node.get("type") == "node" else node
        sender = table(data.get("sender"))
        name = said(sender.get("nickname") or data.get("nickname") or data.get("name"), 64)
        parts = read(data.get("message") or data.get("content"), depth + 1)
        words = unique([parts.text, *parts.titles, *parts.texts, *parts.urls, *parts.files])
        if words:
            found.append({"sender": name, "text": "\n".join(words)})
        found += parts.forwarded
    return found[:LINES]


def _text(parts: Parts, data: Mapping[str, Any], _depth: int) -> None:
    parts.words.append(said(data.get("text")))


def _markdown(parts: Parts, data: Mapping[str, Any], _depth: int) -> None:
    content = data.get("content")
    parts.words.append(said(content if isinstance(content, str) else table(content).get("content")))


def _at(parts: Parts, data: Mapping[str, Any], _depth: int) -> None:
    """A mention by its name: a bare QQ number in the words would look like a way to reach somebody."""
    who = called(data.get("qq"))
    name = "全体成员" if who == "all" else said(data.get("name"), 64).lstrip("@").strip() or "群友"
    parts.words.append(f"@{name} ")
    parts.mentions.append(who)


def _reply(parts: Parts, data: Mapping[str, Any], _depth: int) -> None:
    parts.quote = called(data.get("id"))
    parts.kinds.add("quote")


def _picture(parts: Parts, data: Mapping[str, Any], _depth: int) -> None:
    parts.kinds.add("image")
    parts.seen.append(said(data.get("summary"), 100) or "[图片]")


def _heard(what: str) -> Callable[[Parts, Mapping[str, Any], int], None]:
    def reader(parts: Parts, _data: Mapping[str, Any], _depth: int) -> None:
        parts.seen.append(what)

    return reader


def _file(parts: Parts, data: Mapping[str, Any], _depth: int) -> None:
    parts.kinds.add("file")
    parts.files.append(said(data.get("name") or data.get("file_name") or data.get("file"), 500))


def _share(parts: Parts, data: Mapping[str, Any], _depth: int) -> None:
    parts.kinds.add("link")
    parts.titles.append(said(data.get("title"), 2000))
    parts.texts.append(said(data.get("content"), 2000))
    parts.urls.append(said(data.get("url"), 2000))


def _music(parts: Parts, data: Mapping[str, Any], depth: int) -> None:
    if data.get("type") == "custom" or data.get("url"):
        _share(parts, data, depth)
    else:
        parts.kinds.add("card")
        parts.titles.append(_STREAMING.get(said(data.get("type"), 16), "音乐"))


def _contact(parts: Parts, data: Mapping[str, Any], _depth: int) -> None:
    parts.kinds.add("card")
    parts.titles.append(_CONTACTS.get(said(data.get("type"), 16), "推荐名片"))
    parts.texts.append(f"QQ {called(data.get('id'))}")


def _location(parts: Parts, data: Mapping[str, Any], _depth: int) -> None:
    parts.kinds.add("card")
    parts.titles.append(said(data.get("title"), 500))
    parts.texts.append(said(data.get("content"), 500))


def _json(parts: Parts, data: Mapping[str, Any], _depth: int) -> None:
    _card(parts, read_ark(said(data.get("data"), 100_000)))


def _xml(parts: Parts, data: Mapping[str, Any], _depth: int) -> None:
    _card(parts, read_xml(said(data.get("data"), 100_000)))


def _card(parts: Parts, card: Card) -> None:
    parts.kinds.add(card.kind)
    parts.urls += card.urls
    parts.app = parts.app or card.app
    if card.kind == "forward":
        parts.forwarded += [_line(line) for line in card.lines]
        return
    parts.titles += card.titles
    parts.texts += card.texts


def _line(text: str) -> dict[str, str]:
    """A line of a forwarded card: 名字: 说的话."""
    name, colon, words = text.partition(":")
    return (
        {"sender": name.strip(), "text": words.strip()} if colon and len(name) <= 32 else {"sender": "", "text": text}
    )


def _forward(parts: Parts, data: Mapping[str, Any], depth: int) -> None:
    parts.kinds.add("forward")
    content = data.get("content")
    if not content:
        parts.forwards.append(called(data.get("id")))
    elif depth < DEPTH:
        parts.forwarded += lines_of(content, depth)


def _node(parts: Parts, data: Mapping[str, Any], depth: int) -> None:
    parts.kinds.add("forward")
    if depth < DEPTH and data.get("content"):
        parts.forwarded += lines_of([{"type": "node", "data": data}], depth)


_READERS: Mapping[str, Callable[[Parts, Mapping[str, Any], int], None]] = {
    "text": _text, "markdown": _markdown, "at": _at, "reply": _reply, "image": _picture, "mface": _picture,
    "marketface": _picture, "face": _heard("[表情]"), "bface": _heard("[表情]"), "record": _heard("[语音]"),
    "video": _heard("[视频]"), "poke": _heard("[戳一戳]"), "shake": _heard("[抖动]"), "dice": _heard("[骰子]"),
    "rps": _heard("[猜拳]"), "gift": _heard("[礼物]"), "redbag": _heard("[红包]"), "anonymous": _heard("[匿名]"),
    "file": _file, "onlinefile": _file, "share": _share, "music": _music, "contact": _contact, "location": _location,
    "json": _json, "lightapp": _json, "xml": _xml, "forward": _forward, "node": _node,
}  # fmt: skip
