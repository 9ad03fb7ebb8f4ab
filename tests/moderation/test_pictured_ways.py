"""Ways to somebody that hold no word: a messenger to add in pictures, a number in keys, a code to pay by."""

from __future__ import annotations

from datetime import datetime

import pytest

from assistant.moderation.contacts import find_payments, find_pictured
from assistant.moderation.detectors import build
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import Context
from assistant.moderation.hosts import is_code
from assistant.moderation.own import Own
from assistant.moderation.prepared import Prepared
from assistant.moderation.rules.loading import packaged_rules
from assistant.moderation.views import views_of
from assistant.schema.brand import Brand
from assistant.schema.moderation import Category, Message, Sender
from assistant.text.folding import fold_each

PAY = "wxp://f2f0KqT7bVn3xLm9Rz"
ALIPAY = "https://qr.alipay.com/fkx99871abcd"


def bait(text):
    context = Context("g", Sender(id="u"), datetime(2026, 11, 3, 10))
    return build("contact_bait", {}, Surroundings()).find(views_of(Message(id="1", text=text)), context)


@pytest.mark.parametrize(
    "text",
    [
        "➕🛰️🈲",
        "🛰️➕🈶🎁",
        "🥬🥕🍅💯➕🛰️",
        "🛰️📩🉐",
        "➕🅥",
        "👉➕🆅👈",
        "➕❤️领🎁",
        "🈶📦➕🐧",
        "➕💚🆓🎁",
        "📲1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣0️⃣5️⃣6️⃣7️⃣8️⃣",
    ],
)
def test_adverts_in_pictures_are_certain(text):
    hits = bait(text)
    assert any(hit.hard for hit in hits)
    assert {hit.category for hit in hits} <= {Category.AD, Category.FRAUD}
    for hit in hits:
        for span in hit.evidence:
            assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    "text",
    [
        "🎉🎉🎉👏👏",
        "❤️➕❤️",
        "🌹➕❤️=😊",
        "🍞➕🥛=🌅",
        "🐧➕🐧=💕",
        "🛰️🚀🌙",
        "➕1️⃣",
        "🐧🐧🐧",
        "🧧🧧🙏",
        "1️⃣2️⃣3️⃣ 木头人",
        "🅱️ 型血的举手",
        "停车在 🅿️ 二层",
        "☕️➕🥐",
    ],
)
def test_members_who_send_pictures_only(text):
    assert not [hit for hit in bait(text) if hit.hard]
    assert list(find_pictured(fold_each("💐🎂🎈"))) == []


def test_a_picture_that_may_be_a_sum_is_no_certainty():
    assert [hard for *_, hard in find_pictured(fold_each("➕🐧"))] == [False]
    assert list(find_pictured(fold_each("🐧➕🐧=❤"))) == []


@pytest.mark.parametrize("code", [PAY, ALIPAY, "alipays://platformapi/startapp?appId=1", "qr.95516.com/00010000/62"])
def test_a_code_to_pay_by_is_evidence(code):
    assert list(find_payments(fold_each(code))) == [(0, len(code))]
    alone, sold = bait(code), bait(f"蛋挞现货 8 块一个，扫这个付 {code}")
    assert [hit.hard for hit in alone] == [False]
    assert any(hit.hard and hit.category is Category.AD for hit in sold)


@pytest.mark.parametrize(
    "text", ["支付宝扫不出来怎么办", "alipay 里查一下", "微信支付 wxpay 打不开", "qr.alipay.com 是啥"]
)
def test_talk_about_paying_is_none(text):
    assert list(find_payments(fold_each(text))) == []


def _rules(**exempt):
    rules = packaged_rules()
    return rules.model_copy(update={"exempt": rules.exempt.model_copy(update=exempt)})


def _left(rules, message):
    prepared = Prepared(rules, Own(Brand(name="麦子家")), {})
    views = views_of(message, prepared.vocabulary)
    at = datetime(2026, 11, 3, 10)
    found = prepared.find(views, Context("g", Sender(id="u"), at))
    return [hit for one in found for hit in prepared.allowlist.left(one.hits, views, at, "g")]


@pytest.mark.parametrize("own", [{"phrases": (PAY, ALIPAY)}, {"domains": (PAY, ALIPAY)}])
@pytest.mark.parametrize("code", [PAY, ALIPAY])
def test_the_shops_own_code_is_free_and_no_other(own, code):
    rules = _rules(**own)
    told = Message(id="1", text=f"付款扫店里的码 {code}")
    seen = Message(id="2", text="付款扫店里的码", meta={"qr": code})
    assert _left(rules, told) == []
    assert _left(rules, seen) == []
    assert _left(_rules(), told)
    other = code[:-4] + "zzzz"
    assert _left(rules, Message(id="3", text=f"付款扫这个码 {other}"))
    assert _left(rules, Message(id="4", text="付款", meta={"qr": other}))


def test_a_code_is_not_its_host():
    assert is_code("https://qr.alipay.com/fkx1")
    assert is_code("u.wechat.com/mabc")
    assert is_code("wxp://f2f0")
    assert not is_code("qr.alipay.com")
    assert not is_code("https://qr.alipay.com/")
    assert not is_code("shop.example/pay")
