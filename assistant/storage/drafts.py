"""Drafts in the database, each with all its versions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, insert, select, update

from assistant.errors import InputError
from assistant.schema.brief import PastDraft
from assistant.schema.contracts import Draft, DraftStatus
from assistant.storage.database import Database
from assistant.storage.tables import draft_versions, drafts


class DraftStore:
    """Keeps drafts; a draft that was stored survives a kill at any later moment."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, draft: Draft) -> None:
        """Store a new draft as its first version."""
        with self._database.write() as connection:
            connection.execute(insert(drafts).values(id=draft.id, **_columns(draft)))
            _add_version(connection, draft)

    def save(self, draft: Draft) -> Draft:
        """Store a changed draft as its next version and return it.

        ``draft.version`` is the version the change was made on. Raises :class:`InputError` where the draft is unknown
        or somebody else has stored a newer version meanwhile.
        """
        with self._database.write() as connection:
            return save_in(connection, draft)

    def discard(self, draft_id: str) -> Draft:
        """Store a draft as rejected and return it: it was not sent, and counts neither as history nor for a quota.

        Raises :class:`InputError` where there is none, or somebody stores a newer version at the same moment.
        """
        draft = self.get(draft_id)
        if draft.status is DraftStatus.REJECTED:
            return draft
        return self.save(draft.model_copy(update={"status": DraftStatus.REJECTED}))

    def get(self, draft_id: str) -> Draft:
        """Return the newest version. Raises :class:`InputError` where there is none."""
        with self._database.read() as connection:
            data = connection.execute(select(drafts.c.data).where(drafts.c.id == draft_id)).scalar()
        if data is None:
            raise InputError(f"没有草稿 {draft_id!r}")
        return Draft.model_validate(data)

    def has(self, draft_id: str) -> bool:
        """Tell whether there is such a draft."""
        with self._database.read() as connection:
            return connection.execute(select(drafts.c.id).where(drafts.c.id == draft_id)).first() is not None

    def versions(self, draft_id: str) -> list[Draft]:
        """Return all versions, the first one first."""
        query = (
            select(draft_versions.c.data)
            .where(draft_versions.c.draft_id == draft_id)
            .order_by(draft_versions.c.version)
        )
        with self._database.read() as connection:
            return [Draft.model_validate(data) for data in connection.execute(query).scalars()]

    def history(self, group: str, *, since: date, until: date) -> list[PastDraft]:
        """Return what a group got or is about to get between the days, oldest first; rejected drafts do not count."""
        query = (
            select(drafts.c.data)
            .where(
                drafts.c.group_id == group,
                drafts.c.date >= since.isoformat(),
                drafts.c.date <= until.isoformat(),
                drafts.c.status != DraftStatus.REJECTED.value,
            )
            .order_by(drafts.c.date, drafts.c.created_at)
        )
        with self._database.read() as connection:
            found = [Draft.model_validate(data) for data in connection.execute(query).scalars()]
        return [_past(draft) for draft in found]


def save_in(connection: Connection, draft: Draft) -> Draft:
    """Store a changed draft as :meth:`DraftStore.save` does, in a transaction that does more."""
    version = select(drafts.c.version).where(drafts.c.id == draft.id).with_for_update()
    found = connection.execute(version).scalar()
    if found is None:
        raise InputError(f"没有草稿 {draft.id!r}")
    if found != draft.version:
        raise InputError(f"草稿 {draft.id} 已经是第 {found} 版，您改的是第 {draft.version} 版：请先看看新的一版")
    saved = draft.model_copy(update={"version": draft.version + 1})
    connection.execute(update(drafts).where(drafts.c.id == draft.id).values(**_columns(saved)))
    _add_version(connection, saved)
    return saved


def _past(draft: Draft) -> PastDraft:
    return PastDraft(
        id=draft.id,
        kind=draft.kind,
        date=draft.date,
        title=draft.title,
        body=draft.body,
        form=draft.form,
        format=draft.format,
        campaign=draft.campaign,
        sources=tuple(dict.fromkeys(citation.source for citation in draft.citations)),
    )


def _columns(draft: Draft) -> dict[str, object]:
    return {
        "kind": draft.kind.value,
        "group_id": draft.group,
        "date": draft.date.isoformat(),
        "status": draft.status.value,
        "version": draft.version,
        "created_at": draft.created_at.isoformat(timespec="seconds"),
        "data": draft.model_dump(mode="json"),
    }


def _add_version(connection: Connection, draft: Draft) -> None:
    connection.execute(
        insert(draft_versions).values(
            draft_id=draft.id,
            version=draft.version,
            created_at=draft.created_at.isoformat(timespec="seconds"),
            data=draft.model_dump(mode="json"),
        )
    )
