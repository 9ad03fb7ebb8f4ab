from pathlib import Path

import pytest
from shops import BRIEFS

from assistant.checks.factlock import fact_lock

HERE = Path(__file__).parent


def lines(name):
    rows = (HERE / name).read_text("utf-8").splitlines()
    return [[cell.strip() for cell in row.split(" | ")] for row in rows if row and not row.startswith("#")]


HONEST, DISHONEST = lines("honest.txt"), lines("dishonest.txt")


def check(shop, text):
    brief, citations = BRIEFS[shop]
    return fact_lock("", text.replace("\\n", "\n"), brief=brief, citations=citations)


@pytest.mark.parametrize(("shop", "text"), HONEST)
def test_honest_copy_passes(shop, text):
    assert [(each.kind, each.text, each.message) for each in check(shop, text)] == []


@pytest.mark.parametrize(("shop", "offending", "text"), DISHONEST)
def test_dishonest_copy_is_found(shop, offending, text):
    findings = check(shop, text)
    assert findings
    assert all(each.severity == "error" and each.check == "facts" for each in findings)
    assert all(text.replace("\\n", "\n")[each.start : each.end] == each.text for each in findings)


def test_there_is_enough_of_both():
    assert len(HONEST) >= 150
    assert len(DISHONEST) >= 100
