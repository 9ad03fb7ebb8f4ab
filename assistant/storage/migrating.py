"""Alembic's migrations, run by us: in one transaction, by one process at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text

from assistant.errors import StorageError
from assistant.storage.database import get_state
from assistant.storage.engines import SQLITE, unhurried
from assistant.storage.locks import alone
from assistant.storage.schema import BEFORE, HEAD, KEY

if TYPE_CHECKING:
    from assistant.storage.database import Database

FOLDER = Path(__file__).parent / "migrations"
# Seconds that a process waits for another one's migration.
_PATIENCE = 300


def migrate(database: Database, target: str = HEAD) -> None:
    """Bring a database to the version ``target``, up or down; ``base`` takes away every table.

    Raises :class:`StorageError`; then it is as it was.
    """
    with database.write() as connection:
        if connection.dialect.name != SQLITE:
            connection.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}s'"))
            _usable(connection, database)
        unhurried(connection)
        alone(connection, "schema")
        found = get_state(connection, KEY) if inspect(connection).has_table("state") else ""
        if found == target:  # another process was quicker
            return
        config = Config()
        config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
        order = [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()]
        if found and found != BEFORE and found not in order:
            raise StorageError(f"数据库 {database.shown} 的结构版本是 {found}，本程序只认到 {HEAD}：请升级程序")
        config.attributes["connection"] = connection
        # From the newest down: what stands further on is older.
        down = target == "base" or (found in order and order.index(target) > order.index(found))
        try:
            (command.downgrade if down else command.upgrade)(config, target)
        except CommandError as error:
            raise StorageError(f"数据库 {database.shown} 的结构升级不了：{error}") from error


def _usable(connection: Connection, database: Database) -> None:
    encoding = str(connection.execute(text("SHOW server_encoding")).scalar())
    if encoding != "UTF8":
        raise StorageError(f"数据库 {database.shown} 的编码是 {encoding}，存不了中文：请用 createdb -E UTF8 另建一个")
