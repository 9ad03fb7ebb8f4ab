import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text.normalize import fold, strip_invisible, to_simplified, to_traditional


def test_scripts() -> None:
    assert to_simplified("這裡為什麼發貨這麼慢") == "这里为什么发货这么慢"
    assert to_traditional("里面为什么吃不了") == "裡面為什麼吃不了"
    assert to_traditional("软件发货") == "軟件發貨"


def test_fold_meets_what_people_type() -> None:
    assert fold("　ＶＩＰ　會員\n價 ") == "vip 会员 价"
    assert fold("Ｐ\u200bＯＳ") == "pos"


def test_invisible_characters() -> None:
    assert strip_invisible("奶\u200b粉\ufeff\U000e0041") == "奶粉"


@settings(deadline=None)
@given(st.text(max_size=80))
def test_fold_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=60))
def test_ascii_needs_no_converter(text: str) -> None:
    assert to_simplified(text) == text == to_traditional(text)


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("皮肤晒红发烫", "皮膚曬紅發燙"),
        ("防晒不是只靠抹", "防曬不是只靠抹"),
        ("头发黄了，红发女孩", "頭髮黃了，紅髮女孩"),
        ("一只要洗的猫，只要洗一次", "一隻要洗的貓，只要洗一次"),
        ("理发店里只有三只小猫", "理髮店裡只有三隻小貓"),
    ],
)
def test_words_that_the_longest_match_mistakes(simplified: str, traditional: str) -> None:
    assert to_traditional(simplified) == traditional
