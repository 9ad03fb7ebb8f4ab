"""Files as they come: names are data, kinds and sizes are bounded, nothing lands outside its folder."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from deskshop import DeskOf
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk import Desk
from assistant.desk.uploads import FOLDER, MOST, Given, largest, remove, safe_name, take
from assistant.errors import InputError, Refused
from assistant.knowledge.sync import sync
from assistant.people import Person, Role
from assistant.storage import audit
from assistant.workspace import Workspace


@given(st.text(max_size=300))
def test_any_name_is_only_a_name(name: str) -> None:
    safe = safe_name(name)
    if safe:
        path = PurePosixPath(safe)
        assert path.name == safe
        assert not safe.startswith((".", "~"))
        assert safe.isprintable()
        assert not set(safe) & set('<>:"|?*`$\\/')
        assert len(safe.encode()) < 4 * 300


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.md", "passwd.md"),
        (r"C:\Users\me\价目表.md", "价目表.md"),
        ("<img src=x onerror=alert(1)>.md", "_img src=x onerror=alert(1)_.md"),
        ("\u202egpj.md", "gpj.md"),
        (".brand.yaml.md", "brand.yaml.md"),
        ("a" * 200 + ".md", "a" * 80 + ".md"),
    ],
)
def test_names_that_would_mean_more(empty: Workspace, name: str, kept: str) -> None:
    found = take(Desk(empty), [Given(name, b"# x\n\ntext")])
    assert [each.source for each in found] == [f"{FOLDER}/{kept}"]
    assert (empty.knowledge / FOLDER / kept).read_bytes() == b"# x\n\ntext"
    assert not [path for path in empty.root.rglob("*passwd*") if FOLDER not in path.parts]


@pytest.mark.parametrize("name", ["x.exe", "brand.yaml", "x.svg", "x", "照片.jpg", "..", "a.zip", "old.doc"])
def test_kinds_that_are_not_read(empty: Workspace, name: str) -> None:
    before = (empty.knowledge / "brand.yaml").read_bytes()
    found = take(Desk(empty), [Given(name, b"data")])
    assert found[0].reason
    assert not found[0].source
    assert (empty.knowledge / "brand.yaml").read_bytes() == before


def test_sizes_and_numbers(empty: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_UI__MAX_UPLOAD_MB", "1")
    desk = Desk(Workspace(empty.root))
    assert largest(desk) == 1024**2
    found = take(desk, [Given("big.md", b"x" * (1024**2 + 1)), Given("none.md", b""), Given("good.md", b"good")])
    assert [bool(each.source) for each in found] == [False, False, True]
    with pytest.raises(InputError, match=str(MOST)):
        take(desk, [Given(f"{n}.md", b"x") for n in range(MOST + 1)])


def test_the_same_name_again(empty: Workspace) -> None:
    desk = Desk(empty)
    take(desk, [Given("a.md", b"one")])
    assert "内容一样" in take(desk, [Given("a.md", b"one")])[0].reason
    assert "同名" in take(desk, [Given("a.md", b"two")])[0].reason
    assert take(desk, [Given("a.md", b"two")], replace=True)[0].source
    assert (empty.knowledge / FOLDER / "a.md").read_bytes() == b"two"


def test_what_could_not_be_read_makes_way_and_what_is_replaced_is_kept(empty: Workspace) -> None:
    desk = Desk(empty, Person("小李", Role.OPERATOR))
    take(desk, [Given("价目.docx", b"PK broken"), Given("问答.md", "# 问答\n\n## 几点开门？\n早上九点。\n".encode())])
    sync(empty)
    assert take(desk, [Given("价目.docx", b"PK mended")])[0].source
    assert "同名" in take(desk, [Given("问答.md", b"other")])[0].reason
    take(Desk(empty), [Given("问答.md", b"other")], replace=True)
    kept = {path.name: path.read_bytes() for path in empty.state.glob("removed/*/*")}
    assert kept["价目.docx"] == b"PK broken"
    assert "几点开门" in kept["问答.md"].decode()


def test_the_examples_make_way_for_the_first_file_unless_somebody_wrote_into_them(empty: Workspace) -> None:
    (empty.knowledge / "faq.md").write_text("# 问答\n\n## 几点开门？\n早上九点。\n", encoding="utf-8")
    take(Desk(empty), [Given("none.exe", b"x")])
    assert (empty.knowledge / "products.csv").exists()
    take(Desk(empty), [Given("a.md", b"one")])
    assert not (empty.knowledge / "products.csv").exists()
    assert (empty.knowledge / "faq.md").exists()
    assert next(empty.state.glob("removed/*/products.csv")).is_file()


def test_a_link_is_not_followed(empty: Workspace) -> None:
    outside = empty.root / "outside.md"
    outside.write_text("mine", encoding="utf-8")
    (empty.knowledge / FOLDER).mkdir()
    (empty.knowledge / FOLDER / "a.md").symlink_to(outside)
    take(Desk(empty), [Given("a.md", b"theirs")], replace=True)
    assert outside.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "source", ["../assistant.toml", "brand.yaml", "/etc/passwd", "uploads/../../assistant.toml", "nothing.md", ""]
)
def test_what_cannot_be_taken_out(empty: Workspace, source: str) -> None:
    with pytest.raises(InputError, match="资料里没有"):
        remove(Desk(empty), source)
    assert (empty.knowledge / "brand.yaml").is_file()
    assert (empty.root / "assistant.toml").is_file()


def test_roles(desk: DeskOf) -> None:
    operator = desk("operator")
    assert take(operator, [Given("a.md", b"one")])[0].source
    with pytest.raises(Refused):
        take(operator, [Given("a.md", b"two")], replace=True)
    with pytest.raises(Refused):
        remove(operator, f"{FOLDER}/a.md")
    reviewer = desk("reviewer")
    remove(reviewer, f"{FOLDER}/a.md")
    assert [entry.what for entry in audit.entries(reviewer.database)][:2] == ["knowledge.remove", "knowledge.upload"]
    kept = list((reviewer.workspace.state / "removed").rglob("a.md"))
    assert [path.read_bytes() for path in kept] == [b"one"]
