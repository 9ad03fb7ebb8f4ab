"""Messages as the classifier reads them: folded, without blanks, figures and addresses by their form.

Blanks are taken out: Chinese needs none, and then none that somebody puts between the letters changes anything. Which
number or address it is hardly ever tells an advert from a notice; that there is a mobile number or a link does.
"""

from __future__ import annotations

import re

from assistant.text.readings import as_written

# One letter of the private use area a form; a number of one or two digits is "0", as the n-grams have it.
LINK, MOBILE, HOTLINE, SERVICE, PHONE, ACCOUNT, LONG, CODE, DECIMAL, HUNDREDS, MASKED = map(chr, range(0xE000, 0xE00B))

# Ends of host names that members and bulk senders use; a bare file name or "3.5" is no link.
_ENDS = "com|cn|net|org|cc|top|vip|xyz|club|shop|site|online|info|me|tv|io|co|la|us|im|ink|fun"
_ENDS += "|work|live|app|link|ly|example"
# A host's name is of 253 characters at the most (RFC 1035, 2.3.4): without the bound a long row of letters and dots
# would be looked through again from each of its letters.
_FORMS = re.compile(
    r"(?P<link>https?[:：]/*[\x21-\x7e]*|www\.[\x21-\x7e]+|(?<![a-z0-9])[a-z0-9][a-z0-9.-]{0,252}\.(?:"
    + _ENDS
    + r")(?![a-z0-9])[\x21-\x7e]*)"
    r"|(?P<masked>\d*\*{2,}\d+|\d+\*{2,}\d*)"
    r"|(?P<number>\d(?:[\d.-]*\d)?)"
)
# Numbers of banks, carriers and public services: 95588, 10086, 12306, 1065...
_SERVICE = re.compile(r"95\d{3,5}|100\d{2,3}|1[12]\d{3}|106\d{5,}|1010\d{4}|11[0-9]|12[0-9]")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")
_HOTLINE = re.compile(r"[48]00\d{7}")


def shaped(text: str) -> str:
    """Return a message as it came in the form that the classifier reads."""
    return shaped_folded(as_written(text).text)


def shaped_folded(folded: str) -> str:
    """Return the form of a folded text without unseen characters (:func:`assistant.text.readings.as_written`)."""
    return _FORMS.sub(_form, "".join(folded.split()))


def _form(match: re.Match[str]) -> str:
    if match.lastgroup == "link":
        return LINK
    if match.lastgroup == "masked":
        return MASKED
    written = match[0]
    digits = written.replace(".", "").replace("-", "")
    if len(digits) <= 2:
        return "0" if digits == written else DECIMAL
    return _long_form(written, digits)


def _long_form(written: str, digits: str) -> str:
    """The form of a number of three digits or more."""
    for pattern, form in ((_MOBILE, MOBILE), (_HOTLINE, HOTLINE), (_SERVICE, SERVICE)):
        if pattern.fullmatch(digits):
            return form
    if "." in written:
        return DECIMAL
    for length, form in ((15, ACCOUNT), (10, LONG), (7, PHONE), (5, CODE)):
        if len(digits) >= length:
            return form
    return HUNDREDS
