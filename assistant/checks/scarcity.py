"""Does the text press with a shortage or a hurry that stock and end do not bear? 最后几单, 马上抢光, 只剩今天."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from assistant.checks.countdown import ends_soon, ends_today
from assistant.checks.facts import FactSheet
from assistant.checks.quantity import Kind
from assistant.schema.contracts import Finding
from assistant.text.format import moment_text

FEW = 10
"""Up to this stock 最后几件 is true; the pricing rules ask only that the claim be true, the number is ours."""
LOW = 20
"""Up to this stock 库存不多 is true."""

_FEW = re.compile(
    r"(?:最后|只剩|仅剩|还剩|就剩)(?:下)?(?:这|那)?[几两三](?:件|单|份|个|套|盒|包|组|席|位|席位"
    r"|名额|个名额|箱|张)|最后(?:一批|一波|一点|少量)|(?:库存|名额|席位)?(?:即将|快要?|马上"
    r"|眼看)(?:就要?)?(?:售罄|卖完|抢光|抢完|抢空|没了|断货|卖光|满员|没货|约满|报满)|所剩无几"
    r"|(?:库存|名额)告急|(?:库存|名额)见底"
)
_LOW = re.compile(
    r"(?:库存|余量|名额|席位|数量)(?:已经?)?(?:不多|有限|紧张|吃紧|所剩不多)|所剩不多|(?:剩下?|余下)的?(?:已经)?不多"
)
_TODAY = re.compile(
    r"(?:只剩|就剩|仅剩|最后)(?:今天|今晚|今日)|(?:只限|仅限|限)(?:今天|今日|今晚)|仅此一天"
    r"|(?:今天|今晚|今日)(?:最后|过后|之后)(?:一天)?(?:就)?(?:没有|恢复|不再|截止|涨价)?"
    r"|过了?(?:今天|今晚)(?:就)?(?:没|恢复|不再|要?等)|明天(?:就)?(?:恢复原价|涨价|没有了)"
)
_SOON = re.compile(
    r"(?:即将|马上|快要?|就要|眼看)(?:就要?)?(?:结束|截止|恢复原价|下线|涨价|收官)"
    r"|最后(?:的)?(?:机会|冲刺|时刻|一波机会)|倒计时(?!\s?[\d一二三四五六七八九十半])|进入尾声"
)
_HYPE = re.compile(
    r"(?:卖|抢|秒|拼|买)(?:爆|疯|空|断货)(?:了|啦)?|(?:一)?秒(?:没|空|光)|手慢(?:就)?[无没]"
    r"|(?:上次|上回|上一?期|昨天|每次)[^，。！？\n]{0,8}(?:抢光|卖完|售罄|秒光|抢空|卖空)|(?:很多"
    r"|好多|不少|大家|无数|大批)(?:人|宝妈|妈妈|顾客|邻居|家长)?(?:都)?(?:已经)?(?:在抢|抢到"
    r"|下单了|囤了|拼了)|错过(?:就)?(?:再)?等一年|错过(?:不再|没有|就没)(?:有|了)?|史上最低"
    r"|全年最低|历史最低|绝版"
)
_LIMITED = re.compile(r"手慢|先到先得")


def hurries(view: str) -> bool:
    """Whether a plain text presses with a shortage or a hurry at all."""
    return any(pattern.search(view) for pattern in (_FEW, _LOW, _TODAY, _SOON))


def scarcity_findings(
    text: str, view: str, sheet: FactSheet, at: datetime, *, talk: bool = False, announced: bool = True
) -> list[Finding]:
    """An error for each phrase of shortage or hurry that no fact bears; a phrase in the brand's own files stands.

    In ``talk``, a text nobody briefed, only what the known stock or end denies is an error: what nobody can check is
    left to the advertising law. Where no campaign is ``announced`` only this is sure of an end: none of the shop's is
    so near; that is a warning.
    """
    if not hurries(view) and not _HYPE.search(view):
        return []
    stock = _smallest_stock(sheet)
    judged = (
        (_FEW, stock is not None and stock <= FEW, _stock_says(stock)),
        (_LOW, stock is not None and stock <= LOW, _stock_says(stock)),
        (_TODAY, bool(ends_today(sheet, at)), _end_says(sheet)),
        (_SOON, bool(ends_soon(sheet, at)), _end_says(sheet)),
        (_HYPE, False, "资料里没有能证明的记录"),
    )
    findings: list[Finding] = []
    known = {_FEW: stock is not None, _LOW: stock is not None, _HYPE: False}
    for pattern, borne, reason in judged:
        if borne or (talk and not known.get(pattern, bool(sheet.deadlines))):
            continue
        for match in pattern.finditer(view):
            if sheet.says(match[0]) or (_LIMITED.match(match[0]) and stock is not None and stock <= LOW):
                continue
            near = not announced and pattern in (_TODAY, _SOON)
            findings.append(_unannounced(text, match) if near else _finding(text, match, reason))
    return findings


def _finding(text: str, match: re.Match[str], reason: str) -> Finding:
    surface = text[match.start() : match.end()]
    return Finding(
        check="facts", kind="invented_scarcity", severity="error", start=match.start(), end=match.end(), text=surface,
        message=f"“{surface}”没有依据：{reason}，这样催单属于制造紧张",
        basis="《反不正当竞争法》第九条、《消费者权益保护法》第二十条",
        suggestion="去掉这句，或照实写库存数和截止时间",
    )  # fmt: skip


def _unannounced(text: str, match: re.Match[str]) -> Finding:
    finding = _finding(text, match, "")
    message = f"“{finding.text}”：资料里没有这么快就结束的活动，这样催单要有真的截止时间"
    return finding.model_copy(update={"severity": "warn", "message": message})


def _smallest_stock(sheet: FactSheet) -> Decimal | None:
    """The stock a promotion speaks of: that of its articles, else of any product."""
    stocks = [fact for fact in sheet.of_kinds([Kind.COUNT]) if "stock" in fact.roles and not fact.free]
    mine = [fact for fact in stocks if fact.owners & sheet.items or not fact.owners] if sheet.items else stocks
    values = [fact.readings[0][0] for fact in (mine or stocks)]
    return min((value for value in values if isinstance(value, Decimal)), default=None)


def _stock_says(stock: Decimal | None) -> str:
    return "资料里没有库存数" if stock is None else f"资料里的库存还有 {stock}"


def _end_says(sheet: FactSheet) -> str:
    ends = [end for _, end, _ in sheet.deadlines if end is not None]
    return f"活动到 {moment_text(max(ends))} 才结束" if ends else "资料里没有截止时间"
