"""The allowed facts: every value a text may state, with the part it plays, whose it is and where it stands.

A :class:`FactSheet` is neutral: it is built from a brief (:mod:`assistant.checks.briefsheet`) or from whatever facts a
caller has, and any text can be held against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from assistant.checks.mentions import Mention, Names
from assistant.checks.quantities import scan
from assistant.checks.quantity import Kind, Quantity, Value
from assistant.checks.roles import roles_of
from assistant.schema.facts import Product
from assistant.text.plain import plain


@dataclass(frozen=True, slots=True)
class Fact:
    """One allowed value.

    ``owners`` are the keys of the products it belongs to, empty for everybody's. ``roles`` empty plays any part.
    ``on`` ties a time to its day. ``label`` is the Chinese name of the fact (活动价), ``basis`` where it stands.
    ``free`` marks a value read from running text, ``general`` one from text that is not about what is sold.
    """

    kind: Kind
    readings: tuple[tuple[Value, Value], ...]
    unit: str = ""
    roles: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    on: date | None = None
    label: str = ""
    basis: str = ""
    bound: int = 0
    over: int = 0
    free: bool = False
    surface: str = ""
    general: bool = False


@dataclass(slots=True)
class _Told:
    """A trusted text, read when the first figure is asked about: most texts that are checked state none.

    What was read is kept, for the copies of a sheet share it.
    """

    text: str
    basis: str
    today: date
    owners: frozenset[str]
    label: str
    roles: frozenset[str]
    general: bool
    read: tuple[Fact, ...] | None = None

    def facts(self, names: Names | None) -> tuple[Fact, ...]:
        """Return every quantity with the roles and the product of ``names`` that its own words give it."""
        if self.read is None:
            view = plain(self.text)
            mentions = names.find(view) if names and not self.owners else []
            self.read = tuple(
                Fact(
                    each.kind, each.readings, each.unit, self.roles or played,
                    _clause_owners(view, each, mentions) if mentions else self.owners,
                    None, self.label, self.basis, each.bound, each.over, True, each.text, self.general,
                )
                for each, played in _stated(self.text, self.today)
            )  # fmt: skip
        return self.read


@dataclass
class FactSheet:
    """What a text may say at the moment ``at`` it is sent.

    ``products`` maps a key to its name, ``branches`` are the names of the shops. ``texts`` are (text, basis) of the
    brand's own words, searched for phrases as they stand; ``names`` may carry figures that claim nothing.
    ``deadlines`` are (start, end, basis) of what may be called nearly over, ``festivals`` the days to those of the
    calendar, ``items`` the keys of the products in the campaign. ``members_only`` says that every reader is a member,
    ``promo`` that the text sells: then starts and ends must be the campaign's own. ``goods`` are the rows of the price
    list behind ``products``, for the prices a row states under titles of their own.
    """

    at: datetime
    products: Mapping[str, str] = field(default_factory=dict)
    goods: dict[str, Product] = field(default_factory=dict)
    facts: list[Fact | _Told] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    names: tuple[str, ...] = ()
    deadlines: list[tuple[datetime | None, datetime | None, str]] = field(default_factory=list)
    items: frozenset[str] = frozenset()
    festivals: Mapping[str, int] = field(default_factory=dict)
    members_only: bool = False
    promo: bool = False
    branches: frozenset[str] = frozenset()
    _names: Names | None = None
    _branch_names: Names | None = None
    _pattern: re.Pattern[str] | None = None
    _by_kind: dict[Kind, list[Fact]] = field(default_factory=dict)
    _all_text: str | None = None

    @property
    def today(self) -> date:
        """The day the text is sent."""
        return self.at.date()

    def copy(self) -> FactSheet:
        """A sheet to which more may be added without changing this one; what was compiled is shared."""
        return replace(
            self, facts=list(self.facts), texts=list(self.texts), deadlines=list(self.deadlines), _by_kind={}
        )

    def add(
        self, kind: Kind, low: Value | None, high: Value | None = None, *, roles: str = "", unit: str = "",
        owners: Iterable[str] = (), label: str = "", basis: str = "", on: date | None = None,
    ) -> None:  # fmt: skip
        """Allow a value (or the range ``low`` to ``high``); ``roles`` are separated by spaces. None adds nothing."""
        if low is None:
            return
        pair = (low, low if high is None else high)
        self.facts.append(Fact(kind, (pair,), unit, frozenset(roles.split()), frozenset(owners), on, label, basis))

    def add_moment(self, moment: datetime, *, roles: str, label: str, basis: str) -> None:
        """Allow a day and its time together; midnight may be called 24:00 of the day before, 23:59 24:00."""
        day, minute = moment.date(), moment.hour * 60 + moment.minute
        forms = {(day, minute)}
        if minute == 0 and "end" in roles:
            forms.add((day - timedelta(days=1), 1440))
        elif minute == 1439:
            forms.add((day, 1440))
        for form_day, form_minute in forms:
            self.add(Kind.DATE, form_day, roles=roles, label=label, basis=basis)
            self.add(Kind.TIME, Decimal(form_minute), roles=roles, label=label, basis=basis, on=form_day)

    def add_text(
        self,
        text: str,
        basis: str,
        *,
        owners: Iterable[str] = (),
        label: str = "",
        roles: str = "",
        general: bool = False,
    ) -> None:
        """Allow every quantity a trusted text states, each with the roles and product its own words give it."""
        if not text:
            return
        self.texts.append((text, basis))
        self._all_text = None
        own = frozenset(roles.split())
        self.facts.append(_Told(text, basis, self.today, frozenset(owners), label, own, general))

    @property
    def named(self) -> Names:
        """The finder of the products' names."""
        if self._names is None:
            self._names = _finder(tuple(self.products.items()))
        return self._names

    @property
    def branch_names(self) -> Names:
        """The finder of the names of the shops; a fact of one shop is owned by its name."""
        if self._branch_names is None:
            self._branch_names = Names({name: name for name in self.branches} if len(self.branches) > 1 else {})
        return self._branch_names

    @property
    def name_pattern(self) -> re.Pattern[str] | None:
        """Matches every name with a figure in it; such figures claim nothing."""
        if self._pattern is None:
            figured = {
                plain(name)
                for name in (*self.names, *self.products.values())
                if re.search(r"[\d一二三四五六七八九十百千万两半]", plain(name))
            }
            parts = sorted(figured, key=len, reverse=True)
            if parts:
                self._pattern = re.compile("|".join(re.escape(part) for part in parts if len(part) > 1))
        return self._pattern

    def of_kinds(self, kinds: Iterable[Kind]) -> list[Fact]:
        """The facts of these kinds."""
        if sum(map(len, self._by_kind.values())) != len(self.facts):
            names = self.named if self.products else None
            read = [fact for each in self.facts for fact in ([each] if isinstance(each, Fact) else each.facts(names))]
            self.facts = [*read]
            self._by_kind = {}
            for fact in read:
                self._by_kind.setdefault(fact.kind, []).append(fact)
        return [fact for kind in kinds for fact in self._by_kind.get(kind, ())]

    def says(self, phrase: str) -> bool:
        """Whether the brand's own words contain ``phrase`` as it stands, and not as a part of a longer number."""
        if self._all_text is None:
            self._all_text = "\n".join(plain(text) for text, _ in self.texts)
        view = plain(phrase)
        start = self._all_text.find(view)
        while start >= 0:
            before, after = self._all_text[max(0, start - 1) : start], self._all_text[start + len(view) :][:1]
            if not (before.isdigit() and view[0].isdigit()) and not (after.isdigit() and view[-1].isdigit()):
                return True
            start = self._all_text.find(view, start + 1)
        return False


@lru_cache(maxsize=8192)
def _stated(text: str, today: date) -> tuple[tuple[Quantity, frozenset[str]], ...]:
    """The quantities of a trusted text with the parts they play; the same texts are read for every text checked."""
    view = plain(text)
    return tuple((each, roles_of(view, each)) for each in scan(text, today=today))


# The copies of a sheet look for the same names.
@lru_cache(maxsize=16)
def _finder(products: tuple[tuple[str, str], ...]) -> Names:
    return Names(dict(products))


_CLAUSE_END = "，,；;。！!？?\n"


def _clause_owners(view: str, quantity: Quantity, mentions: list[Mention]) -> frozenset[str]:
    """The product named in the clause of a quantity in a trusted text, nearest before it, else after."""
    start = max((view.rfind(mark, 0, quantity.start) for mark in _CLAUSE_END), default=-1) + 1
    ends = [place for mark in _CLAUSE_END if (place := view.find(mark, quantity.end)) >= 0]
    end = min(ends, default=len(view))
    inside = [each for each in mentions if start <= each.start < end]
    before = [each for each in inside if each.start < quantity.start]
    return (before[-1] if before else inside[0]).owners if inside else frozenset()
