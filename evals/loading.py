"""Dataset files into typed cases: JSONL, one object a line, or YAML, a list of objects."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from assistant.errors import InputError
from evals.cases import Case

CaseT = TypeVar("CaseT", bound=Case)


def load_cases(model: type[CaseT], *files: Path, fixed: Mapping[str, Any] | None = None) -> list[CaseT]:
    """Return the cases of all ``files``; ``fixed`` are fields that the place of the file gives them.

    Raises :class:`InputError` that names the file, the line (or the entry) and the field, and for an id that is used
    twice.
    """
    found: list[CaseT] = []
    seen: dict[str, str] = {}
    for file in files:
        for place, data in _objects(file):
            where = f"{file.name} {place}"
            try:
                case = model.model_validate({**data, **(fixed or {})})
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                field = ".".join(str(step) for step in first["loc"]) or "整条"
                raise InputError(f"{where}（{data.get('id', '没有 id')}）：{field} 有误，{first['msg']}") from error
            if case.id in seen:
                raise InputError(f"{where}：id {case.id!r} 已经在 {seen[case.id]} 用过")
            seen[case.id] = where
            found.append(case)
    return found


def dataset_files(folder: Path) -> list[Path]:
    """Return the dataset files of a folder, sorted by name; a folder that is not there has none."""
    return sorted(file for file in folder.glob("*") if file.suffix in (".jsonl", ".yaml", ".yml"))


def _objects(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"数据集 {file} 读不出来：{error}") from error
    rows = _lines(file, text) if file.suffix == ".jsonl" else _entries(file, text)
    for place, data in rows:
        if not isinstance(data, dict):
            raise InputError(f"{file.name} {place}应是一个对象，现在是 {str(data)[:40]!r}")
        yield place, data


def _lines(file: Path, text: str) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield f"第 {number} 行", json.loads(line)
            except json.JSONDecodeError as error:
                raise InputError(f"{file.name} 第 {number} 行不是 JSON：{error.msg}") from error


def _entries(file: Path, text: str) -> Iterator[tuple[str, Any]]:
    try:
        data = yaml.safe_load(text) or []
    except yaml.YAMLError as error:
        raise InputError(f"{file.name} 不是合法的 YAML：{' '.join(str(error).split())}") from error
    if not isinstance(data, list):
        raise InputError(f"{file.name} 应是一个列表，每项一条用例")
    for number, entry in enumerate(data, start=1):
        yield f"第 {number} 条", entry
