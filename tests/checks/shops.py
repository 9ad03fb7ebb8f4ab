"""Small brands of several trades to hold texts against; none of them is the sample brand."""

from datetime import date, datetime
from decimal import Decimal

from assistant.schema.brand import Branch, Brand
from assistant.schema.brief import Brief, CalendarDay
from assistant.schema.contracts import Citation, DraftKind, Passage, PassageKind
from assistant.schema.facts import Campaign, CampaignItem, LadderStep, Mechanic, Prize, Product
from assistant.schema.group import Group

D = Decimal

AT = datetime(2026, 11, 24, 10, 0)  # a Tuesday

BAKERY = Brand(
    name="麦田面包房",
    trade="面包蛋糕",
    contact="微信 maitian88",
    branches=(
        Branch(name="湖滨店", hours="07:30-21:00", phone="0571-87654321", address="湖滨路 18 号"),
        Branch(name="学院店", hours="08:00-20:30", closed=("周一",)),
    ),
)
BAKERY_PRODUCTS = (
    Product(
        sku="B1",
        name="海盐卷",
        spec="4个/袋",
        price=D(18),
        member_price=D(16),
        stock=60,
        limit=3,
        unit="袋",
        source="products.csv",
        row=2,
    ),
    Product(
        sku="B2",
        name="巴斯克蛋糕 6寸",
        price=D(128),
        member_price=D(118),
        stock=12,
        limit=1,
        unit="个",
        source="products.csv",
        row=3,
    ),
    Product(sku="B3", name="全麦吐司", spec="450g", price=D("22.5"), stock=40, unit="条", source="products.csv", row=4),
)
BAKERY_SALE = Campaign(
    id="basque",
    mechanic=Mechanic.SECKILL,
    name="巴斯克秒杀",
    start=datetime(2026, 11, 24, 20),
    end=datetime(2026, 11, 26, 22),
    items=(
        CampaignItem(sku="B2", price=D(88), stock=12, limit=1),
        CampaignItem(sku="B1", price=D("12.8"), stock=60, limit=2),
    ),
    how="群里接龙，到店自提",
    note="提前 1 天预订",
    source="campaigns.yaml",
)
BAKERY_PASSAGES = (
    Passage(
        source="faq.md",
        heading="保存",
        kind=PassageKind.FAQ,
        question="吐司能放几天？",
        text="全麦吐司常温放 3 天，冷冻可以放 30 天。吃之前 180℃ 回烤 5 分钟。",
    ),
    Passage(
        source="policies/delivery.md",
        heading="配送",
        kind=PassageKind.POLICY,
        text="满 99 元包邮，3 公里内 1 小时送达，16:00 前下单当天送。运费 8 元。",
    ),
    Passage(
        source="old.md",
        heading="旧活动",
        kind=PassageKind.POLICY,
        valid_until=date(2026, 10, 31),
        text="海盐卷第二件半价，10月31日结束。",
    ),
)

GYM = Brand(
    name="跃动健身", trade="健身房", branches=(Branch(name="城东馆", hours="06:30-22:30", phone="400-820-8820"),)
)
GYM_PRODUCTS = (
    Product(
        sku="G1",
        name="私教体验课",
        spec="60分钟/节",
        price=D(299),
        stock=30,
        limit=1,
        unit="节",
        source="products.csv",
        row=2,
    ),
    Product(
        sku="G2",
        name="年卡",
        spec="365天",
        price=D(2680),
        member_price=D(2380),
        unit="张",
        source="products.csv",
        row=3,
    ),
    Product(sku="G3", name="团课十次卡", price=D(480), unit="张", source="products.csv", row=4),
)
GYM_GROUP = Campaign(
    id="pt",
    mechanic=Mechanic.GROUP_BUY,
    name="私教课拼团",
    start=datetime(2026, 11, 23, 9),
    end=datetime(2026, 11, 29, 21),
    items=(CampaignItem(sku="G1", price=D(99), stock=30, limit=1),),
    size=3,
    fill_hours=24,
    if_unfilled="24 小时没拼满，款项原路退回",
    how="点链接开团",
    source="campaigns.yaml",
)
GYM_PASSAGES = (
    Passage(
        source="articles/warmup.md",
        heading="热身",
        kind=PassageKind.ARTICLE,
        text="跑步前先热身 5 到 10 分钟，深蹲每组 12 次，做 3 组，组间歇 60 秒。心率不超过每分钟 150 次。",
    ),
)

PETS = Brand(name="毛球宠物", trade="宠物店", branches=(Branch(name="南门店", hours="10:00-21:00", closed=("周三",)),))
PETS_PRODUCTS = (
    Product(
        sku="P1", name="冻干鸡肉", spec="100g", price=D(59), stock=80, limit=4, unit="罐", source="products.csv", row=2
    ),
    Product(
        sku="P2", name="豆腐猫砂", spec="6L 2.5kg", price=D("29.9"), stock=200, unit="袋", source="products.csv", row=3
    ),
    Product(sku="P3", name="犬用洗澡券", price=D(88), unit="张", source="products.csv", row=4),
)
PETS_GIFT = Campaign(
    id="sand",
    mechanic=Mechanic.GIFT,
    name="猫砂买赠",
    start=datetime(2026, 11, 24, 0),
    end=datetime(2026, 11, 30, 23, 59),
    items=(CampaignItem(sku="P2"),),
    buy="3袋豆腐猫砂",
    gift="冻干鸡肉1罐",
    quantity=50,
    per_person=1,
    if_out="赠品送完换等值罐头",
    source="campaigns.yaml",
)

SCHOOL = Brand(
    name="墨池书法", trade="书法学校", branches=(Branch(name="本部", hours="09:00-20:00", closed=("周一", "周二")),)
)
SCHOOL_PRODUCTS = (
    Product(
        sku="S1",
        name="硬笔体验课",
        spec="90分钟，适合6-12岁",
        price=D(120),
        stock=16,
        limit=1,
        unit="节",
        source="products.csv",
        row=2,
    ),
    Product(sku="S2", name="软笔春季班", spec="16课时", price=D(2880), unit="期", source="products.csv", row=3),
)
SCHOOL_COUPON = Campaign(
    id="early",
    mechanic=Mechanic.COUPON,
    name="早鸟券",
    start=datetime(2026, 11, 20, 9),
    end=datetime(2026, 12, 5, 20),
    items=(CampaignItem(sku="S2"),),
    amount=D(300),
    threshold=D(2000),
    use_until=date(2026, 12, 31),
    quantity=20,
    per_person=1,
    scope="限软笔春季班",
    source="campaigns.yaml",
)
SCHOOL_RANKING = Campaign(
    id="rank",
    mechanic=Mechanic.RANKING,
    name="打卡比拼",
    start=datetime(2026, 11, 16, 0),
    end=datetime(2026, 11, 29, 21),
    metric="连续打卡 14 天",
    prizes=(
        Prize(rank="1", prize="宣纸一刀", value=D(168), count=1),
        Prize(rank="2-5", prize="毛笔一支", value=D(45), count=4),
    ),
    tie_rule="天数相同的，先完成的排在前面",
    announce_at=datetime(2026, 12, 1, 19),
    source="campaigns.yaml",
)
GYM_BARGAIN = Campaign(
    id="cut",
    mechanic=Mechanic.BARGAIN,
    name="年卡砍价",
    start=datetime(2026, 11, 24, 9),
    end=datetime(2026, 11, 25, 21),
    items=(CampaignItem(sku="G2", stock=20, limit=1),),
    floor_price=D(1980),
    ladder=(
        LadderStep(buyers=10, price=D(2280)),
        LadderStep(buyers=20, price=D(2180)),
        LadderStep(buyers=30, price=D(1980)),
    ),
    source="campaigns.yaml",
)


def brief(
    brand=BAKERY, products=BAKERY_PRODUCTS, campaign=BAKERY_SALE, passages=BAKERY_PASSAGES, at=AT, kind=None, **more
):
    """A brief of one of these shops; a promo where there is a campaign, else a share."""
    kind = kind or (DraftKind.PROMO if campaign else DraftKind.SHARE)
    day = CalendarDay(
        day=at.date(), weekday=at.isoweekday(), weekday_name="周二", lunar="十月十六", upcoming=((2, "感恩节"),)
    )
    group = more.pop("group", Group(id="g1", name="老顾客群"))
    return Brief(
        kind=kind,
        format="post",
        brand=brand,
        group=group,
        at=at,
        calendar=day,
        products=products,
        campaign=campaign,
        passages=passages,
        **more,
    )


def cite(*passages):
    """A citation of the first sentence of each passage."""
    return [Citation(source=p.source, heading=p.heading, quote=p.text.split("。")[0]) for p in passages]


BRIEFS = {
    "bakery": (brief(), cite(*BAKERY_PASSAGES[:2])),
    "gym": (brief(GYM, GYM_PRODUCTS, GYM_GROUP, GYM_PASSAGES), cite(*GYM_PASSAGES)),
    "bargain": (brief(GYM, GYM_PRODUCTS, GYM_BARGAIN, GYM_PASSAGES), []),
    "pets": (brief(PETS, PETS_PRODUCTS, PETS_GIFT, ()), []),
    "school": (brief(SCHOOL, SCHOOL_PRODUCTS, SCHOOL_COUPON, ()), []),
    "ranking": (brief(SCHOOL, SCHOOL_PRODUCTS, SCHOOL_RANKING, ()), []),
    "talk": (brief(campaign=None), cite(*BAKERY_PASSAGES[:2])),
}
