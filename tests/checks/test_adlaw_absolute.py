"""Absolute terms, ranks and words against competitors: what is a claim and what is not, over many trades."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from assistant.checks.adlaw import check
from assistant.checks.context import CheckContext

CONTEXT = CheckContext(at=datetime(2026, 11, 27, 9))
LINES = (Path(__file__).parent / "claims.txt").read_text(encoding="utf-8").splitlines()[1:]
CLAIMS = [tuple(line[2:].split(" ", 1)) for line in LINES if line.startswith("+")]
CLEAN = [line[2:] for line in LINES if line.startswith("-")]
KINDS = {"absolute", "belittle"}


def kinds(text: str) -> set[str]:
    return {finding.kind for finding in check(text, CONTEXT)}


def test_claims_are_found() -> None:
    assert [text for kind, text in CLAIMS if kind not in kinds(text)] == []


def test_shop_talk_is_left_alone() -> None:
    assert [text for text in CLEAN if kinds(text) & KINDS] == []


def test_a_finding_says_where_why_by_what_law_and_what_to_do() -> None:
    text = "街坊们，今天的吐司全城最好吃，四点出炉"
    [finding] = check(text, CONTEXT)
    assert text[finding.start : finding.end] == finding.text
    assert "最好吃" in finding.text
    assert finding.text in finding.message
    assert finding.severity == "error"
    assert "《广告法》第九条第（三）项" in finding.basis
    assert finding.suggestion


@pytest.mark.parametrize(
    "written",
    [
        "zui好吃",
        "醉好吃",
        "蕞好吃",
        "最·好吃",
        "最 好 吃",
        "最\u200b好吃",
        "最✨好吃",
        "ＺＵＩ好吃",
        "zuì好吃",
        "最\ufe0f好吃",
    ],
)
def test_an_evasion_is_read_through_and_said(written: str) -> None:
    text = f"我们家的锅贴全城{written}，六点出锅"
    findings = [finding for finding in check(text, CONTEXT) if finding.kind == "absolute"]
    assert len(findings) == 1
    assert written in findings[0].text
    assert text[findings[0].start : findings[0].end] == findings[0].text


def test_what_is_read_through_is_named() -> None:
    [finding] = check("全网蕞低价", CONTEXT)
    assert "读出来还是“全网最低价”" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "昨晚喝醉好难受，今天晚点开门",
        "裱花嘴好用，在第二格",
        "我弟一早就去排队了",
        "环保 本店自带杯减两元",
        "No.12 到 No.18 的座位留给老人",
        "第 1 课 握笔，第 2 课 横画",
        "T恤 M L XL 都有",
        "wifi 密码贴在柜台",
    ],
)
def test_ordinary_text_is_never_twisted(text: str) -> None:
    assert check(text, CONTEXT) == []
