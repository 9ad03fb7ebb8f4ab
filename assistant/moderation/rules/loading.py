"""Loads ``rules.yaml``: every set, every clause and what single groups have otherwise, all of it validated."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from assistant.knowledge.brandfiles import GROUPS_FILE, load_groups
from assistant.knowledge.brandyaml import YamlMap, read_yaml
from assistant.knowledge.fields import Place, key_of
from assistant.moderation.rules.fields import SET, clause_line
from assistant.moderation.rules.overrides import near, overrides_of
from assistant.resources import PACKAGE
from assistant.schema.rules import DEFAULT_SET, RuleBook, RuleSet

RULES_FILE = "rules.yaml"
PACKAGED = PACKAGE / "moderation" / "data" / "default_rules.yaml"

#: The names of what stands outermost.
TOP = {"sets": ("sets", "规则集", "群规"), "overrides": ("overrides", "个别群", "改动")}


def load_rules(root: Path, *, file: Path | None = None) -> RuleBook:
    """Return the rules of the ``knowledge/`` folder ``root``, or those of ``file`` for the groups of ``root``.

    Where there is no ``rules.yaml``, and for groups that take the set ``default`` where it has none, the packaged rules
    hold. Raises ConfigError naming file, line, clause and field.
    """
    path = file or root / RULES_FILE
    takes = {id_: group.rules for id_, group in load_groups(root).items()}
    data = read_yaml(path) if file is not None or path.is_file() else None
    top, lines = _top(data, path.name)
    sets = {DEFAULT_SET: packaged_rules(), **_sets(top.get("sets"), Place(path.name, line=lines.get("sets", 0)))}
    for group, name in takes.items():
        if name not in sets:
            raise Place(GROUPS_FILE, f"群 {group}", 0, ("rules",)).error(
                f"{path.name} 里没有 {name} 这套群规{near(name, sets)}"
            )
    _check_scopes(sets, takes, path.name, top.get("sets"))
    changes = overrides_of(top.get("overrides"), Place(path.name, line=lines.get("overrides", 0)), sets, takes)
    return RuleBook(sets=sets, overrides=changes, takes=takes, source=path.name if data is not None else "")


@lru_cache(maxsize=1)
def packaged_rules() -> RuleSet:
    """The rules of an operator who wrote none: one clause a category, fit for any trade."""
    top, _ = _top(read_yaml(PACKAGED), PACKAGED.name)
    return _sets(top["sets"], Place(PACKAGED.name))[DEFAULT_SET]


def _top(data: object, name: str) -> tuple[dict[str, object], dict[str, int]]:
    if data in ("", None):
        return {}, {}
    if not isinstance(data, YamlMap):
        raise Place(name).error("最外层要写 sets:，下面是一套一套的群规")
    found: dict[str, object] = {}
    lines: dict[str, int] = {}
    for key, value in data.items():
        meant = next((top for top, names in TOP.items() if key_of(key) in names), None)
        if meant is None:
            raise Place(name, line=data.lines[key]).error(f"没有 {key} 这个字段，最外层只写 sets: 和 overrides:")
        if meant in found:
            raise Place(name, line=data.lines[key]).error(f"{key} 和前面的是同一项，只写一个")
        found[meant] = value
        lines[meant] = data.lines[key]
    return found, lines


def _sets(raw: object, place: Place) -> dict[str, RuleSet]:
    if raw in ("", None):
        return {}
    if not isinstance(raw, Mapping):
        raise place.error("sets 下面要写成“名字: 一套群规”，平时那套叫 default")
    lines = raw.lines if isinstance(raw, YamlMap) else {}
    return {
        str(name): SET.build(data, Place(place.file, f"规则集 {name}", lines.get(str(name), place.line)))
        for name, data in raw.items()
    }


def _check_scopes(sets: Mapping[str, RuleSet], takes: Mapping[str, str], file: str, raw: object) -> None:
    for name, rules in sets.items():
        for clause in rules.clauses:
            for group in clause.groups:
                line = clause_line(raw, name, clause.id, "groups")
                place = Place(file, f"规则集 {name} 的条款 {clause.id}", line, ("groups",))
                if group not in takes:
                    raise place.error(f"{GROUPS_FILE} 里没有 {group} 这个群{near(group, takes)}")
                if takes[group] != name:
                    raise place.error(f"群 {group} 用的是 {takes[group]} 这套群规，不用这一套")
