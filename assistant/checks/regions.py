"""Does the text send where the shop does not? 西藏新疆也能寄, where brand.yaml has both under no_ship."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.pastedsheet import is_near
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding
from assistant.text.folding import simplify_each
from assistant.text.plain import plain

_SENDS = r"(?:寄|发(?!现|票|消息|图|照片|群|言|到群|给大家看|生|布)|邮|快递|送(?!东西|礼)|下单|包邮)"
_WILL = re.compile(
    rf"(?:也|都|照样|照常|一样|可以|能|可|给[您你]?|帮[您你]?|直接|开始|正常|终于)[^，。；！？]{{0,6}}?{_SENDS}|(?:{_SENDS})(?:得)?(?:到|得了)|包邮"
)
_EVERYWHERE = re.compile(
    rf"(?:全国(?:各地|各省)?|全中国|哪[里儿个]|任何地方|什么地方|天南海北)[^，。；！？]{{0,6}}?{_SENDS}"
)
_LEAVES_OUT = re.compile(
    r"[？?]|吗|不|没|无法|除|以外|之外|抱歉|暂停|暂时|转寄|代收|亲戚|朋友转|别|以前|去年|上次|别家|隔壁|网上|听说"
)
# A place behind one of these is where things or people come from.
_FROM = re.compile(r"(?:来自|产自|从|在|去|是|的?产地)\s?$")
_SHORT = {"内蒙古": "内蒙", "香港": "港", "澳门": "澳", "台湾": "台"}
_TOGETHER = re.compile(r"港澳台?|港台|新藏|疆藏")


def region_findings(scene: Scene, context: CheckContext) -> Iterator[Finding]:
    """One finding for each place to which the text promises to send and the files do not."""
    barred = list(_barred(context))
    if not barred:
        return
    for start, end in scene.sentence_spans():
        sentence = scene.view[start:end]
        if not re.search(_SENDS, sentence) or _LEAVES_OUT.search(sentence):
            continue
        every = _EVERYWHERE.search(sentence)
        if every is not None:
            yield _finding(
                scene, start + every.start(), start + every.end(), "、".join(each for each, _ in barred), barred[0][1]
            )
            continue
        named = [(at, place, basis) for place, basis in barred if (at := _named(place, sentence)) is not None]
        if not named:
            continue
        first, last = min(at[0] for at, _, _ in named), max(at[1] for at, _, _ in named)
        promised = _WILL.search(sentence, last)
        if promised and not _FROM.search(sentence, 0, first):
            places = "、".join(place for _, place, _ in named)
            yield _finding(scene, start + first, start + promised.end(), places, named[0][2])


def _barred(context: CheckContext) -> Iterator[tuple[str, str]]:
    """The places, with where they stand: of brand and group for every parcel, of a campaign for its own."""
    told = [(context.brand.no_ship, "brand.yaml · no_ship")] if context.brand else []
    if context.group is not None:
        told.append((context.group.no_ship, f"groups.yaml · {context.group.id}"))
    if context.campaign is not None and is_near(context.campaign, context):
        told.append((context.campaign.no_ship, context.campaign.basis))
    seen: set[str] = set()
    for places, basis in told:
        for each in places:
            place = plain(simplify_each(each))
            if len(place) > 1 and place not in seen:
                seen.add(place)
                yield place, basis


def _named(place: str, sentence: str) -> tuple[int, int] | None:
    """Where the sentence names the place, in full or as 港澳台, 内蒙."""
    short = _SHORT.get(place, "")
    at = sentence.find(place)
    if at >= 0:
        return at, at + len(place)
    if len(short) > 1 and (at := sentence.find(short)) >= 0:
        return at, at + len(short)
    together = _TOGETHER.search(sentence)
    letter = short or place[0] if place in _SHORT else place[-1]
    return together.span() if together and letter in together[0] else None


def _finding(scene: Scene, start: int, end: int, place: str, basis: str) -> Finding:
    text = scene.text[start:end]
    return Finding(
        check="facts", kind="no_ship", severity="error", start=start, end=end, text=text,
        message=f"“{text}”和资料对不上，资料里写着不寄{place}", basis=basis,
        suggestion="去掉这句，或写明哪些地方寄不了；开通了，先把资料改对",
    )  # fmt: skip
