"""A topic: one question, a length within the bounds, lines to go on with."""

from __future__ import annotations

import re
from typing import get_args

from assistant.checks.quantities import find_quantities
from assistant.drafting.model.answers import Form
from assistant.drafting.model.echoes import echoes
from assistant.drafting.model.mending.desk import Desk, Fields, items_of, text_of
from assistant.drafting.model.mending.sources import anchor, number_of
from assistant.drafting.model.mending.text import sentences
from assistant.drafting.model.mending.titles import mended_title
from assistant.drafting.offline.topic import dressed, followups_for, question_for

_MARK = re.compile("[？?]")
_IN_QUOTES = re.compile("[？?](?=[”’」』])")
_FORMS = get_args(Form)
_FEWEST, _MOST = 2, 3
_LONGEST_FOLLOWUP = 50
# Shorter than this a body shows nothing that could be asked about.
_SCENE = 20
# 是不是？ behind a question asks nothing of its own.
_TAG = 4
_ASKS = re.compile(
    r"(?:吗|呢|没有|什么|哪[个种些样里儿]|多少|几[个次天年岁样]|谁|怎么[办样做弄选]?|为什么|还是[^，。]{1,12})[。.…！!]*\s*$"
)
_OPTIONS = re.compile(r"^\s*[AＡ][.．、:：)]", re.MULTILINE)


def mend_topic(fields: Fields, desk: Desk) -> Fields:
    """Return the fields with what can be mended without changing what is asked."""
    body, asked_twice = _one_question(desk.manner(text_of(fields.get("body"))), desk)
    body = _fitted(body, desk)
    mended = dict(fields)
    if body:
        mended["body"] = body
        mended["form"] = _form(fields.get("form"), body, desk)
        mended["followups"] = _followups(fields.get("followups"), asked_twice, mended["form"], desk)
        mended["title"], note = mended_title(text_of(fields.get("title")), body, desk.brief, desk.spare)
        desk.note(note)
    mended["citations"] = _citations(fields.get("citations"), body, desk)
    return mended


def _citations(given: object, body: str, desk: Desk) -> list[Fields]:
    """Return the citations that hold, and one for each sentence with a figure that a passage says."""
    said = [(number_of(item.get("passage")), text_of(item.get("quote"))) for item in items_of(given)]
    cited = [found for number, quote in said if (found := anchor(desk.sheet, number, quote, ""))]
    today = desk.brief.at.date()
    for sentence in sentences(body):
        if any(quantity.claim for quantity in find_quantities(sentence, today=today)):
            found = anchor(desk.sheet, 0, "", sentence)
            if found and not any(found.quote in other.quote or other.quote in found.quote for other in cited):
                cited.append(found)
                desk.note("正文里的数字照资料原文补上了出处")
    return [{"passage": found.passage, "quote": found.quote} for found in dict.fromkeys(cited)][:8]


def _form(form: object, body: str, desk: Desk) -> str:
    if form in _FORMS:
        return str(form)
    desk.note("话题形式没写对，按正文重新归了类")
    if _OPTIONS.search(body):
        return "poll"
    return "this_or_that" if "还是" in body else "ask_experience"


def _one_question(body: str, desk: Desk) -> tuple[str, list[str]]:
    """Return the body with one question mark where that can be had, and the questions that were taken out."""
    marks = len(_MARK.findall(body))
    if marks > 1 and len(_MARK.findall(_IN_QUOTES.sub("", body))) >= 1:
        body = _IN_QUOTES.sub("", body)
    if len(_MARK.findall(body)) == 0:
        asked = _ASKS.search(body)
        if asked:
            desk.note("问句补上了问号")
            body = re.sub(r"[。.…！!]*\s*$", "？", body, count=1)
        elif len(body) >= _SCENE:
            desk.note("正文没有问大家什么，加了一句通用的提问")
            body = f"{body}\n{question_for(desk.brief)}"
        return body, []
    pieces = sentences(body)
    asking = [index for index, piece in enumerate(pieces) if _MARK.search(piece)]
    if len(asking) < 2:
        return body, []
    weighty = [index for index in asking if len(re.sub(r"\W", "", pieces[index])) > _TAG] or asking
    kept = weighty[-1]
    out = [index for index in asking if index != kept]
    desk.note("正文只留一个问题，多出来的问题放进了追问")
    body = "".join(piece for index, piece in enumerate(pieces) if index not in out).strip()
    return body, [pieces[index].strip() for index in out if index in weighty]


def _fitted(body: str, desk: Desk) -> str:
    """Return the body within the bounds where that can be had: whole sentences go, a phrase of the brand's comes."""
    low, high = desk.brief.constraints.min_length, desk.brief.constraints.max_length
    pieces = sentences(body)
    while len("".join(pieces).strip()) > high:
        spare = [index for index, piece in enumerate(pieces) if index and not _MARK.search(piece)]
        if not spare:
            break
        del pieces[spare[-1]]
        desk.note("正文太长，从句末截短了")
    body = "".join(pieces).strip()
    if low > len(body) >= low // 2 and _MARK.search(body):
        for longer in dressed(body, desk.brief):
            if low <= len(longer) <= high and len(_MARK.findall(longer)) == 1:
                desk.note("正文太短，加了一句品牌常用的招呼或收尾")
                return longer
    return body


def _followups(given: object, more: list[str], form: str, desk: Desk) -> list[str]:
    lines = [text_of(line) for line in given] if isinstance(given, list) else []
    own = [line for line in dict.fromkeys([*lines, *more]) if 4 <= len(line) <= _LONGEST_FOLLOWUP]
    own = [line for line in own if not echoes(line, desk.brief)][:_MOST]
    if len(own) >= _FEWEST:
        return own
    desk.note("追问没写够，补上了通用的追问")
    return [*own, *(line for line in followups_for(form, desk.brief) if line not in own)][:_FEWEST]
