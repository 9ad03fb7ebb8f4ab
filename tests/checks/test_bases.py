"""The law table: its citations, its agreement with the docs, and that all entries and modules cite from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from assistant.checks.bases import LAWS_FILE, basis_text, laws
from assistant.errors import ConfigError

ROOT = Path(__file__).resolve().parents[2]
DOC = ROOT / "docs" / "legal-bases.md"
HOW = {"text": "read in full text", "quoted": "seen quoted", "knowledge": "from knowledge, not looked up"}
ENTRY_FILES = sorted((LAWS_FILE.parent / "adlaw").glob("*.yaml"))
# A law in book marks with its article, as modules write it in a basis.
CITATION = re.compile(
    r"《([^》]+(?:法|典|条例|规定|办法|指南))》((?:第[一二三四五六七八九十百千零]+[条款]|第（[一二三四五六七八九十]+）项)*)"
)


def test_basis_text_cites_article_and_item() -> None:
    assert basis_text(["ad-9-3"]) == "《广告法》第九条第（三）项"


def test_basis_text_names_a_law_once_for_articles_in_a_row() -> None:
    assert basis_text(["ad-17", "ad-28", "auc-9"]) == "《广告法》第十七条、第二十八条、《反不正当竞争法》第九条"


def test_basis_text_cites_a_whole_rule_without_article() -> None:
    assert basis_text(["pricing"]) == "《明码标价和禁止价格欺诈规定》"


def test_unknown_id_is_named() -> None:
    with pytest.raises(ConfigError, match="ad-99"):
        basis_text(["ad-4", "ad-99"])


def test_every_version_begins_with_a_date() -> None:
    for name, law in laws().items():
        assert re.match(r"\d{4}-\d\d(-\d\d)? ", law.version), name


def test_ids_are_unique_in_the_file() -> None:
    keys = re.findall(r"^([a-z0-9-]+):", LAWS_FILE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(keys) == len(set(keys)) == len(laws())


def test_docs_table_agrees_with_the_file() -> None:
    rows = [
        [cell.strip() for cell in line.strip("| \n").split("|")]
        for line in DOC.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith(("| id", "| ---"))
    ]
    expected = [
        [name, law.law, law.article or "（全文）", law.version, law.paraphrase, HOW[law.verified]]
        for name, law in laws().items()
    ]
    assert rows == expected


@pytest.mark.parametrize("path", ENTRY_FILES, ids=lambda path: path.stem)
def test_every_basis_of_a_packaged_entry_is_listed(path: Path) -> None:
    entries = yaml.safe_load(path.read_text(encoding="utf-8")).get("entries", [])
    for entry in entries:
        assert entry["basis"], entry["id"]
        basis_text(entry["basis"])


def test_modules_cite_only_listed_articles() -> None:
    listed = {(law.short.strip("《》"), law.article) for law in laws().values()}
    articles = {(name, re.sub(r"第（.*|第[^条]+款$", "", article)) for name, article in listed}
    for path in sorted((ROOT / "assistant").rglob("*.py")):
        for name, article in CITATION.findall(path.read_text(encoding="utf-8")):
            assert (name, article) in listed | articles or not article, f"{path.name}: 《{name}》{article}"
            assert any(name == known for known, _ in listed), f"{path.name}: 《{name}》"
