"""Layout that gives a machine away: exclamation marks in chains, markdown, bullets of emoji, dashes everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.checks.context import CheckContext
from assistant.checks.voice.findings import finding
from assistant.schema.contracts import Finding
from assistant.text.emoji import Emoji, find_emoji
from assistant.text.patterns import Pattern
from assistant.text.readings import as_written

_MACHINE = "像机器写的：排版"
_CHAIN = Pattern(r"[！!](?:[！!？?~～]*[！!])+")
_SENTENCE = Pattern(r"[^。！？!?；\n]*(?:[。！？!?；]|\n|$)")
_IN_A_ROW = 3
_MARKDOWN = Pattern(
    r"(?P<bold>(?<!\*)\*\*(?![*\s])[^*\n]{1,60}(?<!\s)\*\*(?!\*)|(?<![\w_])__[^_\s][^_\n]{0,60}__)"
    r"|(?P<heading>^#{1,6}[ \t]+\S[^\n]*)"
    r"|(?P<link>\[[^\]\n]{1,60}\]\(https?://[^)\s]+\))|(?P<code>^```[^\n]*|`[^`\n]{1,40}`)|(?P<rule>^(?:-{3,}|\*{3,})$)"
    r"|(?P<table>^\|.*\|[ \t]*$)|(?P<bullet>^[*\-+][ \t]+\*\*[^\n]*)",
    re.MULTILINE,
)
_MARKS = {
    "bold": "加粗的星号", "heading": "标题的井号", "link": "链接的方括号", "code": "反引号", "rule": "分隔线",
    "table": "表格的竖线", "bullet": "列表的星号",
}  # fmt: skip
_FLOOD, _LETTERS_EACH = 6, 4
_LETTER = Pattern(r"[\w]")
# GET READY! LET'S GO!, but not VIP, NEW BALANCE or a size; 冲冲冲冲, but not 哈哈哈哈.
_CAPITALS = Pattern(r"(?<![A-Za-z])[A-Z]{2,}(?:['’][A-Z]+)?(?:[ ,!！]+[A-Z]{2,}(?:['’][A-Z]+)?)+\s*[!！]")
_URGED = Pattern(r"([快冲抢速急囤买来])\1{3,}|([快冲抢速急囤买])\2{2,}[！!]")
#: Without one of these nothing is urged.
_TWICE = frozenset(letter * 2 for letter in "快冲抢速急囤买来")
_DASH = Pattern("—{1,2}")
_MANY_DASHES = 3


def layout_findings(text: str, context: CheckContext) -> list[Finding]:
    """Return what the layout gives away; Telegram turns markdown into layout, other chats show the signs."""
    found = [*_exclamations(text)]
    if not (context.group and context.group.platform == "telegram"):
        found += _markdown(text)
    emoji = find_emoji(text)
    if len(emoji) >= _IN_A_ROW:
        found += [*_bullets(text, emoji), *_flood(text, emoji)]
    return [*found, *_dashes(text), *_shouted(text)]


def _exclamations(text: str) -> Iterator[Finding]:
    if "！" not in text and "!" not in text:
        return
    chains = list(_CHAIN.finditer(text))
    for chain in chains:
        yield finding(
            "exclamation", "warn", text, chain.span(), f"感叹号连用（{chain[0]}）像在喊",
            basis="像机器写的：感叹号成串", suggestion="留一个，或改成句号",
        )  # fmt: skip
    if chains:
        return
    row: list[re.Match[str]] = []
    for sentence in _SENTENCE.finditer(text):
        shouts = sentence[0].rstrip().endswith(("！", "!"))
        if shouts:
            row.append(sentence)
        elif sentence[0].strip():
            row = []
        if len(row) == _IN_A_ROW:
            yield finding(
                "exclamation", "warn", text, (row[0].start(), row[-1].end()), "连着三句都用感叹号收尾，读着累",
                basis="像机器写的：感叹号成串", suggestion="一条里留一个感叹号，其余改成句号",
            )  # fmt: skip
            return


def _shouted(text: str) -> Iterator[Finding]:
    capitals = _CAPITALS.finditer(text) if "!" in text or "！" in text else ()
    urged = () if _TWICE.isdisjoint(as_written(text).letters) else _URGED.finditer(text)
    for match in (*capitals, *urged):
        yield finding(
            "exclamation", "warn", text, match.span(), f"“{match[0]}”像在喊",
            basis="像机器写的：感叹号成串", suggestion="说一遍就够了，用平常说话的样子",
        )  # fmt: skip


def _markdown(text: str) -> Iterator[Finding]:
    if not any(sign in text for sign in ("**", "# ", "#\t", "__", "`", "|", "](", "---")):
        return
    seen: dict[str, re.Match[str]] = {}
    for match in _MARKDOWN.finditer(text):
        # One finding tells it: a table of ten rows is one mistake.
        seen.setdefault(match.lastgroup or "bold", match)
    for name, match in seen.items():
        yield finding(
            "markdown", "warn", text, match.span(), f"{_MARKS[name]}在群里会原样露出来",
            basis="像机器写的：Markdown 排版", suggestion="去掉这些符号，用换行分开就行",
        )  # fmt: skip


def _bullets(text: str, found: Sequence[Emoji]) -> Iterator[Finding]:
    """Three lines that each begin with an emoji."""
    heads = {emoji.start: emoji for emoji in found}
    lines = [match.start() for match in re.finditer(r"^(?=\S)", text, re.MULTILINE)]
    led = [start for start in lines if start in heads]
    if len(led) >= _IN_A_ROW:
        yield finding(
            "emoji_bullets", "warn", text, (led[0], heads[led[-1]].end), f"{len(led)} 行都用表情打头，像模板",
            basis=_MACHINE, suggestion="去掉行首的表情，要分条就用“1. 2. 3.”或直接换行",
        )  # fmt: skip


def _flood(text: str, found: Sequence[Emoji]) -> Iterator[Finding]:
    """The same emoji three times over, twice and more, or more emoji than a line of words can bear."""
    if len(found) < _FLOOD:
        return
    letters = len(_LETTER.findall(text))
    repeats = sum(
        one.text == two.text == three.text and one.end == two.start and two.end == three.start
        for one, two, three in zip(found, found[1:], found[2:], strict=False)
    )
    if repeats >= 2 or len(found) * _LETTERS_EACH > letters:
        yield finding(
            "emoji_flood", "warn", text, (found[0].start, found[-1].end), f"一条里 {len(found)} 个表情，字都被淹了",
            basis=_MACHINE, suggestion="留一个最贴的，其余删掉",
        )  # fmt: skip


def _dashes(text: str) -> Iterator[Finding]:
    if text.count("—") < _MANY_DASHES:
        return
    dashes = list(_DASH.finditer(text))
    if len(dashes) >= _MANY_DASHES:
        yield finding(
            "dashes", "warn", text, dashes[0].span(), f"一条里用了 {len(dashes)} 个破折号",
            basis=_MACHINE, suggestion="改成逗号或句号",
        )  # fmt: skip
