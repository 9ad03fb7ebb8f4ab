"""A promotion: the model's words around terms that are set by code.

The terms of a campaign are facts with one right wording, the lines the offline writer sets. A text that left some out
gets these lines; one they do not fit into keeps its opening and gets all of them. What the group wants said in every
promotion is added where room is left.
"""

from __future__ import annotations

import re
from functools import partial

from assistant.checks.quantities import find_quantities
from assistant.checks.quantity import Kind
from assistant.checks.required import unstated
from assistant.checks.termlines import Line
from assistant.drafting.factsheet import campaign_terms
from assistant.drafting.model.mending.demanded import on_page, room_for, with_demanded
from assistant.drafting.model.mending.desk import Desk, Fields, items_of, text_of
from assistant.drafting.model.mending.text import cut_at_sentence, sentences
from assistant.drafting.model.mending.titles import mended_title
from assistant.drafting.offline.promo.context import Context
from assistant.drafting.offline.promo.layout import listed
from assistant.drafting.offline.promo.post import post_body
from assistant.drafting.shape import POSTER_MAX, post_max
from assistant.drafting.slots import START, Slot, slots_for
from assistant.errors import Refused

_LONGEST_HOOK = 60
_SHORTEST_HOOK = 6
_LAST_OF_PAGE = "下"


def mend_post(fields: Fields, desk: Desk) -> Fields:
    """Return the fields with every term in a body within the bound, where the model's opening serves."""
    body = desk.manner(text_of(fields.get("body")))
    whole = _complete(body, desk.brief.constraints.max_length, desk) if body else body
    return _titled({**fields, "body": whole}, body, desk)


def mend_poster(fields: Fields, desk: Desk) -> Fields:
    """Return the fields in the group's manner; forty characters leave nothing to cut, and little to add."""
    body = desk.manner(text_of(fields.get("body")))
    most = min(POSTER_MAX, desk.brief.constraints.max_length)
    whole = with_demanded(body, most, desk, "{}\n{}".format, short=True)
    return _titled({**fields, "body": whole}, body, desk)


def mend_series(fields: Fields, desk: Desk) -> Fields:
    """Return the fields with one message for each that is planned; the one that opens carries every term."""
    texts = _slotted(fields.get("parts"), desk)
    if not texts:
        return _titled(dict(fields), "", desk)
    most = desk.brief.constraints.max_length
    for slot, text in texts.items():
        if slot.name == START:
            texts[slot] = _complete(text, max(most, post_max(desk.brief)), desk)
            continue
        if len(text) > most and (cut := cut_at_sentence(text, most)):
            desk.note(f"“{slot.heading}”太长，从句末截短了")
            text = cut
        texts[slot] = with_demanded(text, most, desk, partial(_before_signature, desk=desk))
    return _titled({**fields, "parts": _parts(texts)}, "", desk)


def mend_page(fields: Fields, desk: Desk) -> Fields:
    """Return the fields with the three parts of a page; terms that stand nowhere go to the end of the last."""
    texts = _slotted(fields.get("parts"), desk)
    if not texts:
        return _titled(dict(fields), "", desk)
    missing = unstated("\n\n".join(texts.values()), campaign_terms(desk.brief))
    for slot, text in texts.items():
        if missing and slot.name == _LAST_OF_PAGE:
            texts[slot] = f"{text}\n{listed(missing)}"
            desk.note(_supplied(missing))
    texts = dict(zip(texts, on_page(list(texts.values()), desk), strict=True))
    return _titled({**fields, "parts": _parts(texts)}, "", desk)


def _complete(text: str, most: int, desk: Desk) -> str:
    """Return ``text`` with every term, and with what the group wants said where both have room."""
    bound = most - room_for([text], desk)
    full = with_terms(text, bound, desk)
    if len(full) > bound or unstated(full, campaign_terms(desk.brief)):
        full = with_terms(text, most, desk)
    return with_demanded(full, most, desk, partial(_before_signature, desk=desk))


def with_terms(text: str, most: int, desk: Desk) -> str:
    """Return ``text`` with every term of the campaign, in at most ``most`` characters; as it was where that fails."""
    lines = campaign_terms(desk.brief)
    missing = unstated(text, lines)
    if not missing and len(text) <= most:
        return text
    if not missing:
        cut = cut_at_sentence(text, most)
        if cut and not unstated(cut, lines):
            desk.note("正文太长，从句末截短了")
            return cut
        return _around(hook(text, desk), most, desk) or text
    # Of a text that states nothing yet the opening serves; one that states some is completed.
    around = _around(hook(text, desk), most, desk) if len(missing) == len(lines) else ""
    full = _before_signature(text, listed(missing), desk=desk)
    if not around and len(full) <= most:
        desk.note(_supplied(missing))
        return full
    return around or _around(hook(text, desk), most, desk) or text


def hook(text: str, desk: Desk) -> str:
    """Return the sentences ``text`` opens with that state no figure but a day; empty where the first one does."""
    kept = ""
    for sentence in sentences(text):
        said = find_quantities(sentence, today=desk.brief.at.date())
        figures = any(quantity.claim and quantity.kind is not Kind.DATE for quantity in said)
        if figures or re.search(r"\d", sentence) or len((kept + sentence).strip()) > _LONGEST_HOOK:
            break
        kept += sentence
    kept = kept.strip()
    return kept if len(kept) >= _SHORTEST_HOOK else ""


def _around(opening: str, most: int, desk: Desk) -> str:
    """Return the offline writer's terms under the model's opening; empty without an opening or without room."""
    if not opening or desk.brief.campaign is None:
        return ""
    try:
        body = post_body(Context.of(desk.brief), spare=most, head=opening)
    except Refused:
        return ""
    if opening not in body:
        return ""
    desk.note("模型写了开头，条款部分由系统照活动资料写")
    return body


def _before_signature(text: str, lines: str, *, desk: Desk) -> str:
    signature = desk.brief.brand.voice.signature
    if signature and text.endswith(signature):
        return f"{text[: -len(signature)].rstrip()}\n{lines}\n{signature}"
    return f"{text}\n{lines}"


def _supplied(missing: list[Line]) -> str:
    return f"漏写的条款由系统补上：{'、'.join(line.label or line.text for line in missing)}"


def _slotted(given: object, desk: Desk) -> dict[Slot, str]:
    """Return the text of each message that is planned, the missing ones from the offline writer; empty without any."""
    slots = slots_for(desk.brief)
    own = [(_bare(text_of(item.get("name"))), text_of(item.get("text"))) for item in items_of(given)]
    own = [(name, text) for name, text in own if text]
    named = dict(own[::-1])
    found = {slot: named.get(slot.name) or named.get(slot.heading, "") for slot in slots}
    if not any(found.values()) and len(own) == len(slots):
        found = {slot: text for slot, (_, text) in zip(slots, own, strict=True)}
        desk.note("各条的名字没写对，按顺序对上了")
    if not any(found.values()):
        return {}
    spare = {part.name: part.text for part in desk.spare.parts} if not all(found.values()) else {}
    for slot, text in found.items():
        desk.manner.renew()
        found[slot] = desk.manner(text)
        if not text and spare.get(slot.name):
            found[slot] = spare[slot.name]
            desk.note(f"“{slot.heading}”没写出来，用了系统的")
    return {slot: text for slot, text in found.items() if text}


def _bare(name: str) -> str:
    return re.sub(r"[\s【】\[\]“”\"]+|^\d+[.、]", "", name)


def _parts(texts: dict[Slot, str]) -> list[Fields]:
    return [{"name": slot.heading, "text": text} for slot, text in texts.items()]


def _titled(fields: Fields, body: str, desk: Desk) -> Fields:
    title, note = mended_title(text_of(fields.get("title")), body, desk.brief, desk.spare)
    desk.note(note)
    return {name: value for name, value in {**fields, "title": title}.items() if value}
