"""What may stand in ``rules.yaml``: every field, its other names and how its value is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.knowledge import values as read
from assistant.knowledge.brandyaml import YamlMap
from assistant.knowledge.fields import Field, Place, Table, key_of, line_of, nested, value
from assistant.moderation.rules import readers as reads
from assistant.moderation.rules.ladder import ladder
from assistant.moderation.rules.parameters import detectors
from assistant.schema.moderation import Category
from assistant.schema.rules import Clause, ClauseChange, Exempt, RuleSet

_OF_CLAUSE: dict[str, Field] = {
    "category": value(lambda raw: Category(read.choice(reads.CATEGORIES, what="类别")(raw)), "类别", "分类"),
    "clause": value(read.text, "原话", "条款", "内容", "群规"),
    "mode": value(read.choice(reads.MODES, what="状态"), "状态", "模式"),
    "detectors": Field(detectors, ("检测", "检测器", "怎么查")),
    "violates": value(reads.examples, "犯规", "犯规的例子", "违规例子"),
    "allows": value(reads.examples, "没事", "没事的例子", "放行例子"),
    "window_days": value(reads.days, "累计天数", "天数", "window"),
    "ladder": Field(ladder, ("处理", "阶梯", "怎么办", "处罚")),
}
CLAUSE = Table(
    Clause,
    {
        "id": value(read.text, "编号", "名字"),
        **_OF_CLAUSE,
        "groups": value(read.names, "群", "适用群", "范围", "scope"),
    },
)
CHANGE = Table(
    ClauseChange,
    _OF_CLAUSE,
    # newborn: {no-compare: off} is what one writes to switch a clause off.
    shorthand=lambda raw: {"mode": raw} if isinstance(raw, str) and raw.strip().lower() in reads.MODES else None,
)
EXEMPT = Table(
    Exempt,
    {
        "roles": value(read.choices(reads.ROLES, what="身份"), "身份", "角色"),
        "members": value(reads.phrases, "成员", "群友", "白名单"),
        "domains": value(reads.domains, "域名", "网站", "网址"),
        "mini_programs": value(reads.phrases, "小程序"),
        "phrases": value(reads.phrases, "短语", "词", "话", "说法", "放行词"),
        "own_products": value(reads.switch, "自家商品"),
        "own_campaigns": value(reads.switch, "自家活动"),
    },
)
_CLAUSES = ("clauses", "条款", "群规")


def _clauses(raw: object, place: Place) -> tuple[Clause, ...]:
    # A clause's own place names the clause; its fields hang below it.
    entries: list[tuple[object, dict[str, Any]]]
    if isinstance(raw, Mapping):
        entries = [(entry, {"id": str(key)}) for key, entry in raw.items()]
    elif isinstance(raw, list):
        entries = [(entry, {}) for entry in raw]
    else:
        raise place.error("下面每一条以“- ”开头")
    made: dict[str, Clause] = {}
    for number, (entry, given) in enumerate(entries, start=1):
        name = given.get("id") or id_of(entry) or f"第 {number} 条"
        here = Place(place.file, f"{place.entry} 的条款 {name}", line_of(entry, place.line))
        clause: Clause = CLAUSE.build(entry, here, **given)
        if clause.id in made:
            raise here.inside("id").error(f"{clause.id} 和前面的条款重名了，换一个")
        made[clause.id] = clause
        check_clause(clause, here, field_lines(entry, CLAUSE))
    return tuple(made.values())


def id_of(entry: object) -> str:
    """The id a clause states, for error messages; empty where it states none."""
    if not isinstance(entry, Mapping):
        return ""
    found = (text for key, text in entry.items() if CLAUSE.names.get(key_of(str(key))) == "id")
    return next((text[:30] for text in found if isinstance(text, str)), "")


def field_lines(entry: object, table: Table) -> dict[str, int]:
    """The line of each field of an entry, by the field's own name."""
    lines = entry.lines if isinstance(entry, YamlMap) else {}
    return {table.names.get(key_of(key), key): line for key, line in lines.items()}


def check_clause(clause: Clause, place: Place, lines: Mapping[str, int]) -> None:
    """Check what several fields of a clause say together; ``lines`` of its fields. Raises ConfigError."""
    if not clause.clause:
        raise place.inside("clause", lines.get("clause", 0)).error("群规原话不能空着，回复里会引用它")
    both = [text for text in clause.violates if text in clause.allows]
    if both:
        raise place.inside("allows", lines.get("allows", 0)).error(
            f"“{both[0][:30]}”在 violates 里也有，一句话不能又犯规又没事"
        )
    if clause.mode == "off":
        return
    for field, given, what in (
        ("violates", clause.violates, "犯规的例子"),
        ("allows", clause.allows, "看着像、其实没事的例子"),
        ("ladder", clause.ladder, "第几次怎么办，例如 - {offence: 1, actions: [{kind: remind}]}"),
    ):
        if not given:
            raise place.inside(field, lines.get(field, 0)).error(f"没有写，至少要有一条{what}")


SET = Table(
    RuleSet,
    {
        "name": value(read.text, "名称", "名字"),
        "appeal": value(read.text, "申诉", "怎么申诉"),
        "exempt": nested(EXEMPT, "不管", "豁免", "例外"),
        "unsure": Field(reads.unsure, ("拿不准", "fallback")),
        "clauses": Field(_clauses, _CLAUSES[1:]),
    },
)


def clause_line(raw: object, rules: str, id_: str, field: str) -> int:
    """The line of a clause's field in the ``sets`` of a file, 0 where it cannot be told."""
    chosen = raw.get(rules) if isinstance(raw, YamlMap) else None
    listed = next((entries for key, entries in _items(chosen) if SET.names.get(key_of(key)) == "clauses"), None)
    entries = listed if isinstance(listed, list) else [entry for key, entry in _items(listed) if key == id_]
    own = (entry for entry in entries if not isinstance(listed, list) or id_of(entry) == id_)
    return next((field_lines(entry, CLAUSE).get(field, 0) for entry in own), 0)


def _items(raw: object) -> list[tuple[str, object]]:
    return [(str(key), value) for key, value in raw.items()] if isinstance(raw, Mapping) else []
