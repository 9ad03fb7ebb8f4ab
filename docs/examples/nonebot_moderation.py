"""NoneBot2 的群管插件：群里每来一条消息就去问一次小助手，按它的判定撤回、禁言、移出、提醒。

配置写在 NoneBot 的 .env 里：

    MODERATION_URL=http://127.0.0.1:8420
    MODERATION_KEY=cak_...            # assistant keys add "QQ 群管" --verb moderate
    SUPERUSERS=["10000"]              # 机器人办不了的事私信给谁

机器人要是群管理员。群号和群的对应关系写在 groups.yaml 的 chat 里。
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from nonebot import get_driver, get_plugin_config, logger, on_message
from nonebot.adapters.onebot.v11 import ActionFailed, Bot, GroupMessageEvent, MessageSegment, NetworkError
from nonebot.plugin import PluginMetadata
from pydantic import BaseModel

from assistant.client import AsyncClient, ServiceFailed
from assistant.schema.moderation import Action, ActionKind, Decision, Message, Role, Sender
from assistant.server.bots.onebot.segments import read

__plugin_meta__ = PluginMetadata(
    name="群管", description="按群规处理广告、刷屏和别的违规消息", usage="装上就行，不用命令"
)


class Config(BaseModel):
    """Where the assistant is. ``moderation_secret`` only where the service has a signing secret."""

    moderation_url: str = "http://127.0.0.1:8420"
    moderation_key: str
    moderation_secret: str = ""


config = get_plugin_config(Config)
driver = get_driver()
assistant = AsyncClient(config.moderation_url, config.moderation_key, secret=config.moderation_secret)
driver.on_shutdown(assistant.close)

#: 模型还没看完时先按眼下的判定办，过这么些秒再问：同一条消息问几次都只算一次。
AGAIN = (2, 10, 30)
ROLES: dict[str, Role] = {"owner": "owner", "admin": "admin"}
CALLS: dict[ActionKind, Callable[[Bot, GroupMessageEvent, Action], Awaitable[object]]] = {
    "delete": lambda bot, event, _: bot.delete_msg(message_id=event.message_id),
    "mute": lambda bot, event, action: bot.set_group_ban(
        group_id=event.group_id, user_id=event.user_id, duration=60 * (action.minutes or 1)
    ),
    "remove": lambda bot, event, _: bot.set_group_kick(group_id=event.group_id, user_id=event.user_id),
    "remind": lambda bot, event, action: bot.send_group_msg(group_id=event.group_id, message=_words(event, action)),
}

watch = on_message(priority=1, block=False)


@watch.handle()
async def moderate(bot: Bot, event: GroupMessageEvent) -> None:
    """问判定，照着办；没看完的过一会儿再问。"""
    message = _message(event)
    done: set[ActionKind] = set()
    for seconds in (0, *AGAIN):
        await asyncio.sleep(seconds)
        try:
            decision = await assistant.moderate(message)
        except ServiceFailed as error:
            logger.error(f"没问到判定，这条没人看过，请留意：{error}")
            return
        await _act(bot, event, decision, done)
        if not decision.degraded:
            return


async def _act(bot: Bot, event: GroupMessageEvent, decision: Decision, done: set[ActionKind]) -> None:
    """每件事办一次；办不成的和本来就要人办的，私信给负责的人。"""
    for action in decision.actions:
        if action.kind in done:
            continue
        done.add(action.kind)
        call = CALLS.get(action.kind)
        if action.by == "operator" or call is None:
            await _tell(bot, event, decision, action, "要人来办")
            continue
        try:
            await call(bot, event, action)
        except (ActionFailed, NetworkError) as error:
            logger.warning(f"{action.kind} 没办成：{error!r}")
            await _tell(bot, event, decision, action, "机器人没办成")


async def _tell(bot: Bot, event: GroupMessageEvent, decision: Decision, action: Action, why: str) -> None:
    clause = decision.rule.clause if decision.rule else decision.reason
    text = (
        f"群 {event.group_id} 里 {event.user_id} 的一条消息{why}：{action.kind}。依据：{clause}（判定 {decision.id}）"
    )
    for operator in driver.config.superusers:
        try:
            await bot.send_private_msg(user_id=int(operator), message=text)
        except (ActionFailed, NetworkError) as error:
            logger.warning(f"没能告诉 {operator}：{error!r}")


def _message(event: GroupMessageEvent) -> Message:
    """图片、卡片、转发、引用都读成小助手认得的样子。"""
    parts = read([{"type": each.type, "data": each.data} for each in event.original_message])
    meta = {"platform": "qq", **parts.meta}
    if event.reply is not None:
        quoted = event.reply.message.extract_plain_text()
        meta["quote"] = {"id": str(event.reply.message_id), "sender": str(event.reply.sender.user_id), "text": quoted}
    sender = Sender(
        id=str(event.user_id),
        name=event.sender.card or event.sender.nickname or "",
        role=ROLES.get(event.sender.role or "", "member"),
    )
    return Message(
        id=str(event.message_id), group=str(event.group_id), sender=sender, text=parts.text, kind=parts.kind, meta=meta
    )


def _words(event: GroupMessageEvent, action: Action) -> MessageSegment | str:
    """提醒以“@名字 ”开头时换成真的 @，名字本身是广告也不会再说一遍。"""
    name = event.sender.card or event.sender.nickname or ""
    call = f"@{name} "
    if name and action.text.startswith(call):
        return MessageSegment.at(event.user_id) + f" {action.text[len(call) :]}"
    return action.text
