"""Random facts, said truly in every notation (must pass) and with a changed value (must be found)."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shops import brief
from spoken import chinese

from assistant.checks.factlock import fact_lock
from assistant.schema.brand import Brand
from assistant.schema.facts import Campaign, CampaignItem, Mechanic, Product

D = Decimal

BARE = Brand(name="小店")


def full_width(text):
    return "".join(chr(ord(char) + 0xFEE0) if char.isascii() and char.isdigit() else char for char in text)


def kuai(price):
    """9.9 as it is spoken: 9块9."""
    whole, tenth = divmod(int(price * 10), 10)
    return f"{whole}块{tenth}" if tenth else f"{whole}块钱"


MONEY = {
    "yuan": lambda p: f"{p} 元",
    "sign": lambda p: f"¥{p}",
    "wide sign": lambda p: f"￥{p}",
    "two places": lambda p: f"¥{p:.2f}",
    "full width": lambda p: full_width(f"{p}") + "元" if p == int(p) else f"{p}元",
    "spoken": kuai,
    "chinese": lambda p: f"{chinese(int(p))}元" if p == int(p) else kuai(p),
    "per piece": lambda p: f"{p}/件",
    "only": lambda p: f"只要{p}",
}
DAYS = {
    "iso": lambda d: f"{d:%Y-%m-%d}",
    "slash": lambda d: f"{d.year}/{d.month}/{d.day}",
    "full": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "month day": lambda d: f"{d.month}月{d.day}日",
    "hao": lambda d: f"{d.month}月{d.day}号",
    "dot": lambda d: f"{d.month}.{d.day}",
    "chinese": lambda d: (
        f"{chinese(d.month).removeprefix('一') if 10 <= d.month < 20 else chinese(d.month)}月"
        f"{chinese(d.day).removeprefix('一') if 10 <= d.day < 20 else chinese(d.day)}号"
    ),
    "weekday": lambda d: f"{d.month}月{d.day}日（周{'一二三四五六日'[d.weekday()]}）",
}
TIMES = {
    "colon": lambda t: f"{t:%H:%M}",
    "dian": lambda t: f"{t.hour}点{t.minute}分" if t.minute else f"{t.hour}点",
    "evening": lambda t: f"晚上{t.hour - 12}点半" if t.minute else f"晚上{t.hour - 12}点",
    "chinese": lambda t: f"晚上{chinese(t.hour - 12)}点半" if t.minute else f"晚上{chinese(t.hour - 12)}点",
}

prices = st.one_of(st.integers(2, 3000).map(D), st.integers(11, 999).map(lambda n: D(n) / 10))
moments = st.builds(
    lambda day, hour, half: datetime(2026, 11, 1) + timedelta(days=day, hours=hour, minutes=30 * half),
    st.integers(5, 50),
    st.integers(18, 22),
    st.booleans(),
)


def shop(deal, full, *, start=datetime(2026, 11, 24, 20), end=datetime(2026, 11, 26, 22), stock=50, limit=2, at=None):
    products = (
        Product(sku="X", name="山茶花护手霜", price=full, unit="件"),
        Product(sku="Y", name="竹纤维毛巾", price=D(7777), unit="条"),
    )
    campaign = Campaign(
        id="c",
        mechanic=Mechanic.SECKILL,
        name="秒杀",
        start=start,
        end=end,
        items=(CampaignItem(sku="X", price=deal, stock=stock, limit=limit), CampaignItem(sku="Y", price=D(6666))),
    )
    return brief(BARE, products, campaign, (), at=at or start - timedelta(hours=1))


def lock(text, given_brief):
    return [(each.kind, each.text, each.message) for each in fact_lock("", text, brief=given_brief, citations=[])]


@pytest.mark.parametrize("notation", MONEY)
@given(deal=prices, more=st.integers(1, 500), wrong=prices)
def test_prices(notation, deal, more, wrong):
    full = deal + more
    assume(wrong not in (deal, full, full - deal))
    write = MONEY[notation]
    facts = shop(deal, full)
    assert lock(f"山茶花护手霜{write(deal)}，原价 {full} 元", facts) == []
    assert lock(f"护手霜秒杀价{write(deal)}，错过要等下次", facts) == []
    assert lock(f"山茶花护手霜{write(wrong)}", facts)
    assert lock(f"护手霜秒杀价{write(wrong)}", facts)
    assert lock(f"护手霜原价{write(wrong)}，现在 {deal} 元", facts)
    assert lock(f"竹纤维毛巾{write(deal)}，山茶花护手霜 6666 元", facts)


@given(deal=prices, more=st.integers(1, 500), wrong=st.integers(1, 900))
def test_savings(deal, more, wrong):
    assume(wrong != more)
    facts = shop(deal, deal + more)
    assert lock(f"护手霜立省 {more} 元", facts) == []
    assert lock(f"护手霜每件省{more}元", facts) == []
    assert lock(f"护手霜立省 {wrong} 元", facts)
    assert lock(f"护手霜直降{wrong}", facts)


@given(low=prices, more=st.integers(1, 300), shift=st.integers(1, 50))
def test_ranges_of_prices(low, more, shift):
    facts = shop(low, low + more + 5000)
    assume(low + shift != 6666)
    assert lock(f"{low}-6666元，两款都有", facts) == []
    assert lock(f"{low + shift}-6666元，两款都有", facts) or low + shift in (low + more + 5000,)


@pytest.mark.parametrize("notation", DAYS)
@given(end=moments, shift=st.integers(-20, 20))
def test_days(notation, end, shift):
    start = end - timedelta(days=3)
    wrong = end + timedelta(days=shift)
    assume(wrong.date() != end.date())
    facts = shop(D(10), D(20), start=start, end=end)
    write = DAYS[notation]
    assert lock(f"活动到{write(end)}截止", facts) == []
    assert lock(f"{write(start)}开始，{write(end)}结束", facts) == []
    assert lock(f"活动到{write(wrong)}截止", facts)


@pytest.mark.parametrize("notation", TIMES)
@given(start=moments, shift=st.integers(-6, 6))
def test_times(notation, start, shift):
    end = (start + timedelta(days=2)).replace(hour=23, minute=0)
    wrong = start + timedelta(minutes=30 * shift)
    assume(wrong != start and 13 <= wrong.hour <= 22 and wrong.date() == start.date() and wrong.hour != 12)
    facts = shop(D(10), D(20), start=start, end=end, at=start - timedelta(days=1, hours=2, minutes=7))
    write = TIMES[notation]
    assert lock(f"{write(start)}开抢", facts) == []
    assert lock(f"明天{write(start)}开抢", facts) == []
    assert lock(f"{start.month}月{start.day}日{write(start)}开抢", facts) == []
    assert lock(f"{write(wrong)}开抢", facts)
    assert lock(f"明天{write(wrong)}开抢", facts)


@given(stock=st.integers(3, 400), limit=st.integers(1, 9), wrong=st.integers(1, 500))
def test_stock_and_limit(stock, limit, wrong):
    assume(stock > 20)
    facts = shop(D(10), D(20), stock=stock, limit=limit)
    assert lock(f"护手霜限量{stock}件，每人限购{chinese(limit)}件", facts) == []
    assert lock(f"护手霜只有 {stock} 份，一人限 {limit} 份", facts) == []
    if wrong != limit:
        assert lock(f"护手霜每人限购{wrong}件", facts)
    if wrong != stock:
        assert lock(f"护手霜限量{wrong}件", facts)
        assert lock(f"护手霜仅剩{wrong}件", facts)


@given(bought=st.integers(2, 9), got=st.integers(1, 5), wrong=st.integers(1, 12))
def test_deals(bought, got, wrong):
    assume(wrong != bought)
    campaign = Campaign(
        id="g",
        mechanic=Mechanic.GIFT,
        name="买赠",
        start=datetime(2026, 11, 20),
        end=datetime(2026, 11, 30),
        buy=f"{bought}件",
        gift=f"{got}件",
        items=(CampaignItem(sku="X"),),
    )
    facts = brief(BARE, (Product(sku="X", name="山茶花护手霜", price=D(3999), unit="件"),), campaign, ())
    assert lock(f"山茶花护手霜买{bought}送{got}", facts) == []
    assert lock(f"买{chinese(bought)}送{chinese(got)}", facts) == []
    assert lock(f"山茶花护手霜买{wrong}送{got}", facts)
    assert lock(f"山茶花护手霜买{bought}送{got + 1}", facts)


@given(discount=st.integers(10, 99), wrong=st.integers(10, 99))
def test_discounts(discount, wrong):
    assume(discount != wrong and discount % 10 and wrong % 10)
    campaign = Campaign(
        id="k",
        mechanic=Mechanic.COUPON,
        name="折扣券",
        start=datetime(2026, 11, 20),
        end=datetime(2026, 11, 30),
        discount=D(discount) / 10,
    )
    facts = brief(BARE, (), campaign, ())
    for said in (f"{discount}折", f"{discount / 10}折", f"{chinese(discount // 10)}{chinese(discount % 10)}折"):
        assert lock(f"全场{said}", facts) == []
    assert lock(f"全场{wrong}折", facts)
    assert lock(f"全场{wrong / 10}折", facts)


@given(left=st.integers(1, 47), wrong=st.integers(1, 47))
def test_countdowns(left, wrong):
    end = datetime(2026, 11, 26, 22)
    facts = shop(D(10), D(20), start=end - timedelta(days=4), end=end, at=end - timedelta(hours=left))
    assert lock(f"还剩{left}小时截止", facts) == []
    assert lock(f"最后{left}小时", facts) == []
    if abs(wrong - left) >= 1:
        assert lock(f"最后{wrong}小时", facts)
