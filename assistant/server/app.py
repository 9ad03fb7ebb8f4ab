"""The application: routes, errors, bounds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI

from assistant import __version__
from assistant.server import problems
from assistant.server.bots import routes as bots
from assistant.server.limits import BodyLimits
from assistant.server.routes import content, decisions, health, moderation
from assistant.server.service import Service

if TYPE_CHECKING:
    from assistant.moderation.doubts import Judge
    from assistant.workspace import Workspace

_ABOUT = "Decisions about messages of chat groups, by each group's own rules; drafts and knowledge beside them."


def create_app(workspace: Workspace, *, judge: Judge | None = None) -> FastAPI:
    """Return the application that serves ``workspace``; ``judge`` takes the place of the configured one.

    Raises :class:`ConfigError` and :class:`StorageError` where the workspace cannot be served.
    """
    service = Service(workspace, judge=judge)

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        yield
        service.close()

    app = FastAPI(
        title="Community assistant", version=__version__, description=_ABOUT, lifespan=running, docs_url=None,
        redoc_url=None, openapi_url=None,
    )  # fmt: skip
    app.state.service = service
    problems.install(app)
    for routes in (moderation, decisions, content, health):
        app.include_router(routes.router)
    app.include_router(bots.router)
    settings = service.settings
    app.add_middleware(BodyLimits, most=settings.max_body_kb * 1024, secret=service.secret)
    return app
