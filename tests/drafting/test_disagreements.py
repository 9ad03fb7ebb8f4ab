"""A share never says both of two rules that contradict one another, and the operator is told which they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.drafting.briefing import Request
from assistant.drafting.disagreements import contradicted, disagree
from assistant.drafting.service import Drafter
from assistant.schema.contracts import DraftKind, Passage, PassageKind
from assistant.workspace import Workspace


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("旧书售出 7 天内凭小票到店退。", "旧书一经售出，3天内可凭小票退换。", True),
        ("借书押金每本 50 元。", "借书押金一律 100 元。", True),
        ("持卡借书，一次最多两本。", "持卡借书一次可以借 3 本。", True),
        ("旧书售出 7 天内凭小票到店退。", "旧书售出七天内可凭小票退换。", False),
        ("旧书售出 7 天内凭小票到店退。", "退卡 3 天内到账。", False),
        ("旧书售出 7 天内凭小票到店退。", "旧书凭小票按 8 折换购书券。", False),
        ("第 3 天起凭小票到店退旧书。", "旧书售出 7 天内凭小票到店退。", False),
    ],
)
def test_one_thing_in_different_figures(one: str, other: str, expected: bool) -> None:
    assert disagree(one, other) is expected
    assert disagree(other, one) is expected


def test_the_row_of_a_table_holds_under_its_own_condition() -> None:
    row = "品相：八品；给现金：定价的 1.5 折；换购书券：定价的 2 折"
    text = "品相相符、只是不想要了，可以按售价的 8 折换购书券。"
    passages = [Passage(source="收书.docx", heading="", text=line, kind=PassageKind.POLICY) for line in (row, text)]
    assert not contradicted(text, passages[:1])
    assert contradicted("品相相符、只是不想要了，可以按售价的 7 折换购书券。", passages)


def test_a_share_keeps_to_one_of_two_policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_EMBEDDING__MODEL", "none")
    files = {
        "brand.yaml": "name: 旧雨\n",
        "groups.yaml": "groups: [{id: main, name: 群}]",
        "规定/退换规定2026.md": "# 旧书退换规定\n\n旧书售出 7 天内，发现缺页或者与写的品相不符，凭小票到店全额退。\n\n"
        "旧书品相相符、只是不想要了，不退现金，可以按售价的 8 折换购书券。\n",
        "规定/退换说明.txt": "旧书退换说明\n\n旧书一经售出，3天内可凭小票退换，超过3天概不退换。\n\n"
        "退换的旧书请保持原样，不能有新的划痕和水渍，包书皮也请取下来。\n",
    }
    for name, text in files.items():
        path = tmp_path / "knowledge" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    request = Request(DraftKind.SHARE, "main", date(2026, 11, 24), about="旧书退换")
    draft = Drafter(Workspace(tmp_path)).draft(request)
    assert ("7 天内" in draft.body) != ("3天内" in draft.body)
    (note,) = [note for note in draft.notes if "对不上" in note]
    assert "规定/退换规定2026.md" in note
    assert "规定/退换说明.txt" in note
