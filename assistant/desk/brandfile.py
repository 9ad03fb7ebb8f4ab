"""The brand and the groups on the settings page: read with a digest, changed field by field, comments kept.

Before a file is written it is read back; what does not come out as it was meant is not written.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from assistant.desk import Desk
from assistant.desk.textfile import held, put, saving
from assistant.desk.yamledit import Step, YamlText
from assistant.errors import ConfigError, InputError
from assistant.knowledge.brandfields import BRAND, EMOJI, GROUP, LENGTH, PROMO, RHYTHM, VOICE
from assistant.knowledge.brandfiles import BRAND_FILE, GROUPS_FILE, load_brand, load_campaigns, load_groups, load_topics
from assistant.knowledge.fields import Place, Table, key_of
from assistant.schema.brand import Brand
from assistant.schema.group import Group
from assistant.storage import audit

#: A step to a field: the table it stands in and its name there.
Way = tuple[Table, str]
#: What the page lets one change, and the way to it in the file.
BRAND_FIELDS: dict[str, tuple[Way, ...]] = {
    **{name: ((BRAND, name),) for name in ("name", "trade", "about", "audience", "contact", "no_ship")},
    **{
        f"voice.{name}": ((BRAND, "voice"), (VOICE, name))
        for name in ("tone", "self_name", "address", "avoid", "greetings", "closings", "signature")
    },
    "voice.emoji.max": ((BRAND, "voice"), (VOICE, "emoji"), (EMOJI, "max")),
    "voice.emoji.allowed": ((BRAND, "voice"), (VOICE, "emoji"), (EMOJI, "allowed")),
}
GROUP_FIELDS: dict[str, tuple[Way, ...]] = {
    **{
        name: ((GROUP, name),)
        for name in (
            "name", "platform", "chat", "theme", "audience", "tone", "address", "script", "kinds", "quiet_hours",
            "emoji_max", "avoid", "dont", "terms", "rules",
        )
    },
    **{f"rhythm.{kind}": ((GROUP, "rhythm"), (RHYTHM, kind)) for kind in ("topic", "share", "promo")},
    **{f"promo.{name}": ((GROUP, "promo"), (PROMO, name)) for name in ("days", "hours", "per_week")},
    **{f"length.{kind}": ((GROUP, "length"), (LENGTH, kind)) for kind in ("topic", "share", "promo")},
}  # fmt: skip
_WEEKDAYS = "一二三四五六日"
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
Changes = Mapping[str, object]
Read = TypeVar("Read")
Model = TypeVar("Model", Brand, Group)


@dataclass(frozen=True)
class BrandForm:
    """The brand as it stands and the ``digest`` that saving is to be given."""

    brand: Brand
    digest: str


@dataclass(frozen=True)
class GroupsForm:
    """The groups as they stand and the ``digest`` that saving is to be given."""

    groups: dict[str, Group]
    digest: str


def brand_form(desk: Desk) -> BrandForm:
    """Return what the form begins with. Raises :class:`ConfigError` where the file is wrong."""
    digest = held(desk.workspace.knowledge / BRAND_FILE).digest
    return BrandForm(load_brand(desk.workspace.knowledge), digest)


def groups_form(desk: Desk) -> GroupsForm:
    """Return the groups. Raises :class:`ConfigError` where the file is wrong."""
    digest = held(desk.workspace.knowledge / GROUPS_FILE).digest
    return GroupsForm(load_groups(desk.workspace.knowledge), digest)


def brand_as(desk: Desk, changes: Changes) -> Brand:
    """Return the brand with changes that are not saved. Raises :class:`ConfigError`."""
    return _asked(load_brand(desk.workspace.knowledge), changes, BRAND_FIELDS, BRAND_FILE)


def value_of(model: Brand | Group, field: str) -> object:
    """Return the value of a field of :data:`BRAND_FIELDS` or :data:`GROUP_FIELDS`."""
    found: object = model
    for part in field.split("."):
        found = getattr(found, part)
    return found


def save_brand(desk: Desk, changes: Changes, digest: str) -> Brand:
    """Change fields of the brand; return it as it stands then.

    Raises :class:`Refused` for who may not, :class:`InputError` where somebody saved meanwhile,
    :class:`ConfigError` naming what cannot stand there.
    """
    desk.require("brand.write")
    path = desk.workspace.knowledge / BRAND_FILE
    if not str(changes.get("name", "店")).strip():
        raise InputError("店名不能空着：每条文案都要用它")
    meant = brand_as(desk, changes)

    def edit(text: str) -> str:
        for field, value in changes.items():
            text = _put(text, (), BRAND_FIELDS[field], _written(field, value))
        return text

    return _save(desk, path, digest, edit, lambda root: load_brand(root), meant, about=" ".join(changes))


def save_group(desk: Desk, group_id: str, changes: Changes, digest: str) -> Group:
    """Change fields of a group; raises as :func:`save_brand`."""
    desk.require("brand.write")
    known = load_groups(desk.workspace.knowledge)
    if group_id not in known:
        raise InputError(f"没有群 {group_id!r}：可能刚被别人删了，请刷新页面")
    if not str(changes.get("name", "群")).strip():
        raise InputError("群名不能空着")
    place = list(known).index(group_id)
    groups = {**known, group_id: _asked(known[group_id], changes, GROUP_FIELDS, GROUPS_FILE)}

    def edit(text: str) -> str:
        for field, value in changes.items():
            text = _put(text, (*_way_to_groups(text), place), GROUP_FIELDS[field], _written(field, value))
        return text

    path = desk.workspace.knowledge / GROUPS_FILE
    return _save(desk, path, digest, edit, load_groups, groups, about=f"{group_id} {' '.join(changes)}")[group_id]


def add_group(desk: Desk, group_id: str, name: str, platform: str, digest: str) -> Group:
    """Add a group; raises as :func:`save_brand`, and for an id that is taken or cannot be one."""
    desk.require("brand.write")
    known = load_groups(desk.workspace.knowledge)
    if not _ID.fullmatch(group_id):
        raise InputError(f"群的编号 {group_id[:40]!r} 不行：用小写字母、数字和 - _，32 个以内，例如 newborn")
    if group_id in known:
        raise InputError(f"已经有编号为 {group_id} 的群了，请换一个")
    if not name.strip():
        raise InputError("请写上群名")
    made = Group.model_validate({"id": group_id, "name": name.strip(), "platform": platform})
    entry = {"id": group_id, "name": made.name, "platform": platform}

    def edit(text: str) -> str:
        if YamlText(text).root is None:
            return f"{_ended(text)}groups:\n  - {json.dumps(entry, ensure_ascii=False)}\n"
        return YamlText(text).append(_way_to_groups(text), entry)

    path = desk.workspace.knowledge / GROUPS_FILE
    groups = {**known, group_id: made}
    return _save(desk, path, digest, edit, load_groups, groups, about=f"+{group_id}")[group_id]


def remove_group(desk: Desk, group_id: str, digest: str) -> None:
    """Take a group out of the file; its drafts and decisions stay. Raises as :func:`save_brand`."""
    desk.require("brand.write")
    known = load_groups(desk.workspace.knowledge)
    if group_id not in known:
        raise InputError(f"没有群 {group_id!r}：可能刚被别人删了，请刷新页面")
    place = list(known).index(group_id)
    groups = {key: group for key, group in known.items() if key != group_id}
    path = desk.workspace.knowledge / GROUPS_FILE

    def edit(text: str) -> str:
        return YamlText(text).remove((*_way_to_groups(text), place))

    _save(desk, path, digest, edit, load_groups, groups, about=f"-{group_id}")


def _save(
    desk: Desk,
    path: Path,
    digest: str,
    edit: Callable[[str], str],
    read: Callable[[Path], Read],
    meant: Read,
    about: str,
) -> Read:
    with saving(desk.workspace, path, digest):
        text = edit(held(path).text)
        found = _read_back(desk.workspace.knowledge, path.name, text, read)
        if found != meant:
            raise ConfigError(f"{path.name} 的写法比较特别，页面改不了：请直接在文件里改这一项")
        with desk.database.write() as connection:
            audit.note(connection, who=desk.person.name, what=f"{path.stem}.save", target=path.name, about=about[:400])
            put(path, text)
    return found


def _read_back(knowledge: Path, name: str, text: str, read: Callable[[Path], Read]) -> Read:
    """Read the files as they would stand, campaigns and topics too: they name groups."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "knowledge"
        root.mkdir()
        for other in ("brand.yaml", "groups.yaml", "campaigns.yaml", "topics.yaml"):
            if (knowledge / other).is_file():
                shutil.copyfile(knowledge / other, root / other)
        (root / name).write_text(text, encoding="utf-8")
        found = read(root)
        if name == GROUPS_FILE:
            load_campaigns(root)
            load_topics(root)
    return found


def _asked(model: Model, changes: Changes, ways: Mapping[str, tuple[Way, ...]], file: str) -> Model:
    """Return the model with the changes, as they should be read back. Raises :class:`ConfigError`."""
    data = model.model_dump()
    for field, value in changes.items():
        *above, last = field.split(".")
        inner = data
        for part in above:
            inner = inner[part]
        inner[last] = _read_as(ways[field], field, value, file)
        if inner[last] is None:
            del inner[last]  # what is left empty is the default
    try:
        return type(model).model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ConfigError(f"{'.'.join(map(str, first['loc']))} 写的值不合要求：{first['input']!r:.60}") from error


def _read_as(way: tuple[Way, ...], field: str, value: object, file: str) -> object:
    """Return what the file's own reader makes of a value; None for an empty one."""
    table, name = way[-1]
    raw = _written(field, value)
    if raw == "":
        return None
    place = Place(file, path=(field,))
    try:
        return table.fields[name].read(raw, place)
    except ValueError as error:
        raise place.error(str(error)) from None


def _put(text: str, above: tuple[Step, ...], way: tuple[Way, ...], value: object) -> str:
    """Return the text with a value at its place, under whatever names the file has for its fields."""
    yaml = YamlText(text)
    path = above
    for number, (table, name) in enumerate(way):
        held = yaml.data(path)
        if isinstance(held, Mapping):
            known = next((key for key in held if table.names.get(key_of(key)) == name), None)
            path = (*path, known or name)
            if known is not None:
                continue
            rest = way[number + 1 :]
        else:
            # A short form (``语气: 亲切``), or nothing: it becomes a mapping with what it said.
            short = dict(table.shorthand(held) or {}) if held and table.shorthand else {}
            inner: object = value
            for _, deeper in reversed(way[number + 1 :]):
                inner = {deeper: inner}
            return yaml.put(path, {**short, name: inner}) if path else f"{_ended(text)}{name}: {json.dumps(inner)}\n"
        for _, deeper in reversed(rest):
            value = {deeper: value}
        break
    return yaml.put(path, value)


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def _clean(value: object) -> object:
    if isinstance(value, str):
        # Of what people paste only what can be seen, and line breaks; joiners hold an emoji together.
        return "".join(each for each in value if each.isprintable() or each in "\n\u200d").strip()
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value if str(each).strip()]
    return value


def _written(field: str, value: object) -> str | list[str]:
    """Return a value as it is written in the file."""
    value = _clean(value)
    if isinstance(value, list):
        days = field.startswith("rhythm.") or field == "promo.days"
        return [f"周{_WEEKDAYS[int(day) - 1]}" if days else str(day) for day in value]
    return "" if value is None else str(value)


def _way_to_groups(text: str) -> tuple[Step, ...]:
    """The list of groups stands under a key of its own, whatever that is called, or is the whole file."""
    root = YamlText(text).data()
    if isinstance(root, Mapping):
        for key, value in root.items():
            if isinstance(value, Mapping):
                raise ConfigError("groups.yaml 是“编号: 内容”的写法，页面上改不了：请直接改文件")
            return (key,)
    return ()
