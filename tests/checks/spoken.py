"""A writer of Chinese whole numbers for the tests, independent of the product's reader."""

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """An independent writer of Chinese whole numbers below 10**8."""
    if number >= 10000:
        high, low = divmod(number, 10000)
        return chinese(high) + "万" + ("" if not low else ("零" if low < 1000 else "") + chinese(low))
    out, pending = "", False
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            out += ("零" if pending and out else "") + _DIGITS[digit] + unit
            pending = False
        else:
            pending = True
    return out
