"""Which product does a clause speak of? By its name or a part of it that tells it from the others."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.checks.units import COUNT_WORDS
from assistant.text.numerals import parse_numeral
from assistant.text.patterns import Pattern
from assistant.text.plain import plain

_ASIDE = re.compile(r"[（(【\[].*?[）)】\]]")
_SPLIT = re.compile(r"[\s·・/,，、+\-_—|]+")
_FIGURE = re.compile(r"[\d.*×x]+[A-Za-z一-鿿℃%]?")
_SIZE = re.compile(
    r"(?:[A-Za-z]{1,3}|[大中小]|\d[\d.]*(?:[-~]\d[\d.]*)?)(?:号|码|寸|段|[gG克lL升斤片](?![a-z])|kg|ml|ML|个月|课时|节|次(?!卡)|个装|支装|只装)"
)
SIZED = Pattern(r"\s*(?:\d[\d.]*\s?(?:寸|课时|节|码|段|克|毫升|升|公斤)|[SMLX]{1,4}\s?[码号]|NB\s?码)$")
"""The size a name ends with: what tells rows of one thing apart."""
_LATIN = re.compile(r"[A-Za-z][A-Za-z\d]+")
# What operators say for a letter: 小号尿不湿.
_SPOKEN = {"s": ("小号",), "m": ("中号",), "l": ("大号",), "xl": ("加大号", "特大号"), "nb": ("新生儿码", "初生码")}
# A price right behind the first half of a name makes it that name: 美式 15 一杯, 硬笔 12 课时 1080.
_PRICED = Pattern(
    r"[课班]?\s?(?:(?:\d{1,3}|[一二两三四五六七八九十百]{1,4})\s?(?:课时|节|次|寸|毫升|克|公斤|斤|升|片|包|枚|段)\s?)?"
    r"(?:(?:会员|学员|储值)价?|标价|只要|才|就|现在|今天|都|也|是|卖|要|的)*\s?[¥]?\s?\d+(?:\.\d+)?"
    r"\s?(?:[元块](?!面)|[一每/]\s?[一-鿿]|(?=[，。！；、,;]|$))"
)
_SPELLED = re.compile("[一二两三四五六七八九十百]+")
# A name longer than this is not called by its first two characters.
_SHORT, _LONG = 4, 7


@dataclass(frozen=True, slots=True)
class Mention:
    """A product's name or a part of it; ``owners`` has several keys where the part fits several products.

    ``loose`` says that it is only a word customers use for such goods, or the first half of a name.
    """

    start: int
    end: int
    owners: frozenset[str]
    loose: bool = False


class Names:
    """The names of the products a text may speak of, ready to be found. ``names`` maps a key (the sku) to the name.

    ``synonyms`` are the brand's own other words for a word of its names. ``loose`` also takes the first half of a short
    name for the whole where a price follows it. ``sizes`` are the words that tell rows of one name apart (大杯): beside
    the name, or later in its sentence, they choose the row.
    """

    def __init__(
        self, names: Mapping[str, str], synonyms: Mapping[str, Sequence[str]] | None = None, *, loose: bool = False,
        sizes: Mapping[str, Collection[str]] | None = None,
    ) -> None:  # fmt: skip
        self._parts: dict[str, set[str]] = {}
        for key, name in names.items():
            for part in _parts(plain(name)):
                self._parts.setdefault(part, set()).add(key)
        aliases = {part: keys for part, keys in _aliases(names, synonyms or {}).items() if part not in self._parts}
        self._aliases = frozenset(aliases)
        self._parts.update(aliases)
        everyone = len(names)
        # A part that every one of several products carries (the brand's own name) tells nothing.
        usable = {part: keys for part, keys in self._parts.items() if everyone < 3 or len(keys) < everyone}
        self._parts = usable
        longest_first = sorted(usable, key=len, reverse=True)
        self._pattern = re.compile("|".join(re.escape(part) for part in longest_first)) if usable else None
        told = sizes or {}
        self._variants = {key: _variants(plain(name)) | set(told.get(key, ())) for key, name in names.items()}
        self._families = _families(names, told)
        words = sorted({size for each in told.values() for size in each}, key=len, reverse=True)
        spaced = (r"\s?".join(map(re.escape, re.findall(r"\d[\d.]*|\D+", word))) for word in words)
        self._size_pattern = re.compile("|".join(spaced), re.IGNORECASE) if words else None
        self._heads = _heads(names, usable) if loose else {}
        self._head_pattern = (
            re.compile("|".join(map(re.escape, sorted(self._heads, key=len, reverse=True)))) if self._heads else None
        )

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
                found.append(Mention(match.start(), match.end(), owners, match[0] in self._aliases))
        found = self._with_heads(found, view)
        found = [each if len(each.owners) == 1 else self._narrowed(each, view) for each in found]
        return self._with_sizes(found, view)

    def _with_sizes(self, found: list[Mention], view: str) -> list[Mention]:
        """The mentions with the sizes that stand alone behind a name: 美式中杯 18，大杯 22."""
        if self._size_pattern is None or not found:
            return found
        added: list[Mention] = []
        for match in self._size_pattern.finditer(view):
            begin = max(view.rfind(mark, 0, match.start()) for mark in "。！!？?\n") + 1
            before = [each for each in found if begin <= each.start and each.end <= match.start()]
            if not before or any(each.start < match.end() and match.start() < each.end for each in found):
                continue
            # 美式，大杯拿铁: the size belongs to the name behind it.
            if any(each.start == match.end() for each in found):
                continue
            family = {other for key in before[-1].owners for other in self._families.get(key, ())}
            size = "".join(match[0].split()).lower()
            owners = frozenset(key for key in family if size in self._variants[key])
            if owners and owners != before[-1].owners:
                added.append(Mention(match.start(), match.end(), owners, before[-1].loose))
        return sorted([*found, *added], key=lambda each: each.start) if added else found

    def _with_heads(self, found: list[Mention], view: str) -> list[Mention]:
        """The mentions with those that only a price behind the first half of a name shows."""
        if self._head_pattern is None:
            return found
        halves = [
            Mention(match.start(), match.end(), frozenset(self._heads[match[0]]), loose=True)
            for match in self._head_pattern.finditer(view)
            if _PRICED.match(view, match.end())
            and not any(each.start < match.end() and match.start() < each.end for each in found)
        ]
        return sorted([*found, *halves], key=lambda each: each.start) if halves else found

    def _narrowed(self, mention: Mention, view: str) -> Mention:
        """Of several sizes of one thing the one that is named beside it: 纸尿裤 M 码, 6 寸蛋糕."""
        behind = "".join(view[mention.end : mention.end + 12].split()).lower().lstrip("，,的(（")
        before = "".join(view[max(0, mention.start - 8) : mention.start].split()).lower().rstrip("的")
        figured = _in_figures(behind)
        sizes = {
            key: size
            for key in mention.owners
            for size in self._variants[key]
            if behind.startswith(size) or figured.startswith(size) or before.endswith(size)
        }
        longest = max(map(len, sizes.values()), default=0)
        owners = frozenset(key for key, size in sizes.items() if len(size) == longest)
        return replace(mention, owners=owners) if owners else mention


def _in_figures(words: str) -> str:
    """The words with a spelled number at their head in figures: 四十课时 is 40课时."""
    match = _SPELLED.match(words)
    value = parse_numeral(match[0]) if match else None
    return words if match is None or value is None else f"{value.normalize():f}{words[match.end() :]}"


def _families(names: Mapping[str, str], sizes: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    """The keys of the rows of one name, for each of them that has a size."""
    rows: dict[str, set[str]] = {}
    for key in sizes:
        rows.setdefault(SIZED.sub("", _ASIDE.sub("", plain(names[key])).strip()).strip(), set()).add(key)
    return {key: frozenset(keys) for keys in rows.values() for key in keys}


def _variants(name: str) -> set[str]:
    """What tells the sizes of one thing apart, without spaces: m码, 6寸, 450g."""
    sizes = {size.lower() for size in _SIZE.findall("".join(name.split()))}
    return sizes | {word for size in sizes for word in _SPOKEN.get(size.removesuffix("码").removesuffix("号"), ())}


def _aliases(names: Mapping[str, str], synonyms: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    """The brand's other words for a word of its names, with the keys of the products so called: 尿不湿 for 纸尿裤."""
    found: dict[str, set[str]] = {}
    for word, others in synonyms.items():
        called = [plain(each) for each in (word, *others) if len(each) > 1]
        keys = {key for key, name in names.items() if any(each in plain(name) for each in called)}
        for each in called:
            # What stands in a name is a part of it already, or of too many to tell one; 毛毡 of 羊毛毡垫 is neither.
            within = {key for key, name in names.items() if each in plain(name)}
            if within and within == keys and len(within) == 1:
                found.setdefault(each, set()).update(within)
            elif keys and not within:
                found.setdefault(each, set()).update(keys)
    return {word: keys for word, keys in found.items() if word not in _GENERIC and word not in COUNT_WORDS}


def _heads(names: Mapping[str, str], parts: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The first two characters of each short name, a general word before it aside, with the keys they may mean."""
    found: dict[str, set[str]] = {}
    for key, name in names.items():
        for run in re.findall(r"[一-鿿]+", _ASIDE.sub(" ", plain(name))):
            run = next((run[len(each) :] for each in _GENERIC if run.startswith(each)), run)
            if 3 <= len(run) <= _SHORT and run[:2] not in parts and run[:2] not in _GENERIC:
                found.setdefault(run[:2], set()).add(key)
            # 松木砂 of 松木猫砂: what stands between is left out.
            if _SHORT <= len(run) <= _LONG and (short := run[:2] + run[-1]) not in parts and short not in run:
                found.setdefault(short, set()).add(key)
    return found


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
    "单次 单节 单份 大号 中号 小号 大包 小包 一包 一盒 三件套 两件套 件套"
)
_GENERIC = frozenset(_WORDS.split())
