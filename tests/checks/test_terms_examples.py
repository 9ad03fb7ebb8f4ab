"""Each packaged entry finds what it says it finds, and leaves alone what it says is clean."""

from __future__ import annotations

import pytest

from assistant.checks.lexicon import cited, disproved, lexicon
from assistant.checks.ownfiles import DATA, unfillable
from assistant.checks.terms import Entry

CHECKS = sorted(path.name for path in DATA.iterdir() if path.is_dir() and any(path.glob("*.yaml")))
ENTRIES = [pytest.param(check, entry, id=f"{check}-{entry.id}") for check in CHECKS for entry in lexicon(check).entries]


@pytest.mark.parametrize(("check", "entry"), ENTRIES)
def test_an_entry_keeps_its_examples(check: str, entry: Entry) -> None:
    assert entry.finds, "an entry shows at least one sentence that it finds"
    assert list(disproved(lexicon(check), entry)) == []


@pytest.mark.parametrize(("check", "entry"), ENTRIES)
def test_an_entry_cites_what_exists(check: str, entry: Entry) -> None:
    assert cited(entry.basis)


@pytest.mark.parametrize(("check", "entry"), ENTRIES)
def test_an_entry_leaves_nothing_open_that_is_never_filled(check: str, entry: Entry) -> None:
    assert list(unfillable(check, entry)) == []


@pytest.mark.parametrize("check", CHECKS)
def test_ids_are_unique_in_a_check(check: str) -> None:
    ids = [entry.id for entry in lexicon(check).entries]
    assert sorted(ids) == sorted(set(ids))
