"""``---`` front matter at the top of a text file."""

from __future__ import annotations

import re

import yaml

_BLOCK = re.compile(r"\A\s*---[ \t]*\n(?P<yaml>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
# Only right behind a key at the margin is a full-width colon YAML's: in a value it is the writer's own.
_COLON = re.compile(r"^([\w\u4e00-\u9fff]{1,20})[ \t]*：[ \t]*", re.MULTILINE)
_ITEM = re.compile(r"^([ \t]*-[ \t]+)([^\s'\"\[{][^\n]*?)[ \t]*$", re.MULTILINE)
_VALUE = re.compile(r"^([\w\u4e00-\u9fff]{1,20}[ \t]*:[ \t]+)([^\s'\"\[|>][^\n]*?)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"^[\w\u4e00-\u9fff -]{1,30}[:：]", re.MULTILINE)

NAMES = {"标题": "title", "类型": "kind", "类别": "kind", "标签": "tags", "群": "groups", "适用群": "groups"}
NAMES |= {"生效日期": "valid_from", "开始日期": "valid_from", "失效日期": "valid_until", "结束日期": "valid_until"}
NAMES |= {"有效期至": "valid_until", "替代": "supersedes", "取代": "supersedes"}


def split_front_matter(text: str) -> tuple[dict[str, object], str, list[str]]:
    """Return the front matter, the text after it, and warnings. A block that is no mapping stays text."""
    match = _BLOCK.match(text)
    if match is None or not _KEY.search(match["yaml"]):
        return {}, text, []
    block = _ITEM.sub(_quoted, _COLON.sub(r"\1: ", match["yaml"]))
    try:
        data = _load(block)
    except yaml.YAMLError:
        try:
            # 早餐: 先喝水 or @店长 as a value: plain text to whoever wrote it.
            data = _load(_VALUE.sub(_quoted, block))
        except yaml.YAMLError:
            return {}, text, ["文件开头 --- 之间的说明读不懂，当作正文处理"]
    if not isinstance(data, dict):
        return {}, text, []
    return {NAMES.get(str(key), str(key)): value for key, value in data.items()}, text[match.end() :], []


def _load(block: str) -> object:
    # Every value stays the text that was written: the fields decide what it means.
    return yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 - builds no objects


def _quoted(match: re.Match[str]) -> str:
    return match[1] + "'" + match[2].replace("'", "''") + "'"
