"""群规 pasted as text become clauses: the categories their words name are suggested, a person confirms them.

Where a clause names nothing that can be looked for it stays a reminder: it stands in the file for members to read and
for the operator to see, and no message is held against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.desk import Desk
from assistant.desk.pastedlines import lines_of
from assistant.desk.pastedwords import detectors_named, forbidden
from assistant.desk.rulefile import as_data, clauses_path, read, save, with_set
from assistant.desk.yamledit import YamlText
from assistant.errors import InputError
from assistant.moderation.rules.loading import packaged_rules
from assistant.schema.moderation import Category
from assistant.schema.rules import DEFAULT_SET, Clause, Mode

_MOST = 60
_LONGEST = 300
# What is said around the rules is none; a person may keep it all the same.
_GREETS = re.compile(
    r"(?:大家|各位\S{0,4}|家人们|亲们|朋友们)好|(?:热烈)?欢迎(?:加入|进群|入群|来到|新|大家|各位|您|你)|亲爱的|(?:谢谢|感谢)(?:大家|各位|您|你|配合|理解)"
)


@dataclass(frozen=True)
class Suggestion:
    """A clause as it was pasted and what it is taken for; the page lets a person change all but ``words``.

    ``category`` is None where it stays a reminder that nothing is held against. ``words`` are those it was told by.
    One clause that names several matters is suggested once for each. ``keep`` false leaves it out. ``offered``: it is
    one of the ready-made clauses, not of what was pasted.
    """

    clause: str
    category: Category | None = None
    words: tuple[str, ...] = ()
    mode: Mode = "live"
    keep: bool = True
    offered: bool = False

    @property
    def reminder(self) -> bool:
        """Whether it is only shown to members."""
        return self.category is None


def suggested(text: str) -> list[Suggestion]:
    """Return the clauses of a pasted 群规 with the categories their words name, in order.

    Raises :class:`InputError` where there is no clause in it, or more than anybody reads.
    """
    lines = lines_of(text)
    if not lines:
        raise InputError("没有看到一条群规：把群公告里的群规原样贴进来就行，一条一行")
    if len(lines) > _MOST:
        raise InputError(f"贴进来的有 {len(lines)} 条，最多 {_MOST} 条：请只贴群规这一段")
    found: list[Suggestion] = []
    for line in lines:
        if len(line) > _LONGEST:
            raise InputError(f"有一条太长（{len(line)} 字）：“{line[:20]}…”，请分成几条，每条不超过 {_LONGEST} 字")
        named = list(forbidden(line))
        found += [Suggestion(line, category, words, _mode(category)) for category, words in named]
        if not named:
            found.append(Suggestion(line, keep=not _GREETS.match(line)))
    return found


def unmentioned(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """Return ready-made clauses on what the pasted rules do not speak of, for a person to add; not kept as yet."""
    spoken = {each.category for each in suggestions}
    return [
        Suggestion(clause.clause, clause.category, mode=clause.mode, keep=False, offered=True)
        for clause in packaged_rules().clauses
        if clause.category not in spoken and clause.category is not Category.OTHER
    ]


def write(
    desk: Desk, suggestions: Sequence[Suggestion], *, rules: str = DEFAULT_SET, append: bool = False, digest: str = ""
) -> list[Clause]:
    """Write confirmed suggestions as the clauses of a set, or behind those it has; return the clauses written.

    ``digest`` is the file's when it was looked at; without it, it is taken as it stands. Raises :class:`Refused` for
    who may not, :class:`InputError` where nothing is kept, where somebody else has changed the file or where groups
    change a clause that would be gone.
    """
    desk.require("rules.write")
    desk.require("rules.live")
    file = read(desk)
    text = with_set(file.text, rules)
    yaml = YamlText(text)
    path = clauses_path(yaml, rules)
    held = yaml.data(path) or []
    taken = {str(each.get("id", "")) for each in held if isinstance(each, dict)} if append else set()
    clauses = clauses_of(suggestions, taken=taken)
    if append:
        for clause in clauses:
            text = YamlText(text).append(path, as_data(clause))
    else:
        text = yaml.put(path, [as_data(clause) for clause in clauses])
    about = "、".join(clause.id for clause in clauses)
    save(desk, text, digest or file.digest, what="rules.paste", target=rules, about=about)
    return clauses


def clauses_of(suggestions: Sequence[Suggestion], *, taken: set[str] | None = None) -> list[Clause]:
    """Return what suggestions become. Raises :class:`InputError` where nothing is kept."""
    kept = [each for each in suggestions if each.keep and each.clause.strip()]
    if not kept:
        raise InputError("一条都没有留下：至少留一条，或者先用自带的群规")
    ids = set(taken or ())
    claimed = _claimed(kept)
    made = []
    for number, each in enumerate(kept):
        clause = _made(each, claimed[number], ids)
        ids.add(clause.id)
        made.append(clause)
    return made


def _made(suggestion: Suggestion, detectors: frozenset[str] | None, ids: set[str]) -> Clause:
    words = " ".join(suggestion.clause.split())
    if suggestion.category is None:
        return Clause(id=_free("reminder", ids), category=Category.OTHER, clause=words, mode="off")
    model = _model(suggestion.category, words)
    if model is None:  # a matter of its own: nothing to look for it with until there are examples
        return Clause(id=_free("own", ids), category=suggestion.category, clause=words, mode="off")
    own = {name: given for name, given in model.detectors.items() if detectors is None or name in detectors}
    return model.model_copy(
        update={"id": _free(model.id, ids), "clause": words, "mode": suggestion.mode, "detectors": own}
    )


def _claimed(kept: Sequence[Suggestion]) -> list[frozenset[str] | None]:
    """Which detectors each takes: of several clauses of a category, the one that names their matter; None: all.

    A message is answered with the clause that speaks of it: 不拉人 for who recruits, 不发广告 for all other adverts.
    """
    found: list[frozenset[str] | None] = [None] * len(kept)
    for category in {each.category for each in kept if each.category}:
        same = [number for number, each in enumerate(kept) if each.category is category]
        model = _model(category, "")
        if len(same) < 2 or model is None:
            continue
        named = {number: detectors_named(kept[number].clause) for number in same}
        general = next((number for number in same if not named[number]), same[0])
        takes: dict[int, set[str]] = {number: set() for number in same}
        for name in model.detectors:
            most = max(same, key=lambda each: named[each].get(name, 0))
            takes[most if named[most].get(name) else general].add(name)
        for number in same:
            # Who comes away with nothing looks for what it names as well.
            found[number] = frozenset(
                takes[number] or (named[number].keys() & model.detectors.keys()) or model.detectors
            )
    return found


def _model(category: Category, words: str) -> Clause | None:
    """The packaged clause of a category; of what is called other, the one on quarrels where the words speak of it."""
    if category is Category.OTHER:
        if words and not any(named is Category.OTHER for named, _ in forbidden(words)):
            return None
        return next((each for each in packaged_rules().clauses if each.id == "no-quarrel"), None)
    return next((each for each in packaged_rules().clauses if each.category is category), None)


def _mode(category: Category) -> Mode:
    model = _model(category, "")
    return model.mode if model is not None else "off"


def _free(name: str, ids: set[str]) -> str:
    if name not in ids:
        return name
    number = 2
    while f"{name}-{number}" in ids:
        number += 1
    return f"{name}-{number}"
