"""The terms of a campaign as lines of a post: a label with a value, and the same as a sentence of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from assistant.checks.mechanics import item_limit, item_stock
from assistant.schema.facts import Campaign, CampaignItem, Mechanic, Prize, Product
from assistant.text.format import discount_text, money_text
from assistant.text.moments import last_text, period_text, start_text, use_period

_LONG_ON = timedelta(days=14)


class Known(Protocol):
    """What the lines are read from besides the campaign: a brief is one, the context of a check another."""

    @property
    def products(self) -> Sequence[Product]:
        """The goods, with their usual prices."""
        ...

    @property
    def at(self) -> datetime:
        """The local moment the text is sent: it decides between 今天 and a date."""
        ...


Part = Literal["offer", "amount", "time", "how", "rule", "place", "ship", "note"]


@dataclass(frozen=True)
class Line:
    """One term. ``text`` follows its ``label``; ``sentence`` says the same without one, with no full stop."""

    part: Part
    label: str
    text: str
    sentence: str = ""

    @property
    def labelled(self) -> str:
        """Label and text; a line that goes on with the one above has no label, one that says it itself needs none."""
        told = self.text[:1] == self.label[:1] == "没" or self.text.startswith(self.label[:2])
        return self.text if told else f"{self.label}：{self.text}"

    @property
    def spoken(self) -> str:
        """The sentence; label and text where no better one was given."""
        return self.sentence or self.labelled


def bare(text: str) -> str:
    """A term as the operator wrote it, without the full stop it may end with."""
    return re.sub(r"\s+", " ", text).strip().rstrip("。；;.！!，, ")


def product_of(item: CampaignItem, known: Known) -> Product | None:
    """The row of the price list an article of the campaign names."""
    return next((product for product in known.products if item.sku and product.sku == item.sku), None)


def item_name(item: CampaignItem, known: Known) -> str:
    """What the article is called."""
    product = product_of(item, known)
    return item.name or (product.name if product else item.sku)


def terms(campaign: Campaign, known: Known) -> list[Line]:
    """Every term a member must know, offer first, then amounts, time, way to take part, rules and limits.

    Of what is given out no more and may still be used, what a member needs for using it.
    """
    today = known.at.date()
    lines = list(_OWN[campaign.mechanic](campaign, known))
    if campaign.only_used(known.at):
        return _of_use(campaign, lines, today)
    if campaign.audience:
        lines.append(Line("rule", "对象", bare(campaign.audience)))
    if campaign.start and campaign.end:
        long_on = known.at - campaign.start > _LONG_ON
        # Of what has been on for long, members need to know how long it still lasts.
        period = (
            last_text(campaign.end, today=today) if long_on else period_text(campaign.start, campaign.end, today=today)
        )
        lines.append(Line("time", "领券时间" if campaign.mechanic is Mechanic.COUPON else "时间", period))
    if campaign.how:
        lines.append(Line("how", "参加方式", bare(campaign.how)))
    if campaign.exclusions:
        lines.append(_exclusions(campaign))
    return lines


def _of_use(campaign: Campaign, lines: Sequence[Line], today: date) -> list[Line]:
    """The terms for those who have it already: what it is worth, where it counts, until when."""
    kept = [line for line in lines if line.part in ("offer", "rule", "note") and line.label != "商品"]
    if campaign.use_until and campaign.mechanic is not Mechanic.COUPON:
        kept.append(Line("rule", "使用时间", use_period(campaign.use_from, campaign.use_until, today=today)))
    return [*kept, _exclusions(campaign)] if campaign.exclusions else kept


def _exclusions(campaign: Campaign) -> Line:
    """Things that do not take part, or rules in whole sentences."""
    texts = [bare(text) for text in campaign.exclusions]
    if any(re.search(r"[不可只按须需限每退均仅没，]", text) for text in texts):
        return Line("note", "注意", "；".join(texts))
    return Line("note", "不参加", "、".join(texts))


def _subject(item: CampaignItem, known: Known) -> str:
    name, product = item_name(item, known), product_of(item, known)
    if product is None or not product.spec or product.spec in name:
        return name
    return f"{name}（{product.spec}）"


def usual_price(item: CampaignItem, known: Known) -> str:
    """What it costs without the campaign, and for members; empty where the price list does not say."""
    product = product_of(item, known)
    if product is None or product.price is None:
        return ""
    member = f"，会员价 {money_text(product.member_price)}" if product.member_price is not None else ""
    return f"日常售价 {money_text(product.price)}{member}"


def _priced(campaign: Campaign, known: Known, word: str) -> Iterator[Line]:
    """One line an article: what, for how much, instead of what."""
    for item in campaign.items:
        subject, usual = _subject(item, known), usual_price(item, known)
        if item.price is None:
            if usual:
                yield Line("offer", "商品", f"{subject}，{usual}", f"{subject}，{usual}")
            elif subject:
                yield Line("offer", "商品", subject, subject)
            continue
        price = f"{word} {money_text(item.price)}"
        aside = f"（{usual}）" if usual else ""
        yield Line("offer", subject, f"{price}{aside}", f"{subject}，{price}{aside}")


def _amounts(campaign: Campaign, known: Known) -> Iterator[Line]:
    """How many there are and how many one person may have, once for all articles where they agree."""
    counts = {item_name(item, known): _amount(campaign, item, known) for item in campaign.items}
    said = {name: text for name, text in counts.items() if text}
    if not said:
        return
    if len(campaign.items) == 1:
        text = next(iter(said.values()))
        yield Line("amount", "数量", text, text)
        return
    for name, text in said.items():
        yield Line("amount", f"{name}数量", text, f"{name}{text}")


def _amount(campaign: Campaign, item: CampaignItem, known: Known) -> str:
    product = product_of(item, known)
    unit = (product.unit if product else "") or "份"
    stock, limit = item_stock(campaign, item), item_limit(campaign, item)
    parts = [f"共 {stock} {unit}"] if stock is not None else []
    parts += [f"每人限购 {limit} {unit}"] if limit is not None else []
    return "，".join(parts)


def _seckill(campaign: Campaign, known: Known) -> Iterator[Line]:
    yield from _priced(campaign, known, "秒杀价")
    yield from _amounts(campaign, known)


def _group_buy(campaign: Campaign, known: Known) -> Iterator[Line]:
    yield from _priced(campaign, known, "拼团价")
    rule = f"开团后 {campaign.fill_hours} 小时内凑齐"
    yield Line("offer", "成团", f"满 {campaign.size} 人，{rule}", f"满 {campaign.size} 人成团，{rule}")
    yield from _amounts(campaign, known)
    unfilled = bare(campaign.if_unfilled)
    own = re.match(r".{0,12}[没未不]", unfilled) is not None
    yield Line("rule", "没成团", unfilled, unfilled if own else f"没成团的话，{unfilled}")


def _bargain(campaign: Campaign, known: Known) -> Iterator[Line]:
    yield from _priced(campaign, known, "起始价")
    steps = "，".join(
        f"满 {step.buyers} 人 {money_text(step.price)}"
        for step in sorted(campaign.ladder, key=lambda step: step.buyers)
    )
    yield Line("offer", "各档价格", steps, f"{steps}")
    if campaign.floor_price is not None:
        floor = money_text(campaign.floor_price)
        yield Line("rule", "底价", f"{floor}，到这一档不再降", f"底价 {floor}，到这一档不再降")
    yield from _amounts(campaign, known)
    yield Line("rule", "规则", bare(campaign.rule), bare(campaign.rule))


def _coupon(campaign: Campaign, known: Known) -> Iterator[Line]:
    value = coupon_value(campaign)
    yield Line("offer", "优惠", value, value)
    yield from _priced(campaign, known, "活动价")
    each = f"，每人限领 {campaign.per_person} 张" if campaign.per_person else ""
    amount = f"共 {campaign.quantity} 张{each}"
    yield Line("amount", "数量", amount, amount)
    if campaign.use_until:
        today = known.at.date()
        yield Line("rule", "用券时间", use_period(campaign.use_from, campaign.use_until, today=today))
    yield Line("rule", "范围", bare(campaign.scope), f"适用范围：{bare(campaign.scope)}")


def coupon_value(campaign: Campaign) -> str:
    """What a coupon gives: "满 199 元减 20 元", "无门槛 9 折"."""
    over = f"满 {money_text(campaign.threshold)}" if campaign.threshold else "无门槛"
    if campaign.amount is not None:
        return f"{over}减 {money_text(campaign.amount)}"
    return f"{over} {discount_text(campaign.discount)}" if campaign.discount is not None else over


def without_verb(text: str, *verbs: str) -> str:
    """A term without the verb the frame already says: "送湿巾 1 包" is "湿巾 1 包"."""
    text = bare(text)
    for verb in verbs:
        if text.startswith(verb):
            return text[len(verb) :].strip()
    return text


def _gift(campaign: Campaign, known: Known) -> Iterator[Line]:
    buy, gift = without_verb(campaign.buy, "购买", "买"), without_verb(campaign.gift, "赠送", "送", "赠")
    yield Line("offer", "买赠", f"买{buy}，送{gift}", f"买{buy}，送{gift}")
    yield from _priced(campaign, known, "活动价")
    each = f"，每人限 {campaign.per_person} 份" if campaign.per_person else ""
    amount = f"共 {campaign.quantity} 份{each}"
    yield Line("amount", "赠品", amount, f"赠品{amount}")
    yield _when_gone("送完后", campaign)


def _assist(campaign: Campaign, known: Known) -> Iterator[Line]:
    reward = bare(campaign.reward)
    yield Line(
        "offer",
        "助力",
        f"满 {campaign.helpers} 人，得{spaced(reward)}",
        f"满 {campaign.helpers} 人助力，得{spaced(reward)}",
    )
    yield from _priced(campaign, known, "活动价")
    each = f"，每人限领 {campaign.per_person} 份" if campaign.per_person else ""
    yield Line("amount", "奖励", f"共 {campaign.quantity} 份{each}", f"奖励共 {campaign.quantity} 份{each}")
    if campaign.if_out:
        yield _when_gone("领完后", campaign)


def _when_gone(label: str, campaign: Campaign) -> Line:
    """What happens when gifts or rewards are gone; most shops say so themselves ("送完为止")."""
    text = bare(campaign.if_out)
    said = text if re.search(r"[送领发赠用]完", text) else f"{label}，{text}"
    return Line("rule", label, text.removeprefix(label).lstrip("，, ") or text, said)


def _ranking(campaign: Campaign, known: Known) -> Iterator[Line]:
    yield Line("offer", "比什么", bare(campaign.metric), f"按{spaced(bare(campaign.metric))}排名")
    for prize in campaign.prizes:
        yield Line("offer", rank_text(prize), prize_text(prize), f"{rank_text(prize)}：{prize_text(prize)}")
    tie = bare(campaign.tie_rule)
    yield Line("rule", "并列", tie, tie)
    if campaign.announce_at:
        when = start_text(campaign.announce_at, today=known.at.date())
        yield Line("rule", "公布", when, f"{when} 公布结果")
    yield from _places(campaign)


def rank_text(prize: Prize) -> str:
    """The rank as people say it: "第 1 名", "第 2-5 名"; words stay as they are."""
    rank = prize.rank.strip()
    return f"第 {rank} 名" if re.fullmatch(r"[\d\s\-–~到至]+", rank) else rank


def prize_text(prize: Prize) -> str:
    """The prize with its value and how many there are of it."""
    value = f"（价值 {money_text(prize.value)}）" if prize.value is not None else ""
    count = f"，共 {prize.count} 份" if prize.count is not None and prize.count > 1 else ""
    return f"{bare(prize.prize)}{value}{count}"


def _swap(campaign: Campaign, known: Known) -> Iterator[Line]:
    old = without_verb(campaign.old_items, "回收", "收")
    yield Line("offer", "收什么", old, f"可换的旧物：{old}")
    yield Line("offer", "换什么", bare(campaign.benefit), bare(campaign.benefit))
    # Most shops write the price into the benefit; twice would only be longer.
    if not any(item.price is not None and money_text(item.price) in campaign.benefit for item in campaign.items):
        yield from _priced(campaign, known, "换新价")
    yield from _places(campaign)
    handling = bare(campaign.handling)
    yield Line("rule", "旧物去向", handling)


def _member_day(campaign: Campaign, known: Known) -> Iterator[Line]:
    members = bare(campaign.members)
    yield Line("rule", "谁能参加", members, "" if "，" in members else f"{members}可以参加")
    for number, benefit in enumerate(campaign.benefits):
        yield Line("offer", "权益" if number == 0 else "", bare(benefit), bare(benefit))
    yield from _priced(campaign, known, "会员日价")
    yield from _amounts(campaign, known)


def _referral(campaign: Campaign, known: Known) -> Iterator[Line]:
    yield Line("offer", "推荐人", bare(campaign.reward), gets("推荐人", campaign.reward))
    told = re.sub("^新朋友(?=[得获送])", "", bare(campaign.new_reward))
    yield Line("offer", "新朋友", told, gets("新朋友", campaign.new_reward))
    yield from _priced(campaign, known, "活动价")
    yield Line("rule", "条件", bare(campaign.condition))
    yield Line("rule", "奖励上限", bare(campaign.reward_cap))
    yield Line("rule", "奖励发放", bare(campaign.payout))
    yield from _places(campaign)


def _places(campaign: Campaign) -> Iterator[Line]:
    """How many may take part, and how often one person, where the campaign bounds it."""
    parts = [f"名额 {campaign.quantity} 个"] if campaign.quantity is not None else []
    parts += [f"每人限 {campaign.per_person} 次"] if campaign.per_person is not None else []
    if parts:
        yield Line("amount", "数量", "，".join(parts), "，".join(parts))


def gets(who: str, what: str) -> str:
    """ "推荐人得 …", unless the term already is a sentence about somebody who gets something."""
    text = bare(what)
    if re.match(r"(老|新|推荐|介绍|邀请|你|您|双方|两)", text):
        return text
    return f"{who}：{text}" if re.search(r"[得获减享送打延免]", text[:8]) else f"{who}得{spaced(text)}"


def spaced(text: str) -> str:
    """``text`` to stand after a Chinese character: a number keeps its distance."""
    return f" {text}" if text[:1].isdigit() else text


_OWN = {
    Mechanic.SECKILL: _seckill,
    Mechanic.GROUP_BUY: _group_buy,
    Mechanic.BARGAIN: _bargain,
    Mechanic.COUPON: _coupon,
    Mechanic.GIFT: _gift,
    Mechanic.ASSIST: _assist,
    Mechanic.RANKING: _ranking,
    Mechanic.SWAP: _swap,
    Mechanic.MEMBER_DAY: _member_day,
    Mechanic.REFERRAL: _referral,
}
