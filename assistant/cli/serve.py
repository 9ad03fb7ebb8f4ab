"""``assistant serve``: the service for bots."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import WorkspaceOption, opened
from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.workspace import Workspace


def serve(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen; default: server.host, loopback.")] = "",
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Default: server.port, 8420.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Answer bots over HTTP; the documentation of the routes is at /openapi.json."""
    here = opened(workspace)
    settings = here.settings.server
    host, port = host or settings.host, settings.port if port is None else port
    _refuse_openness(here, host)
    import uvicorn

    from assistant.server.app import create_app
    from assistant.server.slow import protocol

    config = uvicorn.Config(
        create_app(here), host=host, port=port, log_level="warning", access_log=False, server_header=False,
        timeout_keep_alive=30, timeout_graceful_shutdown=20, h11_max_incomplete_event_size=32 * 1024,
        http=protocol(settings.slow_s),
    )  # fmt: skip
    server = uvicorn.Server(config)
    try:
        listening = config.bind_socket()
    except SystemExit:
        raise InputError(f"{host}:{port} 用不了：可能已经有程序占着，换一个 --port") from None
    listening.listen()  # who reads the line below may ask at once
    shown, number = listening.getsockname()[:2]
    typer.echo(f"正在 http://{shown}:{number} 等机器人来问，停下请按 Ctrl-C", err=True)
    server.run(sockets=[listening])


def _refuse_openness(workspace: Workspace, host: str) -> None:
    """Raises :class:`InputError` for an address that others reach while there is no key."""
    from datetime import datetime

    from assistant.storage.apikeys import KeyBook
    from assistant.storage.database import open_database

    now = datetime.now()
    if any(key.lives(now) for key in KeyBook(open_database(workspace)).all()):
        return
    if not _is_loopback(host):
        raise InputError(f"还没有钥匙，不能在 {host} 上对外开放：先运行 assistant keys add 名字")
    typer.echo("还没有钥匙，谁来问都会被拒绝：请运行 assistant keys add 名字", err=True)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"
