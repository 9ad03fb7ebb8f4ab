"""Runs of the evals, so that what a prompt, a model or a rule changed can be seen later."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field
from sqlalchemy import insert, select

from assistant.storage.database import Database
from assistant.storage.tables import eval_runs


class PastCase(BaseModel):
    """One case of a run; ``prompt`` is the sha of the prompt that wrote its text, empty for the offline writer.

    Of a ``hidden`` one nothing more is told, not even its name: it belongs to a half nobody may tune on.
    """

    passed: bool
    prompt: str = ""
    hidden: bool = False


class PastRun(BaseModel):
    """One run: metrics by suite, sha by prompt, and each case as suite/id."""

    id: str
    at: datetime
    commit: str = ""
    writer: str = ""
    judge: str = ""
    passed: bool
    prompts: dict[str, str] = Field(default_factory=dict)
    metrics: dict[str, dict[str, float]] = Field(default_factory=dict)
    not_run: dict[str, str] = Field(default_factory=dict)
    cases: dict[str, PastCase] = Field(default_factory=dict)


class EvalBook:
    """The history of runs in a workspace's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, run: PastRun) -> None:
        """Keep a run."""
        with self._database.write() as connection:
            connection.execute(
                insert(eval_runs).values(
                    id=run.id, at=run.at.isoformat(timespec="seconds"), data=run.model_dump(mode="json")
                )
            )

    def runs(self, limit: int = 20) -> list[PastRun]:
        """Return the last runs, the newest first."""
        query = select(eval_runs.c.data).order_by(eval_runs.c.pk.desc()).limit(limit)
        with self._database.read() as connection:
            return [PastRun.model_validate(data) for data in connection.execute(query).scalars()]
