"""Processes that belong together: started, watched, started again when they die, and ended together."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from assistant.errors import InputError

# Seconds before a child that died is started again, doubled each time, and how long it must live to be trusted again.
_FIRST, _LONGEST, _STEADY = 1.0, 30.0, 60.0
# Seconds a child has to end by itself, and between two looks.
_PATIENCE, _LOOK = 40.0, 0.1
# The exit status of a command that was told something wrong: starting it again would not help.
_WRONG = 2


class Child:
    """One process on a leash (:mod:`.leash`). ``ready`` recognizes the line by which it says that it works."""

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        *,
        ready: Callable[[str], str],
        show: Callable[[str], None],
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.name = name
        self.told = ""
        self._command = [sys.executable, "-m", "assistant.cli.leash", *arguments]
        self._ready = ready
        self._show = show
        self._environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", **(environment or {})}
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None
        self._reader: Thread | None = None
        self._last = ""
        self._began = self._again = 0.0
        self._wait = _FIRST

    def start(self) -> None:
        """Start the process; what it says is shown with its name before it."""
        # A session of its own: Ctrl-C reaches the parent alone, which then ends the children in order.
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            encoding="utf-8", errors="replace", env=self._environment, cwd=self._folder, start_new_session=True,
        )  # fmt: skip
        self._began, self._again = monotonic(), 0.0
        self._reader = Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()

    def look(self) -> None:
        """Start it again where it has died and its time has come. Raises :class:`InputError` where that is no use."""
        if self._again:
            if monotonic() >= self._again:
                self.start()
            return
        if self._process is None or self._process.poll() is None:
            return
        status = self._process.returncode
        self._release()
        if status == _WRONG and not self.told:
            raise InputError(self._last or f"{self.name} 起不来")
        if monotonic() - self._began > _STEADY:
            self._wait = _FIRST
        how = f"被信号 {-status} 结束了" if status < 0 else f"自己退出了（退出码 {status}）"
        self._show(f"{self.name} {how}，{self._wait:.0f} 秒后重新启动")
        self._again = monotonic() + self._wait
        self._wait = min(self._wait * 2, _LONGEST)

    def end(self) -> None:
        """Ask it to end."""
        self._again = 0.0
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def gone(self, until: float, at_once: Event) -> bool:
        """Wait for its end; False where it does not come in time or ``at_once`` is set: then it is killed."""
        if self._process is None:
            return True
        while self._process.poll() is None and monotonic() < until and not at_once.wait(_LOOK):
            pass
        clean = self._process.poll() is not None
        self._process.kill()
        self._process.wait()
        self._release()
        return clean

    def _release(self) -> None:
        assert self._process is not None
        if self._reader is not None:
            self._reader.join(timeout=5)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process = None

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._last = line.rstrip() or self._last
            self._show(f"{self.name} | {line.rstrip()}")
            self.told = self.told or self._ready(line)


def look_after(children: Sequence[Child], ended: Event, at_once: Event, *, started: Callable[[], None]) -> bool:
    """Run the children until ``ended`` is set; ``started`` is called once when all of them work.

    ``at_once`` set while they end leaves them no more time.

    Returns whether all came to their end by themselves. Raises :class:`InputError` where one cannot start at all.
    """
    waiting = True
    try:
        for child in children:
            child.start()
        while not ended.wait(_LOOK):
            for child in children:
                child.look()
            if waiting and all(child.told for child in children):
                waiting = False
                started()
    finally:
        until = monotonic() + _PATIENCE
        for child in children:
            child.end()
        clean = [child.gone(until, at_once) for child in children]
    return all(clean)
