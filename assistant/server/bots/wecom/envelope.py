"""The two envelopes of WeCom's callbacks: XML for applications and group robots, JSON for the newer robots."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from typing import Any

from assistant.server.bots.proof import object_in
from assistant.server.bots.wecom.crypto import Crypto
from assistant.server.problems import ServiceError


def is_json(body: bytes) -> bool:
    """Whether it is the JSON envelope."""
    return body.lstrip()[:1] == b"{"


def fields_of(body: bytes) -> Mapping[str, Any]:
    """Return what is in an envelope or a message, XML or JSON. Raises :class:`ServiceError` (422)."""
    return object_in(body) if is_json(body) else _xml(body)


def sealed(crypto: Crypto, message: bytes, *, as_json: bool) -> bytes:
    """Return an answer, encrypted and signed, in the same kind of envelope."""
    encrypted, stamp, nonce = crypto.seal(message), str(int(time.time())), secrets.token_hex(8)
    signature = crypto.sign(stamp, nonce, encrypted)
    if as_json:
        answer = {"encrypt": encrypted, "msgsignature": signature, "timestamp": int(stamp), "nonce": nonce}
        return json.dumps(answer).encode()
    return (
        f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>"
        f"<TimeStamp>{stamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
    ).encode()


def text_answer(fields: Mapping[str, Any], text: str, *, as_json: bool) -> bytes:
    """Return the message that says ``text`` to the sender of another.

    https://developer.work.weixin.qq.com/document/path/90241, and for robots /101031, where a text goes as a stream
    that is complete at once.
    """
    if as_json:
        stream = {"id": secrets.token_hex(8), "finish": True, "content": text}
        return json.dumps({"msgtype": "stream", "stream": stream}, ensure_ascii=False).encode()
    if fields.get("WebhookUrl") or fields.get("ChatId"):
        return f"<xml><MsgType>text</MsgType><Text><Content>{_cdata(text)}</Content></Text></xml>".encode()
    to, by = str(fields.get("FromUserName", "")), str(fields.get("ToUserName", ""))
    return (
        f"<xml><ToUserName>{_cdata(to)}</ToUserName><FromUserName>{_cdata(by)}</FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{_cdata(text)}</Content></xml>"
    ).encode()


def _cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _xml(body: bytes) -> Mapping[str, Any]:
    from lxml import etree  # type: ignore[import-untyped]

    # Nothing is taken from elsewhere and no entity grows: the envelope comes before its signature is known.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ServiceError(422, "invalid", "请求的正文不是 XML") from error
    if root.getroottree().docinfo.doctype:
        raise ServiceError(422, "invalid", "请求的 XML 里不能有 DOCTYPE")
    found = _element(root, 0)
    return found if isinstance(found, Mapping) else {}


def _element(element: Any, depth: int) -> str | dict[str, Any]:
    children = [child for child in element if isinstance(child.tag, str)]
    if not children or depth > 4:
        return element.text or ""
    return {child.tag: _element(child, depth + 1) for child in children[:50]}
