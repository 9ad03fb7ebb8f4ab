"""The scores of words that are kept from query to query."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge.postings import Postings, best


def test_a_word_is_read_once_in_one_state_of_the_index() -> None:
    read: list[str] = []

    def rows(word: str) -> list[tuple[int, float]]:
        read.append(word)
        return [(1, 0.5), (7, 2.0)]

    kept = Postings()
    first = kept.of("one", ["纸尿", "尿裤"], rows)
    again = kept.of("one", ["尿裤", "纸尿", "会员"], rows)
    assert read == ["纸尿", "尿裤", "会员"]
    assert again[0] is first[1]
    kept.of("two", ["纸尿"], rows)
    kept.of("", ["纸尿"], rows)
    kept.of("", ["纸尿"], rows)
    assert read[3:] == ["纸尿", "纸尿", "纸尿"]


def test_equal_scores_come_by_key() -> None:
    assert best([(np.array([3, 5]), np.array([1.0, 1.0])), (np.array([4]), np.array([1.0]))], 2) == [(3, 1.0), (4, 1.0)]


@given(st.lists(st.dictionaries(st.integers(0, 40), st.floats(0, 9, width=16), max_size=20), max_size=6))
def test_the_best_are_those_with_the_highest_sums(words: list[dict[int, float]]) -> None:
    sums: dict[int, float] = {}
    for word in words:
        for key, score in word.items():
            sums[key] = sums.get(key, 0.0) + score
    scored = [(np.array(sorted(word)), np.array([word[key] for key in sorted(word)])) for word in words if word]
    found = best(scored, 10)
    assert [round(score, 6) for _, score in found] == [round(s, 6) for s in sorted(sums.values(), reverse=True)[:10]]
    assert all(abs(sums[key] - score) < 1e-9 for key, score in found)
