"""The sample brand's articles, stories and topic seeds: what a writer takes for granted about them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from assistant.knowledge.brandfiles import load_brand, load_groups, load_topics
from assistant.knowledge.documents import read_document
from assistant.knowledge.readers.front_matter import split_front_matter
from assistant.knowledge.sources import SourceMeta
from assistant.text.sentences import split_sentences

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
ARTICLES = sorted(path for path in (KNOWLEDGE / "articles").rglob("*") if path.is_file())
STORIES = sorted((KNOWLEDGE / "stories").glob("*.md"))
FORMS = ("story_hook", "this_or_that", "fill_blank", "myth_or_fact", "photo_checkin", "poll", "ask_experience")
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def seeds():
    return load_topics(KNOWLEDGE)


def chinese(text: str) -> int:
    return len(re.findall(r"[\u4e00-\u9fff]", text))


def body(path: Path) -> str:
    document = read_document(path, root=KNOWLEDGE, meta=SourceMeta(), today=TODAY)
    return "\n".join(section.text for section in document.sections)


def test_there_are_enough_of_each_and_three_formats() -> None:
    assert len(ARTICLES) >= 24
    assert Counter(path.suffix for path in ARTICLES) == {".md": len(ARTICLES) - 2, ".html": 1, ".docx": 1}
    assert len(STORIES) == 6


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_has_its_length_and_sentences_to_quote(path: Path) -> None:
    text = body(path)
    tips = [s for s in split_sentences(text) if 20 <= len(s.strip()) <= 60]
    assert 600 <= chinese(text) <= 1500
    assert len(tips) >= 8


@pytest.mark.parametrize("path", [p for p in ARTICLES if p.suffix == ".md"], ids=lambda path: path.stem)
def test_an_article_has_front_matter_and_sections(path: Path) -> None:
    meta, text, warnings = split_front_matter(path.read_text(encoding="utf-8"))
    assert warnings == []
    assert {"title", "tags", "reviewed"} <= meta.keys()
    assert f"# {meta['title']}\n" in text
    assert len(re.findall(r"^## ", text, re.MULTILINE)) >= 4


def test_the_exported_page_loses_its_clutter_and_keeps_its_table() -> None:
    text = body(KNOWLEDGE / "articles/尺码/宝宝衣服按身高买.html")
    assert "74～80厘米" in text
    assert "阅读原文" not in text
    assert "全部文章" not in text


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_names_its_consent_and_uses_an_alias(path: Path) -> None:
    meta, text, _ = split_front_matter(path.read_text(encoding="utf-8"))
    assert str(meta["consent"]).startswith("已取得书面同意, 2026-")
    assert f"{meta['alias']}（化名" in text
    assert 300 <= len(re.sub(r"\s", "", text)) <= 600


def test_nothing_holds_a_word_the_brand_avoids(seeds) -> None:
    avoid = load_brand(KNOWLEDGE).voice.avoid
    texts = {path.name: body(path) for path in [*ARTICLES, *STORIES]}
    texts |= {seed.title: " ".join((seed.title, seed.text, seed.question, *seed.options)) for seed in seeds}
    assert [(name, word) for name, text in texts.items() for word in avoid if word in text] == []


def test_seeds_are_many_distinct_and_spread_over_the_forms(seeds) -> None:
    assert len(seeds) >= 160
    assert len({seed.title for seed in seeds}) == len(seeds)
    assert len({seed.text for seed in seeds}) == len(seeds)
    forms = Counter(seed.form for seed in seeds)
    assert set(forms) == set(FORMS)
    assert min(forms.values()) >= 20


def test_a_seed_fits_its_message_and_asks_one_thing(seeds) -> None:
    for seed in seeds:
        assert len(seed.title) <= 20, seed.title
        assert 20 <= len(seed.text) <= 70, seed.title
        assert len(seed.text) + len(seed.question) <= 130, seed.title
        assert seed.question.endswith("？"), seed.title
        assert (seed.text + seed.question + "".join(seed.options)).count("？") == 1, seed.title
        assert 2 <= len(seed.followups) <= 3, seed.title
        assert len(seed.options) in ((2, 3) if seed.form in {"this_or_that", "poll"} else (0,)), seed.title
        assert ("____" in seed.text) == (seed.form == "fill_blank"), seed.title


def test_a_seed_claims_no_number(seeds) -> None:
    # Numbers are verified by the fact lock; a seed is a scene and has nothing to prove.
    number = re.compile(r"[0-9０-９%¥]|[两二三四五六七八九十百千半]+[块元点折岁]")
    assert [seed.title for seed in seeds if number.search(seed.text + seed.question)] == []


def test_every_group_has_seeds_and_every_seed_a_known_group(seeds) -> None:
    groups = set(load_groups(KNOWLEDGE))
    assert {name for seed in seeds for name in seed.groups} <= groups
    for group in groups:
        assert sum(not seed.groups or group in seed.groups for seed in seeds) >= 16, group
