"""One function before all checks, for texts and for whole drafts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shops import AT, BAKERY, BAKERY_PASSAGES, BRIEFS, brief, cite

from assistant.checks.context import CheckContext
from assistant.checks.drafts import check_draft, draft_context
from assistant.checks.suite import CHECKS, TITLES, errors, in_order, load, run_checks
from assistant.errors import InputError
from assistant.schema.brief import Constraints, PastDraft, Written
from assistant.schema.contracts import DraftKind, DraftPart, Finding

CONTEXT = CheckContext(at=AT, brand=BAKERY)
BAD = "王小明同学，全网最低价的海盐卷，加微信 lily_8866"


def test_every_check_is_there_and_has_a_name_for_operators():
    assert list(CHECKS) == ["facts", "required", "adlaw", "privacy", "voice", "repeat"]
    assert set(CHECKS) <= set(TITLES)
    for name in CHECKS:
        assert load(name)("今天第一炉七点出", CONTEXT) == []


def test_findings_come_in_order_of_place_and_say_what_to_do():
    found = run_checks(BAD, CONTEXT)
    assert {"privacy", "adlaw"} <= {each.check for each in found}
    assert [each.start for each in found] == sorted(each.start for each in found)
    for each in found:
        assert BAD[each.start : each.end] == each.text
        assert each.severity == "info" or (each.message and each.suggestion and each.basis)


def test_only_the_checks_asked_for_are_run():
    assert {each.check for each in run_checks(BAD, CONTEXT, ["privacy"])} == {"privacy"}
    assert run_checks(BAD, CONTEXT, []) == []


def test_an_unknown_check_is_named_with_those_there_are():
    with pytest.raises(InputError, match=r"laws.*facts.*adlaw"):
        run_checks(BAD, CONTEXT, ["laws"])


def test_the_gravest_comes_first_where_two_begin_together_and_none_comes_twice():
    def finding(severity, check):
        return Finding(check=check, kind="k", severity=severity, start=3, end=5, text="ab", message="m")

    info, error = finding("info", "voice"), finding("error", "adlaw")
    assert in_order([info, error, info]) == [error, info]
    assert errors([info, error]) == [error]


TALK = brief(campaign=None, constraints=Constraints(max_length=400))


def checked(written: Written, asked=TALK, **more):
    return check_draft(written, asked, draft_context(asked, **more))


def test_a_draft_is_read_whole():
    written = Written(
        title="全网最低价的吐司",
        body="吐司回烤一下更香。\n放 3 天也没事。",
        followups=["李子涵小朋友先说说？", "冷冻能放 77 天"],
        parts=[DraftPart(name="第 1 段", text="加微信 lily_8866")],
        citations=cite(BAKERY_PASSAGES[0]),
    )
    found = checked(written)
    places = {(each.check, each.field, each.text) for each in found}
    assert any((check, field) == ("adlaw", "title") and text.startswith("全网最低价") for check, field, text in places)
    assert all(written.title[f.start : f.end] == f.text for f in found if f.field == "title")
    beside = [each for each in found if each.field == "body" and each.message.startswith(("追问", "第 1 段"))]
    assert {each.check for each in beside} == {"privacy", "facts"}
    assert all(each.start == each.end == 0 for each in beside)


def test_notes_for_the_operator_beside_a_promotion_are_not_read():
    asked, citations = BRIEFS["bakery"]
    written = Written(title="巴斯克秒杀", body="今晚 20:00", followups=["预告没排：王小明同学"], citations=citations)
    assert "privacy" not in {each.check for each in checked(written, asked)}


def test_the_bounds_of_a_body_do_not_bind_its_title():
    asked = brief(campaign=None, constraints=Constraints(min_length=20, max_length=400), kind=DraftKind.TOPIC)
    found = checked(Written(title="吐司边", body="你家的吐司边最后都进了谁的肚子？我家的烤脆了拿去蘸汤。"), asked)
    assert [each for each in found if each.kind == "length"] == []


def test_repeats_and_required_terms_are_asked_of_the_body_alone():
    past = PastDraft(
        id="p",
        kind=DraftKind.SHARE,
        date=AT.date(),
        title="吐司",
        body="吐司回烤四分钟，外皮就会重新变脆，再抹一点黄油。",
    )
    asked = TALK.model_copy(update={"history": (past,)})
    found = checked(Written(title="换个题目", body=past.body), asked)
    assert [each.kind for each in found if each.check == "repeat"] == ["same_text"]


def test_terms_of_the_workspace_reach_drafts(tmp_path):
    (tmp_path / "adlaw.yaml").write_text("allow:\n  - {phrase: 全网最低价的吐司, why: 试一试}\n", encoding="utf-8")
    written = Written(title="吐司", body="全网最低价的吐司，回烤一下更香。")
    assert "adlaw" in {each.check for each in checked(written)}
    assert "adlaw" not in {each.check for each in checked(written, extensions=tmp_path)}


def test_a_series_states_its_terms_in_the_message_that_opens_it():
    asked, _ = BRIEFS["bakery"]
    asked = asked.model_copy(update={"format": "series"})
    context = draft_context(asked)
    opening = "开始"
    bare = Written(
        title="t", body="", parts=[DraftPart(name="预告", text="明天见"), DraftPart(name=opening, text="开始了")]
    )
    assert {each.check for each in check_draft(bare, asked, context, ["required"])} == {"required"}
    without = bare.model_copy(update={"parts": bare.parts[:1]})
    assert check_draft(without, asked, context, ["required"]) == []
    poster = replace(context, format="poster")
    assert check_draft(bare, asked.model_copy(update={"format": "poster"}), poster, ["required"]) == []
