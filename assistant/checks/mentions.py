"""Which product does a clause speak of? By its name or a part of it that tells it from the others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.checks.units import COUNT_WORDS
from assistant.text.plain import plain

_ASIDE = re.compile(r"[（(【\[].*?[）)】\]]")
_SPLIT = re.compile(r"[\s·・/,，、+\-_—|]+")
_FIGURE = re.compile(r"[\d.*×x]+[A-Za-z一-鿿℃%]?")
_SIZE = re.compile(
    r"(?:[A-Za-z]{1,3}|[大中小]|\d[\d.]*(?:[-~]\d[\d.]*)?)(?:号|码|寸|段|[gG克lL升斤片](?![a-z])|kg|ml|ML|个月)"
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z\d]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A product's name or a part of it; ``owners`` has several keys where the part fits several products."""

    start: int
    end: int
    owners: frozenset[str]


class Names:
    """The names of the products a text may speak of, ready to be found. ``names`` maps a key (the sku) to the name."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._parts: dict[str, set[str]] = {}
        for key, name in names.items():
            for part in _parts(plain(name)):
                self._parts.setdefault(part, set()).add(key)
        everyone = len(names)
        # A part that every one of several products carries (the brand's own name) tells nothing.
        usable = {part: keys for part, keys in self._parts.items() if everyone < 3 or len(keys) < everyone}
        self._parts = usable
        longest_first = sorted(usable, key=len, reverse=True)
        self._pattern = re.compile("|".join(re.escape(part) for part in longest_first)) if usable else None
        self._variants = {key: _variants(plain(name)) for key, name in names.items()}

    def find(self, view: str) -> list[Mention]:
        """Mentions in ``view`` (a plain text), longest first at each place, none overlapping."""
        if self._pattern is None:
            return []
        found: list[Mention] = []
        for match in self._pattern.finditer(view):
            owners = frozenset(self._parts[match[0]])
            last = found[-1] if found else None
            if last is not None and last.end == match.start() and (both := last.owners & owners):
                found[-1] = Mention(last.start, match.end(), both)
            else:
                found.append(Mention(match.start(), match.end(), owners))
        return [each if len(each.owners) == 1 else self._narrowed(each, view) for each in found]

    def _narrowed(self, mention: Mention, view: str) -> Mention:
        """Of several sizes of one thing the one that is named beside it: 纸尿裤 M 码, 6 寸蛋糕."""
        behind = "".join(view[mention.end : mention.end + 12].split()).lower()
        before = "".join(view[max(0, mention.start - 8) : mention.start].split()).lower()
        sizes = {
            key: size
            for key in mention.owners
            for size in self._variants[key]
            if behind.startswith(size) or before.endswith(size)
        }
        longest = max(map(len, sizes.values()), default=0)
        owners = frozenset(key for key, size in sizes.items() if len(size) == longest)
        return Mention(mention.start, mention.end, owners) if owners else mention


def _variants(name: str) -> set[str]:
    """What tells the sizes of one thing apart, without spaces: m码, 6寸, 450g."""
    return {size.lower() for size in _SIZE.findall("".join(name.split()))}


def _parts(name: str) -> set[str]:
    """What a shop would call the product for short: the name, its words, and every run of three or more characters."""
    parts = {name.strip()} if len(name.strip()) >= 2 else set()
    core = _ASIDE.sub(" ", name).strip()
    words = [word for word in _SPLIT.split(core) if word]
    for word in words:
        for latin in _LATIN.findall(word):
            if len(latin) >= 3:
                parts.add(latin)
        for run in re.findall(r"[一-鿿]+", _FIGURE.sub(" ", word)):
            if len(run) >= 2:
                parts.add(run if len(run) > 2 else "")
                parts.add(run[-2:])
            parts.update(run[a:b] for a in range(len(run)) for b in range(a + 3, len(run) + 1))
    whole = _SPLIT.sub("", core)
    if len(whole) >= 3:
        parts.add(whole)
    own = {name.strip(), whole}
    return {
        part
        for part in parts
        if len(part) >= 2 and not part.isdigit() and (part in own or not (part in _GENERIC or part in COUNT_WORDS))
    }


_WORDS = (
    "宝宝 婴儿 儿童 新生儿 女士 男士 成人 礼盒 套装 组合 系列 加厚 升级 豪华 经典 新款 基础款 升级款 加厚款 "
    "礼盒装 家庭装 体验装 体验 课程 会员 门店 活动 用品 产品 商品 单品 小时 分钟 优惠 服务 次卡 月卡 季卡 年卡 "
    "大号 中号 小号 大包 小包 一包 一盒 三件套 两件套 件套"
)
_GENERIC = frozenset(_WORDS.split())
