"""Word to the operators: what the bot cannot do itself, for the group robot of their own WeCom group.

https://developer.work.weixin.qq.com/document/path/91770: markdown of at most 4,096 bytes, 20 messages a minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b

import httpx

from assistant.schema.moderation import Action, Decision
from assistant.server.bots.deeds import Deed, Doing, key_of
from assistant.server.bots.incoming import Incoming
from assistant.server.bots.runner import Impossible, Later

DOOR = "notice"
_DOING = {
    "remind": "提醒一句", "delete": "撤回这条", "mute": "禁言", "remove": "移出群", "human": "看一眼",
    "post": "在群里发", "say": "提醒一句",
}  # fmt: skip
_BYTES = 4000
# The robot has been asked too often.
_OFTEN = frozenset({45009, 45033})
# What a stranger writes must not become a link or a mention in the operators' group.
_PLAIN = str.maketrans(
    {"[": "［", "]": "］", "<": "＜", ">": "＞", "*": "＊", "`": "｀", "#": "＃", "@": "＠", "\n": " "}
)


def notice_of(
    decision: Decision, incoming: Incoming, group: str, left: Sequence[Action], *, late: Sequence[Doing] = ()
) -> Deed | None:
    """Return the word to the operators about what is ``left`` to them; None where nothing is.

    ``late`` is what a bot would have done, had the judgement come in time.
    """
    tasks = [_task(action) for action in left] + [f"{_DOING[doing]}（判得晚了，机器人来不及做）" for doing in late]
    if not tasks:
        return None
    lines = [f"**{plain(group)}** 有一条消息要您处理", *(f"> 要做：{task}" for task in tasks)]
    if decision.rule is not None:
        lines.append(f"> 群规：{plain(decision.rule.clause, 80)}")
    lines.append(f"> {about(decision, incoming)}")
    if decision.evidence:
        lines.append(f"> 片段：{plain(decision.evidence[0].text, 40)}")
    what = "late" if late else "left"
    return _told("\n".join(lines), key_of(DOOR, incoming, f"{what}:{decision.verdict.value}"))


def failure_of(deed: Deed, why: str) -> Deed:
    """Return the word to the operators about a deed that was given up."""
    doing = f"禁言 {deed.minutes} 分钟" if deed.doing == "mute" else _DOING[deed.doing]
    lines = [f"**机器人没做成：{doing}**", f"> 原因：{plain(why, 120)}", f"> {deed.about}"]
    return _told("\n".join(lines), blake2b(f"failed {deed.key}".encode(), digest_size=16).hexdigest())


def about(decision: Decision, incoming: Incoming) -> str:
    """What a message is, for people: who sent it, and the decision's number to look it up by."""
    sender = incoming.message.sender
    who = f"{plain(sender.name, 30)}（{plain(sender.id, 40)}）" if sender.name else plain(sender.id, 40) or "不知道是谁"
    return f"发消息的：{who}，群 {plain(incoming.chat, 64)}，判定 {decision.id or '未存'}"


def plain(text: str, most: int = 60) -> str:
    """A text of others with nothing in it that markdown reads."""
    cut = text if len(text) <= most else f"{text[:most]}…"
    return cut.translate(_PLAIN)


def _task(action: Action) -> str:
    doing = f"禁言 {action.minutes} 分钟" if action.kind == "mute" and action.minutes else _DOING[action.kind]
    return f"{doing}：{plain(action.text, 200)}" if action.text else doing


def _told(text: str, key: str) -> Deed:
    return Deed(door=DOOR, chat="", doing="say", text=text, at=datetime.now(), key=key)


class Robot:
    """The group robot of the operators' group: a :class:`Carrier`. ``url`` is its webhook, a secret."""

    together = _BYTES

    def __init__(self, url: str, client: httpx.AsyncClient) -> None:
        self.ready = bool(url)
        self._url = url
        self._client = client

    async def carry(self, deed: Deed) -> None:
        """Say it to the operators."""
        text = deed.text.encode("utf-8", "replace")[:_BYTES].decode("utf-8", "ignore")
        try:
            answer = await self._client.post(self._url, json={"msgtype": "markdown", "markdown": {"content": text}})
            found = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise Later(f"企业微信群机器人没有回应（{type(error).__name__}）") from error
        code = found.get("errcode") if isinstance(found, dict) else None
        if code in _OFTEN:
            raise Later("企业微信群机器人一分钟最多发 20 条", 60)
        if code == -1 or answer.status_code >= 500:
            raise Later(f"企业微信群机器人正忙（HTTP {answer.status_code}）")
        if code != 0:
            raise Impossible(f"企业微信群机器人不收（errcode {code}）")
