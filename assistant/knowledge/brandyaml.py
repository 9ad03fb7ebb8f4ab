"""Reads a YAML file a shop owner wrote by hand.

Every plain value stays the text that stands in the file: YAML's own guesses (``20:30`` is 1230, ``no`` is false,
``0571`` is 377) are wrong for a shop's opening hours, so the fields decide what a value means
(:mod:`assistant.knowledge.brandfields`). Keys keep their line, duplicate keys are an error.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from assistant.errors import ConfigError

# The C parser is ten times as fast where PyYAML was built with it; it marks a plain value with an empty style. What
# YAML would guess of a value is not asked for: matching every one against its patterns takes as long as the parsing.
_LOADER = type("_TextLoader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {"yaml_implicit_resolvers": {}})
#: Files whose contents are kept as read: a sync and the writer after it both ask for groups and campaigns.
_KEPT = 16
_ENCODINGS = ("utf-8-sig", "gb18030", "big5")
# Folding puts a space where the line broke; Chinese has none there.
_FOLDED_SPACE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")
_INLINE_TAB = re.compile(r"(?<=[^\s])\t+")
_INDENT_TAB = re.compile(r"^ *\t")
_FULLWIDTH_COLON = re.compile(r"^\s*(?:- )?[^\s#\"'：:]{1,20}：")


class YamlMap(dict[str, object]):
    """A mapping that remembers where it stands: ``line`` its own, ``lines`` of each key (counted from 1)."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


def read_yaml(path: Path) -> object:
    """Return the file as nested :class:`YamlMap`, list and str; None for an empty file.

    What is returned is shared by all who ask for the same contents: nobody may change it. Raises ConfigError, naming
    file and line, for what is not YAML, a duplicate key or an unknown encoding.
    """
    return _read(path.name, decode(path))


@lru_cache(maxsize=_KEPT)
def _read(name: str, text: str) -> object:
    try:
        node = yaml.compose(_mend_tabs(text, name), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise ConfigError(syntax(name, text, error)) from None
    except yaml.YAMLError:
        raise ConfigError(f"{name}：文件里有读不出的字符，请用 UTF-8 重新保存") from None
    if node is None:
        return None
    return _plain(node, name, ())


def decode(path: Path) -> str:
    """Return the text of the file, in UTF-8 (with or without BOM), UTF-16 with BOM, GB18030 or Big5."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path.name}：打不开（{error.strerror or error}）") from None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ConfigError(f"{path.name}：认不出文件的编码，请用 UTF-8 重新保存")


def _mend_tabs(text: str, name: str) -> str:
    """Turn tabs inside a line into spaces; a tab that indents is ambiguous and is refused."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if _INDENT_TAB.match(line) and line.strip() and not line.strip().startswith("#"):
            raise ConfigError(f"{name} 第 {number} 行：行首用了 Tab 键缩进，YAML 只认空格，请换成空格")
    return "\n".join(_INLINE_TAB.sub(" ", line) if line.strip() else "" for line in lines)


def syntax(name: str, text: str, error: yaml.MarkedYAMLError) -> str:
    """Return what is wrong with ``text``, the file ``name``, as one clause a shop owner understands."""
    mark = error.problem_mark or error.context_mark
    number = mark.line + 1 if mark else 1
    lines = text.splitlines()
    # The parser stops at the line after the one that is wrong, so look a line back as well.
    for candidate in (number, number - 1):
        if 1 <= candidate <= len(lines) and _FULLWIDTH_COLON.match(lines[candidate - 1]):
            return f"{name} 第 {candidate} 行：冒号用了全角“：”，请改成半角冒号加一个空格，例如 name: 小店"
    shown = lines[number - 1].strip() if 1 <= number <= len(lines) else ""
    hint = f"（{shown[:40]}）" if shown else ""
    return f"{name} 第 {number} 行：格式不对{hint}，请检查缩进、冒号后的空格和引号是否成对"


def _plain(node: yaml.Node, name: str, above: tuple[int, ...]) -> object:
    if id(node) in above:
        raise ConfigError(f"{name} 第 {node.start_mark.line + 1} 行：引用（*）指向了自己")
    above = (*above, id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, name, above)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, name, above) for child in node.value]
    assert isinstance(node, yaml.ScalarNode)
    if not node.style and node.value.lower() in ("", "~", "null"):
        return ""
    text = str(node.value).strip()
    if (not node.style or node.style == ">") and node.start_mark.line != node.end_mark.line:
        return _FOLDED_SPACE.sub("", text)
    return text


def _mapping(node: yaml.MappingNode, name: str, above: tuple[int, ...]) -> YamlMap:
    result = YamlMap(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise ConfigError(f"{name} 第 {line} 行：冒号前面要是一个字段名")
        key = str(key_node.value).strip()
        if key in result:
            raise ConfigError(f"{name} 第 {line} 行：{key} 写了两次（第 {result.lines[key]} 行已有）")
        result[key] = _plain(value_node, name, above)
        result.lines[key] = line
    return result
