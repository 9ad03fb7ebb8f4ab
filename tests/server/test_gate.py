"""Who may ask: keys, verbs, groups, rates, signatures, sizes."""

from __future__ import annotations

import pytest
from serving import running

from assistant.errors import InputError
from assistant.server.signing import HEADER, WINDOW, sign

ROUTES = [
    ("POST", "/v1/moderate"), ("POST", "/v1/moderate/batch"), ("GET", "/v1/decisions"),
    ("POST", "/v1/decisions/x/feedback"), ("POST", "/v1/appeals"), ("POST", "/v1/drafts"), ("GET", "/v1/drafts/x"),
    ("GET", "/v1/knowledge/search?q=x"), ("GET", "/metrics"), ("GET", "/openapi.json"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_without_a_key_nothing_is_told(served, method, path):
    for headers in ({}, {"Authorization": "Bearer cak_0_0"}, {"Authorization": "Basic eDp5"}):
        served.client.headers.pop("Authorization", None)
        answer = served.client.request(method, path, headers=headers, json={})
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_health_needs_no_key(served):
    served.client.headers.pop("Authorization")
    assert served.client.get("/healthz").json()["status"] == "ok"
    assert served.client.get("/readyz").status_code == 200


def test_every_route_is_behind_the_gate_or_health(served):
    described = {(method.upper(), path) for path, item in _openapi(served)["paths"].items() for method in item}
    # The bots' doors have proofs of their own.
    described = {(method, path) for method, path in described if not path.startswith("/v1/bots/")}
    known = {(method, path.partition("?")[0].replace("/x", "/{}")) for method, path in ROUTES}
    # The bots' doors have proofs of their own.
    open_ = {("GET", "/healthz"), ("GET", "/readyz")}
    described = {(method, path) for method, path in described if not path.startswith("/v1/bots/")}
    assert {(method, _plain(path)) for method, path in described} - open_ <= known


def _openapi(served):
    return served.client.get("/openapi.json").json()


def _plain(path):
    import re

    return re.sub(r"\{\w+\}", "{}", path)


def test_a_key_does_what_it_is_for_in_its_groups(served):
    _, narrow = served.keys.add("narrow", groups=["yulin"], verbs=["moderate"])
    served.service.gate._looked = float("-inf")
    headers = {"Authorization": f"Bearer {narrow}"}
    asked = {"id": "m1", "text": "几点关门", "group": "yulin"}
    assert served.client.post("/v1/moderate", json=asked, headers=headers).status_code == 200
    for group in ("cake", "", "nobody"):
        answer = served.client.post("/v1/moderate", json=asked | {"group": group}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert served.client.get("/v1/decisions?group=yulin", headers=headers).status_code == 403


def test_a_key_that_is_revoked_ends(served):
    made, text = served.keys.add("short", verbs=["metrics"])
    served.service.gate._looked = float("-inf")
    headers = {"Authorization": f"Bearer {text}"}
    assert served.client.get("/metrics", headers=headers).status_code == 200
    served.keys.revoke(made.id)
    served.service.gate._looked = float("-inf")
    assert served.client.get("/metrics", headers=headers).status_code == 401
    with pytest.raises(InputError, match=made.id):
        served.keys.revoke(made.id)


def test_a_key_that_is_replaced_is_taken_for_one_more_day(served):
    old, text = served.keys.add("old", verbs=["metrics"])
    new, _ = served.keys.add("new", verbs=["metrics"], replaces=old.id)
    served.service.gate._looked = float("-inf")
    assert served.client.get("/metrics", headers={"Authorization": f"Bearer {text}"}).status_code == 200
    kept = {key.id: key for key in served.keys.all()}
    assert kept[old.id].until is not None
    assert kept[new.id].until is None


def test_the_key_itself_is_kept_nowhere(served):
    secret = served.key.rpartition("_")[2].encode()
    for file in served.workspace.state.rglob("*"):
        if file.is_file():
            assert secret not in file.read_bytes()


def test_the_last_use_of_a_key_is_shown(served):
    served.asked("m1", "几点关门")
    served.service.gate.flush()
    assert served.keys.all()[0].used_at is not None


def test_a_key_that_asks_too_often_is_told_when_to_come_again(make_workspace):
    with running(make_workspace("[server]", "rate = 3")) as served:
        answers = [served.client.post("/v1/moderate", json={"id": f"m{n}", "text": "几点关门"}) for n in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].json()["code"] == "rate_limited"
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60


def test_too_large_a_body_is_refused_whether_it_says_so_or_not(served):
    large = b'{"id": "1", "text": "' + b"x" * 1_000_000 + b'"}'

    def in_pieces():
        for start in range(0, len(large), 1000):
            yield large[start : start + 1000]

    for content in (large, in_pieces()):
        answer = served.client.post("/v1/moderate", content=content, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_batch_has_a_bound(make_workspace):
    with running(make_workspace("[server]", "max_batch = 3")) as served:
        batch = [{"id": str(n), "text": "几点关门"} for n in range(4)]
        answer = served.client.post("/v1/moderate/batch", json=batch)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"id": 1}', b'{"id": "", "text": ""}', b"\xff", b"null"])
def test_what_is_no_message_is_told_and_not_echoed(served, body):
    answer = served.client.post("/v1/moderate", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) in ((400, "malformed"), (422, "invalid"))
    assert answer.headers["Content-Type"] == "application/problem+json"


class TestSignatures:
    """Where a secret is set, a request is signed, once, within five minutes."""

    SECRET = "a-secret-of-the-tests"
    BODY = b'{"id": "m1", "text": "\xe5\x87\xa0\xe7\x82\xb9\xe5\x85\xb3\xe9\x97\xa8"}'

    @pytest.fixture
    def signed(self, make_workspace, monkeypatch):
        monkeypatch.setenv("ASSISTANT_SIGNING_SECRET", self.SECRET)
        with running(make_workspace()) as found:
            yield found

    def _ask(self, served, header):
        headers = {"Content-Type": "application/json"} | ({HEADER: header} if header else {})
        return served.client.post("/v1/moderate", content=self.BODY, headers=headers)

    def test_a_signed_request_is_taken_once(self, signed):
        header = sign(self.SECRET.encode(), self.BODY)
        assert self._ask(signed, header).status_code == 200
        assert self._ask(signed, header).json()["code"] == "replayed"

    @pytest.mark.parametrize(
        "header",
        [
            "",
            "t=1",
            "t=x,v1=00",
            "t=1,v1=é".encode(),
            "t=1e9,v1=00",
            "t=.5,v1=00",
            "nonsense",
            # Named, for a header tells the time, and a test is to be called the same in every process.
            pytest.param(sign(b"another", BODY), id="another secret"),
            pytest.param(sign(SECRET.encode(), b"{}"), id="another body"),
        ],
    )
    def test_any_other_is_not(self, signed, header):
        answer = self._ask(signed, header)
        assert (answer.status_code, answer.json()["code"]) == (401, "bad_signature")

    @pytest.mark.parametrize("off", [-WINDOW - 5, WINDOW + 5])
    def test_nor_one_of_another_time(self, signed, off):
        import time

        header = sign(self.SECRET.encode(), self.BODY, time.time() + off)
        assert self._ask(signed, header).status_code == 401
