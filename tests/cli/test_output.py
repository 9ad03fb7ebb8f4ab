"""What the commands print: the JSON other programs rely on, and text for people."""

from __future__ import annotations

import json

import pytest
from shop import run

DRAFT = {"id", "kind", "group", "date", "title", "body", "citations", "findings", "writer", "prompt", "status"}
PASSAGE = {"source", "heading", "text", "score", "kind", "valid_from", "valid_until"}


def test_a_sync_counts_what_it_did(shop):
    first = run("knowledge", "sync", "--json").objects[0]
    assert (first["added"], first["documents"], first["products"], first["rejected"]) == (5, 5, 2, [])
    again = run("knowledge", "sync", "--json").objects[0]
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 5)
    (shop / "knowledge" / "articles" / "回烤.md").unlink()
    assert run("knowledge", "sync", "--json").objects[0]["removed"] == 1


def test_status_lists_what_is_not_valid_yet(shop):
    run("knowledge", "sync")
    status = run("knowledge", "status", "--json").objects[0]
    assert status["healthy"]
    assert status["kinds"]["faq"] == 2
    assert run("knowledge", "rebuild").status == 0


def test_search_prints_a_passage_a_line_and_nothing_where_nothing_answers(shop):
    run("knowledge", "sync")
    found = run("knowledge", "search", "吐司能放几天", "--json").objects
    assert found[0].keys() >= PASSAGE
    assert found[0]["source"] == "faq.md"
    assert 0 <= found[0]["score"] <= 1
    nothing = run("knowledge", "search", "量子力学的基本假设", "--json")
    assert (nothing.status, nothing.out) == (0, "")
    assert run("knowledge", "search", "吐司能放几天", "--limit", "1", "--json").objects == found[:1]


def test_search_answers_as_things_stand_that_day(shop):
    run("knowledge", "sync")
    asked = ("knowledge", "search", "周五吐司秒杀什么时候开始", "--json", "--limit", "20", "--date")
    during = {passage["source"] for passage in run(*asked, "2026-11-27").objects}
    after = {passage["source"] for passage in run(*asked, "2027-03-01").objects}
    assert "campaigns.yaml" in during
    assert "campaigns.yaml" not in after


def test_a_file_of_questions_is_answered_in_its_order(shop):
    run("knowledge", "sync")
    asked = [{"id": 7, "query": "可以送货上门吗"}, {"id": "b", "query": "量子力学的基本假设"}]
    text = "\ufeff" + "\n\n".join(json.dumps(line, ensure_ascii=False) for line in asked) + "\n"
    (shop / "questions.jsonl").write_text(text, encoding="utf-8")
    answers = run("knowledge", "search", "--file", "questions.jsonl").objects
    assert [answer["id"] for answer in answers] == [7, "b"]
    assert answers[0]["passages"][0].keys() >= PASSAGE
    assert answers[1]["passages"] == []


@pytest.mark.parametrize(
    ("second", "named"),
    [("{", "第 2 行"), ("[]", "第 2 行"), ('{"id": 1}', "'query'"), ('{"query": "x"}', "'id'")],
)
def test_a_wrong_line_is_named_before_anything_is_answered(shop, second, named):
    (shop / "questions.jsonl").write_text('{"id": 1, "query": "吐司"}\n' + second + "\n", encoding="utf-8")
    assert named in run("knowledge", "search", "--file", "questions.jsonl").refusal(2)


def test_drafts_in_json_one_a_line_and_no_two_alike(shop):
    drafts = run("draft", "topic", "--group", "regulars", "--date", "2026-11-24", "--count", "3", "--json").objects
    assert all(draft.keys() >= DRAFT for draft in drafts)
    assert len({draft["title"] for draft in drafts}) == 3
    assert {(draft["kind"], draft["date"], draft["writer"]) for draft in drafts} == {("topic", "2026-11-24", "offline")}


def test_a_share_cites_files_of_the_shop(shop):
    draft = run("draft", "share", "--group", "quiet", "--date", "2026-11-24", "--about", "面包回烤", "--json").objects[
        0
    ]
    assert draft["citations"]
    for citation in draft["citations"]:
        assert citation["quote"] in (shop / "knowledge" / citation["source"]).read_text(encoding="utf-8")


@pytest.mark.parametrize("format_", ["post", "series", "landing", "poster"])
def test_a_promo_says_the_price_of_its_campaign(shop, format_):
    asked = ("draft", "promo", "--group", "regulars", "--date", "2026-11-27", "--time", "10:30", "--campaign", "toast")
    draft = run(*asked, "--format", format_, "--json").objects[0]
    assert (draft["campaign"], draft["format"]) == ("toast", format_)
    assert "9.9" in draft["title"] + draft["body"]


def test_people_get_the_text_with_its_sources(shop):
    shown = run("draft", "share", "--group", "quiet", "--date", "2026-11-24", "--about", "面包回烤").out
    assert "【干货·图文】quiet" in shown
    assert "依据：" in shown
    run("knowledge", "sync")
    assert "faq.md" in run("knowledge", "search", "吐司能放几天").out
    assert "没有能回答" in run("knowledge", "search", "量子力学的基本假设").out


def test_two_editions_told_by_their_names_show_no_low_figure(shop):
    rules = "办卡 50 元，消费 1 元积 1 分，100 分抵 1 元。生日当月面包 9 折。会员每年免费上一次烘焙课。"
    newer = "会员办卡不收钱，消费 1 元积 1 分，100 分抵 1 元。生日当月送一份小蛋糕，课程另外算，按月公布。"
    (shop / "knowledge" / "会员2025.txt").write_text(rules, encoding="utf-8")
    (shop / "knowledge" / "会员2026.txt").write_text(newer, encoding="utf-8")
    (shop / "knowledge" / "回烤旧.md").write_bytes((shop / "knowledge" / "articles" / "回烤.md").read_bytes())
    pairs = [line for line in run("knowledge", "sync").out.splitlines() if "≈" in line]
    assert [("相似度" in line, "新旧两版" in line) for line in pairs] == [(True, True), (False, True)]
    assert [line for line in run("knowledge", "status").out.splitlines() if "≈" in line] == pairs


def test_a_sync_says_which_workspace_it_took(shop):
    assert run("knowledge", "sync").out.splitlines()[0] == f"工作区：{shop.resolve()}"
    assert "工作区" not in run("knowledge", "sync", "--json").out


def test_rejected_files_are_one_line_before_a_draft(shop):
    for number in range(3):
        (shop / "knowledge" / f"空{number}.md").write_text("", encoding="utf-8")
    result = run("draft", "topic", "--group", "regulars", "--date", "2026-11-24")
    assert result.err.splitlines() == ["有 3 个文件没有收进来，详见 assistant knowledge status"]
    assert "空1.md" in run("knowledge", "status").out


def test_rejected_files_are_told_with_a_refusal_and_not_with_a_wrong_command(shop):
    (shop / "knowledge" / "空.md").write_text("", encoding="utf-8")
    refused = run("draft", "share", "--group", "regulars", "--date", "2026-11-24", "--about", "量子力学")
    assert refused.status == 1
    assert len(refused.err.splitlines()) == 2
    wrong = run("draft", "topic", "--group", "nobody", "--date", "2026-11-24")
    assert wrong.status == 2
    assert "没有收进来" not in wrong.err
