"""What the fact lock tells the operator: kind of finding, sentence, basis and suggestion, in Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from assistant.checks.countdown import Target, left_text
from assistant.checks.facts import Fact, FactSheet
from assistant.checks.matching import COMPARED, Setting, plays
from assistant.checks.quantity import Kind, Quantity
from assistant.schema.contracts import Finding
from assistant.text.format import date_text, moment_text, number_text
from assistant.text.moments import after_clock, start_text

_NOUNS = {
    Kind.MONEY: "金额", Kind.DISCOUNT: "折扣", Kind.PERCENT: "比例", Kind.DATE: "日期", Kind.WEEKDAY: "日期",
    Kind.TIME: "时间", Kind.DURATION: "时长", Kind.AGE: "月龄或年龄", Kind.MEASURE: "规格数值", Kind.COUNT: "数量",
    Kind.ORDINAL: "名次", Kind.CODE: "号码或型号", Kind.VAGUE: "数量说法", Kind.NUMBER: "数字",
}  # fmt: skip
_KINDS = {Kind.MONEY: "price", Kind.WEEKDAY: "date", Kind.VAGUE: "number"}
_ROLE_KINDS = {
    "list": "reference_price",
    "member": "member_price",
    "left": "invented_scarcity",
    "stock": "wrong_stock",
    "limit": "wrong_limit",
}


def lock_finding(quantity: Quantity, setting: Setting, sheet: FactSheet, expected: Fact | None) -> Finding:
    """The finding for a quantity that no fact bears; ``expected`` is what :func:`expected_fact` gives."""
    kind = _kind(quantity, setting, expected)
    if expected is None:
        noun = _NOUNS[quantity.kind]
        message = f"“{quantity.text}”查不到出处：这次的活动、商品和引用的资料里都没有这个{noun}"
        suggestion, basis = f"去掉“{quantity.text}”，或先把它补进资料再写", "这次能用的资料"
    else:
        message = f"“{quantity.text}”与{truth_text(expected, sheet)}不符"
        suggestion, basis = f"改成“{value_text(expected)}”", expected.basis
    return Finding(
        check="facts", kind=kind, severity="error", start=quantity.start, end=quantity.end,
        text=quantity.text, message=message, basis=basis, suggestion=suggestion,
    )  # fmt: skip


def member_finding(quantity: Quantity, fact: Fact, sheet: FactSheet) -> Finding:
    """The finding for a member price said as everybody's."""
    return Finding(
        check="facts", kind="member_price", severity="error", start=quantity.start, end=quantity.end,
        text=quantity.text, message=f"“{quantity.text}”是{_whose(fact, sheet)}会员价，文中没有说明只给会员",
        basis=fact.basis,
        suggestion=f"写成“会员价 {value_text(fact)}”，或换成人人可享的价格",
    )  # fmt: skip


def weekday_finding(quantity: Quantity, day: date) -> Finding:
    """The finding for a date with the wrong weekday beside it."""
    return Finding(
        check="facts", kind="wrong_weekday", severity="error", start=quantity.start, end=quantity.end,
        text=quantity.text, message=f"“{quantity.text}”的星期不对，{day.year}年的这一天是{date_text(day)[-3:-1]}",
        basis="日历",
        suggestion=f"改成“{date_text(day)}”",
    )  # fmt: skip


def countdown_finding(quantity: Quantity, target: Target | None, sheet: FactSheet) -> Finding:
    """The finding for a count-down that is not true when the text is sent; ``target`` is what it most likely meant."""
    sent = moment_text(sheet.at)
    if target is None:
        message = f"“{quantity.text}”对不上：{sent}发出去的时候，资料里没有快要开始或结束的活动"
        suggestion, basis = "去掉倒计时，或写明哪一天几点", "这次能用的资料"
    else:
        when = start_text(target.moment, today=sheet.today)
        left = left_text(target.moment - sheet.at)
        message = f"“{quantity.text}”对不上：{sent}发出去的时候，离{target.word}（{when}）还有 {left}"
        suggestion, basis = f"改成“还有 {left}”，或直接写“{after_clock(when)} {target.word}”", target.basis
    return Finding(
        check="facts", kind="invented_scarcity", severity="error", start=quantity.start, end=quantity.end,
        text=quantity.text, message=message, basis=basis, suggestion=suggestion,
    )  # fmt: skip


def _kind(quantity: Quantity, setting: Setting, expected: Fact | None) -> str:
    for role, kind in _ROLE_KINDS.items():
        if role in setting.roles and len(setting.roles) == 1:
            return (
                kind if expected is not None or role in ("list", "member", "left") else f"unverified_{_name(quantity)}"
            )
    return f"wrong_{_name(quantity)}" if expected is not None else f"unverified_{_name(quantity)}"


def _name(quantity: Quantity) -> str:
    return _KINDS.get(quantity.kind, quantity.kind.value)


def expected_fact(quantity: Quantity, setting: Setting, sheet: FactSheet) -> Fact | None:
    """The fact the writer most likely meant: of the same product and part, stated in a field and not in prose."""
    if quantity.kind in (Kind.CODE, Kind.VAGUE, Kind.NUMBER, Kind.WEEKDAY):
        return None
    candidates: Sequence[Fact] = [
        fact
        for fact in sheet.of_kinds(COMPARED.get(quantity.kind, (quantity.kind,)))
        if fact.label and not fact.free and fact.kind is quantity.kind and _meant(fact, setting.roles)
        and (not setting.owners or fact.owners & setting.owners)
        and not (quantity.kind in (Kind.COUNT, Kind.DATE, Kind.TIME) and not _shared(fact, setting))
        and "today" not in fact.roles
    ]  # fmt: skip
    if not candidates or not (setting.owners or setting.roles):
        return None
    order = ("deal", "list", "member", "save")
    return min(
        candidates,
        key=lambda fact: (
            next((i for i, role in enumerate(order) if role in fact.roles), 9),
            _distance(fact, quantity),
        ),
    )


def _meant(fact: Fact, roles: frozenset[str]) -> bool:
    return plays(fact, roles) and ("left" not in roles or "stock" in fact.roles)


def _shared(fact: Fact, setting: Setting) -> bool:
    return bool(fact.roles & setting.roles) or ("left" in setting.roles and "stock" in fact.roles)


def _distance(fact: Fact, quantity: Quantity) -> Decimal:
    mine, theirs = quantity.low, fact.readings[0][0]
    if isinstance(mine, date) and isinstance(theirs, date):
        return Decimal(abs((mine - theirs).days))
    return abs(mine - theirs) if isinstance(mine, Decimal) and isinstance(theirs, Decimal) else Decimal(0)


def truth_text(fact: Fact, sheet: FactSheet) -> str:
    """Whose fact it is and what it says: “海盐卷”的会员价 16 元."""
    return f"{_whose(fact, sheet)}{fact.label} {value_text(fact)}"


def _whose(fact: Fact, sheet: FactSheet) -> str:
    if len(fact.owners) == 1:
        return f"“{sheet.products.get(next(iter(fact.owners)), '')}”的"
    return "活动的" if fact.owners or fact.roles & {"start", "end", "announce"} else ""


def value_text(fact: Fact) -> str:
    """The value of a fact as a text would state it."""
    low, high = fact.readings[0]
    if isinstance(low, date):
        last = f" 到 {date_text(high)}" if isinstance(high, date) and high != low else ""
        return date_text(low) + last
    if not isinstance(high, Decimal):
        return ""
    if fact.kind is Kind.TIME:
        return f"{int(low) // 60:02}:{int(low) % 60:02}" + (
            f"-{int(high) // 60:02}:{int(high) % 60:02}" if high != low else ""
        )
    if fact.kind is Kind.DURATION and fact.unit == "minute":
        hours = low / 60
        return f"{number_text(hours)} 小时" if hours < 48 or hours % 24 else f"{number_text(hours / 24)} 天"
    unit = {Kind.MONEY: "元", Kind.DISCOUNT: "折", Kind.PERCENT: "%"}.get(fact.kind, fact.unit)
    number = number_text(low) if low == high else f"{number_text(low)}-{number_text(high)}"
    return f"{number} {unit}".strip()
