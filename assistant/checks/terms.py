"""The YAML of terms and exemptions: one format for every check, packaged and in the workspace.

    entries:
      - id: absolute-best            # unique within a check; a workspace replaces an entry by writing its id again
        kind: absolute               # becomes Finding.kind
        severity: error              # error | warn | info
        basis: [ad-9-3]              # ids of assistant/checks/data/laws.yaml, or plain text
        terms: [最佳, 第一品牌]       # literals, in any script or evasion (醉佳, zui佳, 最·佳, 弟一品牌)
        patterns: ['全(?:国|网)最低']  # regular expressions over the folded reading
        reads: [最低]                 # optional: words of the patterns that are also to be recognised in an evasion
        unless: ['最好(?:别|先|提前)'] # frees a hit that its match overlaps, in the same sentence
        without: ['根据.{0,20}评选']   # frees every hit of the scope it matches anywhere in
        needs: ['奶粉|配方']           # found only when one of these matches in the scope
        scope: sentence              # sentence (default) | text: where needs, unless and without are looked for
        message: "“{text}”是绝对化用语，广告里不能用"
        suggestion: "改成说得出依据的话"
        dont: "不写全网最低"           # optional: the rule as one line for the writers' prompts
        finds: ["全网最低价"]         # this entry must find something in each
        clean: ["最好提前一天约"]      # this entry must find nothing in any
    parts: {shop: '本店|我们家'}        # pieces for the patterns of the file
    unless: ['…']                    # of the file: holds for each of its entries
    without: ['…']                   # of the file: holds for each of its entries
    allow: [{phrase: "第一口奶", why: "…"}]     # nothing is found that begins in this phrase
    off: [absolute-best]                          # workspace: these packaged entries are switched off

Patterns are written over the folded reading: Simplified, half-width, lower case, circled digits as digits, invisible
characters gone; sentence punctuation is ，。！？；（）、 and the colon, the full stop and signs are ASCII. A pattern is
folded itself when it is compiled, so TOP1 and ： may be written as they come. ``parts`` of a file name pieces of
expressions that several of its patterns share: with ``parts: {shop: '本店|我们家'}`` a pattern may say ``{shop}最``.
The parts of a packaged ``parts.yaml`` serve every file of that check, the workspace's too.
``trades`` limits an entry to brands, groups and texts that name one of its words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, model_validator

from assistant.errors import ConfigError, ReadError
from assistant.knowledge.brandyaml import syntax
from assistant.knowledge.readers.decoding import read_text
from assistant.schema.contracts import Severity
from assistant.text.folding import fold_pattern

TRUSTED: Mapping[str, bool] = MappingProxyType({"trusted": True})


def _patterns(patterns: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    if info.context is TRUSTED:
        return patterns
    for pattern in patterns:
        try:
            compiled = re.compile(fold_pattern(pattern))
        except (re.error, OverflowError) as error:
            raise ValueError(f"正则表达式“{pattern}”写错了：{error}") from None
        if compiled.match(""):
            raise ValueError(f"正则表达式“{pattern}”连空白都算匹配，请至少写一个必须出现的字")
    return patterns


def _words(words: tuple[str, ...]) -> tuple[str, ...]:
    if not all(word.strip() for word in words):
        raise ValueError("不能有空的词")
    return words


Strings = tuple[str, ...]
Words = Annotated[Strings, AfterValidator(_words)]
Patterns = Annotated[Strings, AfterValidator(_patterns)]


class Allowed(BaseModel):
    """A phrase in which nothing is found, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phrase: str = Field(min_length=2)
    why: str = ""


class Entry(BaseModel):
    """One rule about words: what it finds, what frees, what it says. The module's text explains each field."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    kind: str = Field(min_length=1)
    severity: Severity
    basis: Strings = ()
    terms: Words = ()
    patterns: Patterns = ()
    reads: Words = ()
    unless: Patterns = ()
    without: Patterns = ()
    needs: Patterns = ()
    scope: Literal["sentence", "text"] = "sentence"
    trades: Words = ()
    message: str = Field(min_length=1)
    suggestion: str = ""
    dont: str = ""
    finds: Strings = ()
    clean: Strings = ()

    @model_validator(mode="after")
    def _complete(self) -> Entry:
        if not self.terms and not self.patterns:
            raise ValueError("terms 和 patterns 至少要写一个")
        if not self.suggestion and self.severity != "info":
            raise ValueError("suggestion 要写：告诉店主怎么改")
        return self


class TermFile(BaseModel):
    """One YAML file of terms."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    entries: tuple[Entry, ...] = ()
    parts: Mapping[str, str] = Field(default_factory=dict)
    unless: Patterns = ()
    without: Patterns = ()
    allow: tuple[Allowed, ...] = ()
    off: Strings = ()


def load_terms(
    path: Path,
    shared: Mapping[str, str] = MappingProxyType({}),
    *,
    trusted: bool = False,
    form: type[TermFile] = TermFile,
) -> TermFile:
    """Read one file of terms; ``shared`` are parts its expressions may name besides its own.

    ``form`` is the model of a family of files whose entries say more or less than those of the checks.

    The expressions of a ``trusted`` file are not tried: it takes half a second for the packaged ones, and tests do it.

    A workspace's file may be in any encoding the readers know. Raises ConfigError naming the file, the entry's id and
    the field.
    """
    # The base loader leaves every value text: YAML's own guesses read the key ``off`` as False and 1.0 as a number.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        text = path.read_text(encoding="utf-8") if trusted else read_text(path)
    except ReadError as error:
        raise ConfigError(f"{path.name}：{error.reason}") from None
    try:
        data = yaml.load(text, Loader=loader)  # noqa: S506 - text values only
    except yaml.MarkedYAMLError as error:
        raise ConfigError(syntax(path.name, text, error)) from None
    except yaml.YAMLError:
        raise ConfigError(f"{path.name}：文件里有读不出的字符，请用 UTF-8 重新保存") from None
    if data is None or data == "":
        return form()
    if not isinstance(data, dict):
        raise ConfigError(f"{path.name}：最外层要写 entries:、allow: 或 off:")
    data = {key: value for key, value in data.items() if value not in ("", None)}
    _expand(data, path.name, shared)
    try:
        loaded = form.model_validate(data, context=TRUSTED if trusted else None)
    except ValidationError as error:
        raise ConfigError(f"{path.name}：{_explain(error, data)}") from error
    _refuse_twins(loaded, path.name)
    return loaded


_PART = re.compile(r"\{([a-z_]+)\}")
_EXPRESSIONS = ("patterns", "unless", "without", "needs")


def _expand(data: dict[str, Any], name: str, shared: Mapping[str, str]) -> None:
    """Put ``parts`` where the expressions name them, a part of the file also in the parts after it."""
    given = data.get("parts", {})
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise ConfigError(f"{name}：字段 parts 要写成“名字: '表达式'”")
    parts = dict(shared)

    def put(match: re.Match[str]) -> str:
        if match[1] not in parts:
            raise ConfigError(f"{name}：表达式里用了 {{{match[1]}}}，parts 里没有这一段")
        return f"(?:{parts[match[1]]})"

    for key, value in given.items():
        parts[key] = _PART.sub(put, value)
    data["parts"] = parts
    entries = data.get("entries")
    for holder in (data, *(entries if isinstance(entries, list) else ())):
        for field in _EXPRESSIONS if isinstance(holder, dict) else ():
            if isinstance(holder.get(field), list):
                holder[field] = [_PART.sub(put, each) if isinstance(each, str) else each for each in holder[field]]


def _refuse_twins(loaded: TermFile, name: str) -> None:
    seen: set[str] = set()
    for entry in loaded.entries:
        if entry.id in seen:
            raise ConfigError(f"{name}：id {entry.id} 写了两次")
        seen.add(entry.id)


_PROBLEMS = {
    "missing": "没有写",
    "extra_forbidden": "没有这个字段",
    "string_pattern_mismatch": "只能用小写字母、数字和 -",
    "string_too_short": "不能是空的",
    "too_short": "不能是空的",
    "tuple_type": "要写成列表，如 [词一, 词二]",
    "literal_error": "只能写 {expected}",
    "model_type": "要写成“字段: 值”的样子",
    "string_type": "要写成文字",
}


def _explain(error: ValidationError, data: dict[str, Any]) -> str:
    """The first problem as one clause: which entry, which field, what is wrong."""
    first = error.errors()[0]
    place = list(first["loc"])
    label = ""
    if place[:1] == ["entries"] and len(place) > 1 and isinstance(place[1], int):
        label = f"{_label(data, place[1])}，"
        place = place[2:]
    field = ".".join(str(step + 1) if isinstance(step, int) else step for step in place)
    context = first.get("ctx") or {}
    if first["type"] == "value_error":
        problem = str(context.get("error", first["msg"]))
    else:
        problem = _PROBLEMS.get(first["type"], first["msg"]).format(**{"expected": "", **context})
    given = first.get("input")
    shown = f"（写的是“{given}”）" if isinstance(given, str) and given and first["type"] != "value_error" else ""
    return f"{label}{f'字段 {field} ' if field else ''}{problem}{shown}"


def _label(data: dict[str, Any], index: int) -> str:
    entries = data.get("entries")
    entry = entries[index] if isinstance(entries, list) and index < len(entries) else None
    own = entry.get("id") if isinstance(entry, dict) else None
    return f"条目 {own}" if own else f"第 {index + 1} 个条目"
