"""The brand's own files as documents for the store: who we are, every branch with its hours, every campaign.

So a question about opening hours or a running offer finds the file that decides it, not somebody's old article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from assistant.knowledge.documents import Document, Section
from assistant.knowledge.values import DAY_END
from assistant.schema.brand import Branch, Brand
from assistant.schema.contracts import PassageKind
from assistant.schema.facts import MECHANIC_NAMES, Campaign, CampaignItem, Prize
from assistant.text.format import date_text, discount_text, moment_text, money_text, number_text

_WHERE = {"online": "线上", "in_store": "到店", "both": "线上和门店都可以"}


def brand_documents(root: Path, brand: Brand, campaigns: Sequence[Campaign]) -> list[Document]:
    """Return ``brand.yaml`` and, if there are any, the campaigns as documents.

    ``root`` is the knowledge folder; a section of a campaign is valid from the day it starts to the last on which
    it can be had or what it gave out be used.
    """
    documents = [Document(source="brand.yaml", title=brand.name, kind=PassageKind.BRAND, sections=_brand(brand))]
    if campaigns:
        sections = [campaign_section(campaign) for campaign in campaigns]
        source = campaigns[0].source or "campaigns.yaml"
        documents.append(Document(source=source, title="活动", kind=PassageKind.CAMPAIGN, sections=sections))
    return [document for document in documents if (root / document.source).is_file()]


def campaign_section(campaign: Campaign) -> Section:
    """Return one campaign as a readable section."""
    return Section(
        heading=(f"{MECHANIC_NAMES[campaign.mechanic]}：{campaign.name}",),
        text=campaign_text(campaign),
        kind=PassageKind.CAMPAIGN,
        row=campaign.row or None,
        atomic=True,
        valid_from=campaign.start.date() if campaign.start else None,
        valid_until=campaign.lasts.date() if campaign.lasts else None,
    )


def campaign_text(campaign: Campaign) -> str:
    """Return the terms of a campaign, one line each, in the order a member asks for them."""
    lines = [f"{campaign.name}（{MECHANIC_NAMES[campaign.mechanic]}），{_WHERE[campaign.where]}。"]
    lines += [f"{label}：{text}" for label, text in _terms(campaign) if text]
    return "\n".join(lines)


def _brand(brand: Brand) -> list[Section]:
    about = [brand.about.strip()]
    about += [f"行业：{brand.trade}"] if brand.trade else []
    about += [f"服务对象：{brand.audience}"] if brand.audience else []
    sections = [_section(brand.name, about)]
    if brand.contact:
        sections.append(_section("联系我们", [f"联系方式：{brand.contact}"]))
    if brand.branches:
        names = "、".join(branch.name for branch in brand.branches)
        count = len(brand.branches)
        listed = [f"{brand.name}有 {count} 家门店：{names}。", *(_branch_line(branch) for branch in brand.branches)]
        sections.append(_section("门店和营业时间", listed) if count > 1 else _section("门店", [f"门店：{names}"]))
    sections += [_section(f"{branch.name}", list(_branch(branch))) for branch in brand.branches]
    if brand.no_ship:
        sections.append(_section("不发货的地区", [f"这些地区不发货：{'、'.join(brand.no_ship)}。"]))
    return [section for section in sections if section.text]


def _branch(branch: Branch) -> Iterator[str]:
    yield f"门店：{branch.name}"
    if branch.address:
        yield f"地址：{branch.address}"
    if branch.hours:
        yield f"营业时间：{branch.hours}"
    if branch.closed:
        yield f"休息日：{'、'.join(branch.closed)}"
    if branch.phone:
        yield f"电话：{branch.phone}"
    if branch.note:
        yield f"说明：{branch.note}"


def _branch_line(branch: Branch) -> str:
    hours = f"营业时间 {branch.hours}" if branch.hours else "营业时间请问店里"
    closed = f"，{'、'.join(branch.closed)}休息" if branch.closed else ""
    return f"{branch.name}：{hours}{closed}。"


def _terms(campaign: Campaign) -> Iterator[tuple[str, str]]:
    yield "开始", _moment(campaign.start)
    yield "结束", _moment(campaign.end)
    yield "对象", campaign.audience
    yield "参加方式", campaign.how
    yield "商品", "；".join(_item(item) for item in campaign.items)
    yield from _own_terms(campaign)
    yield "奖励", campaign.reward
    yield "总量", _count(campaign.quantity, "份")
    yield "每人最多", _count(campaign.per_person, "份")
    yield "不适用", "；".join(campaign.exclusions)
    yield "不发货地区", "、".join(campaign.no_ship)
    yield "说明", campaign.note


def _own_terms(campaign: Campaign) -> Iterator[tuple[str, str]]:
    """The terms of single mechanics; those of the others are empty and fall away."""
    yield "成团人数", _count(campaign.size, "人")
    yield "成团时限", _count(campaign.fill_hours, "小时")
    yield "未成团", campaign.if_unfilled
    yield "价格阶梯", "；".join(f"{step.buyers} 人 {money_text(step.price)}" for step in campaign.ladder)
    yield "最低价", money_text(campaign.floor_price) if campaign.floor_price is not None else ""
    yield "规则", campaign.rule
    yield "面额", money_text(campaign.amount) if campaign.amount is not None else ""
    yield "折扣", discount_text(campaign.discount) if campaign.discount is not None else ""
    yield "使用门槛", _threshold(campaign)
    yield "适用范围", campaign.scope
    yield "使用开始", date_text(campaign.use_from, year=True) if campaign.use_from else ""
    yield "使用截止", date_text(campaign.use_until, year=True) if campaign.use_until else ""
    yield "购买", campaign.buy
    yield "赠品", campaign.gift
    yield "赠完怎么办", campaign.if_out
    yield "助力人数", _count(campaign.helpers, "人")
    yield "排名依据", campaign.metric
    yield "奖品", "；".join(_prize(prize) for prize in campaign.prizes)
    yield "并列怎么办", campaign.tie_rule
    yield "公布时间", _moment(campaign.announce_at)
    yield "收哪些旧物", campaign.old_items
    yield "换新优惠", campaign.benefit
    yield "旧物去向", campaign.handling
    yield "会员范围", campaign.members
    yield "会员权益", "；".join(campaign.benefits)
    yield "新人奖励", campaign.new_reward
    yield "奖励上限", campaign.reward_cap
    yield "奖励条件", campaign.condition
    yield "发放方式", campaign.payout


def _item(item: CampaignItem) -> str:
    parts = [item.name or item.sku]
    parts += [money_text(item.price)] if item.price is not None else []
    parts += [f"共 {item.stock} 份"] if item.stock is not None else []
    parts += [f"每人限 {item.limit} 份"] if item.limit is not None else []
    return " ".join(parts)


def _prize(prize: Prize) -> str:
    value = f"（价值 {money_text(prize.value)}）" if prize.value is not None else ""
    count = f"，共 {prize.count} 份" if prize.count is not None else ""
    return f"第 {prize.rank} 名 {prize.prize}{value}{count}"


def _threshold(campaign: Campaign) -> str:
    if campaign.threshold is None:
        return ""
    return f"满 {money_text(campaign.threshold)}" if campaign.threshold else "无门槛"


def _count(number: int | None, unit: str) -> str:
    return f"{number_text(number)} {unit}" if number is not None else ""


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    day = date_text(moment.date(), year=True)
    return f"{day}24:00" if moment.time() == DAY_END else day + moment_text(moment)[len(date_text(moment.date())) :]


def _section(heading: str, lines: Sequence[str]) -> Section:
    text = "\n".join(line for line in lines if line)
    return Section(heading=(heading,), text=text, kind=PassageKind.BRAND, atomic=True)
