"""The lexicon: what a workspace adds, replaces, allows and turns off; context; what a wrong file is told."""

from __future__ import annotations

import os
import re
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
        ("entries: [only a word]", "第 1 个条目，要写成“字段: 值”的样子（写的是“only a word”）"),
        ("allow: [顶级牛排]", "字段 allow.1 要写成“字段: 值”的样子"),
        ("allow: [{phrase: [顶级]}]", "字段 allow.1.phrase 要写成文字"),
        ("entries: [", "行：格式不对"),
        ("entries：\n  - id: a", "冒号用了全角"),
        (OWN.replace("我们不说", "{txet}不说"), "条目 own-word，字段 message 里的 {txet}"),
        (OWN.replace("说卖得多", "改成“{address}”"), "条目 own-word，字段 suggestion 里的 {address}"),
        (OWN.replace("说卖得多", "别写“{text”"), "条目 own-word，字段 suggestion 里的 {text"),
        (OWN + "    dont: 不写{text}\n", "条目 own-word，字段 dont 里的 {text}"),
    ],
)
def test_a_wrong_file_is_told_where(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        lexicon("adlaw", workspace(tmp_path, content))
    assert str(error.value).startswith("adlaw.yaml")
    assert said in str(error.value)


def test_what_voice_fills_in_may_be_written_there(tmp_path: Path) -> None:
    content = OWN.replace("kind: own", "kind: address").replace("说卖得多", "改成“{address}”，别写“{text}”")
    content = content.replace("爆款", "老铁们好")
    (tmp_path / "voice.yaml").write_text(content, encoding="utf-8")
    assert lexicon("voice", tmp_path).find("老铁们好")[0].suggestion == "改成“{address}”，别写“老铁们好”"


@pytest.mark.parametrize("name", ["voice.yml", "adlw.yaml", "facts.yaml", "notes.txt", "Voice.yaml"])
def test_a_file_that_no_check_reads_is_told(tmp_path: Path, name: str) -> None:
    workspace(tmp_path, OWN)
    assert lexicon("adlaw", tmp_path).find("爆款")
    (tmp_path / name).write_text(OWN, encoding="utf-8")
    for check in ("adlaw", "voice", "privacy"):
        with pytest.raises(ConfigError) as error:
            lexicon(check, tmp_path)
        assert f"{tmp_path.name}/{name}" in str(error.value)
        assert "adlaw.yaml、privacy.yaml、voice.yaml" in str(error.value)
        assert ("改名为 voice.yaml" in str(error.value)) is (name.lower().startswith("voice."))


def test_hidden_files_and_copies_of_editors_are_no_files_of_terms(tmp_path: Path) -> None:
    for name in (".DS_Store", ".adlaw.yaml.swp", "adlaw.yaml~"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert lexicon("adlaw", workspace(tmp_path, OWN)).find("爆款")
    assert lexicon("adlaw", tmp_path / "nowhere").find("爆款") == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "big5", "utf-16"])
def test_a_file_of_terms_is_read_in_the_encodings_of_the_readers(tmp_path: Path, encoding: str) -> None:
    content = (
        OWN.replace("爆款", "超值").replace("们", "家").replace("卖", "賣").replace("说", "寫").replace("这", "好")
    )
    content = content.replace("规", "常").replace("里", "中")
    (tmp_path / "adlaw.yaml").write_bytes(content.encode(encoding))
    assert [finding.message for finding in lexicon("adlaw", tmp_path).find("超值")] == ["“超值”我家不寫"]


@pytest.mark.parametrize("data", [OWN.encode() + b"\xff\xff\x81", b"\x00\x01\x02entries", OWN.encode() + b"\x07" * 3])
def test_a_file_of_terms_that_is_no_text_is_told_in_one_chinese_line(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "adlaw.yaml").write_bytes(data)
    with pytest.raises(ConfigError) as error:
        lexicon("adlaw", tmp_path)
    said = str(error.value)
    assert said.startswith("adlaw.yaml：")
    assert "\n" not in said
    assert not re.search("[A-Za-z]{3,}", said.removeprefix("adlaw.yaml").replace("UTF-8", ""))


@given(st.text(alphabet=st.sampled_from("最好低第一zui 国家级。，！·✨醉\u200b1①TOPno.\n😀全网a"), max_size=40))
def test_any_text_gives_findings_that_lie_in_it(text: str) -> None:
    for finding in lexicon("adlaw").find(text):
        assert 0 <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.text
