"""The lists of terms: every entry finds and leaves alone what it says, and nothing breaks whatever the text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checks.lexicon import disproved
from assistant.checks.terms import load_terms
from assistant.errors import ConfigError
from assistant.moderation.detectors import build
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import Context, Hit
from assistant.moderation.termlists import FOLDER, LISTS, TermList, lexicon_of, packaged
from assistant.moderation.views import views_of
from assistant.moderation.vocabulary import vocabulary_of
from assistant.schema.brand import Brand
from assistant.schema.moderation import Category, Message, Sender

CONTEXT = Context("g", Sender(id="m"), datetime(2026, 11, 20, 10, tzinfo=UTC))
DETECTORS = {name: build("terms", {"list": name}, Surroundings.of(Brand(name="青禾"))) for name in LISTS}
VOCABULARY = vocabulary_of(DETECTORS.values())


def found(text: str, *names: str) -> list[Hit]:
    views = views_of(Message(id="1", text=text), VOCABULARY)
    return [hit for name in names or tuple(LISTS) for hit in DETECTORS[name].find(views, CONTEXT)]


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_holds_on_its_own_examples(name: str) -> None:
    made = lexicon_of(name)
    wrong = [(entry.id, *each) for entry in made.entries for each in disproved(made, entry)]
    assert not wrong


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_has_examples_and_sound_expressions(name: str) -> None:
    shared = load_terms(FOLDER / "parts.yaml").parts
    load_terms(FOLDER / f"{name}.yaml", shared, form=TermList)  # tries each expression
    for entry in packaged(name).entries:
        assert entry.finds, entry.id
        assert entry.clean, entry.id


@pytest.mark.parametrize("name", LISTS)
def test_what_one_entry_must_leave_alone_no_list_finds_for_certain(name: str) -> None:
    wrong = [
        (entry.id, text, hit.notes)
        for entry in packaged(name).entries
        for text in entry.clean
        for hit in found(text)
        if hit.hard
    ]
    assert not wrong


@pytest.mark.parametrize("name", LISTS)
def test_triggers_are_named_and_never_keep_a_find_away(name: str) -> None:
    triggers = DETECTORS[name].triggers
    assert triggers
    assert triggers.isdisjoint("的一是了我不人在有他这")
    for entry in packaged(name).entries:
        for text in entry.finds:
            assert found(text, name), text


def test_a_find_says_where_why_and_of_which_category() -> None:
    (hit,) = found("在吗？你们就是一群废物，退钱", "abuse")
    assert hit.hard
    assert hit.category is Category.ABUSE
    assert hit.notes == ("insult-at",)
    assert hit.evidence[0].text == "你们就是一群废物"
    assert hit.evidence[0].start == 3


def test_soft_words_are_no_certain_find() -> None:
    (hit,) = found("普信男太多了", "abuse")
    assert not hit.hard
    assert hit.confidence < 0.8


def test_own_words_are_found_and_exempt_ones_left_alone() -> None:
    surroundings = Surroundings.of(Brand(name="青禾"), phrases=["废物改造营"])
    detector = build("terms", {"list": "abuse", "extra": ["臭卖花的"], "without": ["fool"]}, surroundings)
    views = [
        views_of(Message(id="1", text=text), VOCABULARY) for text in ("你个臭卖花的", "狗东西", "你们废物改造营几点开")
    ]
    hits = [detector.find(each, CONTEXT) for each in views]
    assert hits[0]
    assert hits[0][0].notes == ("own-words",)
    assert not hits[1]
    assert not hits[2]


@pytest.mark.parametrize(
    "params", [{"list": "spam"}, {}, {"list": "abuse", "words": ["x"]}, {"list": "ad", "extra": [""]}]
)
def test_unknown_lists_and_parameters_are_refused(params: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match="terms"):
        build("terms", params, Surroundings.of(Brand(name="青禾")))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_it_and_evidence_lies_inside(text: str) -> None:
    hits = found(text)
    assert hits == found(text)
    for hit in hits:
        for span in hit.evidence:
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == span.text


CERTAIN = [text for name in LISTS for entry in packaged(name).entries if entry.hard for text in entry.finds]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(CERTAIN), st.data())
def test_nothing_that_is_not_seen_hides_a_find(text: str, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(text)), max_size=6))
    sign = data.draw(st.sampled_from(["\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad"]))
    hidden = text
    for place in sorted(places, reverse=True):
        hidden = hidden[:place] + sign + hidden[place:]
    assert found(hidden), hidden
