"""API keys at the desk: made, listed and stopped by an admin. A key is shown once."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.desk import Desk
from assistant.errors import InputError
from assistant.storage.apikeys import ApiKey, KeyBook

_LONGEST = 80


def keys(desk: Desk) -> list[ApiKey]:
    """Return the keys, the oldest first. Raises :class:`Refused` for who may not see them."""
    desk.require("keys.write")
    return KeyBook(desk.database).all()


def add_key(desk: Desk, name: str, *, groups: Sequence[str], verbs: Sequence[str]) -> str:
    """Make a key and return what its bearer sends, which is kept nowhere. Raises :class:`InputError`."""
    desk.require("keys.write")
    name = "".join(each for each in name if each.isprintable()).strip()
    if not 1 <= len(name) <= _LONGEST:
        raise InputError(f"请写明这把钥匙给谁用，{_LONGEST} 个字以内，例如“QQ 机器人”")
    if not verbs:
        raise InputError("请至少选一样它能做的事")
    if unknown := [group for group in groups if group not in desk.groups]:
        raise InputError(f"没有群 {unknown[0]!r}：请刷新页面")
    _, text = KeyBook(desk.database).add(name, groups=groups, verbs=verbs, who=desk.person.name)
    return text


def revoke_key(desk: Desk, identity: str) -> None:
    """Take a key no more. Raises :class:`InputError` where there is none that is in use."""
    desk.require("keys.write")
    KeyBook(desk.database).revoke(identity, who=desk.person.name)
