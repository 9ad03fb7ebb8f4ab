"""Whether an answer says the prompt again: what was meant for the writer is not meant for the members."""

from __future__ import annotations

import re

from assistant.drafting.factsheet import campaign_terms
from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import Finding
from assistant.text.pairs import pairs, shared
from assistant.text.sentences import sentence_spans

_LEAK = re.compile(r"运营者|备选话头|发过的标题|资料\s?\d|<<<|>>>|JSON|[〈〉{}]|\b(?:followups|citations|passage)\b")
# In pairs of characters.
_SHORTEST = 10
_USUAL = ("价格", "数量", "时间", "怎么参加", "参加方式", "限制", "注意")
# A sentence about the members' own matter shares a word or two with how the group is described, not most of itself.
_SAID = 0.6


def echo_findings(written: Written, brief: Brief) -> list[Finding]:
    """Return an error for each word of the prompt's own and each sentence that describes group or writer to the writer.

    What the operator wrote in brand, group, facts and passages may be said again as far as members are told of it;
    whom the group is for and how to speak to it is not among that.
    """
    found = [
        _finding(
            "leak", written.title, match.start(), match.end(), f"标题里的“{match[0]}”是写给写手看的，群友不该看到"
        ).model_copy(update={"field": "title"})
        for match in _LEAK.finditer(written.title)
    ]
    for match in _LEAK.finditer(written.body):
        said = f"“{match[0]}”是写给写手看的，群友不该看到"
        # What the facts or the sources themselves call so may stay.
        if match[0] not in f"{brief.about}{''.join(passage.text for passage in brief.passages)}":
            found.append(_finding("leak", written.body, match.start(), match.end(), said))
    had = {past.title for past in brief.history}
    for start, end in sentence_spans(written.body):
        sentence = written.body[start:end]
        if sentence.strip() in had or _describes(sentence, brief) or _lists_labels(sentence, brief):
            found.append(_finding("echo", written.body, start, end, "这一句照抄了写给写手的说明"))
    return found


def echoes(text: str, brief: Brief) -> bool:
    """Whether ``text`` mostly says what the prompt says of the group and the tone, or names a heading of the prompt."""
    return bool(_LEAK.search(text)) or _describes(text, brief)


def _lists_labels(sentence: str, brief: Brief) -> bool:
    """Whether a sentence of a promotion names its terms and states none: 价格、数量、时间、参加方式."""
    if brief.campaign is None:
        return False
    labels = sorted({line.label for line in campaign_terms(brief) if line.label}, key=len, reverse=True)
    one = "|".join(map(re.escape, [*labels, *_USUAL]))
    return re.search(rf"(?:(?:{one})[、，和]){{2,}}(?:{one})", sentence) is not None


def _describes(text: str, brief: Brief) -> bool:
    group, voice = brief.group, brief.brand.voice
    told = "，".join([group.name, group.audience, "平时聊", "、".join(group.theme), group.tone, voice.tone])
    return len(pairs(text)) >= _SHORTEST and shared(text, told) > _SAID


def _finding(kind: str, text: str, start: int, end: int, message: str) -> Finding:
    return Finding(
        check="answer", kind=kind, severity="error", start=start, end=end, text=text[start:end], message=message,
        suggestion="删掉这一句，直接对群友说事情本身",
    )  # fmt: skip
