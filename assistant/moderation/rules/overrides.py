"""The changes single groups make to the clauses of their set."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from assistant.knowledge.brandyaml import YamlMap
from assistant.knowledge.fields import Place, line_of
from assistant.moderation.rules.fields import CHANGE, check_clause, field_lines
from assistant.schema.rules import Clause, ClauseChange, RuleSet, changed


def overrides_of(
    raw: object, place: Place, sets: Mapping[str, RuleSet], takes: Mapping[str, str]
) -> dict[str, dict[str, ClauseChange]]:
    """Read ``{group: {clause: {field: value}}}``. Raises ConfigError; a clause must hold with its changes, too."""
    if raw in ("", None):
        return {}
    if not isinstance(raw, Mapping):
        raise place.error("要写成“群的 id: {条款的 id: {要改的字段: 值}}”")
    found: dict[str, dict[str, ClauseChange]] = {}
    for group, changes in raw.items():
        here = Place(place.file, f"群 {group} 的改动", _line(raw, group, place.line))
        if group not in takes:
            raise here.error(f"groups.yaml 里没有 {group} 这个群{near(group, takes)}")
        if changes in ("", None):
            continue
        if not isinstance(changes, Mapping):
            raise here.error("要写成“条款的 id: {要改的字段: 值}”")
        clauses = {clause.id: clause for clause in sets[takes[group]].clauses}
        found[group] = {}
        for id_, change in changes.items():
            at = Place(place.file, f"群 {group} 改的条款 {id_}", _line(changes, id_, here.line))
            if id_ not in clauses:
                raise at.error(f"规则集 {takes[group]} 里没有 {id_} 这一条{near(id_, clauses)}")
            found[group][id_] = _change(change, clauses[id_], at, group)
    return found


def _change(raw: object, clause: Clause, place: Place, group: str) -> ClauseChange:
    change: ClauseChange = CHANGE.build(raw, Place(place.file, place.entry, line_of(raw, place.line)))
    if not change.model_fields_set:
        raise place.error("没有写要改什么")
    if clause.groups and group not in clause.groups:
        raise place.error(f"这一条只管 {'、'.join(clause.groups)}，管不到这个群，改了也没用")
    check_clause(changed(clause, change), place, field_lines(raw, CHANGE))
    return change


def near(name: str, known: Mapping[str, object]) -> str:
    """Advice for a name that is not known."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"，是不是想写 {close[0]}？" if close else f"，有的是 {'、'.join(list(known)[:12])}" if known else ""


def _line(raw: Mapping[object, object] | Mapping[str, object], key: str, default: int) -> int:
    return raw.lines.get(key, default) if isinstance(raw, YamlMap) else default
