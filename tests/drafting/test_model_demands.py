"""What a group wants said in every promotion, in what a model wrote without it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from model_cases import dumped, lock, promo_answer, settings
from promo_cases import brief as promo_brief
from promo_cases import inside, shop
from provider import Provider

from assistant.checks.required import unstated
from assistant.drafting.demands import demands_of, stated
from assistant.drafting.factsheet import campaign_terms
from assistant.drafting.model import ModelResult, ModelWriter
from assistant.schema.brief import Brief
from assistant.schema.facts import Mechanic

pytestmark = pytest.mark.usefixtures("warmed")

YUAN, AD = "价格注明人民币", "促销标注“广告”"


def wanting(form: str, *clauses: str, mechanic: Mechanic = Mechanic.GROUP_BUY, **bounds: object) -> Brief:
    at = inside(shop("bakery").campaigns[mechanic]) - timedelta(days=2 if form == "series" else 0)
    return promo_brief("bakery", mechanic, form, at=at, demands=demands_of(clauses), **bounds)


def without(brief: Brief) -> dict[str, Any]:
    """The answer of a model that left out what the group wants."""
    plain = brief.constraints.model_copy(update={"demands": ()})
    answer = promo_answer(brief.model_copy(update={"constraints": plain}))
    assert not any(demand.phrase in dumped(answer) for demand in brief.constraints.demands)
    return answer


def at_once(provider: Provider, brief: Brief, answer: dict[str, Any]) -> ModelResult:
    provider.script(dumped(answer))
    result = ModelWriter(settings(provider)).write(brief, lock(brief))
    assert len(provider.requests) == 1
    return result


@pytest.mark.parametrize("form", ["post", "landing", "series"])
@pytest.mark.parametrize("clauses", [(YUAN,), (AD,), (AD, YUAN)])
def test_what_the_group_wants_said_is_added_by_code(provider: Provider, form: str, clauses: tuple[str, ...]) -> None:
    brief = wanting(form, *clauses)
    result = at_once(provider, brief, without(brief))
    assert all(stated(demand, result.written, brief) for demand in brief.constraints.demands)
    if form == "series":
        for part in result.written.parts:
            assert ("人民币" in part.text) is (YUAN in clauses and bool(re.search(r"\d ?元", part.text)))
            assert part.text.startswith("【广告】") is (AD in clauses)
    else:
        assert result.written.body.startswith("【广告】") is (AD in clauses)
        assert unstated(result.written.body, campaign_terms(brief)) == []
    assert any("群里约定要写的" in note for note in result.notes)


def test_on_a_poster_it_is_said_in_short_where_it_fits(provider: Provider) -> None:
    brief = wanting("poster", YUAN)
    poster = "海盐卷五人团\n满 5 人 6 元一个"
    assert at_once(provider, brief, {"title": "海盐卷", "body": poster}).written.body == f"{poster}\n人民币计价"


def test_where_a_poster_is_full_it_is_left_to_the_operator(provider: Provider) -> None:
    brief = wanting("poster", YUAN)
    full = "海盐卷五人团\n满 5 人 6 元一个\n群里接龙凑团，到店取，想要的喊一声"
    assert 40 - len("人民币计价") <= len(full) <= 40
    assert at_once(provider, brief, {"title": "海盐卷", "body": full}).written.body == full


def test_it_stands_before_the_signature(provider: Provider) -> None:
    brief = wanting("post", YUAN)
    voice = brief.brand.voice.model_copy(update={"signature": "—— 阿柚"})
    brief = brief.model_copy(update={"brand": brief.brand.model_copy(update={"voice": voice})})
    body = promo_answer(wanting("post"))["body"]
    result = at_once(provider, brief, {"title": "海盐卷拼团", "body": f"{body}\n—— 阿柚"})
    assert result.written.body.endswith("人民币。\n—— 阿柚")


def test_terms_that_were_left_out_come_with_it(provider: Provider) -> None:
    brief = wanting("post", AD, YUAN)
    result = at_once(provider, brief, {"title": "海盐卷拼团", "body": "海盐卷又能一起拼了，大家凑一凑。"})
    assert result.written.body.startswith("【广告】\n海盐卷又能一起拼了")
    assert unstated(result.written.body, campaign_terms(brief)) == []
    assert all(stated(demand, result.written, brief) for demand in brief.constraints.demands)


def test_what_the_model_said_itself_is_not_said_again(provider: Provider) -> None:
    brief = wanting("post", AD, YUAN)
    answer = without(brief)
    result = at_once(provider, brief, {**answer, "body": f"【广告】\n{answer['body']}\n价格均为人民币。"})
    assert result.written.body.count("广告") == 1
    assert result.written.body.count("人民币") == 1
    assert not any("群里约定要写的" in note for note in result.notes)


@pytest.mark.parametrize("spare", [20, 0])
def test_talk_gives_way_to_it_but_terms_do_not(provider: Provider, spare: int) -> None:
    answer = without(wanting("post", YUAN))
    brief = wanting("post", YUAN, max_length=len(answer["body"]) + spare)
    result = at_once(provider, brief, {**answer, "body": answer["body"] + "\n想吃的说一声，我来记。" * bool(spare)})
    assert len(result.written.body) <= brief.constraints.max_length
    assert unstated(result.written.body, campaign_terms(brief)) == []
    assert stated(brief.constraints.demands[0], result.written, brief)
