"""Whether what was found is asked, refused or requested of the staff rather than offered."""

from __future__ import annotations

import re

#: Whoever asks the shop, or a member, for something: no offer.
ASKING = re.compile(
    "多少|怎么|咋|如何|哪[里儿个位些家种款]|什么|啥|谁(?:有|知道|能|家)|有没有|能不能|可不可以|可以.{0,6}吗|能.{0,6}吗|是不是|几点|几号|"
    "[吗嘛么呢](?:[？！。～~]|$)|？"
)
#: Whom a member calls when she asks the shop.
STAFF = (
    "老师|客服|管理员?|群主|店长|店员|店家|老板娘?|掌柜|教练|顾问|工作人员|小二|师傅|前台|店里|你们|您|官方|店主|"
    "小助手|班主任|主播"
)
_FAR = 160
_PARTICLES = "嘛哈哦呀啊喔咯呢哟噢～~。！ "
_BEFORE = re.compile(
    "(?:怎么|如何|哪里|哪儿|什么时候|多少|有没有|有|能|可以|谁|吗|问下|问一下|请问|不要|别|勿|谨防|小心|不能|无法|打不开)"
    "[^，。！？]{0,6}$"
)
# Asked behind a comma: 要我扫码领奖，能扫吗. Who offers asks 要吗, 有兴趣吗.
_DOUBTED = re.compile(
    "(?:这|那)?(?:能|可以|可不可以|是不是|靠谱|真的|安全|可信|该|会不会|有没有)[^，。！]{0,8}?(?:吗|么|？|吧)|是真的|靠谱|怎么办"
)


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that holds a span of a folded text, with its question mark; of a long one what is near."""
    first, last = max(0, start - _FAR), min(len(text), end + _FAR)
    low = max(first, *(text.rfind(mark, first, start) + 1 for mark in "。！？；\n"))
    high = min(last, *(at for mark in "。！；\n" if (at := text.find(mark, end, last)) >= 0), last)
    question = text.find("？", end, high)
    return low, question + 1 if question >= 0 else high


def is_asking(text: str, start: int, end: int) -> bool:
    """Whether the words from ``start`` to ``end`` stand in a question or a warning."""
    low, high = clause_around(text, start, end)
    comma = text.find("，", end, high)
    rest = comma if comma >= 0 else high
    # A particle alone behind an offer softens it (要的打我电话嘛), it does not ask.
    if text[end:rest].strip(_PARTICLES) and ASKING.search(text, end, rest):
        return True
    if comma >= 0 and _DOUBTED.match(text, comma + 1, high):
        return True
    return bool(_BEFORE.search(text, max(low, start - 12), start) and ASKING.search(text, low, high))
