from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from promo_cases import EVERY, TRADES, brief, shop

from assistant.drafting.offline.promo import write_promo
from assistant.drafting.terms import refuse_by_terms
from assistant.schema.brief import PastDraft, Written
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Campaign, Mechanic
from assistant.schema.group import Group, PromoTerms

SECKILL = shop("baby").campaigns[Mechanic.SECKILL]  # Tuesday 2026-11-24, 10:00 to 22:00


def series(at: datetime, *, group: Group | None = None, campaign: Campaign | None = None) -> Written:
    return write_promo(brief("baby", Mechanic.SECKILL, "series", at=at, group=group, campaign=campaign))


def times(written: Written) -> dict[str, datetime | None]:
    return {part.name: part.send_at for part in written.parts}


def free(**terms: object) -> Group:
    return shop("baby").group.model_copy(update={"quiet_hours": (), **terms})


def test_all_five_with_their_times() -> None:
    written = series(datetime(2026, 11, 22, 19, 0), group=free())
    assert times(written) == {
        "预告": datetime(2026, 11, 22, 19, 0),
        "开始前一小时": datetime(2026, 11, 24, 9, 0),
        "开始": datetime(2026, 11, 24, 10, 0),
        "最后提醒": datetime(2026, 11, 24, 21, 0),
        "感谢和后续": datetime(2026, 11, 25, 8, 0),
    }
    assert written.followups == []


@pytest.mark.parametrize(("trade", "mechanic"), EVERY)
def test_every_message_keeps_the_terms_of_the_group(trade: str, mechanic: Mechanic) -> None:
    of = shop(trade)
    campaign = of.campaigns[mechanic]
    written = write_promo(brief(trade, mechanic, "series", at=campaign.start - timedelta(days=2)))
    assert "开始" in times(written)
    moments = [part.send_at for part in written.parts if part.send_at]
    assert moments == sorted(moments)
    for moment in moments:
        refuse_by_terms(
            brand=of.brand,
            group=of.group,
            kind=DraftKind.PROMO,
            at=moment,
            time_given=True,
            history=[],
            campaign=campaign,
        )


@pytest.mark.parametrize(("trade", "mechanic"), EVERY)
def test_each_message_stands_where_it_is_true(trade: str, mechanic: Mechanic) -> None:
    campaign = shop(trade).campaigns[mechanic]
    sent = times(write_promo(brief(trade, mechanic, "series", at=campaign.start - timedelta(days=2))))
    assert campaign.start <= sent["开始"] < campaign.end
    if "预告" in sent:
        assert sent["预告"] < campaign.start
    if "开始前一小时" in sent:
        assert sent["开始前一小时"] == campaign.start - timedelta(hours=1)
    if "最后提醒" in sent:
        assert sent["开始"] + timedelta(hours=2) <= sent["最后提醒"] <= campaign.end - timedelta(hours=1)
    if "感谢和后续" in sent:
        assert sent["感谢和后续"] > campaign.end


def test_a_campaign_that_is_on_has_no_teaser() -> None:
    written = series(datetime(2026, 11, 24, 10, 30), group=free())
    assert list(times(written)) == ["开始", "最后提醒", "感谢和后续"]
    assert times(written)["开始"] == datetime(2026, 11, 24, 10, 30)
    assert [note[:6] for note in written.followups] == ["「预告」没排", "「开始前一小"]


def test_a_short_campaign_has_no_last_call() -> None:
    short = SECKILL.model_copy(update={"end": SECKILL.start + timedelta(hours=2)})
    written = series(datetime(2026, 11, 23, 19, 0), group=free(), campaign=short)
    assert "最后提醒" not in times(written)
    assert any("活动很短" in note for note in written.followups)


def test_quiet_hours_move_or_leave_out() -> None:
    written = series(datetime(2026, 11, 23, 19, 0), group=free(quiet_hours=("20:30-09:30",)))
    sent = times(written)
    assert sent["最后提醒"] == datetime(2026, 11, 24, 20, 15)
    assert sent["感谢和后续"] == datetime(2026, 11, 25, 9, 30)
    assert "开始前一小时" not in sent
    assert any("09:00" in note and "20:30-09:30" in note for note in written.followups)


def test_a_reminder_that_is_not_an_hour_before_is_not_called_so() -> None:
    late = SECKILL.model_copy(update={"start": datetime(2026, 11, 24, 14, 0)})
    written = series(datetime(2026, 11, 23, 19, 0), group=free(quiet_hours=("12:30-13:45",)), campaign=late)
    assert times(written)["开始前提醒"] == datetime(2026, 11, 24, 12, 15)


def test_a_campaign_of_whole_days_is_told_by_day() -> None:
    whole = SECKILL.model_copy(update={"start": datetime(2026, 11, 24), "end": datetime(2026, 11, 25, 23, 59)})
    sent = times(series(datetime(2026, 11, 23, 19, 0), group=free(), campaign=whole))
    assert sent == {
        "预告": datetime(2026, 11, 23, 19, 0),
        "开始": datetime(2026, 11, 24, 8, 0),
        "最后提醒": datetime(2026, 11, 25, 20, 0),
        "感谢和后续": datetime(2026, 11, 26, 8, 0),
    }


def test_days_without_promotions_are_kept_free() -> None:
    written = series(datetime(2026, 11, 20, 10, 0), group=free(promo=PromoTerms(days=(2, 5))))
    assert {moment.isoweekday() for moment in times(written).values() if moment} <= {2, 5}
    assert times(written)["预告"] == datetime(2026, 11, 20, 10, 0)


def test_one_promotion_a_week_leaves_only_its_day() -> None:
    written = series(datetime(2026, 11, 23, 10, 0), group=free(promo=PromoTerms(per_week=1)))
    assert "预告" not in times(written)
    assert times(written)["开始"] == SECKILL.start
    assert any("预告" in note for note in written.followups)


def test_promotions_already_planned_count() -> None:
    past = PastDraft(id="x", kind=DraftKind.PROMO, date=datetime(2026, 11, 25).date(), title="别的", body="")
    group = free(promo=PromoTerms(per_week=2))
    asked = brief("baby", Mechanic.SECKILL, "series", at=datetime(2026, 11, 23, 10, 0), group=group, history=(past,))
    assert "预告" not in times(write_promo(asked))


def test_the_body_shows_the_messages_in_order() -> None:
    written = series(datetime(2026, 11, 22, 19, 0), group=free())
    places = [written.body.index(part.text) for part in written.parts]
    assert places == sorted(places)
    assert written.body.startswith("【预告】\n")


def test_the_last_call_says_when_it_ends_and_claims_no_more() -> None:
    written = series(datetime(2026, 11, 22, 19, 0), group=free())
    last = next(part.text for part in written.parts if part.name == "最后提醒")
    assert "11月24日（周二）22:00" in last
    assert "仅剩" not in last
    assert "还剩" not in last


@pytest.mark.parametrize("trade", TRADES)
def test_thanks_say_what_happens_next_from_the_terms(trade: str) -> None:
    said = {
        Mechanic.GROUP_BUY: "if_unfilled", Mechanic.SWAP: "handling", Mechanic.REFERRAL: "payout",
        Mechanic.GIFT: "if_out", Mechanic.BARGAIN: "rule", Mechanic.COUPON: "scope",
    }  # fmt: skip
    group = shop(trade).group.model_copy(update={"quiet_hours": (), "promo": PromoTerms()})
    for mechanic, field in said.items():
        campaign = shop(trade).campaigns[mechanic]
        # The end of a long campaign is written about when it is near.
        at = max(campaign.start, campaign.end - timedelta(days=30))
        written = write_promo(brief(trade, mechanic, "series", at=at, group=group))
        thanks = written.parts[-1]
        assert thanks.name == "感谢和后续"
        assert getattr(campaign, field) in thanks.text


def test_times_of_day_are_local_and_whole_quarters_when_moved() -> None:
    written = series(datetime(2026, 11, 22, 23, 7), group=free(quiet_hours=("22:00-08:10",)))
    moved = times(written)["预告"]
    assert moved is not None
    assert moved.time() == time(8, 15)
