"""Which parts of a message the classifier hears."""

from __future__ import annotations

from assistant.moderation.parts import end_of, heard_parts, name_of
from assistant.moderation.views import views_of
from assistant.schema.moderation import Message

STORY = "上周末带孩子去郊外住了两晚，山里空气真好，晚上还能看到星星，老板一家人都很热情，早饭有自己磨的豆浆。"


def heard(text: str, **meta: str) -> list[str]:
    views = views_of(Message(id="1", text=text, meta=meta))
    return [view.part for view in heard_parts(views)]


def test_the_end_of_a_long_text_is_read_by_itself():
    hook = "对了，我家还有两箱多的，要的悄悄问我。"
    assert end_of(STORY + hook) == hook
    assert heard(STORY + hook) == ["text", "end"]
    assert end_of(hook) == ""


def test_what_a_firm_sends_is_one_offer():
    assert heard(f"【青禾】{STORY}会员日全场八折，退订回T。") == ["text"]


def test_the_words_in_a_files_name_are_read():
    assert name_of("烘焙_加盟政策(2026)-零加盟费.pdf") == "烘焙 加盟政策 2026 零加盟费"
    assert name_of("IMG_2026.jpg") == ""
    assert heard("", file_name="春季课程安排表.xlsx") == ["file_name"]


def test_sentences_of_another_language_are_not_heard():
    assert heard("Thank you so much, see you on Friday") == []
    assert heard("谢谢老师，see you") == ["text"]
