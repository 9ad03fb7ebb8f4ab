"""What lets most messages leave early must never let a disguised word leave with them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.moderation.splits import put_together
from assistant.moderation.squeezed import squeezed
from assistant.moderation.termlists import LISTS, lexicon_of, loose_words
from assistant.moderation.views import views_of
from assistant.moderation.vocabulary import RuleWords, vocabulary_of
from assistant.schema.moderation import Message
from assistant.text.readings import as_written, seen_through
from assistant.text.shapes import alike, parts, pictures
from assistant.text.sounds import main_syllable, substitutes, syllables


class _Words:
    """What a detector names."""

    def __init__(self, name: str) -> None:
        self.words = lexicon_of(name).words
        self.loose = loose_words(name)


@pytest.fixture(scope="module")
def words() -> RuleWords:
    made = vocabulary_of([_Words(name) for name in LISTS])  # type: ignore[list-item]
    assert made is not None
    return made


def sounding() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for character, sounds in syllables().items():
        for sound in {*sounds, main_syllable()[character]}:
            found.setdefault(sound, []).append(character)
    return found


SOUNDING = sounding()
COMMON = list("的了是我你不在有这人他她也都就吗吧呢什么怎么为还说去没好看到要会，。？2年7月")


@st.composite
def disguised(draw: st.DrawFn, known: list[str]) -> str:
    """A word with one of its letters written otherwise, in the midst of common ones."""
    word = list(draw(st.sampled_from(known)))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(word) - 1))
        one = word[at]
        ways = [
            *SOUNDING.get(main_syllable().get(one[:1], ""), ())[:30],
            *alike().get(one, ""),
            *parts().get(one, ()),
            *(sign for sign, reads in pictures().items() if one in reads),
            *(other for other, reads in substitutes().items() if any(read == one for read, *_ in reads)),
            *syllables().get(one, ())[:1],
        ]
        word[at] = draw(st.sampled_from(ways)) if ways else one
    if draw(st.booleans()):
        at = draw(st.integers(0, len(word) - 1))
        word[at : at + 2] = word[at : at + 2][::-1]
    if draw(st.integers(0, 4)) == 0:
        word.insert(draw(st.integers(0, len(word))), draw(st.sampled_from(COMMON)))
    around = st.lists(st.sampled_from(COMMON), max_size=4).map("".join)
    return draw(around) + "".join(word) + draw(around)


@settings(max_examples=1500)
@given(data=st.data())
def test_where_no_letter_tells_there_is_nothing_to_see(words: RuleWords, data: st.DataObject) -> None:
    known = sorted(words.words)
    written = as_written(data.draw(st.one_of(disguised(known), st.text(max_size=12))))
    if words.is_absent(written.letters):
        assert seen_through(written, words) is None
        assert put_together(written, words) is None
        assert squeezed(written) is None


def test_ordinary_talk_leaves_early_and_disguises_do_not(words: RuleWords) -> None:
    said = ["明天几点开门呀", "这个奶粉还有货吗", "谢谢店长，收到了", "快递到哪里了？", "周末的课我报名"]
    assert all(words.is_absent(as_written(each).letters) for each in said)
    for each in ("都是👅🐶", "这帮汝拳", "加 我 薇 信", "他是恬苟"):
        assert not words.is_absent(as_written(each).letters)
        assert len(views_of(Message(id="1", text=each), words)[0].readings) > 1


def test_what_is_known_to_tell_nothing_is_bounded(words: RuleWords, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.moderation.vocabulary._MOST", 3)
    few = RuleWords(words.words, ())
    for each in ("明天几点开门呀", "这个奶粉还有货吗"):
        assert few.is_absent(as_written(each).letters)
    assert len(few._silent) == 3


def test_the_same_words_are_made_ready_once() -> None:
    one, other = (vocabulary_of([_Words("abuse"), _Words("ad")]) for _ in range(2))  # type: ignore[list-item]
    assert one is other
    assert vocabulary_of([]) is None
