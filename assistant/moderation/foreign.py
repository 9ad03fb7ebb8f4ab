"""Lines in other languages: the classifier learned Chinese and hears disguised pinyin in whatever is Latin."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from assistant.text.sounds import main_syllable
from assistant.text.syllables import syllables_of

_HAN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"[a-z]+")
# Figures to reach somebody by, addresses, amounts of money: those are looked at as ever.
_WAYS = re.compile(r"\d{4,}|[@/\\￥¥$€£+➕]|(?:www|http|\.(?:com|cn|net|top|io|me|org|example))")
# What the classifier and the lists know of in English, and messengers.
_LISTED = """
fuck fucking fucker shit bitch bitches asshole bastard idiot stupid moron dumb whore slut cunt dick pussy nigger nigga
retard kill porn porno sex sexy nude nudes escort casino betting gamble jackpot loan loans crypto bitcoin usdt invest
investment profit earn income winner prize click whatsapp telegram wechat weixin skype viagra wx vx qq vpn
"""
_LOADED = frozenset(_LISTED.split())
_VOWEL = re.compile("[aeiouy]")
# Of the words of a sentence so many are no syllables of Chinese.
_SHARE = 0.34
# So many letters of another script are words.
_LEAST = 4


def is_foreign(text: str) -> bool:
    """Whether a text is a sentence of another language in Latin letters, with nothing that leads anywhere.

    Pinyin is none, nor are letters that stand for words (nmsl), nor a line with words of abuse, lust or money.
    """
    if _HAN.search(text):
        return False
    plain = "".join(char for char in unicodedata.normalize("NFKD", text).lower() if not unicodedata.combining(char))
    if _WAYS.search(plain):
        return False
    words = _WORD.findall(plain.replace("'", "").replace("’", ""))
    if not words:  # Cyrillic, Arabic, Thai, Korean
        return sum(char.isalpha() for char in plain) >= _LEAST
    if len(words) < 2 or not _LOADED.isdisjoint(words):
        return False
    if any(len(word) > 1 and not _VOWEL.search(word) for word in words):
        return False
    sounds = _syllables()
    strange = [word for word in words if len(word) > 1 and not syllables_of(word, sounds)]
    return len(strange) >= max(1, _SHARE * len(words))


@cache
def _syllables() -> dict[str, str]:
    return dict.fromkeys(main_syllable().values(), "")
