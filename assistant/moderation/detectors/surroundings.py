"""What the detectors know of the operator: what is her own is no violation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.moderation.hosts import is_code
from assistant.schema.brand import Brand
from assistant.text.folding import fold_each
from assistant.text.personal import bare

_NUMBER = re.compile(r"\+?\d[\d -]{3,}\d")
_ACCOUNT = re.compile(r"(?<![a-z0-9@.])[a-z][a-z0-9_-]{5,19}(?![a-z0-9@.])")
_DOMAIN = re.compile(r"(?<![@a-z0-9-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![a-z0-9-])")


@dataclass(frozen=True)
class Surroundings:
    """The operator's own: domains, mini-programs, numbers and accounts, goods, phrases that are never found, groups.

    ``trade`` is what the brand says of itself: its name, what it does, its goods and groups, folded.
    ``numbers`` are phones and accounts as :func:`assistant.text.personal.bare` writes them, ``phrases`` are folded.
    """

    brand: str = ""
    domains: frozenset[str] = frozenset()
    mini_programs: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    trade: str = ""

    @classmethod
    def of(
        cls,
        brand: Brand,
        *,
        domains: Iterable[str] = (),
        mini_programs: Iterable[str] = (),
        numbers: Iterable[str] = (),
        products: Iterable[str] = (),
        phrases: Iterable[str] = (),
        groups: Iterable[str] = (),
        trade: Iterable[str] = (),
    ) -> Surroundings:
        """Gather what is the operator's own from ``brand.yaml`` and what a rule set exempts."""
        said = fold_each("\n".join([brand.contact, brand.about, *(f"{b.phone}\n{b.note}" for b in brand.branches)]))
        own = {bare(each) for each in (*_NUMBER.findall(said), *_ACCOUNT.findall(said), *numbers)}
        return cls(
            brand=brand.name,
            # A code of hers (to pay, to add) frees itself (allowlist), not the host that serves everybody's.
            domains=frozenset(
                _domain(each)
                for each in (*domains, *_DOMAIN.findall(said))
                if each.strip() and not is_code(fold_each(each).strip())
            ),
            mini_programs=frozenset(fold_each(each).strip() for each in (*mini_programs, brand.name) if each.strip()),
            numbers=frozenset(each for each in own if each),
            products=frozenset(fold_each(each).strip() for each in products if each.strip()),
            phrases=tuple(fold_each(each).strip() for each in phrases if each.strip()),
            groups=tuple(groups),
            trade=fold_each("\n".join([brand.name, brand.about, *trade])),
        )

    def is_own_number(self, number: str) -> bool:
        """Whether a phone or an account is the operator's, however it is grouped."""
        wanted = bare(number).removeprefix("86")
        return wanted in self.numbers

    def is_trade(self, word: str) -> bool:
        """Whether the brand speaks of ``word`` where it says what it is and sells."""
        return fold_each(word) in self.trade

    def is_own_domain(self, host: str) -> bool:
        """Whether ``host`` is one of the operator's domains or lies under it."""
        return any(host == domain or host.endswith(f".{domain}") for domain in self.domains)


def _domain(written: str) -> str:
    """A domain as operators write it (https://www.shop.cn/, *.shop.cn) without what is around it."""
    host = re.sub(r"^[a-z]+://", "", fold_each(written).strip()).split("/", 1)[0].split(":", 1)[0]
    return host.removeprefix("*.").removeprefix("www.").strip(".")
