"""The whole workspace out and in: nothing lost, no door opened, nothing half done."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from deskshop import DeskOf
from drafted import stored

from assistant.desk import Desk
from assistant.desk.archive import ABOUT, export, take_in
from assistant.errors import ConfigError, InputError, Refused
from assistant.knowledge.unanswered import list_unanswered, note_unanswered
from assistant.people import Accounts
from assistant.storage import audit
from assistant.storage.apikeys import KeyBook
from assistant.storage.drafts import DraftStore
from assistant.workspace import Workspace


def _packed(desk: Desk) -> io.BytesIO:
    out = io.BytesIO()
    export(desk, out)
    return out


def _with(packed: io.BytesIO, **entries: bytes) -> io.BytesIO:
    """The same archive with entries put in or in place of others; ``None`` as data leaves one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in entries:
                new.writestr(name, old.read(name))
        for name, data in entries.items():
            new.writestr(name, data)
    return out


def test_out_and_in_again(sample: Workspace, empty: Workspace) -> None:
    here, there = Desk(sample), Desk(empty)
    draft = stored(sample)
    note_unanswered(here.database, "火星上能送吗")
    Accounts(here.database).begin("店长", "12345678")
    _, key = KeyBook(here.database).add("bot")
    packed = _packed(here)
    with zipfile.ZipFile(packed) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names)
    assert "assistant.toml" not in names
    assert not [name for name in names if "people" in name or "api_keys" in name or ".assistant" in name]
    assert key.encode() not in everything
    assert b"scrypt" not in everything
    Accounts(there.database).begin("别的店长", "12345678")
    came = take_in(there, packed)
    assert came.rows >= 3
    assert there.brand == here.brand
    assert DraftStore(there.database).get(draft.id) == draft
    assert [each.question for each in list_unanswered(there.database)] == ["火星上能送吗"]
    assert {each.name for each in Accounts(there.database).all(there.person)} == {"别的店长"}
    assert (came.kept / "knowledge" / "brand.yaml").is_file()
    assert zipfile.is_zipfile(came.kept / "before.zip")
    assert audit.entries(there.database)[0].what == "workspace.import"
    # And back: what was kept can be taken in as well.
    with (came.kept / "before.zip").open("rb") as before:
        take_in(there, before)
    assert not DraftStore(there.database).has(draft.id)


@pytest.mark.parametrize(
    "name",
    [
        "../evil.md", "/etc/evil.md", "knowledge/../../evil.md", "C:/evil.md", "knowledge\\..\\evil.md", "evil.md",
        "assistant.toml", ".assistant/state.db", "knowledge/.hidden/evil.md", "knowledge",
    ],
)  # fmt: skip
def test_paths_that_lead_elsewhere(empty: Workspace, name: str) -> None:
    here = Desk(empty)
    before = sorted(path for path in empty.root.parent.rglob("*") if ".assistant" not in path.parts)
    with pytest.raises(InputError):
        take_in(here, _with(_packed(here), **{name: b"evil"}))
    assert sorted(path for path in empty.root.parent.rglob("*") if ".assistant" not in path.parts) == before


def test_a_link_in_the_archive(empty: Workspace) -> None:
    here = Desk(empty)
    packed = _packed(here)
    with zipfile.ZipFile(packed, "a") as archive:
        entry = zipfile.ZipInfo("knowledge/link.md")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(InputError, match="路径"):
        take_in(here, packed)


def test_a_bomb(empty: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Desk(empty)
    packed = _with(_packed(here), **{"knowledge/big.md": b"0" * 3_000_000})
    monkeypatch.setattr("assistant.desk.archive.MOST_BYTES", 1_000_000)
    with pytest.raises(InputError, match=r"太多|太大"):
        take_in(here, packed)


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 cut"])
def test_what_is_no_archive(empty: Workspace, data: bytes) -> None:
    with pytest.raises(InputError, match="zip"):
        take_in(Desk(empty), io.BytesIO(data))


def test_files_that_are_wrong_change_nothing(sample: Workspace) -> None:
    here = Desk(sample)
    draft = stored(sample)
    brand = (sample.knowledge / "brand.yaml").read_bytes()
    packed = _packed(here)
    broken: list[tuple[type[Exception], dict[str, bytes]]] = [
        (ConfigError, {"knowledge/brand.yaml": "没有: 名字".encode()}),
        (InputError, {"tables/drafts.jsonl": b"{}\n"}),
        (InputError, {"tables/drafts.jsonl": b"not json\n"}),
        (InputError, {ABOUT: json.dumps({"what": "community-assistant workspace", "tables": "0000"}).encode()}),
        (InputError, {ABOUT: b"[]"}),
    ]
    for error, entries in broken:
        with pytest.raises(error):
            take_in(here, _with(packed, **entries))
        assert (sample.knowledge / "brand.yaml").read_bytes() == brand
        assert DraftStore(here.database).get(draft.id) == draft


def test_a_disk_that_fills_up_while_it_is_put_in_place(sample: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Desk(sample)
    draft = stored(sample)
    packed = _with(_packed(here), **{"tables/drafts.jsonl": b"", "tables/draft_versions.jsonl": b""})
    import shutil

    real = shutil.move
    moves = 0

    def full(source: object, target: object) -> object:
        nonlocal moves
        moves += 1
        if moves == 2:
            raise OSError(28, "No space left on device")
        return real(str(source), str(target))

    monkeypatch.setattr("assistant.desk.archive.shutil.move", full)
    with pytest.raises(Exception, match="原来的都还在"):
        take_in(here, packed)
    assert here.brand.name
    assert (sample.knowledge / "brand.yaml").is_file()
    assert DraftStore(here.database).get(draft.id) == draft


@pytest.mark.parametrize("role", ["operator", "reviewer"])
def test_only_an_admin_moves_a_workspace(desk: DeskOf, role: str) -> None:
    with pytest.raises(Refused):
        export(desk(role), io.BytesIO())
    with pytest.raises(Refused):
        take_in(desk(role), io.BytesIO())
