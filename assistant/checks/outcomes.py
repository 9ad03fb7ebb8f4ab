"""What becomes of the money and the goods when it comes to nothing: does the text say what the campaign says?

没成团 the money goes back, or is turned into credit, or it is sent all the same: an operator may tell it in her own
words, but not the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.pastedsheet import Pasted
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding
from assistant.text.patterns import Pattern
from assistant.text.plain import plain

# The case: too few came, or what was given has run out.
_CASES = {
    "if_unfilled": Pattern(
        r"(?:没|未|不)(?:能|有)?(?:凑|成|拼|满|够|到)[满够齐成团人数到]*|[凑拼](?:不|没)[满够齐成到]+|人(?:数)?(?:不|没)[够满足齐到]+"
        r"|不足\s?[\d一二两三四五六七八九十]+\s?人|流团"
    ),
    "if_out": Pattern(r"(?:送|领|发|赠|抢|用)(?:完|光|没)|赠品(?:没|不够)|(?:没|无)货"),
}
_OUTCOMES = {
    "不退": Pattern(r"(?:不|没法|无法|不予|概不|不给|不能|不可|不会)退|退不[了成]"),
    "退钱": Pattern(r"(?<![不法予给能可会])(?<!不支持)退(?!团|群|出|[货换]?不)|原路"),
    "转成余额": Pattern(
        r"(?:转|存|变|换|算|充|折)(?:成|为|作|到|进|入)?[^，。；！\n]{0,5}(?:余额|储值|账户|卡里|积分|购物金|代金|货款)"
        r"|留[到着作]?下次|下次(?:直接)?(?:抵|当)"
    ),
    "换成券": Pattern(r"(?:换|改|变|转|折|补|退)(?:成|为|作|发)?[^，。；！\n]{0,6}券"),
    "延期": Pattern(r"延长|顺延|延期|等下一[批期团个]|再等|继续[凑拼等]"),
    "照样成交": Pattern(r"照(?:样|常|旧)?(?:发|成团?|开团?|给|卖|算)|也(?:发货|照发|成团|给发|按团)|一样(?:发货|成团)"),
    "不补": Pattern(r"不(?:再|另)?补|不(?:再|另)送"),
    "换别的": Pattern(
        r"(?:换|改送|改成|补)(?!成?[^，。；！\n]{0,6}券)[^，。；！\n]{0,8}(?:代替|同价|等值|别的|其他|另)"
    ),
}
_UNDONE = ("退钱", "不退", "转成余额", "换成券", "照样成交")
"""Outcomes of which one excludes the others; to wait longer first may stand beside each."""
_ASKS = Pattern(r"[？?]|吗|怎么办|以前|上次|别家|隔壁")


def outcomes(text: str) -> frozenset[str]:
    """What a text says becomes of it, by name: 退钱, 转成余额 and so on."""
    found = {name for name, pattern in _OUTCOMES.items() if pattern.search(text)}
    if "换成券" in found or "转成余额" in found:
        # 退成等值的券 gives no money back.
        rest = _OUTCOMES["换成券"].sub("", _OUTCOMES["转成余额"].sub("", text))
        found -= set() if _OUTCOMES["退钱"].search(rest) else {"退钱"}
    return frozenset(found)


def told_of_case(view: str, field: str) -> Iterator[tuple[int, int]]:
    """Where a plain text speaks of the case of ``field`` (if_unfilled, if_out): the rest of the sentence from there."""
    for match in _CASES[field].finditer(view):
        ends = [place for mark in "。！!？?\n" if (place := view.find(mark, match.end())) >= 0]
        yield match.start(), min(ends, default=len(view))


def reversed_of(told: str, view: str) -> bool:
    """Whether a plain text tells the case that the term ``told`` settles, and settles it otherwise."""
    wanted = outcomes(told) & set(_UNDONE)
    field = next((name for name, pattern in _CASES.items() if pattern.search(told)), None)
    if field is None or not wanted:
        return False
    said = [outcomes(view[start:end]) & set(_UNDONE) for start, end in told_of_case(view, field)]
    said = [each for each in said if each]
    return bool(said) and not any(each & wanted for each in said)


def outcome_findings(scene: Scene, read: Pasted) -> Iterator[Finding]:
    """One finding where the text settles a case otherwise than the campaign it speaks of."""
    for campaign in read.called:
        for field in _CASES:
            term = plain(getattr(campaign, field))
            wanted = outcomes(term) & set(_UNDONE)
            if not wanted:
                continue
            for start, end in told_of_case(scene.view, field):
                told = scene.view[start:end]
                said = outcomes(told) & set(_UNDONE)
                if not said or said & wanted or _ASKS.search(told):
                    continue
                stop = start + len(re.split(r"[，,；;](?![^，,；;]*(?:余额|券|退|发货|成团))", told)[0])
                text, truth = scene.text[start:stop], getattr(campaign, field)
                yield Finding(
                    check="facts", kind="wrong_outcome", severity="error", start=start, end=stop, text=text,
                    message=f"“{text}”和资料对不上，“{campaign.name}”写的是“{truth}”",
                    basis=campaign.basis, suggestion="照活动里写的说，或先改 campaigns.yaml",
                )  # fmt: skip
                break
