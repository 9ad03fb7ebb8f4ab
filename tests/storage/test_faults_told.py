"""What an error of the database says, and where it comes from: nothing of what was to be written."""

from __future__ import annotations

import traceback

import pytest
from sqlalchemy import text

from assistant.errors import StorageError
from assistant.storage.database import opened_at

SAID = "加我微信 lachang_cd05"


def test_no_value_of_a_statement_is_in_an_error(database_url):
    database = opened_at(database_url)
    with pytest.raises(StorageError) as found, database.write() as connection:
        connection.execute(text("INSERT INTO nowhere (said) VALUES (:said)"), {"said": SAID})
    told = "".join(traceback.format_exception(found.value))
    assert "nowhere" in told
    assert "lachang" not in told
