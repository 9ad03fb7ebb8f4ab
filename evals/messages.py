"""The cases of the moderation suite: a message of a group, what was said before it, and what must become of it."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, Literal

from pydantic import Field, model_validator

from assistant.schema.moderation import ActionKind, Category, Message, Verdict
from evals.cases import BrandName, Case, Record

Half = Literal["dev", "held"]
HALVES: tuple[Half, Half] = ("dev", "held")

#: What the families try that have a way of their own past the rules, or a right to be let pass.
WAYS = {
    "evasion_ad": "disguise",
    "abuse_evasion": "disguise",
    "evasion_more": "disguise",
    "image": "image",
    "split": "split",
    "quote_report": "reports",
    "reports": "reports",
    "staff": "staff",
}


class ExpectedDecision(Record):
    """What must become of a message: one of ``verdict``, and where it is stopped, one of ``category``.

    ``evidence`` are words that the evidence must touch, ``actions`` what must be among the things done.
    """

    verdict: tuple[Verdict, ...] = Field(min_length=1)
    category: tuple[Category, ...] = ()
    evidence: str = ""
    actions: tuple[ActionKind, ...] = ()


class MessageCase(Case):
    """One message. ``family`` says what it tries, ``before`` are messages the group got before it, oldest first."""

    brand: BrandName
    group: str
    family: str
    message: Message
    before: tuple[Message, ...] = ()
    expect: ExpectedDecision

    @model_validator(mode="after")
    def _whole(self) -> MessageCase:
        if any(each.group != self.group for each in (self.message, *self.before)):
            raise ValueError("message 和 before 的 group 要和用例的 group 一样")
        if self.harmless == bool(self.expect.category):
            raise ValueError("该拦的写 category，该放的不写")
        return self

    @property
    def harmless(self) -> bool:
        """Whether it must be let pass."""
        return Verdict.ALLOW in self.expect.verdict

    @property
    def category(self) -> Category:
        """What it breaks first of all; ``allow`` for nothing."""
        return self.expect.category[0] if self.expect.category else Category.ALLOW

    @property
    def way(self) -> str:
        """The way its family takes; empty for none in particular."""
        return WAYS.get(self.family, "")

    @property
    def half(self) -> Half:
        """Which half it belongs to: settled by its id alone, so that no line ever changes sides."""
        return HALVES[blake2b(self.id.encode(), digest_size=1).digest()[0] & 1]


def said(message: Message) -> str:
    """Everything a message says, its text first: what a report shows of it."""
    return "\n".join([message.text, *texts_in(message.meta)]).strip()


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text in a value of ``meta``, whatever its shape."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)
