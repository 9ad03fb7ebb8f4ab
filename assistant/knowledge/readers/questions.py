"""JSON, JSON lines and YAML: question lists, question-to-answer mappings, records with a text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from assistant.errors import ReadError
from assistant.knowledge.documents import Section
from assistant.knowledge.readers.decoding import read_text
from assistant.knowledge.readers.pairs import key_of, pair_of
from assistant.knowledge.readers.reading import Outline, Reading

_TEXT_KEYS = frozenset(["text", "content", "body", "正文", "内容", "文本", "passage", "document"])
_TITLE_KEYS = frozenset(["title", "heading", "name", "category", "标题", "名称", "分类", "主题", "类别"])
_MAX_DEPTH = 8


def read(path: Path) -> Reading:
    """Read a question list.

    Raises:
        ReadError: the file is not valid JSON or YAML.
    """
    text = read_text(path)
    reading = Reading()
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        data: object = _json_lines(text, reading)
    elif suffix == ".json":
        try:
            data = json.loads(text)
        except (json.JSONDecodeError, RecursionError) as error:
            # Many exports carry .json and hold one object a line.
            data = _json_lines(text, reading) if text.count("\n") and text.lstrip().startswith("{") else None
            if not data:
                raise ReadError(f"不是正确的 JSON{_place(error)}") from error
    else:
        data = _yaml(text)
    outline = Outline()
    _Walk(outline, reading).take(data)
    reading.sections = outline.finish()
    return reading


def _json_lines(text: str, reading: Reading) -> list[object]:
    records: list[object] = []
    bad: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            records.append(json.loads(line))
        except (json.JSONDecodeError, RecursionError):
            bad.append(number)
    if bad and not records:
        raise ReadError("没有一行是正确的 JSON")
    reading.warnings.extend(f"第 {number} 行不是正确的 JSON，没有收下" for number in bad[:20])
    return records


def _yaml(text: str) -> object:
    try:
        if text.count("*") and text.count("&"):
            # Aliases can blow up a small file; a question list needs none.
            for event in yaml.parse(text, Loader=yaml.SafeLoader):
                if isinstance(event, yaml.AliasEvent):
                    raise ReadError("YAML 里用了引用（* 和 &），请展开后再放进来")
        # Every value stays the text that was written (20:30, 0571, no).
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds no objects
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ReadError(f"不是正确的 YAML{_place(error)}") from error


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else getattr(error, "lineno", None)
    return f"（第 {line} 行附近）" if line else ""


class _Walk:
    """Puts nested data into an outline; every scalar ends up in some section."""

    def __init__(self, outline: Outline, reading: Reading) -> None:
        self.outline = outline
        self.reading = reading

    def take(self, data: object, depth: int = 1) -> None:
        if depth > _MAX_DEPTH:
            raise ReadError("嵌套太深，看不出是问答")
        if isinstance(data, Mapping):
            self._mapping(data, depth)
        elif isinstance(data, Sequence) and not isinstance(data, str):
            for item in data:
                self.take(item, depth)
        elif data is not None:
            self.outline.paragraph(str(data))

    def _mapping(self, data: Mapping[object, object], depth: int) -> None:
        record = {str(key): value for key, value in data.items()}
        pair = pair_of(record)
        if pair is not None:
            title = next((str(v) for k, v in record.items() if key_of(k) in _TITLE_KEYS and _scalar(v)), "")
            self.outline.add(Section(heading=(title,) if title else (), question=pair[0], text=pair[1], atomic=True))
            return
        text_key = next((key for key, value in record.items() if key_of(key) in _TEXT_KEYS and _scalar(value)), None)
        if text_key is not None:
            self._record(record, text_key)
            return
        for key, value in record.items():
            self._member(key, value, depth)

    def _member(self, key: str, value: object, depth: int) -> None:
        if not _scalar(value):
            if depth == 1 and key_of(key) in ("faq", "faqs", "questions", "items", "data", "问答", "list", "rows"):
                self.take(value, depth + 1)
                return
            self.outline.heading(depth, key)
            self.take(value, depth + 1)
        elif key_of(key) in ("title", "标题") and not self.outline.sections:
            self.reading.title = str(value)
        elif len(key) > 3 and value not in (None, ""):
            # A question-to-answer mapping.
            self.outline.question(key, str(value))
        elif value not in (None, ""):
            self.outline.paragraph(f"{key}：{value}")

    def _record(self, record: Mapping[str, object], text_key: str) -> None:
        titles = [
            str(value) for key, value in record.items() if key_of(key) in _TITLE_KEYS and _scalar(value) and value
        ]
        names = titles or [str(value) for key, value in record.items() if key_of(key) == "id" and _scalar(value)]
        text = str(record[text_key] or "").strip()
        if text:
            self.outline.add(Section(heading=tuple(names[:1]), text=text, atomic=True))


def _scalar(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool) or not isinstance(value, Mapping | Sequence)
