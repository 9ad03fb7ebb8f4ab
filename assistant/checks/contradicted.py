"""Do the files say otherwise of the very matter? 一节课二十个位置 in the files, 二十五个 in the text.

A figure may stand somewhere in the files and be wrong here (99 元包邮 in town, 129 elsewhere), or be one nobody would
call an offer. What counts is the statement of the files whose words are most like those around the text's figure; one
nearly as like that says the same figure acquits it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.checks.agreement import agree, allows, costs
from assistant.checks.availability import is_sure
from assistant.checks.context import CheckContext
from assistant.checks.factlock import objections
from assistant.checks.likeness import Like, like_of
from assistant.checks.pastedsheet import Pasted, is_near
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.roles import roles_of
from assistant.checks.scene import Scene
from assistant.checks.statements import (
    KINDS,
    Statement,
    of_campaign,
    of_goods,
    of_passages,
    standing,
    words_around,
)
from assistant.checks.units import PEOPLE
from assistant.schema.contracts import Finding
from assistant.text.patterns import Pattern
from assistant.text.plain import plain

# A statement this near to the best may bear the figure.
_NEAR, _BESIDE = 0.7, 0.4
_QUESTION = re.compile(r"[？?]|吗|呢|是不是|多少|几(?:个|天|点|块|元)")
_OTHERS = re.compile(
    r"我(?:们家|家|昨|上次|以前|自己|妈|婆|买)|以前|上次|去年|小时候|听说|别家|别的店|隔壁|朋友家|邻居|网上|改[到成为]|调整|临时[改调打关停闭加换]"
)
BROUGHT = Pattern(r"(?:别[家处]|其他店|外面|网上)(?:店里?)?买(?:的|来的|了的)|不是(?:我们|本店|店里)[^，。；]{0,4}买的")
"""What customers bring from elsewhere: the shop may have its own price for it."""
_JUST_NOW = re.compile(r"今天|今晚|明天|本周|这周|下周|这次|昨天")
# A word that fits more goods than this names none of them.
_FEW = 4
_CLAUSES = 2
_WITHIN = re.compile(r"\s?(?:以|之)?内")
# A figure that stands somewhere in the facts is denied only by words this like.
_BORNE, _BORNE_LONG = 8.0, 5.5
# An amount or an hour has its like almost anywhere.
_LEAST = {Kind.MONEY: 10.0, Kind.TIME: 5.0}
# Less will do where another figure of the sentence stands beside it in the files; more is asked where goods are named.
_ANCHORED, _OWNED = 5.0, 13.0
# An amount put on top for the same service: 把照片插成立牌，加 8 元.
_EXTRA = 6.0
# Where so many kinds of figures of a sentence find their like in one sentence of the files, the two speak of one
# matter; then words this like are enough for limits and spans of time: 押金 100 元，最多借 3 本，借 30 天.
_TOGETHER, _ALSO = 2, 4.0
_SERVED = (Kind.COUNT, Kind.DURATION, Kind.MONEY)
# What is said of other things acquits a figure only where it is this much plainer than the row of the article.
_PLAINER = 1.6


_TERMS = frozenset({"threshold", "fee", "save", "coupon"})
DOORS = re.compile(r"开门|关门|打烊|闭店|营业|歇业|开馆|闭馆")
"""A time beside one of these is the shop's own: :mod:`assistant.checks.openings` judges it."""
# What has happened is told, not claimed: 坐了十分钟.
_TOLD_OF = re.compile(r"[了过]\s?$")
# What is added up is no price of the files.
_ADDED = re.compile(
    r"(?:一共|总共|合计|加起来|一起|共|(?<![天另要，,])加|[两三四][件个包盒袋瓶样只条支罐][^，。]{0,4}?)\s?$"
)
# A number without a unit claims something behind one of these: 充 500 送 50, 每天减 20.
_GIVES = re.compile(r"(?:[减送抵返充满赠]|[定订押]金(?:要|先)?[付交收]?)\s?$")


def contradictions(scene: Scene, read: Pasted, context: CheckContext, done: Iterable[int]) -> Iterator[Finding]:
    """One finding for each figure of the text that the likest statement of the files puts otherwise.

    ``done`` are the places of figures already spoken of.
    """
    told = set(done)
    unborne = {each.quantity.start for each in objections(scene)}
    known: dict[tuple[int, int], list[Statement]] = {}
    for quantity in scene.quantities:
        group = KINDS.get(quantity.kind)
        span = scene.sentence_of(quantity.start)
        sentence = scene.view[slice(*span)]
        if group is None or quantity.start in told:
            continue
        borne, announced = quantity.start not in unborne, read.announced is not None
        if not _may_be(quantity, sentence, scene, borne=borne, announced=announced):
            continue
        if borne and read.called and quantity.kind in (Kind.TIME, Kind.DATE, Kind.WEEKDAY):
            continue  # When a campaign is stands in its own fields.
        if _own_says(quantity, group, span, scene, read, context):
            continue
        if span not in known:
            known[span] = list(_known(span, scene, read, context))
        spoken = _spoken(span, scene, known[span]) if quantity.kind in _SERVED else frozenset()
        against = _against(quantity, group, scene, known[span], spoken, borne=borne)
        if against is None:
            continue
        told |= {each.start for each in scene.quantities if each.start == quantity.start}
        yield Finding(
            check="facts", kind="contradicted", severity="warn", start=quantity.start, end=quantity.end,
            text=scene.text[quantity.start : quantity.end],
            message=f"“{quantity.text}”和资料对不上，资料里是“{against.sentence}”",
            basis=against.basis, suggestion=f"照资料改，或先把资料改对：{against.basis}",
        )  # fmt: skip


def _own_says(
    quantity: Quantity, group: str, span: tuple[int, int], scene: Scene, read: Pasted, context: CheckContext
) -> bool:
    """Whether the row of goods the text names, or the campaign it calls, says this very figure."""
    today = scene.sheet.today
    inside = [each for each in scene.mentions if span[0] <= each.start < span[1]]
    # 二十四节私教 6000。有效期 240 天: what follows is said of the goods named last.
    named = inside or [each for each in scene.mentions if each.end <= span[0]][-1:]
    goods = [read.goods[key] for each in named for key in sorted(each.owners)[:_FEW] if key in read.goods]
    own = [*of_goods(goods, today), *(each for campaign in read.called for each in of_campaign(campaign, today))]
    if quantity.kind is Kind.NUMBER and any(
        is_near(each, context) and quantity.low in (each.threshold, each.amount) for each in context.others
    ):
        return True
    if quantity.unit in PEOPLE and any(
        is_near(each, context) and quantity.low in (each.size, *(step.buyers for step in each.ladder))
        for each in context.others
    ):
        return True
    limited = roles_of(scene.view, quantity) & {"limit", "stock", "left"}
    if limited and any(quantity.low in (each.limit, each.stock) for each in goods):
        return True
    return any(
        each.group == group and (not quantity.unit or not each.unit or quantity.unit == each.unit)
        and agree(quantity, each)
        for each in own
    )  # fmt: skip


def is_said(quantity: Quantity, scene: Scene, read: Pasted, context: CheckContext) -> bool:
    """Whether the files say this figure in much the same words."""
    group, span = KINDS.get(quantity.kind), scene.sentence_of(quantity.start)
    if group is None:
        return False
    view = scene.view[slice(*span)]
    said = words_around(view, quantity.start - span[0], quantity.end - span[0], view)
    likes = (like_of(quantity, group, said, each) for each in _known(span, scene, read, context))
    return any(like and like.sure and agree(quantity, like.statement) for like in likes)


def _known(span: tuple[int, int], scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Statement]:
    today = scene.sheet.today
    named = {
        key for each in scene.mentions if span[0] <= each.start < span[1] and is_sure(each, scene, read.goods)
        for key in each.owners if len(each.owners) <= _FEW
    }  # fmt: skip
    yield from of_goods([read.goods[key] for key in sorted(named) if key in read.goods], today)
    yield from standing(context)
    if context.lookup is not None:
        found = [passage for words in _asked(span, scene) for passage in context.lookup(words)]
        yield from of_passages(list({id(each): each for each in found}.values()), today)


def _asked(span: tuple[int, int], scene: Scene) -> list[str]:
    """What is looked up: the sentence, and the clauses with figures that the rest of it may drown."""
    clauses = dict.fromkeys(scene.clause_of(each.start) for each in scene.quantities if span[0] <= each.start < span[1])
    asked = [scene.view[slice(*span)], *(scene.view[slice(*each)] for each in list(clauses)[:_CLAUSES])]
    return list(dict.fromkeys(asked))


def _may_be(quantity: Quantity, sentence: str, scene: Scene, *, borne: bool, announced: bool) -> bool:
    """Whether the files may put the figure otherwise: no question, no talk of others, no price of named goods."""
    if _QUESTION.search(sentence) or _OTHERS.search(BROUGHT.sub("", sentence)) or _JUST_NOW.search(sentence):
        return False
    if quantity.relative and quantity.kind is Kind.DATE:
        return False
    if quantity.kind is Kind.TIME and _is_of_doors(quantity, scene):
        return False  # assistant.checks.openings
    if quantity.kind in (Kind.DURATION, Kind.COUNT) and _TOLD_OF.search(scene.view, 0, quantity.start):
        return False
    if quantity.kind is Kind.MONEY:
        # What goods cost stands in the price list, what a campaign costs in its terms.
        roles = roles_of(scene.view, quantity)
        if announced:
            return False
        owners = scene.place(quantity).settings[0].owners
        if roles & _TERMS:
            return True
        brought = BROUGHT.search(sentence) is not None
        return (brought or not (borne and owners)) and not _ADDED.search(scene.view, 0, quantity.start)
    if quantity.kind is Kind.NUMBER:
        return _GIVES.search(scene.view, 0, quantity.start) is not None
    return quantity.claim or quantity.kind is Kind.DURATION


def _is_of_doors(quantity: Quantity, scene: Scene) -> bool:
    """Whether the time is one of opening or closing: said in its clause, or before a shop's bare time."""
    start, end = scene.clause_of(quantity.start)
    if DOORS.search(scene.view, start, end):
        return True
    names = [each for each in scene.branches if start <= each.start and each.end <= quantity.start]
    bare = bool(names) and len(scene.view[names[-1].end : quantity.start].strip()) <= 1
    return bare and DOORS.search(scene.view, scene.sentence_of(start)[0], start) is not None


def _likes(quantity: Quantity, group: str, scene: Scene, known: Sequence[Statement]) -> list[Like]:
    start, end = scene.sentence_of(quantity.start)
    said = words_around(scene.view[start:end], quantity.start - start, quantity.end - start, scene.view[start:end])
    # The name of a shop tells where, not what: 桐梓林店八点开门, 桐梓林店七点半前送到.
    shops = frozenset("".join(scene.view[each.start : each.end] for each in scene.branches))
    said = replace(said, before=said.before - shops, after=said.after - shops)
    roles = roles_of(scene.view, quantity)
    return [like for each in known if (like := like_of(quantity, group, said, each, roles)) is not None]


def _spoken(span: tuple[int, int], scene: Scene, known: Sequence[Statement]) -> frozenset[str]:
    """The sentences of the files in which several figures of a sentence of the text find their like."""
    counted: defaultdict[str, set[str]] = defaultdict(set)
    for quantity in scene.quantities:
        group = KINDS.get(quantity.kind)
        if group is not None and span[0] <= quantity.start < span[1]:
            sure = [like for like in _likes(quantity, group, scene, known) if like.sure and not like.statement.advice]
            best = max(sure, key=lambda like: like.score, default=None)
            if best is not None:
                counted[best.statement.sentence].add(group)
    return frozenset(sentence for sentence, groups in counted.items() if len(groups) >= _TOGETHER)


def _against(
    quantity: Quantity, group: str, scene: Scene, known: Sequence[Statement], spoken: frozenset[str], *, borne: bool
) -> Statement | None:
    """The statement that stands in the text's place and says another figure; None where one there says the same."""
    start, end = scene.sentence_of(quantity.start)
    likes = [
        replace(like, sure=like.sure or (like.statement.sentence in spoken and like.score >= _ALSO and like.beside))
        for like in _likes(quantity, group, scene, known)
    ]
    if any(like.statement.sentence in spoken and agree(quantity, like.statement) for like in likes):
        return None
    if _times_over(quantity, scene, likes):
        return None
    # 满 399 包邮，不满 20 块: of several lines of one shape the one with the other figure is meant.
    same = [
        like for like in likes
        if (quantity.kind is Kind.MONEY and agree(quantity, like.statement))
        # 离店六公里，送一趟 25, where 三到八公里 25 元 stands.
        or (_is_inside(quantity, like.statement, scene) and costs(quantity, like.statement, scene))
    ]  # fmt: skip
    if any(_is_anchored(quantity, scene, like, known) for like in same):
        return None
    # What an article advises is no rule of the shop: it acquits, and accuses nobody.
    sure = [
        like
        for like in likes
        if like.sure and not like.statement.advice and _same_goods(like.statement, start, end, scene)
    ]
    # 私教提前两小时取消: a paragraph on 私教 goes before one on other lessons.
    mine = [like for like in sure if _is_about(like.statement, start, end, scene)]
    if mine and max(like.score for like in mine) >= _NEAR * max(like.score for like in sure):
        sure = mine
        likes = [like for like in likes if like in mine or like.statement.owner or not like.sure]
    # What the row of the article named says goes before what is said of others.
    best = max(sure, key=lambda like: (bool(like.statement.owner), like.score), default=None)
    if best is None or (best.statement.unit == "个" and best.statement.readings[0][0] == 1):
        return None  # 换一个菠萝包 counts nothing.
    own = bool(best.statement.owner)
    least_borne = _ALSO if best.statement.sentence in spoken else _BORNE_LONG if group in ("time", "clock") else _BORNE
    if borne and not own and not best.extra and best.score < least_borne:
        return None
    least = _LEAST.get(quantity.kind, 0)
    if quantity.kind is Kind.MONEY:
        owners = scene.place(quantity).settings[0].owners
        anchored = best.statement.sentence in spoken or _is_anchored(quantity, scene, best, known)
        brought = BROUGHT.search(scene.view[start:end]) and BROUGHT.search(plain(best.statement.sentence))
        if best.extra and not owners:
            least = _EXTRA
        else:
            least = _ANCHORED if anchored or brought else least if not owners and not borne else _OWNED
    if not own and best.score < least:
        return None
    bare = not scene.view.startswith("内", quantity.end)
    if group == "time" and _knows(best.statement, quantity, scene):
        return None
    for like in likes:
        each = like.statement
        least = (_PLAINER if own and not each.owner else _NEAR) * best.score
        if each.sentence == best.statement.sentence and like.sure and each.readings[0][0] == each.readings[0][1]:
            least = _BESIDE * best.score
        if agree(quantity, each) and ((like.sure and like.score >= least) or (own and each.owner)):
            return None
        if (
            bare
            and each.sentence == best.statement.sentence
            and allows(quantity, each)
            and costs(quantity, each, scene)
        ):
            return None
    return best.statement


def _is_anchored(quantity: Quantity, scene: Scene, best: Like, known: Sequence[Statement]) -> bool:
    """Whether another figure of the sentence stands in the very sentence of the files: 不满 88 收 8 元."""
    start, end = scene.sentence_of(quantity.start)
    others = {
        each.low for each in scene.quantities
        if start <= each.start < end and each is not quantity and isinstance(each.low, Decimal) and each.low > 2
    }  # fmt: skip
    told = best.statement
    beside = {value for each in known if each.sentence == told.sentence for value in each.values} - told.values
    return bool(others & beside)


def _times_over(quantity: Quantity, scene: Scene, likes: Sequence[Like]) -> bool:
    """Whether the count is that of the files as often as the sentence counts: 带两位得 4 课时, where one brings 2."""
    start, _ = scene.sentence_of(quantity.start)
    counts = [
        each.low for each in scene.quantities
        if start <= each.start < quantity.start and each.kind is Kind.COUNT and each.unit != quantity.unit
        and not each.roles
        and isinstance(each.low, Decimal) and 1 < each.low <= 20
    ]  # fmt: skip
    if quantity.kind is not Kind.COUNT or not isinstance(quantity.low, Decimal):
        return False
    once = {quantity.low / count for count in counts}
    return any(like.statement.readings[0] == (each, each) and like.score > 1 for like in likes for each in once)


def _knows(statement: Statement, quantity: Quantity, scene: Scene) -> bool:
    """Whether the sentence says what the files say as well: 毛笔课得满七岁，六岁的先写硬笔."""
    start, end = scene.sentence_of(quantity.start)
    others = [each for each in scene.quantities if start <= each.start < end and each is not quantity]
    return any(KINDS.get(each.kind) == "time" and agree(each, statement) for each in others)


def _is_inside(quantity: Quantity, each: Statement, scene: Scene) -> bool:
    """Whether a distance or weight, no bound itself, lies within a range of the files."""
    low, high = each.readings[0]
    return (
        quantity.kind is Kind.MEASURE
        and not _WITHIN.match(scene.view, quantity.end)
        and low != high
        and allows(quantity, each)
    )


def _is_about(each: Statement, start: int, end: int, scene: Scene) -> bool:
    """Whether the statement, or what it stands under, names goods that the text names by a word of some length."""
    named = {scene.view[one.start : one.end] for one in scene.mentions if start <= one.start < end}
    told = f"{each.topic} {plain(each.sentence)}"
    return any(len(word) > 1 and word in told for word in named)


def _same_goods(each: Statement, start: int, end: int, scene: Scene) -> bool:
    """Whether text and statement do not name goods of which none is the same: 中型犬, where the files say 小型犬."""
    mine = {key for mention in scene.mentions if start <= mention.start < end for key in mention.owners}
    if each.owner or not mine:
        return True
    theirs = {key for mention in scene.sheet.named.find(plain(each.sentence)) for key in mention.owners}
    return not theirs or bool(mine & theirs)
