"""What stands between a browser and Streamlit: the cookie of who is signed in, and headers that keep strangers out."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Nobody frames the desk (a click would not be hers), and what it is asked for does not leave with a link.
_GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "frame-ancestors 'self'; object-src 'none'; base-uri 'self'",
}
#: Where who signs in with the company came from; and where Streamlit sends her, and gets her back from.
_WANTED, _LEAVES, _RETURNS = "desk_wanted", "/auth/login", "/oauth2callback"
_WANTED_SECONDS = 600


class Doorway:
    """Middleware of the desk, whose cookie is called ``cookie``.

    A page of another port of this machine counts as the same site to a browser, so it may open a connection that the
    cookie comes with: there it is taken out. Who signs in with the company comes back to the page that was asked for.
    """

    def __init__(self, app: ASGIApp, cookie: str) -> None:
        self._app = app
        self._cookie = cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "websocket" and not same_origin(Headers(scope=scope)):
            scope = {**scope, "headers": _without(scope["headers"], self._cookie)}
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _GUARDS.items():
                    headers.setdefault(name, value)
                _come_back(scope, headers)
            await send(message)

        await self._app(scope, receive, answer)


def same_origin(headers: Headers) -> bool:
    """Whether a request comes from a page of ours, or from no page at all."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _come_back(scope: Scope, headers: MutableHeaders) -> None:
    asked = Headers(scope=scope)
    if scope["path"] == _LEAVES:
        came_from = urlsplit(asked.get("referer", ""))
        wanted = came_from.path + (f"?{came_from.query}" if came_from.query else "")
        if came_from.netloc == asked.get("host") and _ours(wanted):
            headers.append("Set-Cookie", _wanted(wanted, _WANTED_SECONDS))
    elif scope["path"] == _RETURNS and headers.get("location") == "/":
        wanted = cookie_parser(asked.get("cookie", "")).get(_WANTED, "").strip('"')
        if _ours(wanted):
            headers["Location"] = wanted
            headers.append("Set-Cookie", _wanted("", 0))


def _ours(wanted: str) -> bool:
    """Whether it is a path of the desk that may stand in a header, and no other host's address."""
    plain = wanted.isascii() and wanted.isprintable() and not set(wanted) & set(' ";,\\')
    return plain and wanted.startswith("/") and not wanted.startswith("//") and len(wanted) < 1000


def _wanted(value: str, seconds: int) -> str:
    return f"{_WANTED}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"


def _without(headers: Iterable[tuple[bytes, bytes]], cookie: str) -> list[tuple[bytes, bytes]]:
    kept = []
    for name, value in headers:
        if name.lower() == b"cookie":
            crumbs = [crumb for crumb in value.split(b";") if crumb.split(b"=")[0].strip() != cookie.encode()]
            value = b";".join(crumbs)
        kept.append((name, value))
    return kept
