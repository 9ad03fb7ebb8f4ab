"""The stored form of the packaged terms is what the YAML says, and a file changed since is read anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.checks.lexicon import clues_of
from assistant.checks.ownfiles import DATA
from assistant.checks.packed import packed
from assistant.checks.terms import load_terms

FILES = sorted(path for path in DATA.glob("*/*.yaml") if path.parent.name in ("adlaw", "voice", "privacy"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_is_stored_is_what_the_file_says(path: Path) -> None:
    shared = path.parent / "parts.yaml"
    held = packed(path, shared)
    if held is None:
        pytest.skip("changed since; python -m assistant.checks.keys writes it anew")
    read = load_terms(path, load_terms(shared, trusted=True).parts if shared.is_file() else {}, trusted=True)
    assert held.terms.entries == read.entries
    assert held.terms.allow == read.allow
    assert (held.terms.unless, held.terms.without) == (read.unless, read.without)
    assert held.clues == clues_of(read)


def test_a_file_changed_since_is_not_what_is_stored(tmp_path: Path) -> None:
    folder = tmp_path / "voice"
    folder.mkdir()
    changed = folder / "tone.yaml"
    changed.write_bytes((DATA / "voice" / "tone.yaml").read_bytes() + b"\n# one more line\n")
    assert packed(changed, folder / "parts.yaml") is None


def test_most_files_are_stored() -> None:
    assert any(packed(path, path.parent / "parts.yaml") for path in FILES)
