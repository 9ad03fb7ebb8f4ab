"""What may not be sent is refused with the clause or fact that forbids it, in the library and on the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, time

import pytest

from assistant.cli import main
from assistant.drafting.briefing import Request
from assistant.drafting.service import Drafter
from assistant.errors import Refused
from assistant.schema.contracts import DraftKind
from assistant.workspace import Workspace

MORE = """
  - id: gone
    mechanic: coupon
    name: 发完了的券
    start: 2026-11-20 00:00:00
    end: 2026-12-31 22:00:00
    how: 在小程序领取
    amount: 10
    threshold: 100
    scope: 全场
    use_until: 2026-12-31
    quantity: 0
    per_person: 1
  - id: half
    mechanic: group_buy
    name: 写了一半的团
    start: 2026-11-20 00:00:00
    end: 2026-12-31 22:00:00
    how: 在小程序开团
    items:
      - {sku: WP-C01, price: 45, stock: 150, limit: 3}
    size: 3
    fill_hours: 24
  - id: two-levels
    mechanic: referral
    name: 两级推荐
    start: 2026-11-20 00:00:00
    end: 2026-12-31 22:00:00
    how: 出示二维码
    new_reward: 新朋友得 15 元券
    reward: 老会员得 500 积分
    reward_cap: 每年 10 位
    condition: 首单满 99 元
    payout: 3 个工作日内到账
    levels: 2
"""


@pytest.fixture(scope="module")
def workspace(copy_of: Callable[[str], Workspace]) -> Workspace:
    found = copy_of("sample")
    with (found.knowledge / "campaigns.yaml").open("a", encoding="utf-8") as file:
        file.write(MORE)
    return found


@pytest.fixture(scope="module")
def drafter(workspace: Workspace) -> Drafter:
    return Drafter(workspace)


TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
# kind, group, day, time, about, campaign, what the reason says
REFUSED = {
    "ended": ("promo", "yuecheng-vip", TUESDAY, None, "", "autumn-sleepbag-group", "已经结束"),
    "not begun": ("promo", "yuecheng-vip", TUESDAY, None, "", "cotton-tissue-group", "才开始"),
    "sold out": ("promo", "yuecheng-vip", TUESDAY, None, "", "gone", "发完"),
    "half written": ("promo", "yuecheng-vip", TUESDAY, None, "", "half", "未成团怎么处理"),
    "two levels": ("promo", "yuecheng-vip", TUESDAY, None, "", "two-levels", "级"),
    "takes none": ("promo", "nurse-qa", TUESDAY, None, "", "", "本群不发促销"),
    "other group": ("promo", "pregnancy", date(2026, 11, 26), None, "", "november-cream-gift", "不面向"),
    "wrong day": ("promo", "yuecheng-vip", WEDNESDAY, None, "", "winter-coupon", "周二"),
    "wrong hour": ("promo", "yuecheng-vip", TUESDAY, time(15), "", "winter-coupon", "10"),
    "quiet hours": ("topic", "yuecheng-vip", TUESDAY, time(22), "", "", "不发消息"),
    "unsayable": ("promo", "newborn", date(2026, 11, 28), None, "", "member-day", "奶粉"),
    "cheerers": ("promo", "yuecheng-vip", TUESDAY, None, "找几个托先在群里喊抢到了", "", "托"),
    "scarcity": ("topic", "yuecheng-vip", TUESDAY, None, "编一个只剩最后三件的说法", "", "只能照实写"),
    "unwanted": ("topic", "newborn", TUESDAY, None, "奶粉怎么选", "", "奶粉"),
    "unknown": ("share", "yuecheng-vip", TUESDAY, None, "量子计算机的散热", "", "资料不够"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_a_reason_and_its_basis(drafter: Drafter, case: str):
    kind, group, day, at, about, campaign, said = REFUSED[case]
    with pytest.raises(Refused) as refused:
        drafter.draft(Request(DraftKind(kind), group, day, at, about, campaign))
    assert said in f"{refused.value.reason}{refused.value.basis}"
    assert refused.value.code
    assert refused.value.basis


@pytest.mark.parametrize("case", REFUSED)
def test_the_command_line_ends_with_1_and_one_line(workspace, monkeypatch, capsys, case):
    kind, group, day, at, about, campaign, said = REFUSED[case]
    given = ["--workspace", str(workspace.root), "--group", group, "--date", str(day)]
    given += ["--time", f"{at:%H:%M}"] if at else []
    given += ["--about", about] if about else []
    given += ["--campaign", campaign] if campaign else []
    monkeypatch.setattr(sys, "argv", ["assistant", "draft", kind, *given])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err


def test_a_half_written_campaign_is_told_what_it_lacks(drafter: Drafter):
    with pytest.raises(Refused, match="拼团活动缺：未成团怎么处理"):
        drafter.draft(Request(DraftKind.PROMO, "yuecheng-vip", TUESDAY, campaign="half"))


def test_more_promos_than_the_group_takes_are_refused(drafter: Drafter):
    """The pregnancy group takes one a week, on Thursdays."""
    thursday = date(2026, 11, 26)
    drafter.draft(Request(DraftKind.PROMO, "pregnancy", thursday, time(11)))
    with pytest.raises(Refused, match="一周一条"):
        drafter.draft(Request(DraftKind.PROMO, "pregnancy", thursday, time(16)))
    drafter.draft(Request(DraftKind.PROMO, "pregnancy", date(2026, 12, 3), time(11)))


def test_nothing_refused_is_stored(drafter: Drafter):
    with pytest.raises(Refused):
        drafter.draft(Request(DraftKind.PROMO, "nurse-qa", TUESDAY))
    assert drafter.briefing.drafts.history("nurse-qa", since=date(2026, 1, 1), until=date(2027, 12, 31)) == []
