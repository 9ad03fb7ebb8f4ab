"""Whatever a model writes, what is taken of it is a clause of the group and a chance, for a message asked about."""

from __future__ import annotations

import json
import math

from hypothesis import given
from hypothesis import strategies as st

from assistant.moderation.judgeanswers import NONE, Answers, none_of, shape_of

IDS = ["m1", "m2"]
CLAUSES = ["no-ads", "be-kind"]
ANY = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8) | st.sampled_from([*IDS, *CLAUSES]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
NEARLY = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from([*IDS, "m3"]) | ANY,
        "clause": st.sampled_from([*CLAUSES, "none", "no-links"]) | ANY,
        "confidence": st.floats() | ANY,
        "reason": ANY,
        "quote": ANY,
    },
)


@given(st.lists(NEARLY, max_size=4) | ANY, st.text(max_size=20), st.booleans())
def test_nothing_outside_the_schema_is_taken(entries, around, whole):
    text = around + json.dumps({"answers": entries}) + around
    answers = Answers(IDS, CLAUSES)
    answers.read(text if whole else text[: len(text) // 2])
    for id_, said in answers.found.items():
        assert id_ in IDS
        assert said.clause is None or said.clause in CLAUSES
        assert 0 <= said.confidence <= 1
        assert math.isfinite(said.confidence)
    assert answers.wrong or not answers.missing


@given(st.text())
def test_any_text_at_all(text):
    answers = Answers(IDS, CLAUSES)
    answers.read(text)
    assert answers.missing == IDS
    assert answers.wrong


def test_a_clause_called_none_is_a_clause():
    assert none_of(["none"]) == "无"
    assert none_of(list(NONE)) == "-"
    answers = Answers(["m1"], ["none"])
    answers.read('{"answers": [{"id": "m1", "clause": "none", "confidence": 1}]}')
    assert answers.found["m1"].clause == "none"


def test_about_one_message_the_list_may_be_left_away():
    answers = Answers(["m1"], CLAUSES)
    answers.read('```json\n{"clause": "be-kind", "confidence": 0.9}\n```')
    assert answers.found["m1"].clause == "be-kind"


def test_what_was_valid_the_first_time_stands():
    answers = Answers(IDS, CLAUSES)
    answers.read('{"answers": [{"id": "m1", "clause": "be-kind", "confidence": 0.9}]}')
    assert answers.missing == ["m2"]
    second = [{"id": id_, "clause": "none", "confidence": 1} for id_ in IDS]
    answers.read(json.dumps({"answers": second}))
    assert (answers.found["m1"].clause, answers.found["m2"].clause) == ("be-kind", None)


def test_the_shape_names_the_clauses_to_the_model():
    from assistant.llm.policies import schema_text

    assert "no-ads|be-kind|none" in schema_text(shape_of(tuple(IDS), tuple(CLAUSES)))
