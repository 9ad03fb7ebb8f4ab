"""The command line. Exit status: 0 done, 1 the answer is no, 2 bad input with one line on stderr."""

from __future__ import annotations

import io
import os
import sys

import typer

# Reading what every installed package offers pydantic takes a twentieth of a command; none of it is ours.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from assistant.cli import (
    backtest,
    check,
    draft,
    evals,
    keys,
    knowledge,
    migrate,
    moderate,
    rules,
    serve,
    start,
    ui,
    up,
    worker,
)
from assistant.errors import AssistantError, InputError, Refused

app = typer.Typer(
    name="assistant",
    help="Brand knowledge in, grounded drafts out: an assistant for operators of chat groups.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
#: The exit status of what Ctrl-C has ended: 128 and the number of the signal.
INTERRUPTED = 130
# typer keeps the class of wrong options, missing arguments and unknown commands to itself.
USAGE_ERROR: type[Exception] = typer.BadParameter.__bases__[0]

app.command("demo")(start.demo)
app.command("init")(start.init)
app.command("check")(check.check)
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(draft.app, name="draft")
app.add_typer(rules.app, name="rules")
moderate.app.command("backtest")(backtest.backtest)
app.add_typer(moderate.app, name="moderate")
app.add_typer(evals.app, name="eval")
app.command("serve")(serve.serve)
app.command("worker")(worker.worker)
app.command("up")(up.up)
app.command("ui")(ui.ui)
app.add_typer(keys.app, name="keys")
app.add_typer(migrate.app, name="migrate")


@app.callback(invoke_without_command=True)
def _root(version: bool = typer.Option(False, "--version", help="Print the version and exit.")) -> None:
    if version:
        from assistant import __version__

        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """Run the command line; every error of ours becomes one line on stderr and an exit status."""
    _printable()
    try:
        status = app(prog_name="assistant", standalone_mode=False) or 0
        if status == INTERRUPTED:  # typer has caught it and says nothing
            raise KeyboardInterrupt
        sys.exit(status)
    except USAGE_ERROR as error:
        _misused(error)
    except Refused as error:
        _fail(str(error), 1)
    except InputError as error:
        _fail(str(error), 2)
    except AssistantError as error:
        _fail(str(error), 2)
    except KeyboardInterrupt:
        _fail("已中断", INTERRUPTED)
    except BrokenPipeError:
        # The reader (head, less) has gone; what follows must not be written to it at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:  # no space left, no right to write, a disk that is gone
        _fail(f"{error.filename or '读写文件'} 出错：{error.strerror or error}，请检查权限和磁盘空间", 2)


def _printable() -> None:
    """Half a character (broken input, a lone surrogate in JSON) is printed escaped, as JSON has it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _misused(error: BaseException) -> None:
    message = str(error.format_message())  # type: ignore[attr-defined]
    if "\n" in message:  # a command called bare: its help, whole
        typer.echo(message, err=True)
        sys.exit(2)
    from assistant.cli.usage import in_chinese

    context = getattr(error, "ctx", None)
    _fail(f"命令写得不对：{in_chinese(message)}；用法见 {context.command_path if context else 'assistant'} -h", 2)


def _fail(message: str, status: int) -> None:
    typer.echo(" ".join(message.split("\n")), err=True)
    sys.exit(status)
