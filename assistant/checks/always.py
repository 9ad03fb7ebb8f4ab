"""Does the text say the doors are always open? 全年无休, 天天开门, 24 小时有人, 过年不停课: and its days of rest?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checks.context import CheckContext
from assistant.checks.filelines import of_text
from assistant.checks.scene import Scene
from assistant.schema.brand import Branch
from assistant.schema.contracts import Finding, PassageKind
from assistant.text.patterns import Pattern
from assistant.text.plain import plain

_YEAR = Pattern(
    r"(?:全年|年中|常年|终年|一年到头|一年四季)(?:都)?(?:无休|不休息?|不歇|不打烊|不关门|开门|营业|开着)|一年?(?:三百六十五|365)\s?天(?:都|天天)?(?:开|营业|不休|在)"
    r"|(?:三百六十五|365)\s?天(?:天天|都|全)?(?:开门|营业|不休|不打烊)|从不(?:休息|关门|放假|打烊)|没有休息日|不放假"
)
_WEEK = Pattern(
    r"(?:天天|每天|每日|一周七天|周一到周日|星期一到星期天)(?:都|也|照常|全都?)?(?:开门|营业|开着|开店|开馆|有人在|在店里)"
)
_CLOCK = Pattern(
    r"(?:24|二十四)\s?(?:个)?小时(?:都|全天|不间断|全年)?(?:开门|开放|营业|有人|在店|在线|接待|接客|值班|不打烊|不关门|(?:都|也)?(?:能|可以?)(?:来|进|练|用|逛|买|取|拿|送|接)|都?能来|随到)"
    r"|(?:通宵|整夜|全天候)(?:都)?(?:开门|开放|营业|有人|不关门)|(?:半夜|凌晨|后半夜)(?:几点)?(?:也|都)(?:开|有人|能来|可以来|营业)"
)
_FEAST = Pattern(
    r"(?:过年|春节|除夕|大年三十|大年初一|年三十)(?:期间|那几天|的时候|这几天)?(?:也|都|照样|我们|店里|[，]|初[一二三四五六七])*"
    r"(?:不(?:休息?|停[课业工]?|关门?|放假|打烊|歇)|照常|照样|正常(?:营业|开门|上课)|(?:开门|营业)(?!时间|到|吗))"
)
_LEAVES_OUT = re.compile(r"除(?:了|去|开)?|以外|之外|不过|但是?|只有|[？?]|吗|呢|隔壁|别家|便利店|医院|对面")
_RESTS = re.compile(r"休息?|停|关|歇|放假|不开|打烊|闭")
_SPRING = re.compile(r"春节|过年|除夕|大年|正月|初[一二三四五六七]|(?:20\d\d 年 )?[12] 月 \d+ 日")


def always_findings(scene: Scene, context: CheckContext) -> Iterator[Finding]:
    """One finding for each word of doors that are always open, where the shop named has a time of rest."""
    branches = context.brand.branches if context.brand else ()
    if not branches:
        return
    for pattern in (_YEAR, _WEEK, _CLOCK, _FEAST):
        for match in pattern.finditer(scene.view):
            start, end = scene.sentence_of(match.start())
            sentence = scene.view[start:end]
            if _LEAVES_OUT.search(sentence):
                continue
            told = _told(pattern, _meant(sentence, branches), scene, (start, end), context)
            if told is not None:
                text, basis = told
                yield Finding(
                    check="facts", kind="closed_day", severity="error", start=match.start(), end=match.end(),
                    text=scene.text[match.start() : match.end()],
                    message=f"“{scene.text[match.start() : match.end()]}”和资料对不上，资料里是{text}", basis=basis,
                    suggestion="写明哪天休息、几点开到几点；改了，先改资料",
                )  # fmt: skip


def _meant(sentence: str, branches: Sequence[Branch]) -> list[Branch]:
    """The shops a sentence names; all of them where it names none."""
    return [each for each in branches if plain(each.name) in sentence] or list(branches)


def _told(
    pattern: Pattern, meant: Sequence[Branch], scene: Scene, span: tuple[int, int], context: CheckContext
) -> tuple[str, str] | None:
    """What the files say of the rest of these shops, and where; None where they say nothing against it."""
    weekly = [each for each in meant if any("周" in day or "星期" in day for day in each.closed)]
    resting = weekly if pattern is _WEEK else [each for each in meant if each.closed]
    basis = "brand.yaml · branches"
    if pattern is _CLOCK:
        timed = [each for each in meant if each.hours and not _whole_day(each.hours)]
        return ("、".join(f"{each.name} {each.hours}" for each in timed), basis) if len(timed) == len(meant) else None
    if pattern is _WEEK:
        # Of several shops that nobody named one may be meant that does open.
        return _rest_days(weekly) if len(weekly) == len(meant) else None
    if resting and (pattern is not _FEAST or any("-" in day for each in resting for day in each.closed)):
        return _rest_days(resting)
    return _of_holidays(scene.view[slice(*span)], context)


def _rest_days(branches: Sequence[Branch]) -> tuple[str, str]:
    days = "；".join(f"{each.name} {'、'.join(each.closed)} 休息" for each in branches)
    return days, "brand.yaml · branches"


def _of_holidays(sentence: str, context: CheckContext) -> tuple[str, str] | None:
    """The sentence of policies and answers that speaks of rest around the Spring Festival."""
    if context.lookup is None:
        return None
    for passage in (*context.lookup(f"春节过年休息营业。{sentence}"), *context.lookup("春节过年放假休息停")):
        if passage.kind not in (PassageKind.FAQ, PassageKind.POLICY):
            continue
        basis = passage.basis
        for line in of_text(passage.text, passage.question, basis):
            if _SPRING.search(f"{line.about}{line.text}") and _RESTS.search(line.text):
                return f"“{line.text}”", basis
    return None


def _whole_day(hours: str) -> bool:
    return bool(re.search(r"00:00\s?[-~至到]\s?(?:24:00|23:59)|24\s?小时|全天", plain(hours)))
