"""What ``assistant ui`` serves: Streamlit with the page's script, and the one address where a cookie is set.

Streamlit's script works over a connection that cannot set a cookie; an HTTP answer can, and out of reach of any script.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit.starlette import App

# Streamlit runs this file by its path: the package it belongs to is beside it.
ROOT = str(Path(__file__).resolve().parents[1])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from assistant.people import Sessions  # noqa: E402
from assistant.storage.database import open_database  # noqa: E402
from ui.cookie import ADDRESS, cookie_name  # noqa: E402
from ui.doorway import Doorway, same_origin  # noqa: E402
from ui.place import workspace  # noqa: E402

_LONGEST = 1000


async def keep(request: Request) -> Response:
    """Trade the ticket of who has just signed in for her cookie; for pages of ours alone."""
    ours = same_origin(request.headers) and request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
    if not ours or request.headers.get("content-type") != "application/json":
        return Response(status_code=403)
    try:
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > _LONGEST:
                return Response(status_code=413)
        ticket = json.loads(body)["ticket"]
    except (ValueError, KeyError, TypeError):
        return Response(status_code=400)
    here = workspace()
    kept = await run_in_threadpool(lambda: Sessions(open_database(here)).keep(str(ticket)))
    if kept is None:
        return Response(status_code=410)
    answer = Response(status_code=204, headers={"Cache-Control": "no-store"})
    # Strict: the desk's own page opens the connection that it is read from, wherever a link to it stood.
    answer.set_cookie(
        cookie_name(here.root),
        kept.token,
        max_age=kept.seconds,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


app = App(
    Path(__file__).parent / "streamlit_app.py",
    routes=[Route(ADDRESS, keep, methods=["POST"])],
    middleware=[Middleware(Doorway, cookie=cookie_name(workspace().root))],
)
