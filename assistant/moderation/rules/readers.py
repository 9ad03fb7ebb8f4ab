"""Reads one value of ``rules.yaml``; ValueError says in Chinese what to write instead."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.knowledge import values as read
from assistant.knowledge.brandyaml import YamlMap
from assistant.knowledge.fields import Place
from assistant.schema.moderation import Category

CATEGORIES = {
    "广告": "ad", "ad": "ad", "ads": "ad", "推广": "ad", "营销": "ad",
    "链接": "link", "link": "link", "links": "link", "外链": "link", "小程序": "link",
    "诈骗": "fraud", "fraud": "fraud", "骗子": "fraud", "scam": "fraud", "刷单": "fraud",
    "赌博": "gambling", "gambling": "gambling", "博彩": "gambling",
    "色情": "porn", "porn": "porn", "低俗": "porn", "涉黄": "porn",
    "辱骂": "abuse", "abuse": "abuse", "骂人": "abuse", "攻击": "abuse", "不友善": "abuse",
    "医疗": "medical", "medical": "medical", "用药": "medical", "偏方": "medical",
    "隐私": "privacy", "privacy": "privacy", "个人信息": "privacy",
    "刷屏": "flood", "flood": "flood", "灌水": "flood",
    "其他": "other", "other": "other", "其它": "other",
}  # fmt: skip
MODES = {
    "live": "live", "生效": "live", "启用": "live", "on": "live", "开": "live",
    "shadow": "shadow", "只记录": "shadow", "观察": "shadow", "影子": "shadow", "试运行": "shadow",
    "off": "off", "关掉": "off", "关闭": "off", "停用": "off", "关": "off",
}  # fmt: skip
ROLES = {
    "owner": "owner", "群主": "owner", "admin": "admin", "管理员": "admin", "staff": "staff", "店员": "staff",
    "员工": "staff", "客服": "staff", "工作人员": "staff", "member": "member", "群友": "member", "成员": "member",
}  # fmt: skip
_ON = frozenset({"true", "yes", "on", "是", "要", "开", "1"})
_OFF = frozenset({"false", "no", "off", "否", "不", "不要", "关", "0"})
_CHANCE = re.compile(r"(?P<figure>\d+(?:\.\d+)?)\s*(?P<percent>[%％])?")


def switch(raw: object) -> bool:
    """A yes or no."""
    word = read.text(raw).strip().lower()
    if word in _ON:
        return True
    if word in _OFF:
        return False
    raise ValueError("这里写 true 或 false")


def days(raw: object) -> int:
    """A number of days: 30, 30天, 两周, 3个月, 1年."""
    written = read.text(raw).strip()
    for unit, length in (
        ("天", 1),
        ("日", 1),
        ("个星期", 7),
        ("星期", 7),
        ("周", 7),
        ("个月", 30),
        ("月", 30),
        ("年", 365),
    ):
        if written.endswith(unit):
            return read.integer(written.removesuffix(unit)) * length
    return read.integer(written)


def examples(raw: object) -> tuple[str, ...]:
    """Messages, one a line of the list; nothing inside a message parts it."""
    if not isinstance(raw, list):
        return (read.text(raw),)
    return tuple(dict.fromkeys(text for text in map(read.text, raw) if text))


def phrases(raw: object) -> tuple[str, ...]:
    """Phrases and names: a list is taken as it stands, one string is parted by 、 ，."""
    return examples(raw) if isinstance(raw, list) else read.words(raw)


def domains(raw: object) -> tuple[str, ...]:
    """Domains, also where whole addresses were pasted."""
    # What is copied from a browser's bar is a whole address.
    bare = (re.sub(r"^[a-z]+://|^\*\.|/.*$", "", name.lower()).removeprefix("www.") for name in phrases(raw))
    return tuple(dict.fromkeys(name for name in bare if name))


def unsure(raw: object, place: Place) -> dict[Category, float]:
    """Chances by category; review is 0, allow is more than any chance. Raises ConfigError."""
    if not isinstance(raw, Mapping):
        raise place.error("要写成“类别: review、allow 或一个 0 到 1 的把握”，例如 ad: 0.6")
    lines = raw.lines if isinstance(raw, YamlMap) else {}
    category = read.choice(CATEGORIES, what="类别")
    found: dict[Category, float] = {}
    for key, written in raw.items():
        here = place.inside(str(key), lines.get(str(key), 0))
        try:
            found[Category(category(key))] = _chance(read.text(written))
        except ValueError as error:
            raise here.error(str(error)) from None
    return found


def _chance(written: str) -> float:
    word = written.strip().lower()
    if word in ("review", "人看", "交给人看", "human"):
        return 0.0
    if word in ("allow", "放行", "不管"):
        return 2.0
    match = _CHANCE.fullmatch(word)
    figure = float(match["figure"]) / (100 if match["percent"] else 1) if match else -1.0
    if not 0 <= figure <= 1:
        raise ValueError(f"“{written[:20]}”不认识，写 review（交给人看）、allow（放行）或 0 到 1 之间的把握，例如 0.6")
    return figure
