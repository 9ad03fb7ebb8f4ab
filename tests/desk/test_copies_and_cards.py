"""Drafts copied out: nothing is lost on the way, nothing that is not for members goes with them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from drafted import BODY, DraftPart, drafted
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from assistant.desk import fonts
from assistant.desk.cards import WIDTH, card, ink_on, wrapped
from assistant.desk.copies import BUBBLE, messages, plain
from assistant.errors import InputError
from assistant.schema.brand import Brand, Look

BRAND = Brand(name="豆苗书法", look=Look(main="#8a1f2d", ground="#fffdf7", ink="#222222"))
HAS_FONT = fonts._faces(False) is not None
needs_font = pytest.mark.skipif(not HAS_FONT, reason="this machine has no font with Chinese characters")


def test_as_one_text_with_the_title_and_without() -> None:
    draft = drafted(notes=["只给同事看"])
    assert plain(draft) == f"{draft.title}\n\n{BODY}"
    assert plain(draft, title=False) == BODY
    assert plain(drafted(body=f"{draft.title}\n{BODY}")) == f"{draft.title}\n{BODY}"


@given(st.text(alphabet="降温了被子。！？\n，ab 1", max_size=900))
def test_messages_for_a_phone_lose_nothing(body: str) -> None:
    found = messages(drafted(body=body))
    assert "".join("".join(each.text.split()) for each in found) == "".join(body.split())
    sentence = max((len(each) for line in body.split("\n") for each in [line]), default=0)
    assert all(len(each.text) <= max(BUBBLE, sentence) for each in found)


def test_parts_are_sent_as_they_are() -> None:
    parts = [DraftPart(name="预热", text="明天见"), DraftPart(name="开始", text="现在开始", seconds=20)]
    assert [(each.name, each.text, each.seconds) for each in messages(drafted(parts=parts))] == [
        ("预热", "明天见", None), ("开始", "现在开始", 20),
    ]  # fmt: skip


@needs_font
def test_a_card_is_in_the_colours_of_the_brand_and_grows_with_the_text() -> None:
    drawn = card(drafted(), BRAND)
    picture = Image.open(io.BytesIO(drawn.png))
    assert picture.size == (WIDTH, drawn.height)
    assert picture.getpixel((5, 5)) == (0x8A, 0x1F, 0x2D)
    assert picture.getpixel((5, drawn.height - 5)) == (0xFF, 0xFD, 0xF7)
    assert card(drafted(body=BODY * 12), BRAND).height > drawn.height


@needs_font
def test_what_the_font_lacks_is_left_out_and_told() -> None:
    assert card(drafted(body="早\U0010fff0上"), BRAND).left_out == "\U0010fff0"


@needs_font
def test_no_line_begins_with_a_comma_or_is_too_wide() -> None:
    face = fonts.faces().plain
    text = "一二三四五，六七八九十。" * 9 + "\n" + "x" * 300 + "\n价格 53.00 元"
    lines = wrapped(text, face, 40, 500)
    assert all(line[:1] not in "，。" for line in lines if line)
    assert all(face.at(40).getlength(line) <= 500 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_without_a_font_it_is_said_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "folders", lambda: [tmp_path, tmp_path / "none"])
    fonts._faces.cache_clear()
    (tmp_path / "NotoSansCJK-Broken.ttc").write_bytes(b"no font at all")
    try:
        with pytest.raises(InputError, match="没有中文字体"):
            card(drafted(), BRAND)
    finally:
        fonts._faces.cache_clear()


def test_writing_on_a_colour_can_be_read() -> None:
    assert [ink_on(colour) for colour in ("#000000", "#2f7d6b", "#ffe08a", "#ffffff")] == [
        "#ffffff", "#ffffff", "#1f1f1f", "#1f1f1f",
    ]  # fmt: skip
