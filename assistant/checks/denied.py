"""Does the text offer what the files say no to? 打疫苗 where the shop may not, 泳池 where there is none, another shop.

Only a plain no is used: a question of the answers that is answered with no, what a text says there is none of, and
what is to be had in one shop alone. A sentence of the text that denies, asks or speaks of others offers nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checks.context import CheckContext
from assistant.checks.filelines import telling
from assistant.checks.letin import NO, let_in_loosely, used_further_on
from assistant.checks.pastedsheet import Pasted, is_near
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding, Passage, PassageKind
from assistant.schema.facts import Product
from assistant.text.pairs import pairs
from assistant.text.plain import plain

_ASKS = re.compile(r"[？?]|吗|呢|是不是|有没有|能不能|可不可以")
_OTHERS = re.compile(
    r"我(?:们家|家|昨|上次|以前|自己|妈|婆|买)|以前|上次|去年|小时候|听说|别家|别的店|隔壁|邻居|网上|医院|附近|对面"
)
_OFFERS = re.compile(r"能|可以|可|也|都|还|有|帮|给|提供|免费|支持|接受|随时|照样|一样|我们的|店里的|咱们的")
# 可以打疫苗或者看病吗 -> 打疫苗, 看病
_QUESTION = re.compile(
    r"^(?:你们|店里|这里|我们|请问|群里)?(?:可不可以|可以|能不能|能|有没有|有|做不做|卖不卖|卖|带不带|收不收|接不接|买)"
    r"(?P<what>[^？?，,]{2,16}?)(?:可以|行|能)?(?:吗|么|呢)?[？?]"
)
_ANSWER_NO = re.compile(r"^\s*(?:不可以|不能|不行|不卖|没有|不做|不提供|不接|不收|不带|不支持|暂时不|目前不|抱歉)")
_EITHER = re.compile(r"或者|或是|还是|或|和|、|以及")
_STARTS = re.compile(r"^(?:在|到|店里|来|用|去|带|帮(?:忙|我)?|给|买|我们|你们)+(?=..)")
# 没有泳池, 不卖活体, 不做糯米纸照片, 不收 20 公斤以上的狗
_NONE_OF = re.compile(
    r"(?:^|(?<=[，。；！,;!\n])|我们|店里|这里|目前|暂时|地方小，)也?没有(?P<none>[一-鿿]{2,6})(?=[，。；、,;]|$)"
)
_REFUSED = re.compile(
    r"(?<![一-鿿]不)不(?P<verb>卖|做|办|收|寄|送|接|打|开|租|修|洗|代办)(?P<what>[一-鿿\d\s]{2,12})(?=[，。；、,;]|$)"
)
_LEFT_OUT = re.compile(
    r"(?:^|(?<=[，。；！,;!\n]))(?P<who>[一-鿿、]{2,14}?)不(?:能|可以?|再)?(?P<verb>提现|积分|赊账|赊|开发?票|拆箱|拆|兑[换现]|找零|折现|用|参加|打|退|寄|送|换|领|享受|叠加|抵|卖|做|收|接|停|算|含|停|进|改|转|补)(?:折|了|[一-鿿]{2,3})?(?=[，。；、,;！!\n]|$)"
)
# 整箱价不打折，也不积分; 拆箱后不整箱退
_NOR = re.compile(
    r"[，,、](?:也|并|更)?不(?:能|可以?|再)?(?P<verb>提现|积分|赊账|开发?票|拆|兑[换现]|找零|退|换|抵|叠加)"
)
_NOT_SO = re.compile(r"(?:^|(?<=[，。；！,;!\n]))[也并]?不(?P<what>[一-鿿]{2,3}[退换赔送补])(?=[，。；、,;！!\n]|$)")
# 旧书和文具，咖啡和秒杀书除外
_EXCEPT = re.compile(
    r"(?:^|(?<=[，。；！,;!\n]))(?:除了?)?(?P<who>[一-鿿、]{2,14}?)(?:除外|不在内|不包括在内|不含在内)(?=[，。；、,;！!\n]|$)"
)
# What opens a line of a list.
_ITEM = re.compile(r"^\s*(?:[-·•*]|\d{1,2}\s?[.、)）])\s*", re.MULTILINE)
_VAGUE = frozenset("问题 关系 办法 时间 地方 东西 小票 效果 一定 说明 意思 必要 准数 烦恼 基础 力气 人催 胃口".split())  # noqa: SIM905
_ONLY_AT = re.compile(r"(?:只有|仅|只在|仅限|限)(?P<shop>[一-鿿]{1,8}?店?)(?:有|做|卖|能|可|才|$|，|。|；)")


# 上虞店也能做，不用绕到越城去: what one is spared denies nothing.
_LEAVES = re.compile(r"(?<=[，,])(?:不用|不必|省得|免得)[^，。；！,;\n]{0,6}?[跑绕来去赶][^，。；！,;\n]*")
_EVERY_SHOP = re.compile(
    r"(?:[两二三四五六几各]|每个?|所有|哪)家?(?:门?店|分店|校区|馆)都?(?:能|有|可以|做|收|也)[^，。；！\n]{0,6}"
)
# 蒸个桑拿再走: what is done there is to be had there.
_DOES = re.compile(r"(?:蒸|泡|洗|游|坐|喝|吃|拿|领|用)(?:个|一个|会儿|一?下|完|一会儿?)?$")
# So many pairs in common make a sentence and an answer speak of one thing.
_ALIKE = 4


@dataclass(frozen=True, slots=True)
class _No:
    """What the files say no to: the words that offer it, and the sentence with its place."""

    what: str
    verb: str
    sentence: str
    basis: str


def denied_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """One finding for each offer of the text that the files deny."""
    for start, end in scene.sentence_spans():
        sentence = scene.view[start:end]
        if len(sentence) < 5 or _ASKS.search(sentence) or _OTHERS.search(sentence):
            continue
        yield from _elsewhere(scene, read, context, start, end)
        if not (_OFFERS.search(sentence) or re.search("[蒸泡洗游坐喝吃拿领用]", sentence)):
            continue
        passages = list(context.lookup(sentence)) if context.lookup else []
        excluded = [no for text, basis in _told(passages, read, context) for no in _exclusions(text, basis)]
        for no in (*_denials(passages, context), *excluded):
            left_out = no in excluded
            place = _let_in(no, sentence, scene, read, start) if left_out else _offered(no, sentence)
            # What is refused in one case may be granted in another: 过了时间定金不退, 提前取消定金全退.
            granted = left_out and place and any(sentence[slice(*place)] in plain(each.text) for each in passages)
            if place is not None and not granted:
                yield _finding(scene, start + place[0], start + place[1], no)
                break


def _told(passages: Sequence[Passage], read: Pasted, context: CheckContext) -> Iterator[tuple[str, str]]:
    """The texts that may leave something out, with their places."""
    for campaign in [read.announced] if read.announced else [each for each in context.others if is_near(each, context)]:
        basis = campaign.basis
        yield from ((text, basis) for text in (*campaign.exclusions, campaign.scope))
    for passage in passages:
        if passage.kind in (PassageKind.FAQ, PassageKind.POLICY):
            yield passage.text, passage.basis


def _denials(passages: Sequence[Passage], context: CheckContext) -> Iterator[_No]:
    for passage in passages:
        if passage.kind in (PassageKind.FAQ, PassageKind.POLICY):
            basis = passage.basis
            yield from _refusals(passage.question, passage.text, basis)
    if context.brand is not None:
        yield from _refusals("", context.brand.about, "brand.yaml")


@lru_cache(maxsize=1024)
def _refusals(question: str, text: str, basis: str) -> tuple[_No, ...]:
    """What one text says no to."""
    view = _ITEM.sub("", plain(text))
    if question and view.startswith(plain(question)):
        view = view[len(plain(question)) :].lstrip()
    first = re.split(r"[。！!；\n]", view)[0].strip()
    found: list[_No] = []
    asked = _QUESTION.match(plain(question))
    if asked and _ANSWER_NO.match(view):
        for what in _EITHER.split(asked["what"]):
            bare = _STARTS.sub("", what.strip())
            if len(bare) >= 2:
                found.append(_No(bare, "", first, basis))
    found += [
        _No(match["none"], "", _around(view, match.start()), basis)
        for match in _NONE_OF.finditer(view)
        if match["none"] not in _VAGUE and not re.search(r"[的了过人]$|^[另一任什]", match["none"])
    ]
    found += [
        _No(match["what"].strip(), match["verb"], _around(view, match.start()), basis)
        for match in _REFUSED.finditer(view)
    ]
    found += [_No(match["what"], "", _around(view, match.start()), basis) for match in _NOT_SO.finditer(view)]
    return tuple(found)


@lru_cache(maxsize=1024)
def _exclusions(text: str, basis: str) -> tuple[_No, ...]:
    """Who or what is left out: 欧包、蛋糕不打, 新报名不能用."""
    view = _ITEM.sub("", plain(text))
    return tuple(
        _No(who, verb, _around(view, match.start()), basis)
        for match in _LEFT_OUT.finditer(view)
        for each in _EITHER.split(match["who"])
        if len(who := each.strip().removesuffix("的")) >= 2
        for verb in (match["verb"], *(nor["verb"] for nor in [_NOR.match(view, match.end())] if nor))
    ) + tuple(
        _No(who, "用", _around(view, match.start()), basis)
        for match in _EXCEPT.finditer(view)
        for each in _EITHER.split(match["who"])
        if len(who := each.strip().removesuffix("的")) >= 2
    )


def _let_in(no: _No, sentence: str, scene: Scene, read: Pasted, start: int) -> tuple[int, int] | None:
    """Where the sentence lets in what is left out: 欧包也打八折, 新报名的也能用, 旗袍也能加急 where 定做 may not."""
    called = [no.what] if no.what in sentence else list(_called(no.what, scene, read, start, start + len(sentence)))
    also = rf"(?:(?:也|都|照样|一样|全)(?:能|可以?)?|能|可以?){re.escape(no.verb)}"
    if telling(no.sentence) & telling(sentence) - telling(no.what):
        also += r"|(?:也|都|照样)(?:一样|算|行|在内|可以|有份)"
        also += "".join(rf"|(?:也|都|照样)(?:能|可以){re.escape(each)}" for each in _refused(no))
    for what in called:
        match = re.search(rf"(?<![没未不]){re.escape(what)}[^，。；！,;!\n]{{0,6}}?(?:{also})", sentence)
        if match and not NO.search(match[0]):
            return match.span()
    if no.verb in ("用", "抵", "享受", "叠加", "参加"):
        owners = {key for key, each in read.goods.items() if no.what in plain(each.name)}
        if (found := used_further_on(called, sentence, start, scene, owners)) is not None:
            return found
    return let_in_loosely(no.what, no.verb, sentence)


def _refused(no: _No) -> Iterator[str]:
    """What is refused after the verb: 加急 of 定做不接加急."""
    match = re.search(rf"{re.escape(no.what)}不(?:能|可以?|再)?{re.escape(no.verb)}(?P<what>[一-鿿]{{2}})", no.sentence)
    if match:
        yield match["what"]


def _called(what: str, scene: Scene, read: Pasted, start: int, end: int) -> Iterator[str]:
    """The words by which the text names goods whose name holds what is left out: 旗袍 of 定做旗袍."""
    for each in scene.mentions:
        if start <= each.start < end and any(
            what in plain(read.goods[key].name) for key in each.owners & set(read.goods)
        ):
            yield scene.view[each.start : each.end]


def _around(view: str, place: int) -> str:
    start = max(view.rfind(mark, 0, place) for mark in "。！!；;\n") + 1
    ends = [end for mark in "。！!；;\n" if (end := view.find(mark, place)) >= 0]
    return view[start : min(ends, default=len(view))].strip()


def _offered(no: _No, sentence: str) -> tuple[int, int] | None:
    """Where the sentence offers what is denied: the very words, with a sign of an offer before them and no denial."""
    start = sentence.find(f"{no.verb}{no.what}")
    if start < 0:
        return None
    clause = max(sentence.rfind(mark, 0, start) for mark in "，,；;") + 1
    ends = [end for mark in "，,；;。！!" if (end := sentence.find(mark, start)) >= 0]
    stop = min(ends, default=len(sentence))
    told = sentence[clause:stop]
    before = sentence[clause : start + len(no.verb)]
    if NO.search(told) or not (_OFFERS.search(before) or (not no.verb and _DOES.search(before))):
        return None
    return start, start + len(no.verb) + len(no.what)


def _elsewhere(scene: Scene, read: Pasted, context: CheckContext, start: int, end: int) -> Iterator[Finding]:
    """What is to be had in one shop alone, offered in another: 只有玉林店, and the text says 桐梓林店也有."""
    branches = context.brand.branches if context.brand else ()
    if len(branches) < 2:
        return
    sentence = scene.view[start:end]
    every, told = _EVERY_SHOP.search(sentence), _LEAVES.sub("", sentence)
    named = [branch.name for branch in branches if every or _short(branch.name) in told]
    if not named or NO.search(told):
        return
    for text, basis in (*_rows(scene, read, start, end), *_answers(sentence, context, every=bool(every))):
        match = _ONLY_AT.search(text)
        alone = match and next((branch.name for branch in branches if _short(branch.name) in match[0]), "")
        others = [name for name in named if name != alone]
        if not alone or not others or alone in named:
            continue
        place = start + every.start() if every else scene.view.find(_short(others[0]), start)
        stop = start + every.end() if every else min(end, place + len(others[0]) + 8)
        yield Finding(
            check="facts", kind="denied", severity="error", start=place, end=stop, text=scene.text[place:stop],
            message=f"{others[0]}没有：资料里是“{match[0].rstrip('，。；') if match else ''}”",
            basis=basis, suggestion=f"改成{alone}，或先把资料改对",
        )  # fmt: skip
        return


def _rows(scene: Scene, read: Pasted, start: int, end: int) -> Iterator[tuple[str, str]]:
    for mention in scene.mentions:
        goods: list[Product] = [read.goods[key] for key in mention.owners if key in read.goods]
        if start <= mention.start < end and len(goods) == 1:
            basis = f"{goods[0].source} 第 {goods[0].row} 行" if goods[0].row else goods[0].source
            yield plain(goods[0].description), basis


def _answers(sentence: str, context: CheckContext, *, every: bool) -> Iterator[tuple[str, str]]:
    """The sentences of policies and answers that speak of the same and of one shop alone."""
    said = pairs(sentence)
    for passage in context.lookup(sentence) if context.lookup else ():
        if passage.kind in (PassageKind.FAQ, PassageKind.POLICY):
            view = plain(f"{passage.question}。{passage.text}")
            alone = _ONLY_AT.search(view)
            asked = telling(plain(passage.question)) & telling(sentence)
            if alone and (len(said & pairs(view)) >= (_ALIKE if not every else _ALIKE // 2) or len(asked) > 1):
                basis = passage.basis
                yield _around(view, alone.start()), basis


def _short(branch: str) -> str:
    return plain(branch).removesuffix("旗舰店").removesuffix("店")


def _finding(scene: Scene, start: int, end: int, no: _No) -> Finding:
    text = scene.text[start:end]
    return Finding(
        check="facts", kind="denied", severity="warn", start=start, end=end, text=text,
        message=f"“{text}”和资料对不上，资料里是“{no.sentence}”", basis=no.basis,
        suggestion=f"去掉这句，或先把资料改对：{no.basis}",
    )  # fmt: skip
