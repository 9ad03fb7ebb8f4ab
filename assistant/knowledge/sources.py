"""``knowledge/sources.yaml``: what the operator says about files that cannot say it themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from assistant.errors import ConfigError
from assistant.knowledge.brandyaml import read_yaml
from assistant.schema.contracts import PassageKind

SOURCES_FILE = "sources.yaml"

KIND_NAMES: Mapping[str, PassageKind] = {
    "商品": PassageKind.PRODUCT,
    "产品": PassageKind.PRODUCT,
    "政策": PassageKind.POLICY,
    "规定": PassageKind.POLICY,
    "制度": PassageKind.POLICY,
    "问答": PassageKind.FAQ,
    "常见问题": PassageKind.FAQ,
    "文章": PassageKind.ARTICLE,
    "干货": PassageKind.ARTICLE,
    "故事": PassageKind.STORY,
    "案例": PassageKind.STORY,
    "活动": PassageKind.CAMPAIGN,
    "促销": PassageKind.CAMPAIGN,
    "品牌": PassageKind.BRAND,
    "门店": PassageKind.BRAND,
}


class SourceMeta(BaseModel):
    """What is said about a file from outside, or by its front matter. Empty fields say nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = ""
    kind: PassageKind | None = None
    tags: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    supersedes: tuple[str, ...] = ()
    ignore: bool = False

    @field_validator("tags", "groups", "supersedes", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        if value is None or value == "":
            return ()
        if isinstance(value, str):
            return tuple(
                part.strip() for part in value.replace("，", ",").replace("、", ",").split(",") if part.strip()
            )
        if isinstance(value, int | float):
            return (str(value),)
        if isinstance(value, list | tuple):
            return tuple(str(item) for item in value)
        return value

    @field_validator("kind", mode="before")
    @classmethod
    def _kind_in_words(cls, value: object) -> object:
        if value == "":
            return None
        return KIND_NAMES.get(value.strip(), value.strip().lower()) if isinstance(value, str) else value

    @field_validator("valid_from", "valid_until", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, str):
            if not value.strip():
                return None
            text = value.strip().replace("/", "-").replace(".", "-").replace("年", "-").replace("月", "-").rstrip("日 ")
            parts = text.split("-")
            if len(parts) == 3 and all(part.strip().isdigit() for part in parts):
                return date(*(int(part) for part in parts))
        return value

    def over(self, other: SourceMeta) -> SourceMeta:
        """Return both together; what this one says wins."""
        said = {name: value for name, value in self if name in self.model_fields_set and value not in ("", (), None)}
        return other.model_copy(update=said)


@dataclass(frozen=True)
class Sources:
    """The entries of ``sources.yaml`` in file order: path or glob, and what it says."""

    entries: tuple[tuple[str, SourceMeta], ...] = ()

    def meta(self, source: str) -> SourceMeta:
        """Return what is said about ``source``: later entries win over earlier ones, an exact path over globs."""
        result = SourceMeta()
        matching = [(pattern, meta) for pattern, meta in self.entries if _matches(source, pattern)]
        for _, meta in sorted(matching, key=lambda entry: entry[0] == source):
            result = meta.over(result)
        return result

    def unmatched(self, sources: Iterable[str]) -> list[str]:
        """Return a warning for each entry that fits none of ``sources``."""
        known = list(sources)
        return [
            f"{SOURCES_FILE} 的 files 里写了 {pattern!r}，但没有这样的文件"
            for pattern, _ in self.entries
            if not any(_matches(source, pattern) for source in known)
        ]


def _matches(source: str, pattern: str) -> bool:
    if source == pattern:
        return True
    if "/" not in pattern:
        # As in .gitignore: a bare pattern fits the file name in any folder.
        return fnmatchcase(source.rsplit("/", 1)[-1], pattern)
    if pattern.endswith("/"):
        return source.startswith(pattern)
    return fnmatchcase(source, pattern) or fnmatchcase(source, pattern.replace("**/", ""))


def load_sources(root: Path) -> Sources:
    """Read ``sources.yaml`` of the knowledge folder ``root``; a missing file says nothing.

    Raises:
        ConfigError: naming the file, the entry and the field.
    """
    path = root / SOURCES_FILE
    if not path.is_file():
        return Sources()
    data = read_yaml(path)
    if data is None:
        return Sources()
    if not isinstance(data, dict) or set(data) - {"files"}:
        extra = "、".join(repr(key) for key in data if key != "files") if isinstance(data, dict) else repr(data)
        raise ConfigError(f"{SOURCES_FILE}：顶层只能有 files，不认识 {extra}")
    files = data.get("files") or {}
    if not isinstance(files, dict):
        raise ConfigError(f"{SOURCES_FILE}：files 应是“路径: 说明”的对照表，不是 {files!r}")
    return Sources(tuple((str(pattern), _entry(str(pattern), said)) for pattern, said in files.items()))


def _entry(pattern: str, said: object) -> SourceMeta:
    if not isinstance(said, dict):
        raise ConfigError(f"{SOURCES_FILE}：{pattern!r} 下面应写 kind、tags、groups、valid_until 等字段，不是 {said!r}")
    try:
        return SourceMeta.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        if first["type"] == "extra_forbidden":
            raise ConfigError(f"{SOURCES_FILE}：{pattern!r} 有不认识的字段 {field}") from error
        raise ConfigError(f"{SOURCES_FILE}：{pattern!r} 的 {field} 不能是 {first['input']!r}") from error
