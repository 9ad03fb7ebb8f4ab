"""The same words over and over: of one member within a time, or within one message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field

from assistant.moderation.detectors.base import Asked, evidence
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import Context, Hit, View
from assistant.schema.moderation import Category, EvidenceSpan
from assistant.shared.recent import Recent
from assistant.text.readings import Reading

_BARE = re.compile(r"[\W_]+")
# A random tail that is to make two copies differ.
_TAIL = re.compile(r"[a-z0-9]{1,6}$")
_RUN = re.compile(r"(\S|\S{2,16}?)(?:[^\S\n]|\n|[，,。.！!、~])*(?:\1(?:[^\S\n]|\n|[，,。.！!、~])*){5,}")
_BLANKS = re.compile(r"\n(?:[^\S\n]*\n){29,}")
# Laughter, cries, thanks and wishes run on in every group.
_MERRY = frozenset("哈呵嘿嘻啊呜嗷噢哦哇耶6嘎嗯hw2y.。…~-—_=*#🌹👍👏😂🤣🎉🎂❤😭💪🙏+1")
_WISHES = re.compile("加油|恭喜|谢谢|感谢|好的|生日快乐|撒花|收到|鼓掌|可爱|快乐|发财|新年好|棒|[哈呵嘿啊]")
# So often a unit stands in a row before it is too much: one letter, one sign, merry ones, cries, words, wishes.
_ONE, _SIGN, _MERRY_ONE, _CRY, _WORD, _WISH = 20, 26, 80, 28, 6, 18
_CRIES = frozenset("啊呜嗷噢哦哇耶")
_LEAST = 14
_STRETCH = 120


class Params(BaseModel):
    """``times`` the same text of one member within ``seconds``.

    Texts of fewer letters than ``minimum`` count only within two minutes: five times, or ``times`` and two.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    times: int = Field(default=3, ge=2, le=50)
    seconds: int = Field(default=3600, ge=1, le=7 * 86_400)
    minimum: int = Field(default=6, ge=2, le=100)


class Repetition:
    """Remembers what each member said lately, as numbers and not as texts."""

    name = "repetition"
    triggers: frozenset[str] | None = None

    def __init__(self, params: Params) -> None:
        self._params = params
        self._recent: Recent[int] = Recent(
            timedelta(seconds=params.seconds), 4 * params.times + 20, name=f"same-{params.minimum}"
        )
        # Short words are said often; only many of them at a stretch are too much.
        self._short: Recent[int] = Recent(
            timedelta(seconds=min(params.seconds, _STRETCH)), params.times + 20, name=f"short-{params.minimum}"
        )

    def asks(self, view: View, context: Context) -> Asked | None:
        """What is remembered of a message."""
        written = view.readings[0]
        if not context.sender.id or context.kind in ("edit", "system") or run_of(view, written) is not None:
            return None
        recent = self._recent
        same = fingerprint(written.text, self._params.minimum)
        if same is None:
            recent, same = self._short, fingerprint(written.text, 2)
        if same is None:
            return None
        return Asked(recent, (context.group, context.sender.id), body_of(written.text), same)

    def find(self, views: Sequence[View], context: Context) -> list[Hit]:
        """Return a hit where a message repeats itself, or what its sender said before."""
        # What a member wrote stands first, where she wrote anything.
        if not views or views[0].part != "text" or context.kind == "system":
            return []
        text = views[0]
        written = text.readings[0]
        span = run_of(text, written)
        if span is not None:
            return [Hit(self.name, (span,), True, 0.95, Category.FLOOD, (span.why,))]
        if not context.sender.id or context.kind == "edit":
            return []
        same, recent, times = fingerprint(written.text, self._params.minimum), self._recent, self._params.times
        if same is None:
            same, recent, times = fingerprint(written.text, 2), self._short, max(5, times + 2)
            if same is None:
                return []
        told = recent.add((context.group, context.sender.id), context.at, context.message, same, context.recalled)
        if told.count(same) < times:
            return []
        why = f"同样的话发了 {told.count(same)} 遍"
        return [
            Hit(self.name, (evidence(text, written, 0, len(written.text), why),), True, 0.95, Category.FLOOD, (why,))
        ]


def fingerprint(text: str, minimum: int) -> int | None:
    """A number for a folded text, the same for copies that differ in signs and in a random tail; None if too short."""
    body, length = _body(text)
    return None if length < minimum else hash(body)


def body_of(text: str) -> str:
    """What of a folded text its copies have in common."""
    return _body(text)[0]


@lru_cache(maxsize=32)
def _body(text: str) -> tuple[str, int]:
    """The letters of a text without a tail of chance, and how many letters it has."""
    bare = text if text.isalnum() else _BARE.sub("", text)
    body = _TAIL.sub("", bare) if bare and bare[-1].isascii() else bare
    return (body if len(body) >= 12 else bare), len(bare)


def run_of(view: View, reading: Reading) -> EvidenceSpan | None:
    """The run of one unit that a message is made of, or None."""
    text = reading.text
    if len(text) < _LEAST:
        return None
    if len(set(text)) * 3 > len(text):
        return None
    for match in _RUN.finditer(text):
        unit = match[1]
        count = match[0].count(unit)
        if len(match[0]) < _LEAST or len(match[0]) * 5 < len(text.strip()) * 3:
            continue
        single = len(set(unit)) == 1
        if single:
            enough = _MERRY_ONE if unit[0] in _MERRY or unit[0].isdigit() else _ONE
            if unit[0] in _CRIES:
                enough = _CRY
            if not unit[0].isalnum() and (unit[0] < "\u2190" or "\u3000" <= unit[0] <= "\u303f"):
                enough = _SIGN
            count = len(match[0].replace(" ", ""))
        else:
            enough = _WISH if _WISHES.search(unit) or _MERRY.issuperset(unit) else _WORD
        if count >= enough:
            return evidence(view, reading, match.start(), match.end(), f"“{unit[:8]}”连着发了 {count} 遍")
    blank = _BLANKS.search(text)
    return evidence(view, reading, blank.start(), blank.end(), "大片空行") if blank else None


def make(params: Params, surroundings: Surroundings) -> Repetition:  # noqa: ARG001 - one signature for all
    """Build the detector."""
    return Repetition(params)
