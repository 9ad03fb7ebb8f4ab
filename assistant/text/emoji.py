"""Emoji in a text, each counted once as a reader sees it.

What a reader takes for one picture may be many code points (Unicode Technical Standard 51): a flag, a keycap, a hand
with a skin tone, a family joined by zero width joiners. Symbols of ordinary type (✓ ™ → ★ ①) are no emoji, unless a
variation selector asks for the picture. WeChat and QQ write their own faces as words in brackets, [捂脸]; these count.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from assistant.text.patterns import Pattern

_PICTURE = "\ufe0f"
_TONES = "\U0001f3fb-\U0001f3ff"
# Shown as a picture unless a variation selector says otherwise (property Emoji_Presentation; in the blocks of
# pictographs all of them, so that the emoji of a later year count as well).
_BMP = (
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd"
    "\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755"
    "\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55"
)
_BEYOND = (
    "\U0001f004\U0001f0cf\U0001f170\U0001f171\U0001f17e\U0001f17f\U0001f18e\U0001f191-\U0001f19a\U0001f201\U0001f202"
    "\U0001f21a\U0001f22f\U0001f232-\U0001f23a\U0001f250\U0001f251\U0001f300-\U0001f64f\U0001f680-\U0001f6ff"
    "\U0001f7e0-\U0001f7eb\U0001f7f0\U0001f90c-\U0001f9ff\U0001fa70-\U0001faff"
)
# Text by the standard, a coloured picture on every telephone: weather, hearts, hands.
_DRAWN = "\u2600-\u2604\u2618\u261d\u2620\u2639\u263a\u2665\u2668\u26c8\u26f0\u26f1\u2708\u270c\u270d\u2744\u2763\u2764"
# Text, and a picture only with the selector.
_ASKED = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u2328\u23cf\u23ed-\u23ef\u23f1\u23f2\u23f8-\u23fa"
    "\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb\u25fc\u2600-\u27bf\u2934\u2935\u2b05-\u2b07\u3030\u303d\u3297\u3299"
)
# WeChat's panel; 红包 is left out, for in brackets it also stands for the thing itself.
_FACES = (
    "微笑 撇嘴 色 发呆 得意 流泪 害羞 闭嘴 睡 大哭 尴尬 发怒 调皮 呲牙 惊讶 难过 囧 抓狂 "
    "吐 偷笑 愉快 白眼 傲慢 困 惊恐 憨笑 悠闲 咒骂 疑问 嘘 晕 衰 骷髅 敲打 再见 擦汗 "
    "抠鼻 鼓掌 坏笑 右哼哼 鄙视 委屈 快哭了 阴险 亲亲 可怜 笑脸 生病 脸红 破涕为笑 恐惧 "
    "失望 无语 嘿哈 捂脸 奸笑 机智 皱眉 耶 吃瓜 加油 汗 天啊 Emm 社会社会 旺柴 好的 "
    "打脸 哇 翻白眼 666 让我看看 叹气 苦涩 裂开 嘴唇 爱心 心碎 拥抱 强 弱 握手 胜利 "
    "抱拳 勾引 拳头 OK 合十 啤酒 咖啡 蛋糕 玫瑰 凋谢 菜刀 炸弹 便便 月亮 太阳 庆祝 礼物 "
    "發 发 福 烟花 爆竹 猪头 跳跳 发抖 转圈"
)
_ONE = (
    f"(?:[{_BMP}{_BEYOND}{_DRAWN}](?!\ufe0e)|[{_ASKED}]{_PICTURE})"
    f"[{_PICTURE}{_TONES}\u20e3]*(?:[\U000e0020-\U000e007e]+\U000e007f)?"
)
_EMOJI = Pattern(
    "[\U0001f1e6-\U0001f1ff]{2}"
    f"|[0-9#*]{_PICTURE}?\u20e3"
    f"|{_ONE}(?:\u200d(?:{_ONE}|[\u2640\u2642\u2695\u2696\u26a7\u2708\u2b1b\u27a1]))*"
    "|[\U0001f1e6-\U0001f1ff]"
    rf"|\[(?:{'|'.join(_FACES.split())})\]"
)
# Nearly every text leaves here.
_ANY = re.compile(f"[{_BMP}{_BEYOND}{_DRAWN}\U0001f1e6-\U0001f1ff\u20e3{_PICTURE}\\[]")
_VARIANT = re.compile(f"[{_PICTURE}{_TONES}]")


class Emoji(NamedTuple):
    """One emoji at ``text[start:end]`` of what was searched."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=32)
def find_emoji(text: str) -> tuple[Emoji, ...]:
    """Return the emoji of ``text`` in order, each picture once however many code points it takes.

    Kept, for several checks ask about one text.

    >>> [emoji.text for emoji in find_emoji("👨‍👩‍👧 好 ✓ 1️⃣ [捂脸]")]
    ['👨‍👩‍👧', '1️⃣', '[捂脸]']
    """
    if not _ANY.search(text):
        return ()
    return tuple(Emoji(match.start(), match.end(), match[0]) for match in _EMOJI.finditer(text))


def without_emoji(text: str, keep: int = 0) -> str:
    """Return ``text`` with its first ``keep`` emoji and no more."""
    found = find_emoji(text)[keep:]
    pieces, last = [], 0
    for emoji in found:
        pieces.append(text[last : emoji.start])
        last = emoji.end
    return "".join([*pieces, text[last:]])


def same_emoji(one: str, other: str) -> bool:
    """Whether two emoji are one picture, whatever the skin tone and with or without the selector."""
    return _VARIANT.sub("", one) == _VARIANT.sub("", other)
