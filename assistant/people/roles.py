"""Roles and what they may do: an operator writes and works through messages, a reviewer releases, an admin rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.errors import Refused


class Role(StrEnum):
    """What somebody may do, each all that the one before may."""

    OPERATOR = "operator"
    REVIEWER = "reviewer"
    ADMIN = "admin"


#: Role as people say it.
ROLE_NAMES = {Role.OPERATOR: "运营", Role.REVIEWER: "审核", Role.ADMIN: "管理员"}
_ORDER = tuple(Role)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in."""

    name: str
    role: Role

    def may(self, deed: str) -> bool:
        """Whether the role is enough for a deed of :data:`DEEDS`. Raises KeyError for one that is not listed."""
        least, _ = DEEDS[deed]
        return _ORDER.index(self.role) >= _ORDER.index(least)


#: Whoever works on the machine itself, at its command line.
LOCAL = Person("本机", Role.ADMIN)

#: Deed -> the least role it takes and what it is called.
DEEDS: dict[str, tuple[Role, str]] = {
    "draft.write": (Role.OPERATOR, "写和改草稿"),
    "draft.note": (Role.OPERATOR, "给同事留言"),
    "plan.write": (Role.OPERATOR, "排日程"),
    "message.judge": (Role.OPERATOR, "判消息对错"),
    "knowledge.upload": (Role.OPERATOR, "上传资料"),
    "draft.release": (Role.REVIEWER, "通过或退回草稿"),
    "appeal.settle": (Role.REVIEWER, "处理申诉"),
    "rules.write": (Role.REVIEWER, "改群规"),
    "knowledge.remove": (Role.REVIEWER, "删除资料"),
    "rules.live": (Role.ADMIN, "让群规生效或停用"),
    "brand.write": (Role.ADMIN, "改品牌和群的设置"),
    "settings.write": (Role.ADMIN, "改系统设置"),
    "keys.write": (Role.ADMIN, "管理接口密钥"),
    "people.write": (Role.ADMIN, "管理成员"),
    "workspace.move": (Role.ADMIN, "导出和导入整个工作区"),
}


def require(person: Person, deed: str) -> None:
    """Raise :class:`Refused` where ``person`` may not do what is asked."""
    if not person.may(deed):
        least, called = DEEDS[deed]
        raise Refused(
            f"{called}需要{ROLE_NAMES[least]}权限，您现在是{ROLE_NAMES[person.role]}：请找管理员",
            code="not_allowed",
            basis=f"成员权限：{called}",
        )
