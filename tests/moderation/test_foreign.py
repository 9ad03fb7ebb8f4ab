"""Sentences of other languages are none of the classifier's matter; pinyin and letters for words are."""

from __future__ import annotations

import pytest

from assistant.moderation.foreign import is_foreign


@pytest.mark.parametrize(
    "text",
    [
        "Is there a class on Monday morning?",
        "Thank you so much, see you on Friday",
        "Je voudrais deux croissants, s'il vous plaît",
        "Ich komme morgen etwas später",
        "¿Tienen algo sin azúcar?",
        "Спасибо большое, очень вкусно",
        "감사합니다 잘 먹었어요",
    ],
)
def test_a_sentence_of_another_language_is_foreign(text):
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "ni ma si le",
        "nǐ shì shǎ bī",
        "sha bi wan yi er",
        "nmsl cnm",
        "jia wo wei xin",
        "add me on whatsapp for a good price",
        "you are a stupid bitch",
        "earn money from home every day",
        "call me 13800001111 tonight",
        "see http://elsewhere.example/a now",
        "谢谢老师 see you",
        "ok",
        "",
    ],
)
def test_pinyin_and_what_leads_somewhere_is_not(text):
    assert not is_foreign(text)
