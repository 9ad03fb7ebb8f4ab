"""The bench of drafts by a model: the whole path of the product, every stage told, a wrong draft never passed over."""

from __future__ import annotations

import json

import pytest
from provider import Provider

from evals.bench.local_model import Line, main, table

BODY = "早上收拾案板，东西攒了半篮。只要 7.77 元。你家的都进了谁的手里？"
CUT = f'{{"title": "今天聊聊这个", "body": "{BODY}", "followups": ["说说'


@pytest.fixture(scope="module")
def lines(warmed: None) -> tuple[int, list[dict[str, object]], str]:
    """Exit status, lines and table of a run against a server whose answers break off and invent a price."""
    with Provider() as provider, pytest.MonkeyPatch.context() as patch:
        printed: list[str] = []
        patch.setattr("builtins.print", lambda text, **_: printed.append(text))
        provider.script(CUT)
        brands = ["--brands", "bakery,gym", "--each", "3", "--total", "7", "--block", "2"]
        status = main(["--api-base", provider.url, *brands])
    return status, [json.loads(line) for line in printed[:-1]], printed[-1]


def test_every_draft_is_told_with_its_stages(lines: tuple[int, list[dict[str, object]], str]) -> None:
    status, told, _ = lines
    assert status == 0
    assert len(told) == 7
    assert {line["kind"] for line in told} == {"topic", "share", "promo"}
    for line in told:
        assert line["came"] == {"answer/json/error": 1}
        assert line["outcome"] in ("repaired", "trimmed", "fell back", "tidied")
        assert "7.77" not in str(line["body"])
    trimmed = next(line for line in told if line["outcome"] == "trimmed")
    assert any(str(finding).startswith("facts/") for finding in trimmed["mended"] or ())  # type: ignore[attr-defined]


def test_the_table_counts_what_was_told(lines: tuple[int, list[dict[str, object]], str]) -> None:
    shown = lines[2]
    total = next(row for row in shown.splitlines() if row.startswith("| all "))
    assert total.split("|")[2].strip() == "7"
    assert "| answer/json | error | 7 |" in shown


@pytest.mark.parametrize(("status", "wrong"), [("draft", True), ("approved", True), ("needs_edit", False), ("", False)])
def test_an_error_that_leaves_unmarked_is_wrong(status: str, wrong: bool) -> None:
    line = Line(
        1, "bakery", "topic", "", "yulin", "2026-11-27", "", "at once", status, left={"adlaw/absolute/error": 1}
    )
    assert line.wrong is wrong
    assert f"| {int(wrong)} | 0 |" in table([line]).splitlines()[2]
