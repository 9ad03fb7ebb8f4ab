"""The lexicon: what a workspace adds, replaces, allows and turns off; context; what a wrong file is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checks.lexicon import Lexicon, lexicon
from assistant.checks.terms import Entry, TermFile
from assistant.errors import ConfigError


def made(**fields: object) -> Lexicon:
    given = {"id": "one", "kind": "k", "severity": "warn", "message": "“{text}”不行", "suggestion": "改掉", **fields}
    return Lexicon("adlaw", [TermFile.model_validate({"entries": [given]})])


def found(lexicon: Lexicon, text: str) -> list[str]:
    return [finding.text for finding in lexicon.find(text)]


def workspace(folder: Path, content: str) -> Path:
    (folder / "adlaw.yaml").write_text(content, encoding="utf-8")
    return folder


OWN = """
entries:
  - id: own-word
    kind: own
    severity: warn
    basis: [店里的规矩]
    terms: [爆款]
    message: "“{text}”我们不说"
    suggestion: "说卖得多"
    finds: [这是爆款]
    clean: [卖得多]
"""


def test_unless_frees_only_what_it_overlaps_in_the_same_sentence() -> None:
    lexicon = made(terms=["最好"], unless=["最好提前"])
    assert found(lexicon, "最好提前约") == []
    assert found(lexicon, "最好的面包，最好提前约") == ["最好"]
    assert found(made(terms=["最好"], unless=["最好.{0,9}提前"]), "最好。提前约") == ["最好"]


def test_without_frees_the_sentence_and_with_scope_text_the_text() -> None:
    assert found(made(terms=["最好"], without=["广告法"]), "广告法不让说最好。最好") == ["最好"]
    assert found(made(terms=["最好"], without=["广告法"], scope="text"), "广告法不让说。最好") == []


def test_needs_must_match_in_the_scope() -> None:
    assert found(made(terms=["增强"], needs=["免疫"]), "增强免疫。增强") == ["增强"]
    assert found(made(terms=["增强"], needs=["免疫"], scope="text"), "增强免疫。增强") == ["增强", "增强"]


def test_trades_limit_an_entry_to_brands_and_texts_that_name_one() -> None:
    lexicon = made(terms=["保过"], trades=["教育", "培训"])
    assert lexicon.find("保过") == []
    assert lexicon.find("保过", about="成人教育")
    assert lexicon.find("培训班保过")


def test_of_overlapping_hits_of_one_kind_the_gravest_and_longest_stays() -> None:
    both = [
        Entry(id="a", kind="k", severity="warn", terms=("全网最低价",), message="m", suggestion="s"),
        Entry(id="b", kind="k", severity="error", terms=("最低",), message="m", suggestion="s"),
    ]
    [finding] = Lexicon("adlaw", [TermFile(entries=tuple(both))]).find("全网最低价")
    assert (finding.text, finding.severity) == ("最低", "error")


def test_a_pattern_is_folded_like_the_text() -> None:
    assert found(made(patterns=["TOP：[1①]"]), "top:１") == ["top:１"]
    # The comma is part of the expression and no part of what is told.
    assert found(made(patterns=["讚，"]), "赞，") == ["赞"]


def test_a_workspace_adds_an_entry(tmp_path: Path) -> None:
    findings = lexicon("adlaw", workspace(tmp_path, OWN)).find("今天的爆款")
    assert [(finding.text, finding.basis) for finding in findings] == [("爆款", "店里的规矩")]


def test_a_workspace_allows_a_phrase_and_turns_an_entry_off(tmp_path: Path) -> None:
    assert lexicon("adlaw").find("唯一品牌月饼，顶级牛排")
    own = workspace(tmp_path, "allow: [{phrase: 顶级牛排, why: 注册商标}]")
    assert lexicon("adlaw", own).find("顶级牛排到货") == []
    assert lexicon("adlaw", own).find("顶级羊排到货")
    (tmp_path / "off").mkdir()
    own = workspace(tmp_path / "off", "off: [absolute-top-grade]")
    assert lexicon("adlaw", own).find("顶级羊排到货") == []


def test_a_workspace_replaces_an_entry_by_its_id(tmp_path: Path) -> None:
    own = workspace(tmp_path, OWN.replace("own-word", "absolute-top-grade"))
    assert lexicon("adlaw", own).find("顶级羊排到货") == []
    assert lexicon("adlaw", own).find("爆款")


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    own = workspace(tmp_path, OWN)
    assert lexicon("adlaw", own).find("爆款")
    workspace(tmp_path, "")
    os.utime(tmp_path / "adlaw.yaml", (1, 1))
    assert lexicon("adlaw", own).find("爆款") == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("entries: [{id: a, kind: k, severity: bad, terms: [x], message: m, suggestion: s}]", "条目 a，字段 severity"),
        ("entries: [{id: a, kind: k, severity: warn, message: m, suggestion: s}]", "条目 a"),
        ("entries: [{id: a, kind: k, severity: warn, terms: [x], message: m}]", "suggestion"),
        ("entries: [{id: A!, kind: k, severity: warn, terms: [x], message: m, suggestion: s}]", "字段 id"),
        (
            "entries: [{id: a, kind: k, severity: warn, terms: [x], message: m, suggestion: s, pattern: y}]",
            "字段 pattern 没有这个字段",
        ),
        (OWN.replace("terms: [爆款]", "patterns: ['爆(']"), "条目 own-word，字段 patterns"),
        (OWN.replace("terms: [爆款]", "patterns: ['爆*']"), "连空白都算匹配"),
        (OWN.replace("terms: [爆款]", "patterns: ['{nobody}爆款']"), "nobody"),
        (OWN.replace("finds: [这是爆款]", "finds: [什么也没有]"), "字段 finds 的例句“什么也没有”"),
        (OWN.replace("clean: [卖得多]", "clean: [又是爆款]"), "字段 clean 的例句“又是爆款”"),
        (OWN.replace("店里的规矩", "ad-999"), "条目 own-word，字段 basis"),
        (OWN + OWN.replace("\nentries:", "").replace("  - id", "  - id"), "own-word 写了两次"),
        ("off: [nobody-knows]", "nobody-knows"),
        ("- just a list", "entries:"),
        ("entries: [", "YAML"),
    ],
)
def test_a_wrong_file_is_told_where(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        lexicon("adlaw", workspace(tmp_path, content))
    assert str(error.value).startswith("adlaw.yaml")
    assert said in str(error.value)


@given(st.text(alphabet=st.sampled_from("最好低第一zui 国家级。，！·✨醉\u200b1①TOPno.\n😀全网a"), max_size=40))
def test_any_text_gives_findings_that_lie_in_it(text: str) -> None:
    for finding in lexicon("adlaw").find(text):
        assert 0 <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.text
