"""Where a quantity stands in a text: its clause, the product that clause names, the day its time belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assistant.checks.facts import FactSheet
from assistant.checks.matching import Setting
from assistant.checks.mentions import Mention
from assistant.checks.quantities import scan
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.roles import roles_of
from assistant.text.patterns import Pattern
from assistant.text.plain import plain

_CLAUSE = Pattern(r"[，；;。！!？?\n、]|,(?!\d{3})")
_SENTENCE = Pattern(r"[。！!？?\n]")
MEMBER = Pattern(
    r"会员|学员|储值|[Vv][Ii][Pp]|老客(?![户气])|老顾客|熟客|(?<!没)(?<![只还])有卡|持卡|凭卡|刷卡价|卡价|(?<![房礼银信贺])卡友"
)
"""Words by which a price is for those who hold a card or have long been customers."""
EVERYBODY = Pattern(
    r"(?:是不是|不管是?不?是?|不论是?不?是?|不分)(?:会员|学员|老?顾客)|没办卡|(?:不用办?|不办|没有?|无需办?|免办?)卡(?![顿住壳槽点])|其他人|非会员|普通(?:顾客|用户|人)|所有人|人人|大家都|不是(?:会员|学员)|(?:会员|学员|储值)(?:也|都)(?:是|按|算)?(?:这个?|一样|同样|一个)的?价|谁(?:来|都|买)|随便谁|不用(?:入会|办会员)"
)
"""Words by which a price is everybody's."""
_HOURS = Pattern(
    r"营业|开门|关门|打烊|闭店|开店|休息|上班|下班|下单|发货|送达|配送|当天[送发寄]|接单|闭馆|开馆|上课|下课"
)
_OF_SHOPS = (Kind.DATE, Kind.TIME, Kind.WEEKDAY, Kind.CODE)
_DAY_TO_TIME = Pattern(r"[\s，,的•]*(?:当天|当晚|晚上?|早上?|上午|下午|中午|[（(].{1,4}[）)])?\s*")
_PRICES = frozenset({"deal", "list", "member", "floor"})
_GIVEN = Pattern(r"[送赠][^，。；]{0,6}$")
_EACH = Pattern(r"分别|依次|各自")


@dataclass(frozen=True, slots=True)
class Placed:
    """A quantity with the settings it may be read in: the product named before it, or the one after it."""

    quantity: Quantity
    clause: int
    settings: tuple[Setting, ...]


class Scene:
    """One text taken apart once: the plain view, its clauses, product mentions and quantities."""

    def __init__(self, text: str, sheet: FactSheet) -> None:
        self.text = text
        self.view = plain(text)
        self.sheet = sheet
        self.clauses = [0, *(match.end() for match in _CLAUSE.finditer(self.view))]
        self.sentences = [0, *(match.end() for match in _SENTENCE.finditer(self.view))]
        self.mentions = sheet.named.find(self.view)
        self.branches = sheet.branch_names.find(self.view)
        self.quantities = scan(text, today=sheet.today, names=sheet.name_pattern)

    def clause_of(self, position: int) -> tuple[int, int]:
        """Start and end of the clause at ``position``."""
        return _piece(self.clauses, position, len(self.view))

    def sentence_of(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence at ``position``."""
        return _piece(self.sentences, position, len(self.view))

    def around(self, position: int) -> str:
        """The plain text of the clause at ``position``."""
        start, end = self.clause_of(position)
        return self.view[start:end]

    def sentence_spans(self) -> Iterator[tuple[int, int]]:
        """Start and end of every sentence that is not empty."""
        return ((start, end) for start, end in pairwise([*self.sentences, len(self.view)]) if start < end)

    def owners_in(self, start: int, end: int) -> set[str]:
        """The keys of all articles that a mention between ``start`` and ``end`` may mean."""
        return {key for each in self.mentions if start <= each.start < end for key in each.owners}

    def place(self, quantity: Quantity) -> Placed:
        """``quantity`` with its possible settings, likeliest first."""
        roles = roles_of(self.view, quantity)
        start, _ = self.clause_of(quantity.start)
        on = self._day_before(quantity) if quantity.kind is Kind.TIME else frozenset()
        owners = [self._branch(quantity, on)] if quantity.kind in _OF_SHOPS else self._owners(quantity, roles)
        members = self._for_members(quantity)
        explicit = self._must_be_explicit(quantity, roles, on)
        settings = tuple(
            Setting(
                self._full_roles(quantity, roles, each, members=members),
                each,
                on,
                members,
                explicit,
                not roles and self._is_carried(quantity, each),
            )
            for each in owners
        )
        return Placed(quantity, start, settings)

    def _branch(self, quantity: Quantity, on: frozenset[date]) -> frozenset[str]:
        """The shop whose hours, closing day or telephone this is: the one named last before it in its sentence."""
        if on or not self.branches:
            return frozenset()
        start, _ = self.sentence_of(quantity.start)
        before = [each.owners for each in self.branches if start <= each.start and each.end <= quantity.start]
        return before[-1] if before else frozenset()

    def _is_carried(self, quantity: Quantity, owners: frozenset[str]) -> bool:
        start, end = self.clause_of(quantity.start)
        return len(owners) > 1 or not any(start <= each.start < end for each in self.mentions)

    def _for_members(self, quantity: Quantity) -> bool:
        if self.sheet.members_only:
            return True
        if EVERYBODY.search(self.around(quantity.start)):
            return False
        return bool(MEMBER.search(self.view, *self.sentence_of(quantity.start)))

    def _must_be_explicit(self, quantity: Quantity, roles: frozenset[str], on: frozenset[date]) -> bool:
        """A start or an end in a promotion is the campaign's, never a shop's opening hour that happens to fit."""
        if "closed" in roles:
            return True
        if not self.sheet.promo or quantity.kind not in (Kind.DATE, Kind.TIME, Kind.WEEKDAY) or not (roles or on):
            return False
        return not _HOURS.search(self.around(quantity.start))

    def _full_roles(
        self, quantity: Quantity, roles: frozenset[str], owners: frozenset[str], *, members: bool
    ) -> frozenset[str]:
        """A price beside a product is a price for everybody, unless its sentence speaks of members."""
        if quantity.kind is Kind.MONEY and roles == {"list"} and members and MEMBER.search(self.around(quantity.start)):
            return roles | {"member"}
        if quantity.kind is not Kind.MONEY or (roles and not roles & {"price", "deal"}):
            return roles
        if not roles and not owners:
            return roles
        base = roles or frozenset({"price"})
        return base | {"member"} if members else base

    def _owners(self, quantity: Quantity, roles: frozenset[str]) -> list[frozenset[str]]:
        start, end = self.clause_of(quantity.start)
        inside = [each for each in self.mentions if start <= each.start < end]
        if "buy" in roles:
            # 买两支才送便携装: what is given is not what is bought.
            inside = [
                each for each in inside if not _GIVEN.search(self.view, quantity.end, max(each.start, quantity.end))
            ]
        if (ordered := self._one_by_one(quantity)) is not None:
            return [ordered]
        if inside:
            before = [each.owners for each in inside if each.end <= quantity.start]
            after = [each.owners for each in inside if each.start >= quantity.end]
            first = before[-1] if before else after[0] if after else inside[0].owners
            second = after[0] if after else first
            return [first] if first == second else [first, second]
        begin, _ = self.sentence_of(quantity.start)
        earlier = [each for each in self.mentions if each.end <= quantity.start]
        if earlier and earlier[-1].start >= begin:
            return [earlier[-1].owners]
        if earlier and roles & _PRICES:
            return [earlier[-1].owners]
        _, finish = self.sentence_of(quantity.start)
        later = {each.owners for each in self.mentions if quantity.end <= each.start < finish}
        if not earlier and len(later) == 1 and roles & {"left", "stock"}:
            return [next(iter(later))]
        if self.sheet.promo and self.sheet.items and roles & {"deal", "floor", "save"}:
            return [self.sheet.items]
        return [frozenset()]

    def _one_by_one(self, quantity: Quantity) -> frozenset[str] | None:
        """甲和乙分别是 79 元和 129 元: the products of the sentence in order, matched with its amounts in order."""
        start, end = self.sentence_of(quantity.start)
        each = _EACH.search(self.view, start, quantity.start)
        if each is None:
            return None
        named: list[Mention] = [mention for mention in self.mentions if start <= mention.start < each.start()]
        listed = [other for other in self.quantities if other.kind is quantity.kind and each.end() <= other.start < end]
        if len(named) != len(listed) or quantity not in listed:
            return None
        return named[listed.index(quantity)].owners

    def _day_before(self, quantity: Quantity) -> frozenset[date]:
        """The day written directly before a time (11月24日 20:00), empty where there is none or a range of days."""
        for other in self.quantities:
            if other.end > quantity.start or other.kind not in (Kind.DATE, Kind.WEEKDAY):
                continue
            if quantity.start - other.end <= 8 and _DAY_TO_TIME.fullmatch(self.view, other.end, quantity.start):
                return frozenset(low for low, high in other.readings if isinstance(low, date) and low == high)
        return frozenset()


def _piece(starts: list[int], position: int, length: int) -> tuple[int, int]:
    index = bisect_right(starts, position)
    return starts[index - 1], starts[index] if index < len(starts) else length
