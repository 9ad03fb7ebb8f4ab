"""The way through an empty workspace: brand, groups, documents, rules, first draft; what is done is seen by itself."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

from sqlalchemy import func, select

from assistant.desk import Desk
from assistant.desk.brandfile import add_group, brand_form, groups_form, remove_group, save_brand, save_group
from assistant.jobs.model import Job
from assistant.knowledge.brandfiles import load_brand, load_groups
from assistant.knowledge.scan import CONFIG_FILES
from assistant.resources import PACKAGE
from assistant.schema.contracts import Draft, PassageKind
from assistant.schema.group import Group
from assistant.storage.database import get_state, set_state
from assistant.storage.drafts import DraftStore
from assistant.storage.tables import documents, drafts, passages

STEPS = ("brand", "groups", "documents", "rules", "draft")
_TEMPLATES = PACKAGE / "templates" / "knowledge"
_SKIPPED = "desk.begun"
_EVERY_DAY = list(range(1, 8))
# What people like to talk about: how something is done. Whether delivery is free is for the counter.
_TALKED_OF = re.compile(r"怎么|怎样|如何|几天|多久|什么|为什么|哪[种些个]|要不要|能不能")


@dataclass(frozen=True)
class Way:
    """Which steps are done; ``left`` says that somebody chose to go on without."""

    done: frozenset[str]
    left: bool

    @property
    def wanted(self) -> bool:
        """Whether there is still something to lead through."""
        return not self.left and len(self.done) < len(STEPS)

    @property
    def next(self) -> str:
        """The first step that is not done; the last one where all are."""
        return next((step for step in STEPS if step not in self.done), STEPS[-1])


def way(desk: Desk) -> Way:
    """Return how far the workspace is. Raises :class:`StorageError`, and :class:`ConfigError` for a wrong file."""
    knowledge = desk.workspace.knowledge
    done = set()
    if load_brand(knowledge).name != load_brand(_TEMPLATES).name:
        done.add("brand")
    groups = load_groups(knowledge)
    if groups and groups != load_groups(_TEMPLATES):
        done.add("groups")
    if _differs(desk, "rules.yaml"):
        done.add("rules")
    with desk.database.read() as connection:
        left = bool(get_state(connection, _SKIPPED))
        sources = set(connection.execute(select(documents.c.source)).scalars())
        if connection.execute(select(func.count()).select_from(drafts)).scalar_one():
            done.add("draft")
    own = {source for source in sources - CONFIG_FILES if _differs(desk, source)}
    if own:
        done.add("documents")
    return Way(frozenset(done), left)


def begin_brand(desk: Desk, changes: Mapping[str, object]) -> None:
    """Write what the brand is called and does. Raises as :func:`~assistant.desk.brandfile.save_brand`."""
    save_brand(desk, changes, brand_form(desk).digest)


def brand_name(desk: Desk) -> str:
    """What the shop is called; empty as long as that is the template's example."""
    name = brand_form(desk).brand.name
    return "" if name == load_brand(_TEMPLATES).name else name


def own_groups(desk: Desk) -> dict[str, Group]:
    """The groups without the template's example."""
    examples = load_groups(_TEMPLATES)
    return {key: group for key, group in groups_form(desk).groups.items() if examples.get(key) != group}


def begin_group(desk: Desk, name: str, platform: str, themes: Sequence[str] = (), *, daily: bool = True) -> str:
    """Add a group by its name and return its id; the template's example makes way for the first.

    ``daily``: a topic every day, so that Today has something to offer from the first day on.

    Raises as :func:`~assistant.desk.brandfile.add_group`.
    """
    form = groups_form(desk)
    examples = load_groups(_TEMPLATES)
    group_id = suggested_id(name, form.groups)
    add_group(desk, group_id, name, platform, form.digest)
    more: dict[str, object] = {"theme": list(themes)} if themes else {}
    more |= {"rhythm.topic": _EVERY_DAY} if daily else {}
    if more:
        save_group(desk, group_id, more, groups_form(desk).digest)
    for example, group in examples.items():
        if form.groups.get(example) == group:
            remove_group(desk, example, groups_form(desk).digest)
    return group_id


def suggested_id(name: str, taken: Container[str]) -> str:
    """Return an id for a group: the initials of its name's syllables (老顾客群: lgkq), numbered where it is taken."""
    from pypinyin import Style, lazy_pinyin

    letters = "".join(lazy_pinyin(name.strip(), style=Style.FIRST_LETTER)).lower()
    plain = "".join(each for each in letters if each.isascii() and each.isalnum())[:16] or "group"
    return next(found for found in chain([plain], (f"{plain}{n}" for n in count(2))) if found not in taken)


def first_draft(desk: Desk, group: str) -> Job:
    """Have a topic written for a group, as a job; about something of the shop's own files, where there is anything.

    Raises :class:`Refused` for who may not.
    """
    desk.require("draft.write")
    about = _of_the_files(desk)
    return desk.jobs.enqueue("draft", {"kind": "topic", "group": group, "about": about}, who=desk.person.name)


def written(desk: Desk, job: Job) -> Draft:
    """Return the draft that such a job has written. Raises :class:`InputError` where it is gone."""
    return DraftStore(desk.database).get(str((job.result or {}).get("drafts", [job.id])[0]))


def leave(desk: Desk) -> None:
    """Go on without the rest; the way does not show again."""
    with desk.database.write() as connection:
        set_state(connection, _SKIPPED, desk.person.name)


def _of_the_files(desk: Desk) -> str:
    """A question or else a title of the shop's own files that a group may talk about; empty where there is none."""
    asked = select(passages.c.source, passages.c.question).where(passages.c.question != "").order_by(passages.c.pk)
    titled = select(documents.c.source, documents.c.title).where(documents.c.kind == PassageKind.ARTICLE.value)
    with desk.database.read() as connection:
        found = [*connection.execute(asked.limit(200)), *connection.execute(titled.limit(200))]
    own = {source for source in {source for source, _ in found} if _differs(desk, source)}
    words = (text.strip().rstrip("?？。 ") for source, text in found if source in own)
    return next((each for each in words if 4 <= len(each) <= 20 and _TALKED_OF.search(each)), "")


def _differs(desk: Desk, name: str) -> bool:
    """Whether a file of the workspace is there and is not the template's."""
    mine, template = desk.workspace.knowledge / name, _TEMPLATES / name
    if not mine.is_file():
        return False
    return not template.is_file() or mine.read_bytes() != template.read_bytes()
