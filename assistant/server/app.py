"""The application: routes, errors, bounds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

from assistant import __version__
from assistant.server import problems
from assistant.server.bots import routes as bots
from assistant.server.limits import BodyLimits
from assistant.server.openapi import document
from assistant.server.routes import content, decisions, health, moderation
from assistant.server.service import Service
from assistant.server.shortway import ShortWay
from assistant.server.slow import InTime
from assistant.server.unforeseen import Unforeseen

if TYPE_CHECKING:
    from assistant.moderation.doubts import Judge
    from assistant.workspace import Workspace


class Application(FastAPI):
    """The application, with its own description of itself. ``service`` is what it serves."""

    service: Service

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document; made once."""
        if self.openapi_schema is None:
            self.openapi_schema = document(self, self.service.settings)
        return self.openapi_schema


def create_app(workspace: Workspace, *, judge: Judge | None = None) -> FastAPI:
    """Return the application that serves ``workspace``; ``judge`` takes the place of the configured one.

    Raises :class:`ConfigError` and :class:`StorageError` where the workspace cannot be served.
    """
    service = Service(workspace, judge=judge)

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        yield
        service.close()

    app = Application(
        title="Community assistant", version=__version__, lifespan=running, docs_url=None, redoc_url=None,
        openapi_url=None, generate_unique_id_function=lambda route: route.name,
    )  # fmt: skip
    app.service = app.state.service = service
    problems.install(app)
    for routes in (moderation, decisions, content, health):
        app.include_router(routes.router)
    app.include_router(bots.router)
    settings = service.settings
    app.add_middleware(ShortWay, service=service)
    app.add_middleware(BodyLimits, most=settings.max_body_kb * 1024, shared=service.shared, secret=service.secret)
    app.add_middleware(InTime, seconds=settings.slow_s)
    app.add_middleware(Unforeseen)
    return app
