from datetime import date
from pathlib import Path

import pytest

from assistant.errors import ConfigError
from assistant.knowledge.sources import SourceMeta, load_sources
from assistant.schema.contracts import PassageKind


def put(tmp_path: Path, text: str) -> Path:
    (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_missing_and_empty_say_nothing(tmp_path: Path) -> None:
    assert load_sources(tmp_path).meta("a.md") == SourceMeta()
    assert load_sources(put(tmp_path, "# 空的\n")).entries == ()


def test_globs_then_exact_paths(tmp_path: Path) -> None:
    sources = load_sources(
        put(
            tmp_path,
            """
files:
  policies/新.md: {valid_from: 2026-09-01, supersedes: policies/旧.md, tags: 退货、换货}
  policies/*: {kind: 政策, tags: [规定]}
  "*.draft.md": {ignore: true}
  stories/: {kind: story, groups: [a, b]}
""",
        )
    )
    new = sources.meta("policies/新.md")
    assert new.kind is PassageKind.POLICY
    assert new.tags == ("退货", "换货")
    assert new.valid_from == date(2026, 9, 1)
    assert new.supersedes == ("policies/旧.md",)
    assert sources.meta("policies/旧.md").tags == ("规定",)
    assert sources.meta("x/y.draft.md").ignore
    assert sources.meta("stories/a/b.md").groups == ("a", "b")
    assert sources.meta("other.md") == SourceMeta()


def test_entries_without_a_file(tmp_path: Path) -> None:
    sources = load_sources(put(tmp_path, "files:\n  a.md: {kind: faq}\n  没有.md: {kind: faq}\n"))
    assert sources.unmatched(["a.md"]) == ["sources.yaml 的 files 里写了 '没有.md'，但没有这样的文件"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("files:\n  a.md: {kind: 诗}\n", ["a.md", "kind", "诗"]),
        ("files:\n  a.md: {valid_until: 下周}\n", ["a.md", "valid_until", "下周"]),
        ("files:\n  a.md: {valid_until: 2026-13-40}\n", ["a.md", "valid_until"]),
        ("files:\n  a.md: {kin: faq}\n", ["a.md", "kin"]),
        ("files:\n  a.md: faq\n", ["a.md", "faq"]),
        ("files: [a.md]\n", ["files"]),
        ("file:\n  a.md: {}\n", ["file"]),
        ("files: {a: [\n", ["sources.yaml"]),
    ],
)
def test_mistakes_name_file_entry_and_field(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        load_sources(put(tmp_path, text))
    message = str(caught.value)
    assert "sources.yaml" in message
    assert "\n" not in message
    assert all(word in message for word in words)


@pytest.mark.parametrize("said", ["2026/11/24", "2026.11.24", "2026年11月24日", "2026-11-24"])
def test_days_in_any_notation(said: str) -> None:
    assert SourceMeta.model_validate({"valid_from": said}).valid_from == date(2026, 11, 24)
