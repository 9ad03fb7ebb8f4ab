"""What stands before Streamlit: who gets the cookie, whose pages come with it, where a company's people come back."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from assistant.people import Accounts, Sessions
from assistant.storage.database import open_database
from assistant.workspace import Workspace
from ui.cookie import ADDRESS, cookie_name
from ui.doorway import Doorway

COOKIE = "desk_0123456789ab"
HOST = "http://desk.example"


async def _page(_: Request) -> Response:
    return Response("page")


async def _leave(_: Request) -> Response:
    return RedirectResponse("https://company.example/login", 302)


async def _return(_: Request) -> Response:
    return RedirectResponse("/", 302)


async def _stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_json(websocket.cookies)
    await websocket.close()


@pytest.fixture
def client() -> TestClient:
    routes = [
        Route("/studio", _page),
        Route("/auth/login", _leave),
        Route("/oauth2callback", _return),
        WebSocketRoute("/_stcore/stream", _stream),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Doorway, cookie=COOKIE)])
    return TestClient(app, base_url=HOST, follow_redirects=False)


@pytest.mark.parametrize(
    ("origin", "comes"),
    [(HOST, True), (None, True), ("http://desk.example:9999", False), ("https://evil.example", False), ("null", False)],
)
def test_only_pages_of_ours_come_with_the_cookie(client: TestClient, origin: str | None, comes: bool) -> None:
    headers = {"Host": "desk.example", "Cookie": f"a=1; {COOKIE}=secret; b=2"} | ({"Origin": origin} if origin else {})
    with client.websocket_connect("/_stcore/stream", headers=headers) as stream:
        cookies = stream.receive_json()
    assert cookies == {"a": "1", "b": "2"} | ({COOKIE: "secret"} if comes else {})


def test_nobody_frames_the_desk(client: TestClient) -> None:
    headers = client.get("/studio").headers
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_who_signs_in_with_the_company_comes_back_to_the_link(client: TestClient) -> None:
    client.get("/auth/login", headers={"Referer": f"{HOST}/studio?draft=abc&x=%E4%B8%AD"})
    back = client.get("/oauth2callback")
    assert back.headers["location"] == "/studio?draft=abc&x=%E4%B8%AD"
    assert client.get("/oauth2callback").headers["location"] == "/"  # once


@pytest.mark.parametrize(
    "referer",
    [
        "https://evil.example/studio",
        f"{HOST}//evil.example/studio",
        f"{HOST}/studio;Domain=evil.example",
        f"{HOST}/\\evil.example",
        f"{HOST}/" + "x" * 2000,
        "",
    ],
)
def test_nobody_is_sent_elsewhere(client: TestClient, referer: str) -> None:
    client.get("/auth/login", headers={"Referer": referer})
    assert client.get("/oauth2callback").headers["location"] == "/"
    client.cookies.set("desk_wanted", "//evil.example")
    assert client.get("/oauth2callback").headers["location"] == "/"


@pytest.fixture
def keeping(sample: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The address that sets the cookie, over the sample."""
    monkeypatch.setenv("ASSISTANT_WORKSPACE", str(sample.root))
    keep = import_module("ui.desk_server").keep
    with TestClient(Starlette(routes=[Route(ADDRESS, keep, methods=["POST"])]), base_url=HOST) as client:
        yield client


def test_a_ticket_is_traded_for_a_cookie_that_no_script_reads(keeping: TestClient, sample: Workspace) -> None:
    database = open_database(sample)
    signed = Accounts(database).begin("店长", "correct horse 42")
    sessions = Sessions(database)
    for stays, base in ((False, HOST), (True, HOST.replace("http", "https"))):
        keeping.base_url = base  # type: ignore[assignment]
        begun = sessions.begin(signed, stays=stays)
        answer = keeping.post(ADDRESS, json={"ticket": begun.ticket}, headers={"Origin": base})
        assert (answer.status_code, answer.content) == (204, b"")
        said = answer.headers["set-cookie"]
        assert said.startswith(f"{cookie_name(sample.root)}=")
        assert "HttpOnly" in said
        assert "SameSite=strict" in said
        assert ("Secure" in said) == base.startswith("https")
        assert ("Max-Age" in said) == stays
        token = said.split(";")[0].split("=", 1)[1]
        assert sessions.of_token(token) == begun.id
        again = keeping.post(ADDRESS, json={"ticket": begun.ticket})
        assert again.status_code == 410
        assert "set-cookie" not in again.headers


def test_others_trade_nothing(keeping: TestClient, sample: Workspace) -> None:
    database = open_database(sample)
    begun = Sessions(database).begin(Accounts(database).begin("店长", "correct horse 42"), stays=False)
    body = {"ticket": begun.ticket}
    assert keeping.post(ADDRESS, json=body, headers={"Origin": "http://desk.example:1"}).status_code == 403
    assert keeping.post(ADDRESS, json=body, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert keeping.post(ADDRESS, data=body).status_code == 403  # as a form of another page would
    for rubbish, code in ((b"[]", 400), (b"{", 400), (b"\xff", 400), (b'"' + b"x" * 5000 + b'"', 413)):
        sent = keeping.post(ADDRESS, content=rubbish, headers={"Content-Type": "application/json"})
        assert sent.status_code == code
    assert keeping.get(ADDRESS).status_code == 405
    assert Sessions(database).keep(begun.ticket) is not None  # it was nobody's meanwhile
