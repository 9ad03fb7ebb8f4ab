"""The entries of the voice check prove themselves, and their rules reach the writers."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.checks.lexicon import disproved, lexicon
from assistant.checks.voice.donts import donts
from assistant.checks.voice.tone import ASKS
from assistant.errors import ConfigError
from assistant.knowledge.brandfiles import load_brand, load_groups
from assistant.schema.brand import Brand, Voice
from assistant.schema.group import Group

ROOT = Path(__file__).parents[2]
ENTRIES = lexicon("voice").entries


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_each_finds_and_frees_what_it_says(entry):
    assert list(disproved(lexicon("voice"), entry)) == []
    assert entry.finds
    assert entry.clean
    assert entry.severity in ("warn", "info")


def test_every_mark_of_a_machine_has_its_rule_for_the_writers():
    assert [entry.id for entry in ENTRIES if entry.kind in ("machine", "parallel") and not entry.dont] == []
    assert {entry.kind for entry in ENTRIES if entry.kind.startswith("tone-")} == set(ASKS)


def test_the_rules_are_few_short_and_not_said_twice():
    lines = donts()
    assert len(lines) == len(set(lines))
    assert sum(map(len, lines)) < 800
    assert all(len(line) <= 60 for line in lines)
    assert any("总之" in line for line in lines)
    assert any("感叹号" in line for line in lines)
    assert any("Markdown" in line for line in lines)


def test_the_rules_of_a_tone_are_given_where_it_is_asked_for():
    strict = Brand(name="店", voice=Voice(tone="不催，不夸大"))
    extra = set(donts(strict)) - set(donts(Brand(name="店", voice=Voice(tone="随和"))))
    assert len(extra) == 2
    assert any("手慢无" in line for line in extra)
    lively = Group(id="a", name="群", tone="活泼")
    assert not any("yyds" in line for line in donts(Brand(name="店", voice=Voice(tone="稳重")), lively))


def test_a_brand_is_not_told_to_drop_its_own_address():
    assert not any("宝子们" in line for line in donts(Brand(name="店", voice=Voice(address="宝子们"))))
    group = Group(id="a", name="群", address="宝子们")
    assert not any("宝子们" in line for line in donts(Brand(name="店"), group))
    assert any("宝子们" in line for line in donts(Brand(name="店")))


def test_the_rules_stand_in_every_prompt():
    for name in ("topic", "share", "promo"):
        assert "voice_dont" in (ROOT / "prompts" / f"{name}.md").read_text(encoding="utf-8")


def test_the_sample_groups_get_theirs():
    brand, groups = load_brand(ROOT / "knowledge"), load_groups(ROOT / "knowledge")
    assert any("煽情" in line for line in donts(brand, groups["dads"]))
    assert any("流行语" in line for line in donts(brand, groups["taigang"]))


def test_a_workspace_adds_and_switches_off(tmp_path):
    own = tmp_path / "voice.yaml"
    own.write_text(
        "off: [in-short]\nentries:\n  - {id: duang, kind: machine, severity: warn, terms: [duang], message: '“{text}”',"
        " suggestion: 删掉, dont: 不写 duang, finds: [duang 一下]}\n",
        encoding="utf-8",
    )
    assert "不写 duang" in donts(extensions=tmp_path)
    assert lexicon("voice", tmp_path).find("总之，好。") == []
    own.write_text("off: [nothing]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="nothing"):
        lexicon("voice", tmp_path)
