"""QQ's cards: shares, mini programs, recommended contacts and groups, notices, as JSON ("ark") or XML.

Their inner shapes are nobody's contract and change with the client: what people can read and where a card leads is
looked for by the names of its keys, wherever they stand.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import islice
from typing import Any

from assistant.schema.moderation import MessageKind
from assistant.server.bots.incoming import said, table, unique

_TITLES = frozenset({"title", "nickname"})
_TEXTS = frozenset({"desc", "summary", "contact", "text", "content", "tag", "subtitle"})
_PLACES = frozenset({"jumpurl", "url", "qqdocurl", "pcjumpurl", "targeturl", "weburl", "link", "musicurl"})
# What describes the sharer or the picture, not what is shared.
_BESIDE = frozenset({"host", "extra", "config", "preview", "icon", "image", "cover"})
_DEPTH, _MOST = 8, 40
_MINI = ("com.tencent.miniapp", "com.tencent.tmp.qqmini")
_FORWARDED = "com.tencent.multimsg"
_ATTRIBUTE = re.compile(r'\b(url|brief|a_actionData|i_actionData|name)\s*=\s*"([^"]*)"')
_TEXT = re.compile(r"<(title|summary|source_name)\b[^>]*>(?:<!\[CDATA\[)?([^<\]]*)")


@dataclass
class Card:
    """What a card says. ``lines`` are those of a forwarded conversation."""

    kind: MessageKind = "card"
    titles: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    app: str = ""
    lines: list[str] = field(default_factory=list)


def read_ark(data: str) -> Card:
    """Read a JSON card; of what is none, the words are its text."""
    try:
        ark = json.loads(data)
    except (ValueError, RecursionError):
        return Card(texts=unique([said(data, 2000)]))
    ark = table(ark)
    app = said(ark.get("app"), 200)
    card = Card()
    meta = table(ark.get("meta"))
    for key, value in islice(_strings(meta), 10 * _MOST):
        words = said(value, 2000).strip()
        if key in _TITLES:
            card.titles.append(words)
        elif key in _TEXTS:
            card.texts.append(words)
        elif key in _PLACES and words:
            card.urls.append(words)
    _by_app(card, app, meta)
    if not card.titles and not card.texts:
        card.titles.append(said(ark.get("prompt"), 2000) or said(ark.get("desc"), 2000))
    card.titles, card.texts, card.urls = unique(card.titles), unique(card.texts), unique(card.urls)
    return card


def read_xml(data: str) -> Card:
    """Read an XML card, whole or torn."""
    card = Card()
    data = said(data)
    for name, value in _ATTRIBUTE.findall(data)[:_MOST]:
        value = unescape(value).strip()
        if name in ("brief", "name"):
            card.titles.append(value)
        elif "://" in value:
            card.urls.append(value)
    for name, value in _TEXT.findall(data)[:_MOST]:
        (card.texts if name == "summary" else card.titles).append(unescape(value).strip())
    # 35: a forwarded conversation.
    if re.search(r'serviceID\s*=\s*"35"', data):
        card.kind = "forward"
        card.lines = unique(card.titles + card.texts)
    card.titles, card.texts, card.urls = unique(card.titles), unique(card.texts), unique(card.urls)
    return card


def _by_app(card: Card, app: str, meta: Mapping[str, Any]) -> None:
    """What only some kinds of cards have."""
    if app.startswith(_MINI):
        card.kind = "mini_program"
        # Its title is the mini program's name, its description the page's.
        card.app = next(iter(unique(card.titles)), "") or app
    elif app == _FORWARDED:
        card.kind = "forward"
        card.lines = unique(card.texts)
    notice = table(meta.get("mannounce"))
    if notice.get("encode"):
        decoded = [_decoded(said(notice.get(key))) for key in ("title", "text")]
        card.titles, card.texts = [decoded[0]], [decoded[1]]


def _decoded(text: str) -> str:
    try:
        return b64decode(text).decode("utf-8", "replace")
    except (Base64Error, ValueError):
        return text


def _strings(value: object, key: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """The texts in a card with their keys, as deep and as many as a client would show."""
    if isinstance(value, str):
        yield key, value
    elif depth < _DEPTH and isinstance(value, Mapping):
        for name, inner in list(value.items())[:_MOST]:
            if str(name).lower() not in _BESIDE:
                yield from _strings(inner, str(name).lower(), depth + 1)
    elif depth < _DEPTH and isinstance(value, list):
        for inner in value[:_MOST]:
            yield from _strings(inner, key, depth + 1)
