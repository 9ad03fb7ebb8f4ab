"""Who may not is refused by the functions themselves and changes nothing; what is stale is not saved; who guesses is
slowed down, also over a restart, and shuts nobody else out."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256

import pytest
from deskshop import DeskOf
from drafted import stored

from assistant.desk import Desk, archive, brandfile, drafts, keys, rules, settings
from assistant.errors import InputError, Refused
from assistant.people import Accounts, Person, Role
from assistant.people.accounts import MOST_WRONG, MOST_WRONG_OF_ALL
from assistant.storage.database import open_database
from assistant.storage.tables import metadata
from assistant.workspace import Workspace

GOOD = "correct horse 42"
BOSS = Person("店长", Role.ADMIN)

#: Every function of the desk that is an admin's, called as an admin would.
ADMINS: dict[str, Callable[[Desk], object]] = {
    "brand": lambda here: brandfile.save_brand(here, {"name": "别家店"}, brandfile.brand_form(here).digest),
    "group": lambda here: brandfile.save_group(here, "dads", {"name": "别的群"}, brandfile.groups_form(here).digest),
    "new group": lambda here: brandfile.add_group(here, "mine", "我的群", "qq", brandfile.groups_form(here).digest),
    "no group": lambda here: brandfile.remove_group(here, "dads", brandfile.groups_form(here).digest),
    "settings": lambda here: settings.save_settings(here, {"history.days": 1}, settings.settings_form(here).digest),
    "model test": lambda here: settings.begin_test(here, "draft"),
    "keys": lambda here: keys.keys(here),
    "new key": lambda here: keys.add_key(here, "mine", groups=[], verbs=["moderate"]),
    "no key": lambda here: keys.revoke_key(here, "0" * 16),
    "members": lambda here: Accounts(here.database).all(here.person),
    "new member": lambda here: Accounts(here.database).add(here.person, "同伙", Role.ADMIN, GOOD),
    "her own role": lambda here: Accounts(here.database).change(here.person, here.person.name, role=Role.ADMIN),
    "his password": lambda here: Accounts(here.database).change(here.person, "店长", password="mine now 42"),
    "no member": lambda here: Accounts(here.database).remove(here.person, "店长"),
    "export": lambda here: archive.export(here, io.BytesIO()),
    "import": lambda here: archive.take_in(here, io.BytesIO(b"PK")),
    "live": lambda here: rules.switch(here, rules.standing(here), "", "ad", "off"),
    "whole rules": lambda here: rules.replace_text(here, "rules: []\n", ""),
    "restored": lambda here: rules.restore(here, "ad"),
}


def _state(workspace: Workspace) -> str:
    """A hash of every file of the brand and every row of the database."""
    seen = sha256()
    for path in sorted(each for each in workspace.root.rglob("*") if each.is_file() and ".assistant" not in each.parts):
        seen.update(f"{path}".encode() + path.read_bytes())
    with open_database(workspace).read() as connection:
        for table in metadata.sorted_tables:
            seen.update(f"{table.name}{sorted(map(str, connection.execute(table.select()).all()))}".encode())
    return seen.hexdigest()


@pytest.mark.parametrize("role", ["operator", "reviewer"])
def test_what_is_an_admins_is_refused_and_changes_nothing(desk: DeskOf, sample: Workspace, role: str) -> None:
    Accounts(open_database(sample)).begin("店长", GOOD)
    Accounts(open_database(sample)).add(BOSS, role, Role(role), GOOD)
    here, before = desk(role), _state(sample)
    for name, deed in ADMINS.items():
        with pytest.raises(Refused, match="需要管理员权限") as refused:
            deed(here)
        assert refused.value.code == "not_allowed", name
    assert _state(sample) == before


def test_an_operator_releases_nothing_and_rules_nothing(desk: DeskOf, sample: Workspace) -> None:
    draft, here = stored(sample), desk("operator")
    before = _state(sample)
    for deed in (
        lambda: drafts.approve(here, draft.id, 1),
        lambda: drafts.reject(here, draft.id, 1, "不好"),
        lambda: drafts.reopen(here, draft.id, 1),
        lambda: rules.edit(here, rules.standing(here), "", "ad", {}),
        lambda: rules.remove(here, rules.standing(here), "", "ad"),
    ):
        with pytest.raises(Refused, match="需要审核权限"):
            deed()
    assert _state(sample) == before


def test_what_somebody_else_has_changed_is_not_overwritten(desk: DeskOf, sample: Workspace) -> None:
    mine, yours = desk("admin"), Desk(sample, Person("小李", Role.ADMIN))
    draft = stored(sample)
    brand, groups = brandfile.brand_form(mine).digest, brandfile.groups_form(mine).digest
    held, standing = settings.settings_form(mine).digest, rules.standing(mine)
    name, clauses = next(iter(standing.book.sets.items()))
    clause = clauses.clauses[0].id
    # The other was there first, everywhere.
    drafts.save(yours, draft.id, 1, drafts.Edit("先来的", draft.body))
    brandfile.save_brand(yours, {"voice.tone": "先来的"}, brand)
    brandfile.save_group(yours, "dads", {"tone": "先来的"}, groups)
    settings.save_settings(yours, {"history.days": 33}, held)
    rules.edit(yours, standing, name, clause, {"clause": "先来的"})
    before = _state(sample)
    for what, late in {
        "draft": lambda: drafts.save(mine, draft.id, 1, drafts.Edit("后到的", draft.body)),
        "brand": lambda: brandfile.save_brand(mine, {"voice.tone": "后到的"}, brand),
        "group": lambda: brandfile.save_group(mine, "dads", {"tone": "后到的"}, groups),
        "settings": lambda: settings.save_settings(mine, {"history.days": 44}, held),
        "rules": lambda: rules.edit(mine, standing, name, clause, {"clause": "后到的"}),
    }.items():
        with pytest.raises(InputError) as stale:
            late()
        assert any(word in str(stale.value) for word in ("改过", "保存", "变了", "别人")), (what, str(stale.value))
    assert _state(sample) == before


_TRY = """
import sys
from pathlib import Path
from assistant.errors import Refused
from assistant.people import Accounts
from assistant.storage.database import open_database
from assistant.workspace import Workspace
for name, password in [each.split("=") for each in sys.argv[2:]]:
    try:
        print(Accounts(open_database(Workspace(Path(sys.argv[1])))).sign_in(name, password).person.role.value)
    except Refused as no:
        print(no.code)
"""


def test_a_restart_forgets_no_wrong_password(sample: Workspace) -> None:
    accounts = Accounts(open_database(sample))
    accounts.begin("店长", GOOD)
    accounts.add(BOSS, "小李", Role.OPERATOR, GOOD)
    before = [f"店长=guess number {number}" for number in range(3)]
    command = [sys.executable, "-c", _TRY, str(sample.root), *before, f"小李={GOOD}"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["wrong_password"] * 3 + ["operator"]
    codes = []
    for number in range(27):
        with pytest.raises(Refused) as no:
            accounts.sign_in("店长", f"guess number {number + 3}")
        codes.append(no.value.code)
    assert codes == ["wrong_password"] * (MOST_WRONG - 3) + ["too_many_tries"] * (30 - MOST_WRONG)
    with pytest.raises(Refused, match="15 分钟"):
        accounts.sign_in("店长", GOOD)
    # Her colleague's right password is nobody's guess.
    assert accounts.sign_in("小李", GOOD).person.name == "小李"


def test_who_guesses_at_many_names_shuts_nobody_out(sample: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.people.accounts.matches", lambda password, _: password == GOOD)
    accounts = Accounts(open_database(sample))
    accounts.begin("店长", GOOD)
    accounts.add(BOSS, "小李", Role.OPERATOR, GOOD)

    def guess(name: str) -> str:
        with pytest.raises(Refused) as no:
            accounts.sign_in(name, "guess it")
        return no.value.code

    assert {guess(f"猜的{number}") for number in range(MOST_WRONG_OF_ALL)} == {"wrong_password"}
    # From now on each name has one try; a name with spaces around it is the same.
    assert [guess(name) for name in ("小李", " 小李 ", "猜的0", "又一个", "又一个")] == [
        "wrong_password", "too_many_tries", "too_many_tries", "wrong_password", "too_many_tries",
    ]  # fmt: skip
    assert accounts.sign_in("店长", GOOD).person == BOSS
    assert accounts.sign_in("店长", GOOD).person == BOSS
