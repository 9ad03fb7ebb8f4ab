"""第几次怎么办 as an operator writes it, a line a step: 第1次：删除、提醒. Read by the ladder of rules.yaml itself."""

from __future__ import annotations

import re

from assistant.errors import ConfigError, InputError
from assistant.knowledge.fields import Place
from assistant.moderation.rules.ladder import ladder
from assistant.schema.moderation import Action
from assistant.schema.rules import Step

_NAMES = {"remind": "提醒", "delete": "删除", "mute": "禁言", "remove": "移出", "human": "交给人看"}
_LINE = re.compile(
    r"^\s*第?\s*(?P<offence>[0-9一二三四五六七八九十]+)\s*次?\s*(?:起|以后)?\s*[:：]?\s*(?P<doing>\S.*)$"
)
_CHINESE = {sign: number for number, sign in enumerate("一二三四五六七八九十", start=1)}


def as_lines(steps: tuple[Step, ...]) -> str:
    """Return the steps, a line each."""
    return "\n".join(f"第{step.offence}次：{'、'.join(_said(action) for action in step.actions)}" for step in steps)


def from_lines(text: str, before: tuple[Step, ...] = ()) -> tuple[Step, ...]:
    """Return the steps of the lines; words of a reminder stay as they were ``before``.

    Raises :class:`InputError` for a line that is no step, or steps that do not get graver.
    """
    words = {(step.offence, action.kind): action.text for step in before for action in step.actions if action.text}
    raw = []
    for line in filter(str.strip, text.splitlines()):
        match = _LINE.match(line)
        offence = _number(match["offence"]) if match else 0
        if match is None or not offence:
            raise InputError(f"“{line.strip()[:20]}”看不懂：一行写一步，例如 第2次：删除、禁言 1天")
        raw.append(
            {
                "offence": str(offence),
                "actions": [each for each in re.split(r"[、，,；;+]", match["doing"]) if each.strip()],
            }
        )
    try:
        steps: tuple[Step, ...] = ladder(raw, Place("怎么办"))
    except ConfigError as error:
        raise InputError(str(error)) from None
    return tuple(
        step.model_copy(
            update={
                "actions": tuple(
                    action.model_copy(update={"text": words.get((step.offence, action.kind), action.text)})
                    for action in step.actions
                )
            }
        )
        for step in steps
    )


def _said(action: Action) -> str:
    name = _NAMES[action.kind]
    if not action.minutes:
        return name
    for unit, length in (("天", 1440), ("小时", 60)):
        if action.minutes % length == 0:
            return f"{name} {action.minutes // length}{unit}"
    return f"{name} {action.minutes}分钟"


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else _CHINESE.get(written, 0)
