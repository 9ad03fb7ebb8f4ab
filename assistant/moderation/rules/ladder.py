"""The ladder of a clause: which offence has which consequences, each step graver than the one before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from assistant.knowledge import values as read
from assistant.knowledge.fields import Field, Place, Table, line_of, value
from assistant.schema.moderation import Action
from assistant.schema.rules import Step

ACTIONS = {
    "提醒": "remind", "remind": "remind", "警告": "remind", "warn": "remind",
    "删除": "delete", "delete": "delete", "删": "delete", "撤回": "delete", "recall": "delete",
    "禁言": "mute", "mute": "mute",
    "移出": "remove", "remove": "remove", "踢出": "remove", "移除": "remove", "踢": "remove", "kick": "remove",
    "人工": "human", "human": "human", "交给人看": "human", "人看": "human", "转人工": "human",
}  # fmt: skip
#: How much each weighs on the member; a person who looks weighs nothing.
_WEIGHT = {"remind": 1, "delete": 2, "mute": 3, "remove": 4}
_UNITS = (("分钟", 1), ("分", 1), ("个小时", 60), ("小时", 60), ("天", 1440), ("日", 1440), ("周", 10080))
_MUTE = re.compile(r"(?:禁言|mute)[\s:：]*(?P<minutes>\S.*)", re.IGNORECASE)


def minutes(raw: object) -> int:
    """A time in minutes: 60, 60分钟, 12小时, 1天."""
    written = read.text(raw).strip()
    for unit, length in _UNITS:
        if written.endswith(unit):
            return read.integer(written.removesuffix(unit)) * length
    return read.integer(written)


def _short_action(raw: object) -> Mapping[str, object] | None:
    """``remind`` alone, and ``禁言 60 分钟``."""
    if not isinstance(raw, str):
        return None
    mute = _MUTE.fullmatch(raw.strip())
    return {"kind": "mute", "minutes": mute["minutes"]} if mute else {"kind": raw}


ACTION = Table(
    Action,
    {
        "kind": value(read.choice(ACTIONS, what="处理"), "动作", "处理", "action"),
        "minutes": value(minutes, "分钟", "时长", "多久"),
        "text": value(read.text, "话", "文字", "提醒语"),
    },
    shorthand=_short_action,
)


def _actions(raw: object, place: Place) -> tuple[Action, ...]:
    entries = raw if isinstance(raw, list) else [raw]
    made: list[Action] = []
    for entry in entries:
        here = Place(place.file, place.entry, line_of(entry, place.line), place.path)
        action: Action = ACTION.build(entry, here)
        _check(action, here)
        if any(action.kind == other.kind for other in made):
            raise here.error(f"{action.kind} 写了两次")
        made.append(action)
    return tuple(made)


def _check(action: Action, place: Place) -> None:
    if action.kind == "mute" and not action.minutes:
        raise place.inside("minutes").error("禁言要写几分钟，例如 {kind: mute, minutes: 60}")
    if action.kind != "mute" and action.minutes is not None:
        raise place.inside("minutes").error(f"只有 mute（禁言）有分钟数，{action.kind} 不用写")
    if action.text and action.kind != "remind":
        raise place.inside("text").error(f"只有 remind（提醒）可以写话，{action.kind} 不用写")


STEP = Table(
    Step,
    {
        "offence": value(read.integer, "第几次", "次数", "次"),
        "actions": Field(_actions, ("处理", "怎么办", "动作", "action")),
    },
)


def ladder(raw: object, place: Place) -> tuple[Step, ...]:
    """Read the steps of a clause. Raises ConfigError where they do not rise."""
    entries = raw if isinstance(raw, list) else [raw]
    steps: list[Step] = []
    for entry in entries:
        here = Place(place.file, place.entry, line_of(entry, place.line), place.path)
        step: Step = STEP.build(entry, here)
        if not steps and step.offence != 1:
            raise here.inside("offence").error("要从第 1 次写起，第一级写 offence: 1")
        if steps and step.offence <= steps[-1].offence:
            raise here.inside("offence").error(
                f"第 {step.offence} 次写在第 {steps[-1].offence} 次后面，次数要一级比一级大"
            )
        steps.append(step)
        _check_rise(steps, here)
    return tuple(steps)


def _check_rise(steps: list[Step], place: Place) -> None:
    for earlier, later in pairwise(steps[-2:]):
        before, after = gravity(earlier.actions), gravity(later.actions)
        # A step that only asks a person leaves the weight to them.
        if after and after < before:
            raise place.inside("actions").error(
                f"第 {later.offence} 次比第 {earlier.offence} 次罚得还轻，要一级比一级重"
            )


def gravity(actions: tuple[Action, ...]) -> tuple[int, ...]:
    """How grave a step is, for comparing: the gravest action, then the minutes of a mute; empty for none."""
    return max(
        ((_WEIGHT[action.kind], action.minutes or 0) for action in actions if action.kind in _WEIGHT), default=()
    )
