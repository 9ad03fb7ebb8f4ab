"""What a bot can do on each platform; what it cannot becomes the operator's, with a word on why.

QQ (OneBot) recalls a message within two minutes of sending and mutes for 60 seconds to 30 days. Telegram deletes within
48 hours and restricts for 30 seconds to 366 days (more means for ever). WeCom lets a program remind and remove. On
WeChat no program may act: the operator gets a text to post. A platform that is not known is taken to be able.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from assistant.schema.group import Group
from assistant.schema.moderation import Action, ActionKind, Message

_DAY = 24 * 60


@dataclass(frozen=True)
class Powers:
    """What a program may do in the groups of one platform.

    ``delete_within``: how long after sending a message can be taken back, None for ever. ``mute``: the least and the
    most minutes. ``lacking`` says, for what it cannot do, what the operator can.
    """

    title: str
    kinds: frozenset[ActionKind]
    delete_within: timedelta | None = None
    mute: tuple[int, int] = (1, 365 * _DAY)
    lacking: dict[ActionKind, str] = field(default_factory=dict)


ANY = Powers("", frozenset({"remind", "delete", "mute", "remove", "post"}))
POWERS: dict[str, Powers] = {
    "qq": Powers(
        "QQ",
        frozenset({"remind", "delete", "mute", "remove", "post"}),
        delete_within=timedelta(minutes=2),
        mute=(1, 30 * _DAY),
    ),
    "telegram": Powers(
        "Telegram",
        frozenset({"remind", "delete", "mute", "remove", "post"}),
        delete_within=timedelta(hours=48),
        mute=(1, 366 * _DAY - 1),
    ),
    "wecom": Powers(
        "企业微信",
        frozenset({"remind", "remove", "post"}),
        lacking={
            "delete": "企业微信不让程序删消息，请发的人自己撤回",
            "mute": "企业微信不让程序禁言，请群主自己处理",
        },
    ),
    "wechat": Powers(
        "微信",
        frozenset(),
        lacking={
            "delete": "微信群里删不了别人的消息，请本人撤回（发出两分钟内可以）",
            "mute": "微信群不能单独禁言一个人，请私聊说一声",
            "remove": "请群主或管理员在群成员里移出",
        },
    ),
}


def platform_of(message: Message, group: Group | None) -> str:
    """The platform a message came from: what the bot says, else the group's; empty where neither is known."""
    told = message.meta.get("platform")
    if isinstance(told, str) and told.strip():
        return told.strip().lower()
    return group.platform if group else ""


def feasible(actions: Sequence[Action], message: Message, platform: str, now: datetime) -> list[Action]:
    """Return the actions of a ladder as they can be taken on ``platform`` at ``now``, in their order.

    On WeChat a reminder becomes a text to post, and one is added where the ladder has none: nobody else would tell
    the member. Its text is filled in by whoever writes the reply.
    """
    powers = POWERS.get(platform, ANY)
    made = [_feasible(action, message, powers, now) for action in actions if _concerns(action, message)]
    if platform == "wechat":
        made = [Action(kind="post", by="operator") if action.kind == "remind" else action for action in made]
        if not any(action.kind == "post" for action in made):
            made.append(Action(kind="post", by="operator"))
    return made


def _concerns(action: Action, message: Message) -> bool:
    """A notice of the system has no sender to mute or remove."""
    return message.kind != "system" or action.kind in ("human", "delete")


def _feasible(action: Action, message: Message, powers: Powers, now: datetime) -> Action:
    if action.kind == "human":
        return _left(action, action.text)
    if action.kind not in powers.kinds:
        return _left(action, powers.lacking.get(action.kind, ""))
    if action.kind == "delete":
        return _delete(action, message, powers, now)
    if action.kind in ("mute", "remove"):
        return _against_sender(action, message, powers)
    return action


def _delete(action: Action, message: Message, powers: Powers, now: datetime) -> Action:
    within = powers.delete_within
    if within is None or message.sent_at is None or _local(now) - _local(message.sent_at) <= within:
        return action
    span = f"{int(within.total_seconds() // 60)} 分钟" if within < timedelta(hours=1) else f"{within.days * 24} 小时"
    return _left(action, f"发出超过 {span}，{powers.title} 机器人撤不回了，请管理员手动撤回")


def _against_sender(action: Action, message: Message, powers: Powers) -> Action:
    doing = "禁言" if action.kind == "mute" else "移出"
    if not message.sender.id:
        return _left(action, f"不知道发消息的是谁，请看一下再{doing}")
    if message.sender.role in ("owner", "admin"):
        return _left(action, f"对方是群主或管理员，机器人不能{doing}")
    if action.kind == "remove":
        return action
    low, high = powers.mute
    return action.model_copy(update={"minutes": min(max(action.minutes or low, low), high)})


def _left(action: Action, why: str) -> Action:
    """The action as something for the operator."""
    return action.model_copy(update={"by": "operator", "text": why})


def _local(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone().replace(tzinfo=None)
