"""Ideas from what the brand's files say: a frequent question, a true sentence to guess at, a story, a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.drafting.offline.choose import Chooser
from assistant.drafting.offline.excerpts import Excerpt, excerpts, section_of, title_of
from assistant.drafting.offline.frames import Frame, frames
from assistant.drafting.offline.health import is_private
from assistant.drafting.offline.ideas import Idea, filled
from assistant.drafting.offline.similarity import coverage
from assistant.schema.brief import Brief
from assistant.schema.contracts import Citation, Passage, PassageKind

# Questions about the shop's service are for the counter; nobody chats about them.
SERVICE = re.compile(
    r"退[货款换费课]|换货|发货|快递|配送|运费|包邮|会员|积分|门店|店里|营业|开门|关门|几点[开关]|地址|电话|付款|支付|发票|优惠|折|券|下单|订单|"
    r"客服|预约|价格|多少钱|怎么收费|费用|有货|库存|补货|停车|报名|学费|怎么买|哪款|哪一款|哪个牌子|奖励|生日有|哪里买|哪能买|你们|咱们店|寄养|进店|交到哪|能在旁边|请假|停卡|请几天|怎么请|补课|上课|课时|还开|自提|储值|充值|体验课|试听|"
    r"礼品卡|加盟|招聘|群规|进群|活动|赠品|保修|售后|隐私|注销|验货|缺货|预售"
)
# An answer that speaks of the shop's own arrangements answers a question for the counter.
_OF_THE_SHOP = re.compile(
    r"会员|积分|首单|券|标价|\d\s*元|我们|店里|本店|门店|前台|教室|到店|柜台|小程序|不扣|课时|公众号|客服"
)
_STORY_OPENING = 70
_HOW_TO = re.compile("怎么|怎样|如何|方法|步骤|做法|规矩")
_FOR_HOW_TO = ("photo_checkin", "this_or_that", "poll")
# Reading every passage of a large store for one topic would take longer than writing it.
_A_DAY = 40
# A sentence that says how things are; 先…再… tells what to do and cannot be believed or doubted.
_STATES = re.compile("会|更|容易|不用|反而|才|是|能|没")


def passage_ideas(brief: Brief, choose: Chooser, wish: str = "") -> Iterator[Idea]:
    """Ideas the passages carry; with ``wish`` only those about it, without one from a choice of the day's."""
    passages = brief.passages if wish else choose.shuffled(brief.passages, "passages")[:_A_DAY]
    for passage in passages:
        if not wish or wish in f"{passage.heading}{passage.question}{passage.text}" or _near(wish, passage):
            yield from _ideas_of(passage, brief, wish)


def _ideas_of(passage: Passage, brief: Brief, wish: str) -> Iterator[Idea]:
    if passage.kind is PassageKind.FAQ:
        # An answer may mention what was asked for; the question is what the group reads.
        if not wish or wish in passage.question or coverage(wish, passage.question) >= 0.5:
            yield from _question_ideas(passage, brief)
    elif passage.kind is PassageKind.ARTICLE:
        yield from _statement_ideas(passage, brief, wish)
        # The title of an article on something wider would lead away from what was asked for.
        if not wish or wish in title_of(passage) or coverage(wish, title_of(passage)) >= 0.6:
            yield from _heading_ideas(passage, brief)
    elif passage.kind is PassageKind.STORY:
        yield from _story_ideas(passage, brief, wish)


def _question_ideas(passage: Passage, brief: Brief) -> Iterator[Idea]:
    question = passage.question.strip().rstrip("?？。 ")
    if not 5 <= len(question) <= 40 or re.search("[?？]", question) or SERVICE.search(question):
        return
    answer = _answer(passage)
    if answer is None or _OF_THE_SHOP.search(passage.text):
        return
    followups = (f"聊得差不多了，发资料里的说法：“{answer.text}”",)
    for frame in frames("passages", "question"):
        idea = filled(frame, brief, question=f"{question}？", short=question)
        yield _with(idea, followups, answer.citation)


def _answer(passage: Passage) -> Excerpt | None:
    whole = next(excerpts(passage, shortest=24, longest=100, sentences=3), None)
    return whole or next(excerpts(passage, shortest=8, longest=100), None)


def _statement_ideas(passage: Passage, brief: Brief, wish: str) -> Iterator[Idea]:
    for excerpt in excerpts(passage, shortest=14, longest=44, sentences=1):
        statement = excerpt.text.rstrip("。！")
        if (
            (wish and coverage(wish, excerpt.text) < 0.5)
            or "“" in statement
            or _OF_THE_SHOP.search(statement)
            or not _STATES.search(statement)
        ):
            continue
        if not (excerpt.leads or coverage(title_of(passage), statement) >= 0.15):
            continue
        followups = (
            f"揭晓：这句是对的，出自《{title_of(passage)}》。原话是：“{excerpt.text}”",
            "猜错的不用不好意思，问问原来是从哪儿听来的。",
        )
        for frame in frames("passages", "statement"):
            yield _with(_headed(frame, brief, passage, statement=statement), followups, excerpt.citation)


def _heading_ideas(passage: Passage, brief: Brief) -> Iterator[Idea]:
    title, first = title_of(passage), next(excerpts(passage), None)
    if first is None or not 3 <= len(title) <= 16 or re.search(r"[?？|/\\_]|常见问题", title):
        return
    followups = (f"资料里可以先放这句：“{first.text}”",)
    for frame in frames("passages", "heading"):
        # What can be shown or learnt is a way of doing; 几个原因 is neither.
        if frame.form in _FOR_HOW_TO and not _HOW_TO.search(title):
            continue
        if frame.form == "photo_checkin" and is_private(f"{title}{passage.text}"):
            continue
        yield _with(_headed(frame, brief, passage), followups, first.citation)


def _story_ideas(passage: Passage, brief: Brief, wish: str) -> Iterator[Idea]:
    opening = next(excerpts(passage, shortest=34, longest=_STORY_OPENING, sentences=3), None)
    if opening is None or (section_of(passage) and not _is_opening(passage)):
        return
    if wish and wish not in f"{title_of(passage)}{opening.text}":
        return
    followups = ("有人接话后，再把故事后面的部分发出来。", "谁讲了自己的经历，想转到别处用，先问本人同不同意。")
    for frame in frames("passages", "story"):
        if "“" not in opening.text:
            yield _with(_headed(frame, brief, passage, opening=opening.text), followups, opening.citation)


def _headed(frame: Frame, brief: Brief, passage: Passage, **slots: str) -> Idea:
    return filled(frame, brief, heading=title_of(passage), **slots)


def _with(idea: Idea, followups: tuple[str, ...], citation: Citation) -> Idea:
    return Idea(idea.form, idea.title, idea.body, idea.frame, (citation,), followups)


def _near(wish: str, passage: Passage) -> bool:
    return coverage(wish, f"{passage.heading}{passage.question}") >= 0.5


def _is_opening(passage: Passage) -> bool:
    return not re.search("同意|授权|说明|备注", section_of(passage))
