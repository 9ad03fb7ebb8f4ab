"""Words a group's terms want in every promotion: 价格注明人民币, 写明含税, 标注“广告”."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.schema.brief import Brief, Demand, Written
from assistant.text.normalize import to_simplified
from assistant.text.patterns import Pattern

_CLAUSE = Pattern(
    r"(?:注明|标明|写明|标注|标出|标上|注上|加注|加上|写上|写清楚?|带上)(?:货币|币种|单位|是|为|[：:])*"
    r"(?P<open>[“\"「『【\[]?)(?P<words>[^“”\"「」『』【】\[\]，。；、]{1,12}?)[”\"」』】\]]?(?:字样|[二两三四]个?字|标识|标志)?[。！]?$"
)
_NOT = Pattern(r"(?:不[用必要许能得]|无需|别|勿|禁止)[^，。]{0,4}$")
_PRICE = Pattern(r"\d\s*元|[¥￥]\s*\d")
# What is stated of prices; prices of the files are in yuan, so another currency cannot be stated.
_LINES = {
    "人民币": ("价格均为人民币。", "人民币计价"),
    "含税": ("价格含税。", "价格含税"),
    "不含税": ("价格不含税。", "价格不含税"),
}
_NEVER = Pattern("币|元|税|价")


def demands_of(clauses: Iterable[str]) -> tuple[Demand, ...]:
    """Return what the clauses want said in a promotion and can be said as it stands; other clauses give none."""
    found = (_demand(clause) for clause in clauses)
    return tuple(dict.fromkeys(demand for demand in found if demand is not None))


def stated(demand: Demand, written: Written, brief: Brief) -> bool:
    """Whether a draft says what is demanded, in every message of it that names a price where prices are meant."""
    texts = [part.text for part in written.parts] if brief.format == "series" else []
    return all(_says(demand, text) for text in texts or [written.body])


def is_due(demand: Demand, text: str) -> bool:
    """Whether a message still has to say what is demanded."""
    return demand.phrase not in text and (not demand.of_prices or _PRICE.search(text) is not None)


def _says(demand: Demand, text: str) -> bool:
    return demand.phrase in text or (demand.of_prices and not _PRICE.search(text))


def _demand(clause: str) -> Demand | None:
    plain = "".join(to_simplified(clause).split())
    match = _CLAUSE.search(plain)
    if match is None or _NOT.search(plain[: match.start()]):
        return None
    words = match["words"].strip()
    if words in _LINES:
        line, short = _LINES[words]
        return Demand(clause=clause, phrase=words, line=line, short=short, of_prices=True)
    if words == "广告":
        return Demand(clause=clause, phrase="广告", line="【广告】", short="广告", first=True)
    if match["open"] and not _NEVER.search(words):
        return Demand(clause=clause, phrase=words, line=f"{words}。", short=words)
    return None
