"""Labelled files in; what feedback did, past decisions and the precision of rules as an operator reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.jsonl import read_objects
from assistant.cli.verdicts import decision_lines, shortened
from assistant.errors import InputError
from assistant.schema.moderation import CATEGORY_NAMES, Category

if TYPE_CHECKING:
    from assistant.moderation.feedback import Told
    from assistant.moderation.precision import RulePrecision
    from assistant.schema.rules import RuleBook
    from assistant.storage.decisions import Stored
    from assistant.workspace import Workspace

_MOST_SHOWN = 10
_NAMED = {category.value: category for category in Category}
_NAMED |= {name: category for category, name in CATEGORY_NAMES.items()}
_NAMED |= {"放行": Category.ALLOW, "正常": Category.ALLOW}


def category_of(written: str) -> Category:
    """Read a category by its word or its Chinese name. Raises :class:`InputError`."""
    word = written.strip().lower()
    found = _NAMED.get(word)
    if found is not None:
        return found
    raise InputError(f"没有 {written!r} 这一类；可以写：{'、'.join(Category)}")


def labelled(file: Path) -> list[tuple[str, Category]]:
    """Read a file of labelled texts; nothing is learned from a file with a wrong line. Raises :class:`InputError`."""
    found = []
    for number, value in read_objects(file, "text", "label"):
        where = f"{file} 第 {number} 行"
        text, label = value["text"], value["label"]
        if not isinstance(text, str) or not text.strip():
            raise InputError(f"{where}的 'text' 应是文字，现在是 {text!r}")
        if not isinstance(label, str):
            raise InputError(f"{where}的 'label' 应是一个类别，现在是 {label!r}")
        try:
            found.append((text, category_of(label)))
        except InputError as error:
            raise InputError(f"{where}的 'label'：{error}") from None
    if not found:
        raise InputError(f"{file} 里一行也没有，没有可学的")
    return found


def told_lines(told: Told, *, undone: bool = False) -> Iterator[str]:
    """Yield what feedback or learning did."""
    if undone:
        yield f"已撤回 {len(told.corrections)} 条"
    elif told.stored is not None:
        (given,) = told.corrections
        yield f"记下了：这条应是{CATEGORY_NAMES[given.label]}" + _effect(given.effect)
    else:
        batch = told.corrections[0].batch if told.corrections else ""
        yield f"学了 {len(told.corrections)} 条" + (
            f"（撤回：assistant moderate learn --undo {batch}）" if batch else ""
        )
    if told.unlearned:
        yield f"有 {len(told.unlearned)} 条标的是刷屏，看的是发了几遍，教不了，没有学"
    yield from _alike_lines(told)
    if told.flips:
        yield f"最近的消息里有 {len(told.flips)} 条会跟着变："
        for flip in told.flips[:_MOST_SHOWN]:
            yield f"    {CATEGORY_NAMES[flip.before]} → {CATEGORY_NAMES[flip.after]}  {shortened(flip.text)}"
    for rule in told.rules:
        yield _changed(rule)


def _effect(effect: str) -> str:
    return {"teach": "（只教，不改这一条）", "act": "（只改这一条，不教）"}.get(effect, "")


def _alike_lines(told: Told) -> Iterator[str]:
    conflicts = told.conflicts
    if conflicts:
        yield f"有 {len(conflicts)} 条和以前的对不上，请看看哪个对："
        for each in conflicts[:_MOST_SHOWN]:
            yield f"    {CATEGORY_NAMES[each.new.label]}：{shortened(each.new.text)}"
            whose = "自带的例子" if each.known.source == "packaged" else "以前教的"
            yield f"    {whose}是{CATEGORY_NAMES[each.known.label]}：{shortened(each.known.text)}"
    repeats = len(told.alike) - len(conflicts)
    if repeats:
        yield f"有 {repeats} 条和已有的几乎一样"


def restored_lines(done: Sequence[RulePrecision]) -> Iterator[str]:
    """Yield where clauses act again."""
    for each in done:
        yield f"{_changed(each)}，以前判错的不再算"


def restored_json(done: Sequence[RulePrecision]) -> Iterator[str]:
    """Yield where clauses act again, one object a line."""
    for each in done:
        yield json.dumps({"group": each.group, "clause": each.clause, "mode": "live"}, ensure_ascii=False)


def _again(clause: str) -> str:
    return f"改好这一条就会重新生效，要原样恢复用 assistant rules restore {clause}"


def _changed(rule: RulePrecision) -> str:
    where = f"群 {rule.group}" if rule.group else "所有群"
    if rule.shadow:
        wrong = f"群规 {rule.clause} 最近 {rule.acted} 次里错了 {rule.wrong} 次"
        return f"{wrong}，{where}里改为只记录；{_again(rule.clause)}"
    return f"群规 {rule.clause} 在{where}里重新生效"


def told_json(told: Told) -> str:
    """Return what feedback or learning did as JSON."""
    value: dict[str, Any] = {
        "corrections": [{"id": each.id, "batch": each.batch, "label": each.label.value} for each in told.corrections],
        "conflicts": [
            {"text": each.new.text, "label": each.new.label.value, "known": each.known.text,
             "known_label": each.known.label.value, "share": round(each.share, 3)}
            for each in told.conflicts
        ],
        "repeats": len(told.alike) - len(told.conflicts),
        "flips": [{"text": each.text, "before": each.before.value, "after": each.after.value} for each in told.flips],
        "rules": [_rule(each) for each in told.rules],
        "unlearned": len(told.unlearned),
    }  # fmt: skip
    return json.dumps(value, ensure_ascii=False)


def listed_json(stored: Stored) -> str:
    """Return a stored decision as JSON, with its text as long as that is kept."""
    value = stored.decision.model_dump(mode="json") | {
        "text": stored.message.text if stored.message else None,
        "at": stored.at.isoformat(timespec="seconds"),
        "should": stored.should.value if stored.should else None,
        "rules": stored.rules,
        "classifier": stored.classifier,
        "trace": stored.trace,
    }
    return json.dumps(value, ensure_ascii=False)


def stored_lines(stored: Stored) -> Iterator[str]:
    """Yield the lines of a stored decision."""
    text = stored.message.text if stored.message else "（原文已过保存期）"
    yield f"{stored.at:%m-%d %H:%M}  {stored.group or '（没写群）'}  {stored.decision.id}"
    yield from decision_lines(text, stored.decision)
    if stored.should is not None:
        same = stored.should is stored.decision.category
        yield "    有人看过：判得对" if same else f"    有人看过：应是{CATEGORY_NAMES[stored.should]}"


def fallen_lines(workspace: Workspace, book: RuleBook) -> Iterator[str]:
    """Yield the rules that only record because they acted wrongly too often."""
    from assistant.moderation.precision import precisions
    from assistant.storage.database import open_database

    for each in precisions(open_database(workspace), book):
        if each.shadow:
            where = f"群 {each.group}" if each.group else "所有群"
            wrong = f"最近 {each.acted} 次里错了 {each.wrong} 次"
            yield f"! {each.clause}（{where}）：{wrong}，现在只记录不动手；{_again(each.clause)}"


def precision_lines(found: Sequence[RulePrecision]) -> Iterator[str]:
    """Yield how often each rule was right lately; nothing where nobody was ever wrong."""
    told = [each for each in found if each.wrong or each.shadow]
    if told:
        yield "各条群规最近判得怎么样："
    for each in told:
        where = f"群 {each.group}" if each.group else "所有群"
        state = "，已改为只记录" if each.shadow else ""
        wrong = f"最近 {each.acted} 次里错了 {each.wrong} 次"
        yield f"    {each.clause}（{where}）：{wrong}，准 {each.precision:.0%}{state}"


def _rule(each: RulePrecision) -> dict[str, Any]:
    return {
        "group": each.group,
        "clause": each.clause,
        "acted": each.acted,
        "wrong": each.wrong,
        "shadow": each.shadow,
    }
