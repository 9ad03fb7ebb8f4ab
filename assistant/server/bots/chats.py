"""Which of our groups a platform's chat is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant.schema.group import Group

if TYPE_CHECKING:
    from assistant.server.service import Service


def group_of(groups: Mapping[str, Group], platform: str, chat: str, *, title: str = "", default: str = "") -> str:
    """Return the id of the group that ``chat`` of ``platform`` is.

    It is looked for by its ``chat`` in groups.yaml, then by id, then by the chat's title; what is not found has the
    rules of ``default``, and without one is a group of its own, called by its number.
    """
    known = [each for each in groups.values() if chat in each.chat]
    for each in sorted(known, key=lambda one: one.platform != platform):
        return each.id
    if chat in groups:
        return chat
    named = [each.id for each in groups.values() if title and each.name == title and each.platform == platform]
    if len(named) == 1:
        return named[0]
    return default or chat


class Finder:
    """Finds the groups of one platform's chats."""

    def __init__(self, service: Service, platform: str) -> None:
        self._service = service
        self._platform = platform
        self._default = service.workspace.settings.bots.default_group

    def __call__(self, chat: str, title: str = "") -> str:
        """The id of the group."""
        default = self._service.group_id(self._default) if self._default else ""
        return group_of(self._service.moderator.groups, self._platform, chat, title=title, default=default)
