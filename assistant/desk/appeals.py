"""What members say against decisions about them: looked at with the decision, upheld or not."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.desk import Desk
from assistant.desk.messages import judge
from assistant.errors import InputError
from assistant.schema.moderation import Category
from assistant.storage.appeals import Appeal, AppealBook
from assistant.storage.decisions import DecisionBook, Stored


@dataclass(frozen=True)
class Objection:
    """An appeal beside the decision it is about, None where that is no more."""

    appeal: Appeal
    stored: Stored | None


def waiting(desk: Desk, limit: int = 50) -> list[Objection]:
    """Return the appeals nobody has looked at, the oldest first."""
    book = DecisionBook(desk.database)
    return [Objection(each, _decision(book, each.decision_id)) for each in AppealBook(desk.database).waiting(limit)]


def settle(desk: Desk, objection: Objection, *, upheld: bool) -> None:
    """Look at an appeal; where it is ``upheld`` the decision is put right and its offence counts no more.

    Raises :class:`Refused` for who may not, :class:`InputError` where somebody else was faster.
    """
    desk.require("appeal.settle")
    AppealBook(desk.database).settle(objection.appeal.id, who=desk.person.name)
    stored = objection.stored
    if upheld and stored is not None and Category.ALLOW not in (stored.decision.category, stored.should):
        judge(desk, stored.decision.id, should=Category.ALLOW)


def _decision(book: DecisionBook, decision_id: str) -> Stored | None:
    try:
        return book.get(decision_id)
    except InputError:
        return None
