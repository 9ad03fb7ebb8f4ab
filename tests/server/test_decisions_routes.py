"""What was decided, what people say of it, and what members say against it."""

from __future__ import annotations

import time

from assistant.storage.audit import entries

ADVERT = "自家熏的腊肠，六十一斤，要的加微信 lachang_cd05"


def test_decisions_are_listed_page_by_page(served):
    made = [served.asked(f"m{n}", ADVERT if n % 2 else "几点关门", group="yulin")["id"] for n in range(7)]
    found, before = [], ""
    while True:
        page = served.client.get("/v1/decisions", params={"limit": 3, "before": before}).json()
        found += [each["decision"]["id"] for each in page["decisions"]]
        before = page["next"]
        if not before:
            break
    assert found == made[::-1]
    blocked = served.client.get("/v1/decisions", params={"verdict": "block", "group": "yulin"}).json()
    assert [each["decision"]["id"] for each in blocked["decisions"]] == made[1::2][::-1]
    assert blocked["decisions"][0]["text"] == ADVERT
    by_rule = served.client.get("/v1/decisions", params={"rule": "only-our-bread"}).json()["decisions"]
    assert {each["decision"]["rule"]["id"] for each in by_rule} == {"only-our-bread"}


def test_feedback_puts_a_decision_right_and_is_written_down(served):
    made = served.asked("m1", ADVERT, group="yulin")
    word = {"verdict": "wrong", "should": "allow"}
    answer = served.client.post(f"/v1/decisions/{made['id']}/feedback", json=word)
    assert answer.json()["label"] == "allow"
    kept = served.client.get("/v1/decisions").json()["decisions"][0]
    assert kept["should"] == "allow"
    assert [entry.what for entry in entries(served.service.book.database)][:1] == ["feedback"]
    assert 'assistant_feedback_total{right="false",rule="only-our-bread"} 1.0' in served.client.get("/metrics").text


def test_what_feedback_contradicts_is_not_shown_to_keys_of_other_groups(served):
    path = "/v1/decisions/{}/feedback"
    made = [served.asked(f"m{number}", ADVERT + end, group=group)["id"]
            for number, (group, end) in enumerate((("yulin", ""), ("cake", "。"), ("yulin", "啊")))]  # fmt: skip
    first = {"verdict": "wrong", "should": "allow", "consent": True}
    assert served.client.post(path.format(made[0]), json=first).status_code == 200
    told = {}
    for number, group in ((1, "cake"), (2, "yulin")):
        _, secret = served.keys.add(group, groups=[group], verbs=["feedback"])
        served.service.gate.look()
        headers = {"Authorization": f"Bearer {secret}"}
        word = {"verdict": "correct", "consent": True}
        told[group] = served.client.post(path.format(made[number]), json=word, headers=headers).json()
    assert told["cake"]["conflicts"] == []
    assert told["yulin"]["conflicts"] == [ADVERT]


def test_feedback_that_cannot_be_is_told(served):
    made = served.asked("m1", "几点关门", group="yulin")
    path = f"/v1/decisions/{made['id']}/feedback"
    assert served.client.post("/v1/decisions/nothing/feedback", json={"verdict": "correct"}).status_code == 404
    assert served.client.post(path, json={"verdict": "maybe"}).status_code == 422
    assert served.client.post(path, json={"verdict": "wrong"}).status_code == 422
    wrong = served.client.post(path, json={"verdict": "wrong", "should": "allow"})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "not_applicable")


def test_the_member_a_decision_is_about_may_object_once(served):
    made = served.asked("m1", ADVERT, group="yulin")
    objection = {"decision_id": made["id"], "member": "u1", "text": "我是帮店里发的"}
    first = served.client.post("/v1/appeals", json=objection)
    again = served.client.post("/v1/appeals", json=objection | {"text": "再说一遍"})
    assert (first.status_code, first.json()["new"], again.json()["new"]) == (201, True, False)
    assert first.json()["id"] == again.json()["id"]
    (waiting,) = served.service.appeals.waiting()
    assert (waiting.decision_id, waiting.text) == (made["id"], "我是帮店里发的")


def test_nobody_else_may_and_not_about_nothing(served):
    blocked, passed = served.asked("m1", ADVERT, group="yulin"), served.asked("m2", "几点关门", group="yulin")
    for decision, member, status in ((blocked["id"], "u2", 403), (passed["id"], "u1", 409), ("nothing", "u1", 404)):
        objection = {"decision_id": decision, "member": member}
        assert served.client.post("/v1/appeals", json=objection).status_code == status


def test_a_draft_is_written_and_read(served):
    wanted = {"kind": "topic", "group": "yulin", "date": "2026-11-23"}
    made = served.client.post("/v1/drafts", json=wanted)
    assert made.status_code in (201, 202), made.text
    path = f"/v1/drafts/{made.json()['id']}"
    while (read := served.client.get(path)).status_code == 202:
        time.sleep(0.2)
    assert read.status_code == 200, read.text
    assert read.json()["group"] == "yulin"
    if made.status_code == 201:
        assert read.json() == made.json()
    assert served.client.get("/v1/drafts/nothing").status_code == 404


def test_a_refusal_names_what_forbids_it(served):
    wanted = {"kind": "promo", "group": "yulin", "date": "2026-11-23", "time": "22:30"}
    refused = served.client.post("/v1/drafts", json=wanted)
    assert refused.status_code == 409
    assert refused.json()["basis"]


def test_knowledge_is_searched(served):
    served.client.post(
        "/v1/drafts", json={"kind": "topic", "group": "yulin", "date": "2026-11-23"}
    )  # brings it in step
    found = served.client.get("/v1/knowledge/search", params={"q": "吐司能放几天"}).json()
    assert found["passages"]
    assert served.client.get("/v1/knowledge/search", params={"q": ""}).status_code == 422


def test_figures_tell_what_was_decided(served):
    stage = served.asked("m1", ADVERT, group="yulin")["stage"]
    text = served.client.get("/metrics").text
    labels = f'group="yulin",rule="only-our-bread",stage="{stage}",verdict="block"'
    assert f"assistant_decisions_total{{{labels}}} 1.0" in text
    assert "assistant_waiting 0.0" in text
    assert "assistant_answer_seconds_count 1.0" in text
