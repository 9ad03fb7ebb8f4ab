"""What was given out may be used after the giving out has ended: it is no campaign that is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from shops import SCHOOL, SCHOOL_COUPON, SCHOOL_PRODUCTS

from assistant.checks import required
from assistant.checks.context import CheckContext
from assistant.checks.factcheck import check
from assistant.checks.termlines import terms
from assistant.knowledge.branddocs import campaign_section
from assistant.schema.facts import Mechanic

assert SCHOOL_COUPON.end is not None
COUPON = SCHOOL_COUPON.model_copy(
    update={"how": "找前台领", "use_until": (SCHOOL_COUPON.end + timedelta(days=20)).date()}
)
ENDED = SCHOOL_COUPON.end + timedelta(days=3)
GONE = SCHOOL_COUPON.end + timedelta(days=30)


def context(at: datetime, *, given: bool = False) -> CheckContext:
    made = CheckContext(at=at, brand=SCHOOL, products=SCHOOL_PRODUCTS, others=(COUPON,))
    return replace(made, campaign=COUPON) if given else made


def day(of: date) -> str:
    return f"{of.month}月{of.day}号"


def test_it_holds_as_long_as_it_can_be_used() -> None:
    assert COUPON.use_until is not None
    assert campaign_section(COUPON).valid_until == COUPON.use_until
    assert (COUPON.is_over(ENDED), COUPON.only_used(ENDED)) == (False, True)
    assert (COUPON.is_over(GONE), COUPON.only_used(GONE)) == (True, False)
    early = COUPON.model_copy(update={"use_until": date(2020, 1, 1)})
    assert early.lasts == early.end


@pytest.mark.parametrize("given", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "手里有满 2000 减 300 早鸟券的，{last}前来前台用掉，过了就作废，限软笔春季班。",
        "满 2000 减 300 的券领到了还没用的同学，{last}之前报软笔春季班可以抵。",
    ],
)
def test_a_reminder_to_use_it_is_true(text: str, *, given: bool) -> None:
    assert COUPON.use_until is not None
    told = text.format(last=day(COUPON.use_until))
    found = check(told, context(ENDED, given=given))
    assert [each.kind for each in found] == []
    if given:
        assert required.check(told, context(ENDED, given=True)) == []


@pytest.mark.parametrize(
    "text", ["早鸟券满 2000 减 300，找前台还能领，抓紧。", "满 2000 减 300 的券还有 20 张，要的来领。"]
)
def test_what_is_given_out_no_more_is_not_offered(text: str) -> None:
    (found,) = check(text, context(ENDED))
    assert (found.kind, found.severity) == ("ended", "error")
    assert "停止领取" in found.message
    assert check(text, context(COUPON.start + timedelta(days=1) if COUPON.start else ENDED)) == []


def test_after_the_last_day_of_use_it_is_over() -> None:
    found = check("满 2000 减 300 的早鸟券这几天还能用，别浪费了。", context(GONE))
    assert [each.kind for each in found] == ["ended"]
    assert found[0].text == "早鸟券"


def test_the_last_day_of_use_is_told_by_words_of_use() -> None:
    assert COUPON.use_until is not None
    (found,) = check("早鸟券明天就到期作废了，满 2000 减 300，没用的快用。", context(ENDED))
    assert f"{COUPON.use_until.month}月{COUPON.use_until.day}日" in found.message


def test_terms_of_use_leave_out_how_it_was_given_out() -> None:
    labels = [line.label for line in terms(COUPON, context(ENDED))]
    assert labels == ["优惠", "用券时间", "范围"]
    other = COUPON.model_copy(update={"mechanic": Mechanic.ASSIST, "reward": "购书券 20 元", "helpers": 3})
    assert "使用时间" in [line.label for line in terms(other, context(ENDED))]
