"""What a document is about, where nobody says so: by folder, file name, title and shape."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.knowledge.documents import Section
from assistant.schema.contracts import PassageKind

_NAMES: tuple[tuple[PassageKind, re.Pattern[str]], ...] = (
    (PassageKind.FAQ, re.compile(r"faq|q&a|qa\b|常见问题|问答|问题汇总|答疑|常見問題|question", re.IGNORECASE)),
    (
        PassageKind.STORY,
        re.compile(r"stor(?:y|ies)|故事|案例|顾客分享|会员分享|用户分享|学员分享|日记|testimonial", re.IGNORECASE),
    ),
    # When the doors are open is what the shop is, however it is announced.
    (
        PassageKind.BRAND,
        re.compile(
            r"放假|休假|休业|闭店|停业|停课|调休|营业(?:时间|安排|调整|公告|通知)|"
            r"(?:国庆|春节|元旦|中秋|五一|端午|清明|过年|新年|假期|节日|节假日)[^。，]{0,4}(?:营业|开门|上课)",
        ),
    ),
    (
        PassageKind.CAMPAIGN,
        re.compile(
            r"campaign|promo|活动(?!量|能力|区|室|范围|课)|促销|大促|双十一|双11|双十二|双12|"
            r"(?<![A-Za-z0-9])(?<![A-Za-z][_-])618(?!\d)|秒杀|拼团|优惠|特惠|會員日|会员日|店庆|周年庆|开业酬宾",
            re.IGNORECASE,
        ),
    ),
    (
        PassageKind.PRODUCT,
        re.compile(
            r"product|price|catalog|goods|menu|商品|产品|价目|价格|报价|价表|货品|菜单|课程表|清单|库存", re.IGNORECASE
        ),
    ),
    (
        PassageKind.POLICY,
        re.compile(
            r"polic|terms|rule|refund|return|privacy|政策|规定|规则|制度|须知|条款|协议|章程|退换|退款|退货|配送|"
            r"会员权益|隐私|守则|公约|规矩|店规|办法|细则|合同|售后|退费|退費|規定|條款|須知",
            re.IGNORECASE,
        ),
    ),
    (PassageKind.BRAND, re.compile(r"brand|about|品牌|关于我们|门店|店铺介绍|公司介绍|机构介绍", re.IGNORECASE)),
    (
        PassageKind.ARTICLE,
        re.compile(r"article|blog|knowledge|guide|tips|文章|干货|知识|科普|指南|攻略|手册|百科", re.IGNORECASE),
    ),
)
_NOTICE = re.compile(r"通知|公告|启事|告示|公示")
_CAMPAIGN_CUE = re.compile(
    r"活动时间|活动期间|活动日期|活动规则|秒杀|拼团|满减|优惠券|限时|立减|买[一二三两\d]+送[一二三两\d]+|即日起至"
)


def guess_kind(source: str, title: str, sections: Sequence[Section], *, said: PassageKind | None) -> PassageKind:
    """Return ``said``, else what folder, shape of the content, file name or title tell; else article."""
    if said is not None:
        return said
    *folders, name = source.split("/")
    for folder in reversed(folders):
        if kind := _by_name(folder):
            return kind
    if kind := _by_shape(sections):
        return kind
    kind = _by_name(name.rsplit(".", 1)[0]) or _by_name(title)
    if kind:
        return kind
    cues = len(set(_CAMPAIGN_CUE.findall("\n".join(section.text for section in sections[:20])[:4000])))
    if any(_NOTICE.search(name) for name in (source, title)):
        return PassageKind.CAMPAIGN if cues else PassageKind.POLICY
    return PassageKind.CAMPAIGN if cues >= 2 else PassageKind.ARTICLE


def _by_name(name: str) -> PassageKind | None:
    return next((kind for kind, pattern in _NAMES if pattern.search(name)), None)


def _by_shape(sections: Sequence[Section]) -> PassageKind | None:
    """FAQ or product, if at least half of the sections are entries of that kind."""
    questions = sum(1 for section in sections if section.question)
    products = sum(1 for section in sections if section.kind is PassageKind.PRODUCT)
    if questions * 2 >= len(sections) and questions:
        return PassageKind.FAQ
    return PassageKind.PRODUCT if products * 2 >= len(sections) and products else None
