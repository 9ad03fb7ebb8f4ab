"""The studio and the review: wishes become drafts, drafts are found, many are released."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from deskshop import DeskOf
from drafted import BODY, Citation, DraftStatus, stored

from assistant.desk.drafts import approve, get, recheck
from assistant.desk.review import Filter, approve_many, counts, deeds, deeds_on, found
from assistant.desk.studio import Wish, begin, brief, call_off, campaigns_for, formats, look, sources, writers
from assistant.errors import Refused
from assistant.jobs.worker import Worker
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Mechanic
from assistant.workspace import Workspace

SOON = date.today() + timedelta(days=2)


def test_a_wish_becomes_variants_that_do_not_use_up_the_quota(desk: DeskOf, worker: Worker) -> None:
    here = desk("operator")
    wishes = (
        Wish(DraftKind.PROMO, group.id, day, campaign=campaign.id, count=3)
        for day in (SOON + timedelta(days=ahead) for ahead in range(14))
        for group in here.groups.values()
        if DraftKind.PROMO in group.kinds
        for campaign in campaigns_for(here, group.id, day)
    )
    promo = next((wish for wish in wishes if _may(here, wish)), None)
    if promo is None:
        pytest.skip("the sample has no campaign in the next two weeks")
    job = begin(here, promo)
    done = here.jobs.wait(job.id, 120)
    assert done.fault is None
    assert len(look(here, job.id).drafts) == 3
    assert all(recheck(here, each.id, each.version).status is DraftStatus.DRAFT for each in look(here, job.id).drafts)


def _may(here, wish: Wish) -> bool:
    try:
        brief(here, wish)
    except Refused:
        return False
    return True


def test_a_tone_of_its_own_is_told_and_kept(desk: DeskOf, worker: Worker) -> None:
    here = desk("operator")
    wish = Wish(DraftKind.TOPIC, "reading", SOON, tone="专业")
    assert brief(here, wish).group.tone == "专业"
    job = begin(here, wish)
    here.jobs.wait(job.id, 120)
    assert get(here, job.id).tone == "专业"


def test_what_was_asked_for_is_noted_and_can_be_called_off(desk: DeskOf) -> None:
    here = desk("operator")
    job = begin(here, Wish(DraftKind.TOPIC, "dads", SOON))
    assert [(each.who, each.what) for each in deeds_on(here, job.id)] == [("operator", "draft.ask")]
    call_off(here, job.id)
    assert look(here, job.id).job.status.ended


def test_choices(desk: DeskOf) -> None:
    here = desk()
    assert writers(here) == ["offline"]
    assert "poster" in formats(DraftKind.PROMO)
    every = campaigns_for(here, "newborn", date(2026, 11, 1))
    assert {each.mechanic for each in campaigns_for(here, "newborn", date(2026, 11, 1), every[0].mechanic)} == {
        every[0].mechanic
    }
    assert all(not each.groups or "newborn" in each.groups for each in every)
    assert Mechanic.SECKILL in Mechanic


def test_sources_are_shown_with_what_stands_around_the_quote(desk: DeskOf, sample: Workspace) -> None:
    here = desk()
    passage = brief(here, Wish(DraftKind.SHARE, "newborn", SOON)).passages[0]
    cited = [Citation(source=passage.source, heading=passage.heading, quote=passage.text[:12]),
             Citation(source="没有了.md", heading="", quote="一句话")]  # fmt: skip
    shown = sources(here, stored(sample, citations=cited))
    assert passage.text in [each.text for each in shown[0].passages]
    assert shown[1].passages == ()


def test_drafts_are_found_by_what_is_wanted(desk: DeskOf, sample: Workspace) -> None:
    here = desk()
    stored(sample, group="dads", date=SOON)
    stored(sample, group="reading", date=SOON + timedelta(days=1), status=DraftStatus.NEEDS_EDIT)
    stored(sample, group="reading", date=date.today() - timedelta(days=3), kind=DraftKind.SHARE)
    stored(sample, status=DraftStatus.APPROVED)
    assert found(here, Filter()).total == 3
    assert found(here, Filter(groups=("reading",), since=date.today())).total == 1
    assert found(here, Filter(kinds=(DraftKind.SHARE,))).total == 1
    assert found(here, Filter(status=(DraftStatus.APPROVED,))).total == 1
    assert counts(here, date.today())[DraftStatus.DRAFT] == 1


def test_many_are_released_each_for_itself(desk: DeskOf, sample: Workspace) -> None:
    boss = desk("reviewer")
    good, stale = stored(sample, group="dads"), stored(sample, group="reading")
    bad = stored(sample, group="solids", body=BODY.replace("厚被子", "全网最好的厚被子"))
    told = approve_many(boss, [(good.id, 1), (stale.id, 7), (bad.id, 1)])
    assert [bool(each.fault) for each in told] == [False, True, True]
    assert "第 1 版" in told[1].fault
    assert get(boss, good.id).status is DraftStatus.APPROVED
    with pytest.raises(Refused, match="权限"):
        approve_many(desk("operator"), [(stale.id, 1)])
    assert [each.what for each in deeds(boss)] == ["draft.check", "draft.approve"]


def test_a_draft_that_would_be_refused_today_is_told_of(desk: DeskOf, sample: Workspace) -> None:
    boss = desk("reviewer")
    gone = stored(sample, kind=DraftKind.PROMO, format="post", campaign="没有这个活动")
    with pytest.raises(Refused, match="没有活动"):
        approve(boss, gone.id, 1)
    assert get(boss, gone.id).findings[0].check == "terms"
