"""The emoji policy: how many a message may carry, and which."""

from __future__ import annotations

from assistant.checks.context import CheckContext
from assistant.checks.voice.findings import finding
from assistant.schema.contracts import Finding
from assistant.text.emoji import Emoji, find_emoji, same_emoji
from assistant.text.patterns import Pattern

_NONE = Pattern(r"(?:不用|不发|不要|不带|不许|禁用|别用|别发)(?:任何)?(?:表情|emoji)")
# So many are named; a reader sees the others.
_NAMED = 3


def emoji_findings(text: str, context: CheckContext) -> list[Finding]:
    """Return at most one finding: too many, else such as the brand does not use, however many of them there are."""
    found = find_emoji(text)
    if not found or (context.brand is None and context.constraints is None):
        return []
    (most, basis), allowed = _most(context), _allowed(context)
    strange = [each for each in found if allowed and not any(same_emoji(each.text, one) for one in allowed)]
    named = "".join(f"“{one}”" for one in list(dict.fromkeys(each.text for each in strange))[:_NAMED])
    more = "等" if len({each.text for each in strange}) > _NAMED else ""
    if len(found) > most:
        says = "不用表情" if most == 0 else f"一条最多 {most} 个表情"
        also = f"，其中{named}{more}品牌不用" if strange and most else ""
        extra = found[most]
        return [
            finding(
                "emoji_count", "error" if context.constraints else "warn", text, (extra.start, found[-1].end),
                f"这里{says}，这条用了 {len(found)} 个{also}", basis=basis,
                suggestion="把表情都删掉" if most == 0 else f"留下前 {most} 个，从“{extra.text}”起删掉",
            )
        ]  # fmt: skip
    if not strange:
        return []
    these = "这个表情" if len({each.text for each in strange}) == 1 else "这些表情"
    return [
        finding(
            "emoji_set", "warn", text, _first_run(strange), f"品牌不用{named}{more}{these}",
            basis="brand.yaml · voice.emoji", suggestion=f"换成 {' '.join(allowed)} 里的，或删掉",
        )
    ]  # fmt: skip


def _first_run(found: list[Emoji]) -> tuple[int, int]:
    """The place of the first emoji and those that stand right behind it."""
    start, end = found[0].start, found[0].end
    for each in found[1:]:
        if each.start != end:
            break
        end = each.end
    return start, end


def _most(context: CheckContext) -> tuple[int, str]:
    """The most emoji of a message and where that is laid down."""
    group, brand = context.group, context.brand
    basis = "groups.yaml · emoji_max" if group and group.emoji_max is not None else "brand.yaml · voice.emoji"
    if context.constraints is not None:
        return context.constraints.emoji_max, basis
    said = [brand.voice.emoji.max] if brand else []
    if group and group.emoji_max is not None:
        said.append(group.emoji_max)
    if group and any(_NONE.search(clause) for clause in (*group.terms, *group.dont)):
        said.append(0)
    return min(said), basis


def _allowed(context: CheckContext) -> tuple[str, ...]:
    if context.constraints is not None:
        return context.constraints.emoji_allowed
    return context.brand.voice.emoji.allowed if context.brand else ()
