"""Passages: bounds, wholeness, and that nothing is lost."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.knowledge.documents import Document, Section
from assistant.knowledge.passages import ATOMIC_LENGTH, MAX_LENGTH, MIN_LENGTH, passages_of, split_text
from assistant.schema.contracts import PassageKind

SENTENCE = "换粮要用七天慢慢来，头两天新粮占四分之一。"


def document(*sections: Section) -> Document:
    return Document(source="a.md", title="a", kind=PassageKind.ARTICLE, sections=list(sections))


def bare(text: str) -> str:
    return "".join(text.split())


def test_long_text_is_cut_at_sentences_within_bounds() -> None:
    passages = passages_of(document(Section(heading=("换粮",), text=SENTENCE * 50)))
    assert all(MIN_LENGTH <= len(passage.text) <= MAX_LENGTH for passage in passages)
    assert all(passage.text.endswith("。") for passage in passages)
    assert {passage.heading for passage in passages} == {"换粮"}


def test_it_is_cut_between_paragraphs_where_possible() -> None:
    paragraph = SENTENCE * 10
    passages = passages_of(document(Section(text="\n".join([paragraph] * 4))))
    assert [passage.text for passage in passages] == [paragraph] * 4


def test_one_endless_sentence_is_cut_at_commas_then_hard() -> None:
    assert all(piece.endswith("，") for piece in split_text("慢慢换粮，" * 200)[:-1])
    assert [len(piece) for piece in split_text("啊" * 900)] == [400, 400, 100] or all(
        len(piece) <= MAX_LENGTH for piece in split_text("啊" * 900)
    )


def test_short_neighbours_join_and_keep_their_headings() -> None:
    passages = passages_of(
        document(
            Section(heading=("须知", "退货"), text="七天内可退。"),
            Section(heading=("须知", "换货"), text="十五天内可换。"),
            Section(heading=("别的", "停车"), text="地库。"),
        )
    )
    assert [(passage.heading, passage.text) for passage in passages] == [
        ("须知", "退货\n七天内可退。\n换货\n十五天内可换。"),
        ("别的 > 停车", "地库。"),
    ]


def test_a_section_of_some_length_keeps_its_own_heading() -> None:
    middling = SENTENCE * 5
    assert 80 <= len(middling) < MIN_LENGTH
    sections = [Section(heading=("换粮", name), text=middling) for name in ("狗", "猫", "兔")]
    passages = passages_of(document(*sections, Section(heading=("换粮", "鸟"), text=SENTENCE)))
    assert [passage.heading for passage in passages] == ["换粮 > 狗", "换粮 > 猫", "换粮 > 兔", "换粮 > 鸟"]
    assert [passage.text for passage in passages] == [middling] * 3 + [SENTENCE]


def test_an_opening_never_takes_the_heading_of_the_first_section() -> None:
    opening = Section(heading=("换粮",), text=SENTENCE * 2)
    first = Section(heading=("换粮", "狗"), text=SENTENCE * 2)
    assert [passage.heading for passage in passages_of(document(opening, first))] == ["换粮", "换粮 > 狗"]
    line = Section(heading=("换粮",), text="自 3 月 1 日起执行。")
    (passage,) = passages_of(document(line, first))
    assert (passage.heading, passage.text) == ("换粮 > 狗", f"{line.text}\n{first.text}")


def test_a_few_tiny_neighbours_join_no_longer_than_they_are_tiny() -> None:
    sections = [Section(heading=("须知", f"第{n}条"), text=SENTENCE * 2) for n in range(9)]
    passages = passages_of(document(*sections))
    assert {passage.heading for passage in passages[:-1]} == {"须知"}
    assert all(80 <= len(passage.text) < MIN_LENGTH + 80 for passage in passages[:-1])


def test_pieces_of_one_text_are_joined_up_to_the_bound() -> None:
    pieces = [Section(heading=("换粮",), text=SENTENCE * 5), Section(heading=("换粮",), text=SENTENCE * 5)]
    assert [len(passage.text) for passage in passages_of(document(*pieces))] == [2 * len(SENTENCE) * 5 + 1]


def test_entries_rows_and_periods_are_never_joined() -> None:
    passages = passages_of(
        document(
            Section(heading=("a",), text="能。", question="能停车吗？", atomic=True),
            Section(heading=("a",), text="九点。", question="几点关门？", atomic=True),
            Section(heading=("a",), text="品名：吐司；售价：18", row=2, atomic=True, kind=PassageKind.PRODUCT),
            Section(heading=("a",), text="双十一满减。", valid_until=date(2026, 11, 11)),
            Section(heading=("a",), text="地库停车。"),
        )
    )
    assert [passage.text for passage in passages] == [
        "能停车吗？\n能。",
        "几点关门？\n九点。",
        "品名：吐司；售价：18",
        "双十一满减。",
        "地库停车。",
    ]
    assert passages[0].question == "能停车吗？"
    assert passages[2].kind is PassageKind.PRODUCT
    assert passages[3].valid_until == date(2026, 11, 11)


def test_plain_rows_are_grouped_with_their_header() -> None:
    rows = [Section(heading=("尺码",), text=f"码：{n}；身高：{n + 50}–{n + 60} 厘米", row=n) for n in range(2, 40)]
    passages = passages_of(document(*rows))
    assert 1 < len(passages) < 10
    assert all(len(passage.text) <= MAX_LENGTH for passage in passages)
    assert all(line.startswith("码：") for passage in passages for line in passage.text.split("\n"))


def test_a_long_answer_stays_whole_up_to_a_bound() -> None:
    answer = SENTENCE * 40
    assert [p.text for p in passages_of(document(Section(text=answer, question="怎么换粮？", atomic=True)))] == [
        f"怎么换粮？\n{answer}"
    ]
    longer = passages_of(document(Section(text=SENTENCE * 200, question="怎么换粮？", atomic=True)))
    assert all(p.text.startswith("怎么换粮？\n") and len(p.text) <= ATOMIC_LENGTH + 10 for p in longer)


TEXT = st.text(alphabet="换粮慢慢来。！？；，、\n “”（）abc 123.", min_size=1, max_size=900)


@settings(deadline=None)
@given(TEXT)
def test_cutting_loses_nothing(text: str) -> None:
    pieces = split_text(text)
    assert bare("".join(pieces)) == bare(text)
    assert all(0 < len(piece) <= MAX_LENGTH for piece in pieces)


@settings(deadline=None)
@given(st.lists(st.tuples(st.lists(st.sampled_from("甲乙丙"), max_size=3), TEXT), max_size=8))
def test_passages_lose_nothing_and_keep_bounds(parts: list[tuple[list[str], str]]) -> None:
    sections = [Section(heading=tuple(heading), text=text) for heading, text in parts if text.strip()]
    passages = passages_of(document(*sections))
    assert all(len(passage.text) <= MAX_LENGTH for passage in passages)
    joined = bare("".join(passage.text for passage in passages))
    position = 0
    for char in bare("".join(section.text for section in sections)):
        # Headings of joined sections stand between; the text itself is there in order.
        position = joined.index(char, position) + 1
