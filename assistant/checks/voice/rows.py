"""Rows of three built alike, where no word gives them away: 科学喂养、用心陪伴、快乐成长.

Shops list goods in threes (婴儿推车、安全座椅、儿童餐椅) and terms (不用预约，到店就行，周二休息), so the length
alone says nothing: two of the three must hold a word of the pretty kind, or all three must be built around 的 without
naming a number, a colour or a size.
"""

from __future__ import annotations

from assistant.checks.voice.findings import finding
from assistant.schema.contracts import Finding
from assistant.text.patterns import Pattern

# Three phrases with the same sign between them; what follows the first is looked at but not taken, so that every
# phrase may begin a row.
_ROW = Pattern(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{4,8})(?=([，、])([\u4e00-\u9fff]{4,8})\2([\u4e00-\u9fff]{4,8})(?![\u4e00-\u9fff]))"
)
# Four letters thrice between 、 at the end of a longer phrase: 老师们经验丰富、耐心细致、认真负责.
# What either holds: looked for first, from sign to sign, for few texts have it.
_MIDDLE = Pattern(r"[，、][\u4e00-\u9fff]{4,8}[，、]")
_TAIL = Pattern(r"([\u4e00-\u9fff]{4})、([\u4e00-\u9fff]{4})、([\u4e00-\u9fff]{4})(?![\u4e00-\u9fff])")
_PRETTY = Pattern(
    "成长|陪伴|健康|快乐|幸福|品质|专业|用心|贴心|匠心|科学|温暖|美好|舒适|时尚|高效|便捷|精彩|未来|梦想|传承|智慧|自信|创意|活力|"
    "自然|纯净|细腻|浓郁|温馨|暖心|安心|放心|省心|舒心|守护|呵护|关爱|分享|感恩|收获|欢乐|欢笑|甜蜜|浪漫|优雅|精致|典雅|"
    "清新|香醇|香浓|香甜|丝滑|绵密|松软|酥脆|醇厚|柔软|柔和|亲肤|透气|轻盈|灵动|沉稳|静心|修身|养性|墨香|书香|陶冶|情操|"
    "生活|时光|岁月|心灵|温度|情怀|热爱|坚持|力量|希望|阳光|微笑|拥抱|自由|蜕变|焕新|焕发|探索|启迪|启发|激发|塑造|提升|"
    "释放|遇见|挥洒|燃烧|唤醒|点亮|绽放|品味|感受|享受|体验|萌宠|治愈|忠诚|经验丰富|耐心|细致|认真|负责|热情|周到|营养|美味|健美|强健|勤奋|乐观|积极|友善|严谨"
)
_PLAIN = Pattern(
    r"[红黄蓝绿白黑粉灰紫橙棕米大小新旧长短厚薄男女左右上下一二三四五六七八九十百两几多少没不有我你他她它]|号|款|周|月|点"
)
_LONGEST_PRETTY = 6


def row_findings(text: str, view: str) -> list[Finding]:
    """Return one finding for each row of three; ``view`` is ``text`` folded, of the same length."""
    if not _MIDDLE.search(view):
        return []
    found: list[Finding] = []
    for match in _ROW.finditer(view):
        three = match[1], match[3], match[4]
        if len({len(part) for part in three}) != 1 or (found and match.start() < found[-1].end):
            continue
        if _pretty(three) or _around_de(three):
            found.append(_found(text, (match.start(1), match.end(4))))
    if not found and "、" in view:
        tails = (match for match in _TAIL.finditer(view) if _pretty((match[1], match[2], match[3])))
        found += (_found(text, match.span()) for match in tails)
    return found


def _pretty(three: tuple[str, str, str]) -> bool:
    return len(three[0]) <= _LONGEST_PRETTY and sum(bool(_PRETTY.search(part)) for part in three) >= 2


def _around_de(three: tuple[str, str, str]) -> bool:
    """X的A，X的B，X的C: 的 at the same place of all three, not at an end."""
    places = {part.find("的") for part in three}
    if len(places) != 1 or not 0 < places.pop() < len(three[0]) - 1:
        return False
    return not any(_PLAIN.search(part) for part in three)


def _found(text: str, span: tuple[int, int]) -> Finding:
    return finding(
        "parallel", "warn", text, span, f"“{text[span[0] : span[1]]}”是对称的三连，读着像口号",
        basis="像机器写的：对称排比", suggestion="三个里留最实在的一个，把它写具体",
    )  # fmt: skip
