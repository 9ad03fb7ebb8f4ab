"""The frames themselves: what is written there reaches every customer of every brand."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

import pytest
from briefs import brief_for

from assistant.checks.factlock import fact_lock
from assistant.drafting.offline.frames import FORMS, Frame, data, frames, general_frames

SLOTS = {
    "theme": "早餐", "address": "大家", "festival": "中秋节", "term": "小雪", "wish": "猫抓沙发", "short": "猫抓沙发",
    "question": "吐司怎么放？", "statement": "冷藏老化得更快", "heading": "面包怎么存", "opening": "那天下雨。",
    "weekday": "周二", "topic": "面包怎么存", "lead": "室温怎么放",
}  # fmt: skip
SECTIONS = [
    ("calendar", "festival"), ("calendar", "people"), ("calendar", "upcoming"), ("calendar", "term"),
    ("calendar", "season"), ("calendar", "weekday"), ("wishes", "theme"), ("wishes", "question"),
    ("wishes", "statement"), ("passages", "question"), ("passages", "statement"), ("passages", "heading"),
    ("passages", "story"),
]  # fmt: skip
MACHINE = re.compile(r"时代|不仅|让我们|总之|综上|赋能|宝藏|绝绝子|！{2}|首先.*其次|一起来看|干货满满|满满的")
SUPERLATIVE = re.compile(r"最(?!近|后)|第一|唯一|顶级|百分百|100%|绝对|必备|神器")
FIGURE = re.compile(r"[\d二四六七八九十百万]")


def every_frame() -> Iterator[Frame]:
    yield from general_frames()
    for file, section in SECTIONS:
        yield from frames(file, section)
    for family in data("trades")["families"]:
        for entry in family["frames"]:
            yield Frame(entry["form"], entry["title"], entry["body"])


def every_line() -> Iterator[str]:
    """All texts of the data files that can reach a reader."""

    def walk(node: object) -> Iterator[str]:
        if isinstance(node, str):
            yield node
        elif isinstance(node, dict):
            for key, value in node.items():
                if key not in {"words", "registers", "family_days", "people_days", "form", "when"}:
                    yield from walk(value)
        elif isinstance(node, list):
            for value in node:
                yield from walk(value)

    for name in ("topics", "calendar", "wishes", "passages", "trades", "phrases"):
        yield from walk(data(name))


def faults_of(frame: Frame) -> list[str]:
    title, body = frame.title.format(**SLOTS), frame.body.format(**SLOTS)
    faults = {
        "form": frame.form not in FORMS,
        "not one question": body.count("？") != 1 or "?" in title + body,
        "title": not 2 <= len(title) <= 20,
        "length": not 22 <= len(body) <= 125,
        "half-width punctuation": re.search("[!,;:]|[^A-D]\\.", body),
    }
    return [name for name, fault in faults.items() if fault]


def test_a_frame_asks_one_thing_and_fits() -> None:
    assert {frame.body: faults for frame in every_frame() if (faults := faults_of(frame))} == {}


@pytest.mark.parametrize("marks", [MACHINE, SUPERLATIVE, FIGURE, re.compile("！")], ids=lambda marks: marks.pattern[:8])
def test_no_machine_prose_no_superlatives_no_figures(marks: re.Pattern[str]) -> None:
    assert [line for line in every_line() if marks.search(line)] == []


def test_known_slots_only() -> None:
    for line in every_line():
        names = {name for _, name, _, _ in string.Formatter().parse(line) if name}
        assert names <= SLOTS.keys(), line


def test_titles_differ() -> None:
    titles = [frame.title for frame in every_frame() if frame.title not in {"{short}", "{heading}"}]
    assert len(titles) == len(set(titles))


def test_the_fact_lock_finds_nothing_in_a_frame() -> None:
    brief = brief_for("bakery")
    for line in every_line():
        text = line.format(**SLOTS)
        assert fact_lock("", text, brief=brief, citations=[]) == [], text


def test_there_are_enough_general_frames_for_two_months() -> None:
    assert len(general_frames()) >= 70
    assert {form: sum(frame.form == form for frame in general_frames()) >= 8 for form in FORMS} == dict.fromkeys(
        FORMS, True
    )
