"""Turns what a configuration file has into a schema model, by a table of fields.

A table names each field, the other names it may carry in the file (Chinese ones among them) and how its value is
read. Everything wrong is one ConfigError that names file, line, entry and field.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.errors import ConfigError
from assistant.knowledge.brandyaml import YamlMap

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Place:
    """Where in the files we are, for error messages."""

    file: str
    entry: str = ""
    line: int = 0
    path: tuple[str, ...] = ()

    def inside(self, name: str, line: int = 0) -> Place:
        """Return the place of a field inside this one."""
        return Place(self.file, self.entry, line or self.line, (*self.path, name))

    def error(self, reason: str) -> ConfigError:
        """Return the error that names this place."""
        line = f" 第 {self.line} 行" if self.line else ""
        entry = f"，{self.entry}" if self.entry else ""
        field = f" 的 {'.'.join(self.path)}" if self.path else ""
        return ConfigError(f"{self.file}{line}{entry}{field}：{reason}")


Read = Callable[[object, Place], Any]


@dataclass(frozen=True)
class Field:
    """One field: how to read it and what else it may be called; ValueError says what is wrong with a value."""

    read: Read
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """The fields of one model; ``shorthand`` turns a value that is no mapping into one, where that makes sense."""

    model: type[BaseModel]
    fields: Mapping[str, Field]
    shorthand: Callable[[object], Mapping[str, object] | None] | None = None
    names: dict[str, str] = dataclass_field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name, one in self.fields.items():
            for spelling in (name, *one.aliases):
                self.names[key_of(spelling)] = name

    def build(self, data: object, place: Place, **given: Any) -> Any:
        """Return the model ``data`` describes; ``given`` are values the file does not state."""
        mapping = self._mapping(data, place)
        lines = mapping.lines if isinstance(mapping, YamlMap) else {}
        values: dict[str, Any] = dict(given)
        seen: dict[str, str] = {}
        for key, value in mapping.items():
            here = place.inside(str(key), lines.get(str(key), 0))
            name = self._name(str(key), place, lines.get(str(key), 0))
            if name in seen:
                raise here.error(f"{seen[name]} 和 {key} 是同一项，只写一个")
            seen[name] = str(key)
            if value in ("", None):
                continue
            try:
                values[name] = self.fields[name].read(value, here)
            except ValueError as error:
                # What names the value itself need not be told it again.
                quoted = "" if str(error).startswith("“") else shown(value)
                raise here.error(f"{quoted}{error}") from None
        return self._validated(values, seen, place, lines)

    def _mapping(self, data: object, place: Place) -> Mapping[str, object]:
        if data in ("", None):
            return {}
        if isinstance(data, Mapping):
            return data
        short = self.shorthand(data) if self.shorthand else None
        if short is None:
            raise place.error(f"这里要写成“字段: 值”，可用的字段有 {'、'.join(list(self.fields)[:8])}")
        return short

    def _name(self, key: str, place: Place, line: int) -> str:
        name = self.names.get(key_of(key))
        if name is not None:
            return name
        near = difflib.get_close_matches(key_of(key), list(self.names), n=1, cutoff=0.5)
        advice = f"，是不是想写 {near[0]}？" if near else f"，可用的字段有 {'、'.join(self._offered(key))}"
        raise Place(place.file, place.entry, line or place.line, place.path).error(f"没有 {key} 这个字段{advice}")

    def _offered(self, key: str) -> list[str]:
        """The fields as one names them who wrote ``key``: in Chinese, where that is Chinese."""
        if key.isascii():
            return list(self.fields)
        return [one.aliases[0] if one.aliases else name for name, one in self.fields.items()]

    def _validated(
        self, values: dict[str, Any], seen: dict[str, str], place: Place, lines: Mapping[str, int]
    ) -> BaseModel:
        try:
            return self.model.model_validate(values)
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0]) if first["loc"] else ""
            if first["type"] == "missing":
                other = self.fields[name].aliases[:1] if name in self.fields else ()
                raise place.error(f"缺少 {name}" + (f"（{other[0]}）" if other else "")) from None
            here = place.inside(seen.get(name, name), lines.get(seen.get(name, name), 0))
            raise here.error(_bound(first["type"], first.get("ctx", {}))) from None


def key_of(key: str) -> str:
    """Fold a field name: full width, capitals, hyphens and spaces do not matter."""
    return unicodedata.normalize("NFKC", key).strip().lower().replace("-", "_").replace(" ", "_")


def value(read: Callable[[object], Any], *aliases: str) -> Field:
    """A field with a plain value."""

    return Field(lambda raw, _: read(raw), aliases)


def nested(table: Table, *aliases: str) -> Field:
    """A field whose value is a mapping of its own."""
    return Field(table.build, aliases)


def many(table: Table, *aliases: str) -> Field:
    """A field whose value is a list of mappings; a single mapping is a list of one."""

    def read(raw: object, place: Place) -> tuple[Any, ...]:
        entries = raw if isinstance(raw, list) else [raw]
        return tuple(
            table.build(entry, Place(place.file, place.entry, line_of(entry, place.line), (*place.path, str(number))))
            for number, entry in enumerate(entries, start=1)
        )

    return Field(read, aliases)


def line_of(entry: object, default: int = 0) -> int:
    """Return the line an entry begins at, where it is known."""
    return entry.line if isinstance(entry, YamlMap) else default


def shown(raw: object) -> str:
    """Quote the offending value, shortened."""
    return f"“{raw[:30]}”，" if isinstance(raw, str) else ""


def _bound(kind: str, context: Mapping[str, Any]) -> str:
    signs = {"greater_than": ("gt", "大于"), "greater_than_equal": ("ge", "不小于"), "less_than": ("lt", "小于"),
             "less_than_equal": ("le", "不大于")}  # fmt: skip
    if kind in signs:
        key, word = signs[kind]
        return f"要{word} {context[key]}"
    return "写的值不合要求"
