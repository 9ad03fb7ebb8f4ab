"""Whether a document says of another edition of itself that it no longer counts: 2025 年版同时作废.

Only asked of two documents that resemble one another (:mod:`assistant.knowledge.nearcopies`). A clause counts where it
names the other document as a whole; one about its coupons, its third article or a condition does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.text.dates import find_dates
from assistant.text.normalize import fold
from assistant.text.patterns import Pattern

ALWAYS = "0001-01-01"
# What a rule book calls itself; 原积分作废 is about points, 原积分制度作废 about a document.
_DOCUMENT = (
    "制度|规定|办法|政策|价目表?|价格表|报价单|说明|须知|规则|章程|细则|标准|条例|手册|守则|公约|协议|菜单|课表|方案"
)
_TARGET = (
    r"(?:原有?|旧|此前的|之前的)?(?:《(?P<title>[^》]{2,40})》|(?<!\d)(?P<year>20\d\d)年?度?版本?)"
    r"|(?P<old>旧版本?|原版本?|老版本?|上一版本?|(?:以前|之前|原有)的版本|原)"
)
_VERB = "(?:作废|废止|失效|停止执行|停止使用|停用|不再执行|不再使用|不再适用)"
_CLAUSE = Pattern(rf"(?:{_TARGET})(?P<rest>[^,。;!?的第条款中里部不未没]{{0,30}}?){_VERB}(?![的之前时后日])")
_ADVERB = Pattern(
    r"20\d\d[-年./]\d{1,2}[-月./]\d{1,2}日?|即日|同时|即行|一并|随之|自行|全部|予以|相应|立即|今后|现已|正式|宣布|[自从起于均都已即]"
)
_DOUBT = Pattern(
    r"如果|如[有需未]|假如|若|是否|吗|\?|并不|并非|不是|不会|逾期|过期|误传|据说|计划|打算|拟|讨论|考虑|草案|征求意见"
)
_YEAR = Pattern(r"(?<!\d)20\d\d(?!\d)")
_EDITION = Pattern(r"(?<!\d)20\d\d(?!\d)年?度?|[(（]?[新旧老]?版[)）]?")


@dataclass(frozen=True)
class Edition:
    """A document as far as it matters here; ``text`` is all of it, ``valid_from`` an ISO day or None."""

    source: str
    title: str
    text: str
    valid_from: str | None = None

    @property
    def names(self) -> set[str]:
        """What it is called, without years."""
        stem = self.source.rpartition("/")[2].rpartition(".")[0]
        return {name for name in (_plain(self.title), _plain(stem)) if name}

    @property
    def years(self) -> set[str]:
        """The years in its name and title; where there are none, in its first words."""
        return set(_YEAR.findall(f"{self.source} {self.title}")) or set(_YEAR.findall(self.text[:30]))


def replaced_from(older: Edition, newer: Edition, *, today: date) -> str | None:
    """Return the ISO day from which ``older`` no longer counts because ``newer`` says so, None where it does not say.

    :data:`ALWAYS` stands for a clause without a day. A day without its year settles nothing.
    """
    for sentence, clause in _clauses(newer.text):
        if not _means(clause, older, newer):
            continue
        days = find_dates(sentence.replace("即日", ""), today=today)
        if any(not day.year_given for day in days) and newer.valid_from is None:
            continue
        named = [day.first.isoformat() for day in days if day.year_given]
        return max([newer.valid_from or ALWAYS, *named])
    return None


def _clauses(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for line in text.split("\n"):
        for sentence in re.findall(r"[^。;!?]+[。;!?]?", re.sub(r"\s", "", fold(line))):
            if not _DOUBT.search(sentence):
                yield from ((sentence, clause) for clause in _CLAUSE.finditer(sentence))


def _means(clause: re.Match[str], older: Edition, newer: Edition) -> bool:
    """Whether the clause is about the whole of ``older``."""
    what = _ADVERB.sub("", clause["rest"])
    title, year = clause["title"], clause["year"]
    if title:
        years = set(_YEAR.findall(title))
        return not what and _plain(title) in older.names and (not years or years == older.years)
    if what and not (re.search(f"(?:{_DOCUMENT})$", what) and any(name.endswith(_plain(what)) for name in older.names)):
        return False
    if year:
        return older.years == {year} and all(own > year for own in newer.years)
    return clause["old"] != "原" or bool(what)


def _plain(name: str) -> str:
    return "".join(char for char in _EDITION.sub("", fold(name)) if char.isalnum())
