from datetime import datetime, timedelta
from decimal import Decimal

from shops import AT, BAKERY_PASSAGES, BAKERY_SALE, BRIEFS, brief, cite

from assistant.checks.briefsheet import sheet_of
from assistant.checks.factlock import fact_lock, lock_text
from assistant.checks.facts import FactSheet
from assistant.checks.quantity import Kind
from assistant.schema.contracts import Citation, DraftPart


def kinds(findings):
    return [each.kind for each in findings]


def test_a_swapped_price_names_the_product_its_price_and_the_source():
    (finding,) = fact_lock("", "巴斯克秒杀价 98 元", brief=BRIEFS["bakery"][0], citations=[])
    assert finding.kind == "wrong_price"
    assert finding.message == "“98 元”与“巴斯克蛋糕 6寸”的活动价 88 元不符"
    assert finding.basis == "campaigns.yaml · basque"
    assert finding.suggestion == "改成“88 元”"


def test_findings_of_the_title_say_so():
    (finding,) = fact_lock("巴斯克只要 66 元", "今晚见", brief=BRIEFS["bakery"][0], citations=[])
    assert (finding.field, finding.start, finding.end, finding.text) == ("title", 6, 10, "66 元")


def test_a_number_of_an_article_needs_its_citation():
    given = brief(campaign=None)
    assert kinds(fact_lock("", "吐司冷冻放 30 天", brief=given, citations=[])) == ["unverified_duration"]
    assert fact_lock("", "吐司冷冻放 30 天", brief=given, citations=cite(BAKERY_PASSAGES[0])) == []


def test_a_citation_must_be_known_verbatim_and_valid():
    given = brief(campaign=None)
    passage = BAKERY_PASSAGES[0]
    unknown = Citation(source="nowhere.md", heading="", quote="全麦吐司")
    changed = Citation(source=passage.source, heading=passage.heading, quote="全麦吐司常温放 5 天")
    (expired,) = cite(BAKERY_PASSAGES[2])
    for citation, kind in (
        (unknown, "citation_unknown"),
        (changed, "citation_not_verbatim"),
        (expired, "citation_expired"),
    ):
        findings = fact_lock("", "吐司冷冻放 30 天", brief=given, citations=[citation])
        assert kinds(findings) == ["unverified_duration", kind]


def test_parts_are_read_at_the_moment_they_are_sent():
    given = brief(at=BAKERY_SALE.start - timedelta(days=1))
    last = DraftPart(name="最后提醒", text="今天 22:00 截止，最后 2 小时", send_at=BAKERY_SALE.end - timedelta(hours=2))
    first = DraftPart(name="预告", text="明天 20:00 开抢", send_at=given.at)
    body = f"{first.text}\n\n{last.text}"
    assert fact_lock("", body, brief=given, citations=[], parts=[first, last]) == []
    assert fact_lock("", body, brief=given, citations=[])
    early = last.model_copy(update={"send_at": BAKERY_SALE.end - timedelta(hours=6)})
    assert kinds(fact_lock("", body, brief=given, citations=[], parts=[first, early])) == ["invented_scarcity"]


def test_a_member_price_is_not_everybodys():
    given = BRIEFS["talk"][0]
    assert kinds(fact_lock("", "海盐卷 16 元", brief=given, citations=[])) == ["member_price"]
    assert fact_lock("", "海盐卷会员价 16 元", brief=given, citations=[]) == []


def test_a_reference_price_must_be_the_list_price():
    findings = fact_lock("", "巴斯克原价 158 元，现在 88 元", brief=BRIEFS["bakery"][0], citations=[])
    assert kinds(findings) == ["reference_price"]


def test_scarcity_is_true_where_stock_or_end_bear_it():
    few = BAKERY_SALE.model_copy(update={"items": (BAKERY_SALE.items[0].model_copy(update={"stock": 3}),)})
    assert kinds(fact_lock("", "最后几个了", brief=BRIEFS["bakery"][0], citations=[])) == ["invented_scarcity"]
    assert fact_lock("", "最后几个了", brief=brief(campaign=few), citations=[]) == []
    late = brief(at=BAKERY_SALE.end - timedelta(hours=3))
    assert fact_lock("", "今天最后一天，马上结束", brief=late, citations=[]) == []
    assert fact_lock("", "马上结束", brief=brief(at=AT), citations=[])


def test_a_text_in_traditional_characters_is_held_to_the_same_facts():
    given = BRIEFS["bakery"][0]
    assert fact_lock("", "海鹽卷 12.8 元，今晚八點開搶，每人限購兩袋", brief=given, citations=[]) == []
    assert fact_lock("", "海鹽卷今晚九點開搶", brief=given, citations=[])
    assert fact_lock("", "全場兩百元", brief=given, citations=[])


def test_any_text_can_be_held_against_facts_of_the_callers_own():
    sheet = FactSheet(datetime(2026, 11, 24, 10), {"k": "山茶花护手霜"})
    sheet.add(Kind.MONEY, Decimal(39), roles="list price", owners=["k"], label="日常价", basis="price list")
    sheet.add_text("满 99 元包邮", "delivery")
    assert lock_text("山茶花护手霜 39 元，满 99 元包邮", sheet) == []
    assert kinds(lock_text("山茶花护手霜 99 元", sheet)) == ["wrong_price"]


def test_the_sheet_of_a_brief_is_built_once():
    given = brief()
    assert sheet_of(given) is sheet_of(given)
    assert sheet_of(given, cite(BAKERY_PASSAGES[0])) is not sheet_of(given)
