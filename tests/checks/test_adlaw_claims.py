"""Claims of many trades that the law forbids, in the words of shops, and lines that only look like them.

``adlaw_claims.txt`` holds one claim a line as ``kind|text``, ``adlaw_clean.txt`` one harmless line each. None is
an example of an entry.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assistant.checks.lexicon import lexicon

HERE = Path(__file__).parent
CLAIMS = [line.split("|", 1) for line in (HERE / "adlaw_claims.txt").read_text(encoding="utf-8").splitlines()]
CLEAN = (HERE / "adlaw_clean.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("kind", "text"), CLAIMS, ids=[text for _, text in CLAIMS])
def test_a_claim_is_found_as_what_it_is(kind: str, text: str) -> None:
    assert kind in {found.kind for found in lexicon("adlaw").find(text) if found.severity != "info"}


@pytest.mark.parametrize("text", CLEAN)
def test_a_harmless_line_is_left_alone(text: str) -> None:
    assert [(found.kind, found.text) for found in lexicon("adlaw").find(text) if found.severity != "info"] == []


def test_findings_tell_law_and_remedy() -> None:
    for _, text in CLAIMS:
        for found in lexicon("adlaw").find(text):
            assert "《" in found.basis, text
            assert found.suggestion, text
            assert found.text == text[found.start : found.end], text


def test_the_claims_cover_every_kind_alike() -> None:
    counted = Counter(kind for kind, _ in CLAIMS)
    wanted = {"health", "formula", "education", "investment", "prize", "price", "reviews", "pyramid", "minors"}
    assert set(counted) == wanted
    assert min(counted.values()) >= 20


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("本店红豆薏米粉祛·湿，早上冲一碗", "health"),
        ("艾灸專治宮寒，冬天來做正好", "health"),
        ("考级冲刺班，保·过", "education"),
        ("好 评 返 现，截图私发", "reviews"),
        ("发展下①线就返", "pyramid"),
    ],
)
def test_a_disguised_claim_is_found(text: str, kind: str) -> None:
    assert kind in {found.kind for found in lexicon("adlaw").find(text)}
