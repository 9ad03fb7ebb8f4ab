"""What the tone of brand and group asks for in so many words: no exclamation marks, no hurry, no slang.

A tone is prose (像楼下的邻居姐姐), and most of it is for people to judge. Only what it says plainly is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.voice.findings import finding
from assistant.schema.brand import Brand
from assistant.schema.contracts import Finding
from assistant.schema.group import Group
from assistant.text.patterns import Pattern

_BASIS = "brand.yaml · voice.tone；groups.yaml · tone"
#: Which words of a tone put the entries of a kind (data/voice/tone.yaml) in force.
ASKS: dict[str, Pattern] = {
    "tone-hurry": Pattern(r"[不别勿][^，。；]{0,2}(?:催|急着|推销|硬推|逼|叫卖)|不着急|慢一点|克制"),
    "tone-slang": Pattern(
        r"[不别勿少][^，。；]{0,6}(?:流行语|流行語|网络用语|网络语|網路用語|网语|网红|玩梗|烂梗|黑话)|克制|专业|專業|严谨|嚴謹|稳重|穩重|沉稳|稳一点|正式|庄重|客氣|客气"
    ),
    "tone-sob": Pattern(r"[不别勿少][^，。；]{0,2}(?:煽情|肉麻|矫情|鸡汤|抒情)|克制|冷幽默"),
    "tone-scare": Pattern(r"[不别勿][^，。；]{0,4}(?:吓|焦虑|恐吓|唬)"),
    "tone-compare": Pattern(r"[不别勿][^，。；]{0,2}(?:比较|攀比|对比|比(?=[，。；、]|$))|攀比|比较孩子"),
    "tone-exaggerate": Pattern(r"[不别勿][^，。；]{0,2}(?:夸大|夸张|吹|浮夸|忽悠)|克制|严谨"),
    "tone-literary": Pattern(r"[不别勿少][^，。；]{0,2}(?:拽词|拽文|文绉绉|掉书袋|文艺)|大白话|说白话"),
}
#: A lively group may use the words of the day, whatever the brand's tone.
_LIVELY = Pattern("活泼|俏皮|好玩|热闹|有梗|年轻|调皮|逗")
_NO_SHOUT = Pattern(r"(?:[不别勿禁少]|没有?)[^，。；]{0,3}(?:感叹号|惊叹号|叹号|感嘆號|驚嘆號)")
_SHORT = Pattern(r"句子?[^，。；]{0,2}短|短句|说话短|話短")
_LONG = 60
_SENTENCE = Pattern(r"[^。！？；!?\n]+")
_DIGIT = Pattern(r"\d")
_POLITE = Pattern("您")
_FAMILIAR = Pattern("你(?<!迷你)(?!们|好|我|来我|一言|追我|侬)")
_SPOKEN = Pattern('[“「『"][^”」』"\n]*[”」』"]|[问说喊叫回道][:：][^。！？\n]*')


def asked(kind: str, brand: Brand | None, group: Group | None) -> bool:
    """Whether the brand or the group asks for what the entries of ``kind`` guard."""
    asks = ASKS.get(kind)
    if asks is None or (kind == "tone-slang" and is_lively(group)):
        return False
    return bool(asks.search(_wishes(brand, group)))


def is_lively(group: Group | None) -> bool:
    """Whether the group's own tone lets it use the words of the day."""
    return group is not None and _LIVELY.search(group.tone) is not None


def tone_findings(text: str, context: CheckContext) -> list[Finding]:
    """Return what the tone forbids beyond single words."""
    wishes = _wishes(context.brand, context.group)
    if not wishes:
        return []
    found: list[Finding] = []
    if ("！" in text or "!" in text) and (match := _NO_SHOUT.search(wishes)):
        found += _shouts(text, 1 if "少" in match[0] else 0)
    if len(text) > _LONG and _SHORT.search(wishes):
        found += _long(text)
    return [*found, *_familiar(text, context)]


def _wishes(brand: Brand | None, group: Group | None) -> str:
    said = [brand.voice.tone] if brand else []
    if group:
        said += [group.tone, *group.do, *group.dont, *group.terms]
    return "；".join(said)


def _shouts(text: str, most: int) -> Iterator[Finding]:
    for match in list(re.finditer("[！!]", text))[most:]:
        yield finding(
            "tone", "warn", text, match.span(), "说好了不用感叹号" if not most else "说好了少用感叹号",
            basis=_BASIS, suggestion="改成句号",
        )  # fmt: skip


def _long(text: str) -> Iterator[Finding]:
    for match in _SENTENCE.finditer(text):
        # The terms of a campaign are one long line of numbers; nobody cuts them up.
        if len(match[0].strip()) > _LONG and len(_DIGIT.findall(match[0])) <= 4:
            yield finding(
                "tone", "info", text, match.span(), f"这一句有 {len(match[0].strip())} 字，这里要短句",
                basis=_BASIS, suggestion="拆成两三句",
            )  # fmt: skip


def _familiar(text: str, context: CheckContext) -> Iterator[Finding]:
    """你 where the brand says 您, and both in one pasted text."""
    brand = context.brand
    match = _FAMILIAR.search(text)
    if brand is None or match is None:
        return
    voice = brand.voice
    of_group = f"{context.group.address}{context.group.tone}" if context.group else ""
    if _POLITE.search(f"{voice.address}{voice.tone}{of_group}"):
        yield _address(text, match, "这里称“您”，不称“你”")
    elif context.constraints is None and "您" in text:
        # What somebody said, and the brand's own lines, are not the writer's way of speaking.
        bare = _SPOKEN.sub(_blank, text)
        for line in (*voice.greetings, *voice.closings, *brand.disclaimers.values()):
            bare = bare.replace(line, "\n" * len(line))
        if "您" in bare and (match := _FAMILIAR.search(bare)):
            yield _address(text, match, "同一条里又称“您”又称“你”")


def _blank(match: re.Match[str]) -> str:
    return "\n" * len(match[0])


def _address(text: str, match: re.Match[str], message: str) -> Finding:
    return finding(
        "address", "warn", text, match.span(), message, basis="brand.yaml · voice.address", suggestion="改成“您”"
    )
