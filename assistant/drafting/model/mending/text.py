"""Mends that leave what a text says as it is: manner, sentences said twice, length at the end of a sentence."""

from __future__ import annotations

import re

from assistant.schema.brief import Brief
from assistant.text.emoji import find_emoji, same_emoji
from assistant.text.sentences import sentence_spans

_SHORTEST_REPEAT = 6
_SHOUTING = re.compile(r"[！!]+")
_BOLD = re.compile(r"\*\*(.+?)\*\*|__(.+?)__", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_FENCE = re.compile(r"^```\w*\s*$", re.MULTILINE)
# The outline of the answer, copied instead of filled in.
_PLACEHOLDER = re.compile("〈[^〈〉]*〉")
# The signs of JSON behind a text whose own quotation mark the model took for the closing one.
_DEBRIS = re.compile(r"[”\"]?\s*[}\]]\s*,?\s*[{\[\"]*\s*$")
_BULLET = re.compile(r"^[*\-+]\s+", re.MULTILINE)


class Manner:
    """What a group's terms say on manner, applied to the texts of one message; emoji are counted over all of them."""

    def __init__(self, brief: Brief) -> None:
        self._allowed = brief.constraints.emoji_allowed
        self._most = self._left = brief.constraints.emoji_max
        self._loud = False
        self.mended: dict[str, None] = {}

    def renew(self) -> None:
        """Begin another message: emoji and exclamations are counted anew."""
        self._left = self._most
        self._loud = False

    def __call__(self, text: str) -> str:
        """Return ``text`` without Markdown, shouting, repeated sentences, and emoji beyond the policy."""
        for mend, note in (
            (_plain, "去掉了 Markdown 记号"),
            (self._few_emoji, "去掉了超出约定的表情"),
            (self._calm, "改掉了多余的感叹号"),
            (without_repeats, "去掉了重复的句子"),
        ):
            mended = mend(text)
            if mended != text:
                self.mended[note] = None
            text = mended
        return text.strip()

    def _few_emoji(self, text: str) -> str:
        kept, end = [], 0
        for emoji in find_emoji(text):
            known = not self._allowed or any(same_emoji(emoji.text, one) for one in self._allowed)
            allowed = self._left > 0 and known
            self._left -= allowed
            kept.append(text[end : emoji.end if allowed else emoji.start])
            end = emoji.end
        return "".join([*kept, text[end:]])

    def _calm(self, text: str) -> str:
        """One exclamation mark in a message; a question that shouts only asks."""
        text = _SHOUTING.sub("！", text).replace("？！", "？").replace("！？", "？")
        first = "" if self._loud else "！"
        before, mark, after = text.partition("！")
        self._loud = self._loud or bool(mark)
        return f"{before}{mark and (first or '。')}{after.replace('！', '。')}"


def sentences(text: str) -> list[str]:
    """Return the sentences of ``text``; joined they are ``text``."""
    return [text[start:end] for start, end in sentence_spans(text)]


def without_repeats(text: str) -> str:
    """Return ``text`` with each sentence once; short ones (好吃！) may come again."""
    seen: set[str] = set()
    kept = []
    for sentence in sentences(text):
        bare = re.sub(r"[\W_]+", "", sentence)
        if len(bare) >= _SHORTEST_REPEAT and bare in seen:
            continue
        seen.add(bare)
        kept.append(sentence)
    return "".join(kept) if len(kept) < len(sentences(text)) else text


def cut_at_sentence(text: str, most: int) -> str:
    """Return the first sentences of ``text`` that keep within ``most`` characters; empty where the first is longer."""
    kept = ""
    for sentence in sentences(text):
        if len((kept + sentence).rstrip()) > most:
            break
        kept += sentence
    return kept.rstrip()


def _plain(text: str) -> str:
    text = _DEBRIS.sub("", _PLACEHOLDER.sub("", text))
    text = _BOLD.sub(lambda match: match[1] or match[2], text.replace("\\n", "\n"))
    return _BULLET.sub("· ", _FENCE.sub("", _HEADING.sub("", text)))
