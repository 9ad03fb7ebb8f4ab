"""What may stand in ``campaigns.yaml`` and ``topics.yaml``: every field, its other names, how its value is read."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from itertools import pairwise

from assistant.knowledge import values as read
from assistant.knowledge.festivals import FESTIVALS, SOLAR_TERMS, canonical
from assistant.knowledge.fields import Field, Place, Table, value
from assistant.knowledge.fields import many as list_of
from assistant.schema.brief import TopicSeed
from assistant.schema.facts import Campaign, CampaignItem, LadderStep, Prize
from assistant.text.patterns import Pattern

MECHANICS = {
    "秒杀": "seckill", "seckill": "seckill", "限时秒杀": "seckill", "限时抢购": "seckill", "抢购": "seckill",
    "拼团": "group_buy", "group_buy": "group_buy", "团购": "group_buy", "groupbuy": "group_buy", "成团": "group_buy",
    "砍价": "bargain", "bargain": "bargain", "阶梯价": "bargain",
    "优惠券": "coupon", "coupon": "coupon", "优惠劵": "coupon", "券": "coupon", "满减": "coupon", "满减券": "coupon",
    "折扣券": "coupon", "代金券": "coupon",
    "买赠": "gift", "gift": "gift", "赠品": "gift", "买送": "gift", "满赠": "gift",
    "助力": "assist", "assist": "assist", "好友助力": "assist",
    "排行比拼": "ranking", "ranking": "ranking", "排行榜": "ranking", "排行": "ranking", "打榜": "ranking",
    "比拼": "ranking",
    "旧物换新": "swap", "swap": "swap", "以旧换新": "swap", "换新": "swap", "旧换新": "swap",
    "会员日": "member_day", "member_day": "member_day", "memberday": "member_day",
    "老带新": "referral", "referral": "referral", "转介绍": "referral", "推荐有礼": "referral", "邀请有礼": "referral",
}  # fmt: skip
WHERE = {
    "线上": "online", "online": "online", "网上": "online", "小程序": "online", "商城": "online",
    "到店": "in_store", "in_store": "in_store", "门店": "in_store", "线下": "in_store", "店内": "in_store",
    "instore": "in_store", "offline": "in_store", "in-store": "in_store",
    "都可以": "both", "both": "both", "线上线下": "both", "线上和门店": "both", "线上及门店": "both", "不限": "both",
    "全渠道": "both",
}  # fmt: skip
FORMS = {
    "故事": "story_hook", "story_hook": "story_hook", "故事开头": "story_hook", "故事引子": "story_hook",
    "二选一": "this_or_that", "this_or_that": "this_or_that", "选一个": "this_or_that",
    "填空": "fill_blank", "fill_blank": "fill_blank", "接龙": "fill_blank", "完形填空": "fill_blank",
    "真假": "myth_or_fact", "myth_or_fact": "myth_or_fact", "辟谣": "myth_or_fact", "真的假的": "myth_or_fact",
    "对还是错": "myth_or_fact", "判断": "myth_or_fact",
    "晒图": "photo_checkin", "photo_checkin": "photo_checkin", "打卡": "photo_checkin", "晒图打卡": "photo_checkin",
    "投票": "poll", "poll": "poll",
    "求经验": "ask_experience", "ask_experience": "ask_experience", "问经验": "ask_experience",
    "经验": "ask_experience",
}  # fmt: skip
SEASONS = {
    **{spelling: season for season in "春夏秋冬" for spelling in (season, season + "天", season + "季")},
    "spring": "春", "summer": "夏", "autumn": "秋", "fall": "秋", "winter": "冬",
}  # fmt: skip
_STEP = Pattern(r"^(?P<buyers>.+?人)\D{0,4}?[¥￥]?(?P<price>[\d.,]+)\s*(?:元|块)?$")


def _short_item(raw: object) -> Mapping[str, object] | None:
    """A bare word is a sku where it looks like one, else a name."""
    if not isinstance(raw, str):
        return None
    return {"sku": raw} if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", raw) else {"name": raw}


def _short_step(raw: object) -> Mapping[str, object] | None:
    match = _STEP.match(raw) if isinstance(raw, str) else None
    return match.groupdict() if match else None


def _ladder(raw: object, place: Place) -> tuple[LadderStep, ...]:
    """The steps: a list, or a mapping of buyers to price."""
    if isinstance(raw, Mapping) and not any(LADDER_STEP.names.get(str(key)) for key in raw):
        raw = [{"buyers": key, "price": price} for key, price in raw.items()]
    steps: tuple[LadderStep, ...] = list_of(LADDER_STEP).read(raw, place)
    ordered = sorted(steps, key=lambda step: step.buyers)
    for one, more in pairwise(ordered):
        if one.buyers == more.buyers:
            raise place.error(f"{one.buyers} 人写了两个价格")
        if more.price > one.price:
            raise place.error(f"人越多价格不能越高：{one.buyers} 人 {one.price} 元，{more.buyers} 人 {more.price} 元")
    return tuple(ordered)


def _groups(raw: object) -> tuple[str, ...]:
    found = read.names(raw)
    return () if found in (("所有群",), ("全部",), ("所有",), ("全部群",), ("all",)) else found


def _festivals(raw: object) -> tuple[str, ...]:
    """Canonical names; one we do not know would never come, so it is an error."""
    found = []
    for name in read.words(raw):
        known = canonical(name)
        if known is None:
            near = difflib.get_close_matches(name, [*FESTIVALS, *SOLAR_TERMS], n=1, cutoff=0.4)
            raise ValueError(f"没有 {name} 这个节日或节气" + (f"，是不是想写 {near[0]}？" if near else ""))
        found.append(known)
    return tuple(dict.fromkeys(found))


ITEM = Table(
    CampaignItem,
    {
        "sku": value(read.text, "编号", "货号", "商品编号"),
        "name": value(read.text, "名称", "商品", "品名", "商品名"),
        "price": value(read.money, "价格", "活动价", "秒杀价", "拼团价", "价"),
        "stock": value(read.optional_count, "库存", "数量", "份数"),
        "limit": value(read.optional_count, "限购", "每人限购", "限购数"),
    },
    shorthand=_short_item,
)
LADDER_STEP = Table(
    LadderStep,
    {"buyers": value(read.integer, "人数", "人"), "price": value(read.money, "价格", "价", "到手价")},
    shorthand=_short_step,
)
PRIZE = Table(
    Prize,
    {
        "rank": value(read.text, "名次", "排名"),
        "prize": value(read.text, "奖品", "奖励", "name"),
        "value": value(read.money, "价值", "金额"),
        "count": value(read.integer, "数量", "份数", "名额"),
    },
)
CAMPAIGN = Table(
    Campaign,
    {
        "id": value(read.text, "编号", "代号"),
        "mechanic": value(read.choice(MECHANICS, what="玩法"), "玩法", "形式", "类型"),
        "name": value(read.text, "名称", "活动", "活动名", "活动名称"),
        "start": value(read.moment, "开始", "开始时间"),
        "end": value(read.end_moment, "结束", "结束时间", "截止", "截止时间"),
        "groups": value(_groups, "群", "适用群", "发哪些群"),
        "where": value(read.choice(WHERE, what="地点"), "地点", "渠道", "在哪里"),
        "how": value(read.text, "参加方式", "怎么参加", "参与方式"),
        "items": list_of(ITEM, "商品", "货品", "品项"),
        "audience": value(read.text, "受众", "对象", "适用人群"),
        "exclusions": value(read.sentences, "不适用", "除外", "例外", "不参加"),
        "no_ship": value(read.names, "不发货", "不发货地区", "不配送"),
        "note": value(read.text, "备注", "说明"),
        "size": value(read.integer, "成团人数", "几人团", "人数"),
        "fill_hours": value(read.integer, "成团时限", "成团小时", "几小时内成团"),
        "if_unfilled": value(read.text, "未成团", "不成团怎么办", "未成团处理"),
        "ladder": Field(_ladder, ("阶梯", "价格阶梯", "阶梯价")),
        "floor_price": value(read.money, "底价", "最低价"),
        "rule": value(read.text, "规则", "活动规则"),
        "amount": value(read.money, "面额", "减", "优惠金额", "券面额"),
        "threshold": value(read.threshold, "门槛", "满", "使用门槛"),
        "discount": value(read.discount, "折扣"),
        "scope": value(read.text, "适用范围", "范围"),
        "use_from": value(read.day, "可用开始", "用券开始", "使用开始"),
        "use_until": value(read.day, "可用结束", "用券截止", "有效期至", "使用截止"),
        "buy": value(read.text, "买", "购买"),
        "gift": value(read.text, "赠", "赠品", "送"),
        "if_out": value(read.text, "赠完", "赠完怎么办", "赠品送完"),
        "helpers": value(read.integer, "助力人数", "需要几人"),
        "metric": value(read.text, "比什么", "排名依据", "指标"),
        "prizes": list_of(PRIZE, "奖项", "奖品"),
        "tie_rule": value(read.text, "并列", "并列规则", "并列怎么办"),
        "announce_at": value(read.moment, "公布时间", "公布", "开奖时间"),
        "old_items": value(read.text, "旧物", "收什么", "旧物要求"),
        "benefit": value(read.text, "换新优惠", "抵扣", "能换什么"),
        "handling": value(read.text, "旧物去向", "旧物处理"),
        "members": value(read.text, "会员", "会员范围", "哪些会员"),
        "benefits": value(read.sentences, "权益", "会员权益"),
        "new_reward": value(read.text, "新客奖励", "新人奖励"),
        "reward_cap": value(read.text, "奖励上限", "封顶"),
        "condition": value(read.text, "条件", "奖励条件"),
        "payout": value(read.text, "发放", "发放方式", "怎么发"),
        "levels": value(read.integer, "层级", "级数"),
        "reward": value(read.text, "奖励", "老客奖励"),
        "quantity": value(read.optional_count, "总量", "数量", "限量", "名额"),
        "per_person": value(read.optional_count, "每人", "每人限", "每人限领", "每人限购", "每人最多"),
    },
)
SEED = Table(
    TopicSeed,
    {
        "title": value(read.text, "标题"),
        "text": value(read.text, "正文", "内容", "引子"),
        "question": value(read.text, "问题", "提问"),
        "form": value(read.choice(FORMS, what="形式"), "形式"),
        "theme": value(read.words, "主题", "themes"),
        "season": value(read.choices(SEASONS, what="季节"), "季节"),
        "festival": value(_festivals, "节日", "节气", "festivals"),
        "options": value(read.sentences, "选项"),
        "followups": value(read.sentences, "追问", "跟进", "接话"),
        "groups": value(_groups, "群", "适用群"),
    },
)
