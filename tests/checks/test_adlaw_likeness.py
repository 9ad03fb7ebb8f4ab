"""Claims that no term names, found by their likeness to claims."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checks.adlaw import check
from assistant.checks.adlaw.claims import DATA, claim_findings
from assistant.checks.context import CheckContext
from assistant.text.ngrams import LinearModel

CONTEXT = CheckContext(at=datetime(2026, 11, 27, 10))
CLAIM = "喝上我们的茶，腿脚疼的大爷都去爬山"


def alike(text: str) -> list[str]:
    return [finding.kind for finding in claim_findings(text, [])]


def test_a_finding_warns_with_place_basis_and_what_to_do() -> None:
    [finding] = claim_findings(f"到货啦。{CLAIM}。明天见。", [])
    assert finding.severity == "warn"
    assert finding.text in CLAIM
    assert f"到货啦。{CLAIM}。明天见。"[finding.start : finding.end] == finding.text
    assert finding.basis
    assert finding.suggestion


def test_what_was_found_already_is_not_told_again() -> None:
    [finding] = claim_findings(CLAIM, [])
    assert claim_findings(CLAIM, [finding]) == []


@pytest.mark.parametrize(
    "text",
    [
        "早上好，今天店里到了新的全麦吐司，切片真空装",
        "请假提前两小时在群里说一声，课给您留着",
        "这周四晚上七点，我们在二楼聊聊怎么给猫剪指甲",
        "身体不舒服就先去医院看看，课可以改到下周",
        "你们家几点关门",
        "这个真的能治好失眠吗？",
    ],
)
def test_ordinary_talk_and_questions_are_left_alone(text: str) -> None:
    assert alike(text) == []


def test_a_workspace_allows_a_phrase_or_switches_it_off(tmp_path: Path) -> None:
    assert any(finding.severity == "warn" for finding in check(CLAIM, CONTEXT))
    own = tmp_path / "adlaw.yaml"
    context = CheckContext(at=CONTEXT.at, extensions=tmp_path)
    own.write_text("allow: [{phrase: 腿脚疼, why: 店名}]\n", encoding="utf-8")
    assert check(CLAIM, context) == []
    own.write_text("off: [claims]\nentries: []\n", encoding="utf-8")
    assert check(CLAIM, context) == []


def test_the_models_know_the_same_kinds_as_the_messages() -> None:
    import yaml

    told = yaml.safe_load(DATA.with_suffix(".yaml").read_text(encoding="utf-8"))
    assert set(LinearModel.load(DATA / "kind.npz").labels) == set(told)
    assert LinearModel.load(DATA / "claim.npz").labels == ("ok", "claim")


@given(st.text(max_size=80))
def test_spans_lie_in_any_text(text: str) -> None:
    for finding in claim_findings(text, []):
        assert 0 <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.text
