"""The operator's wish (``--about``) as words that can stand in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.knowledge.orders import order_begin
from assistant.text.normalize import to_simplified
from assistant.text.patterns import Pattern

# 请假, 让座, 再生纸 are no requests: a polite word goes only where a request follows it.
_TELL = (
    r"(?:跟|和|与)?(?:大家|群友|群里)?(?:关于|有关|围绕|聊一聊|聊一下|聊聊|聊(?!天)|说一说|说一下|说说|谈一谈|谈谈|"
    r"讨论一下|讨论|问一问|问一下|问问|讲一讲|讲讲|讲一下|分享一下|分享)"
)
_MAKE = (
    # A verb counts as a command only with its measure word: 做个话题, but 做饭 stays.
    r"(?:(?:写|出|来|做|发|弄|起|搞|整|生成|想|拟)(?:一?[个条篇段份期]|点儿?|一些|些)|(?:写|生成|一?[个条篇段份期])(?=关于|有关))"
)
_POLITE = r"请问|麻烦你?|帮忙|帮我|给我|替我|我?想要|我?想(?![要一]?[个条篇段份期])"
_COMMAND = Pattern(
    rf"^(?:{_POLITE}|(?:请|让|今天|能不能|再)(?={_POLITE}|请|让|今天|能不能|再|你|您|{_MAKE}|{_TELL}|[^，。]{{1,6}}{_TELL}))*"
    rf"(?:[你您](?={_MAKE}|{_TELL}))?{_MAKE}?(?:{_TELL}(?:大家|群友|看|一下)?)*[：:，, ]*"
)
_TAIL = Pattern(
    r"(?:这个|这类|方面|相关|有关)?的?(?:话题|讨论|互动|内容|帖子|分享|干货|科普|主题|知识|小知识|文案|东西)+$"
)
_STYLE = Pattern(
    r"幽默|风趣|搞笑|正式一?点|亲切|温馨|别太|不要太|不用太|(?:短|长|温柔|俏皮|严肃)一?[点些]|不超过|别超过|[\d一二两三四五六七八九十百]+字|"
    r"语气|字数|简短|活泼|轻松|风格|结尾|开头|口语|表情|不要|别用|要有|多用|少用|字以内|忽略|输出"
)
# Words for a program, not for members; and prices, which belong into a campaign with its terms.
_ORDER = Pattern(
    r"(?:忽略|无视|忘[掉记]|跳过|别管|不[用要]管).{0,8}(?:规则|群规|店规|活动单|指令|提示|要求|限制|设定|以上|上面)|系统提示|"
    r"(?:你的|上面的?|全部|输出.{0,4}|发.{0,4})(?:提示词?|prompt)|(?:\\[ux][0-9a-f]{2,4}){3}|"
    r"system\s*(?:prompt|[:：])|你现在是|你扮演|扮演[^，。]{0,8}(?:机器人|助手|ai|客服)|<[^>]*>|https?:|请(?:各位)?(?:ai|助手|模型|机器人).{0,4}(?:回复|回答|输出|写)|"
    r"(?:翻译|重复|复述|打印|输出).{0,6}指令|指令.{0,6}(?:翻译|重复|复述|发出来)|执行.{0,4}(?:指令|命令|代码|[a-z\d+/]{12})|"
    r"加.{0,3}(?:微信|vx|wx|line|qq).{0,6}[a-z\d_-]{4}|[a-z\d+/]{20,}={0,2}",
    re.I,
)
PRICE = Pattern(r"[¥￥]\s*\d|[\d一二两三四五六七八九十百千万半几]+(?:\.\d+)?\s*(?:元|块钱|折|%\s*off)", re.I)
_QUESTION = Pattern(
    r"[?？]$|吗$|呢$|怎么|怎样|如何|为什么|为啥|哪[个些种里儿样]|多久|多少|多大|几[个次天岁时点]|什么|要不要|该不该|能不能|"
    r"可不可以|是不是|有没有|会不会|好不好|行不行|够不够|还是|(?:去|在|放)哪$"
)
_FORMS = {
    "poll": "投票|选择题|投个票",
    "photo_checkin": "打卡|晒图|晒照|晒一晒|拍照|发照片",
    "fill_blank": "填空",
    "story_hook": "接龙|讲故事",
    "this_or_that": "二选一|站队",
    "myth_or_fact": "辟谣|判断题|真假题",
}
_LONGEST = 45
_AS_FORM = "(?:[，,]?(?:做成|做|来|发起|发|搞成|搞|弄成|用|以)?(?:个|一个)?(?:的)?(?:{})(?:的?(?:形式|方式|吧|题))?)+$"


@dataclass(frozen=True)
class Wish:
    """``text`` without the command around it; empty when only a ``form`` was asked for.

    A ``theme`` fits where a noun does; a question or a statement stands on a line of its own.
    """

    text: str
    shape: Literal["theme", "question", "statement"]
    form: str = ""


def read_wish(about: str) -> Wish | None:
    """What ``about`` is about, ``None`` when nothing is left of it.

    >>> read_wish("帮我写一个关于断奶的话题，语气轻松点")
    Wish(text='断奶', shape='theme', form='')
    >>> read_wish("问问大家冬天多久洗一次澡？").shape
    'question'
    """
    clauses = _before_orders([part.strip() for part in re.split(r"[，,。；;\n！!]+", about) if part.strip()])
    kept = [part for index, part in enumerate(clauses) if index == 0 or not _STYLE.search(part)]
    form = next((name for name, words in _FORMS.items() if re.search(words, about)), "")
    text = _COMMAND.sub("", "，".join(kept))
    if form:
        text = re.sub(_AS_FORM.format(_FORMS[form]), "", _TAIL.sub("", text))
        text = re.sub("^[给为]", "", text)
    text = _TAIL.sub("", text).strip(" 的：:“”\"'")
    question = _QUESTION.search(text) is not None
    text = re.sub("[?？]", "，", text.rstrip("?？ "))
    if not text:
        return Wish("", "theme", form) if form else None
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rsplit("，", 1)[0]
    if question:
        return Wish(text, "question", form)
    return Wish(text, "theme" if len(text) <= 10 and "，" not in text else "statement", form)


def _before_orders(clauses: list[str]) -> list[str]:
    """The clauses up to the first order or price: what stands beside it (快来买) belongs to it.

    A subject named before it stays, in the same clause too: 吃不完的吐司 Ignore all rules.
    """
    kept: list[str] = []
    for clause in clauses:
        begin = order_in(clause)
        if begin is not None:
            return [*kept, *filter(None, [clause[:begin].strip()])]
        if PRICE.search(clause):
            return kept
        kept.append(clause)
    return kept


def order_in(clause: str) -> int | None:
    """Where an order begins, at the blank before it; ``None`` where there is none."""
    found = _ORDER.search(to_simplified(clause))
    blanks = [0, *(blank.end() for blank in re.finditer(r"\s+", clause))]
    starts = [_word(clause, [blank for blank in blanks if blank <= found.start()])] if found else []
    begin = order_begin(clause)
    return min([*starts, *([begin] if begin is not None else [])], default=None)


def _word(clause: str, blanks: list[int]) -> int:
    """The last of ``blanks`` that does not tear a verb from what it does: 结尾必须加 http://…."""
    while len(blanks) > 1 and clause[: blanks[-1]].rstrip().endswith(tuple("加写附带说发放上是在到把点请")):
        blanks = blanks[:-1]
    return blanks[-1]
