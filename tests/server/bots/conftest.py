"""Doors that are open: secrets in the environment, a bakery served, a group of each platform."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from openings import GROUPS, SECRETS
from serving import Served, running

from assistant.workspace import Workspace

Open = Callable[..., AbstractContextManager[Served]]


@pytest.fixture
def open_doors(make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch) -> Open:
    """Serve the bakery with all secrets set but those named in ``shut``; the lines given are its settings."""

    @contextmanager
    def opened(
        *settings: str,
        shut: tuple[str, ...] = (),
        deadline_ms: int = 60_000,
        queue: int = 2000,
        receive_id: str = "wx5823bf96d3bd56c7",
        **more: object,
    ) -> Iterator[Served]:
        for name, value in SECRETS.items():
            if name not in shut:
                monkeypatch.setenv(name, value)
        server = ("[server]", f"deadline_ms = {deadline_ms}", f"queue = {queue}")
        workspace = make_workspace(*server, "[bots.wecom]", f'receive_id = "{receive_id}"', *settings)
        file: Path = workspace.knowledge / "groups.yaml"
        file.write_text(file.read_text(encoding="utf-8").rstrip() + "\n" + GROUPS, encoding="utf-8")
        with running(workspace, **more) as served:  # type: ignore[arg-type]
            served.client.headers.pop("Authorization")
            yield served
            served.client.close()

    return opened


@pytest.fixture
def doors(open_doors: Open) -> Iterator[Served]:
    """The bakery with its doors open."""
    with open_doors() as served:
        yield served


@pytest.fixture
def doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every message is in doubt (which are is not the point here), and late judgements are looked for all the time."""
    from assistant.moderation.cascade import Moderator
    from assistant.server.bots import desk

    monkeypatch.setattr(Moderator, "_doubts", lambda self, *_: self.judge is not None)
    monkeypatch.setattr(desk, "LOOKS", (0.05,) * 600)
