"""How much one service bears, against a FastAPI route that does nothing, in the same run.

A load generator in a process of its own keeps connections open and sends messages of ordinary length, of which one in
ten is an advert; every message is new and hardly one says what another has said, so that none is answered from before.
First as much as the process takes, for its maximum and the empty route's; then 80 % of the maximum, evenly spaced, for
the latencies. Before, it is kept busy until members have spoken several times within a minute: from then on what each
says is also read together with what she said before. Memory is the resident size of the service after so many requests.

python -m evals.bench.serving                                        # one process, half a minute at each load
python -m evals.bench.serving --seconds 300 --memory 200000          # as in docs/benchmarks.md
python -m evals.bench.serving --processes 4 --database URL --redis URL
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.moderation.classifier.examples import packaged_examples
from assistant.schema.moderation import Category
from evals.bench.backtesting import BEGINS, ENDS
from evals.bench.timing import PYTHON, row
from evals.paths import ROOT

CONNECTIONS = 32
MEMBERS = 5000
# Seconds after which the service does all that it ever does for a message.
_STEADY = 60
_SHARE = 0.8
# A prime beyond every factor of their number: lines that begin and end alike follow one another nowhere, for some
# beginnings are much dearer to look at than others.
_STRIDE = 104_729
_GOAL = 0.5
_EMPTY = """
from fastapi import FastAPI
app = FastAPI()

@app.post("/")
async def empty() -> dict[str, str]:
    return {"verdict": "allow"}
"""


@dataclass(frozen=True)
class Load:
    """What a load came to: answers a second, and the latencies in milliseconds."""

    rate: float
    p50: float
    p99: float
    failed: int


def texts() -> list[str]:
    """Return what members say: nine harmless lines to an advert, each begun and ended as people do."""
    fine = [each.text for each in packaged_examples() if each.label is Category.ALLOW]
    adverts = [each.text for each in packaged_examples() if each.label is Category.AD]
    lines = [adverts[number // 10 % len(adverts)] if number % 10 == 9 else line for number, line in enumerate(fine)]
    said = [f"{begin}{line}{end}" for begin in BEGINS for end in ENDS for line in lines]
    return [said[number * _STRIDE % len(said)] for number in range(len(said))]


def free_port() -> int:
    """Return a port on loopback that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(command: Sequence[str], port: int, path: str, environment: dict[str, str], cwd: Path) -> Iterator[int]:
    """Run a server until the block ends; yield its process id once it answers."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=cwd, env={**os.environ, **environment}, stdout=quiet, stderr=quiet)
    try:
        until = time.monotonic() + 90
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2).read()
                break
            except OSError:  # also an answer that it is not ready yet
                if process.poll() is not None or time.monotonic() > until:
                    raise SystemExit(f"{command[:4]} does not answer") from None
                time.sleep(0.2)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)


@contextmanager
def api(workspace: Path, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Serve a workspace; yield port and process id."""
    port = free_port()
    command = [PYTHON, "-m", "assistant", "serve", "--workspace", str(workspace), "--port", str(port)]
    with served(command, port, "/healthz", environment, workspace) as pid:
        yield port, pid


@contextmanager
def empty(folder: Path) -> Iterator[int]:
    """Serve the empty route; yield its port."""
    (folder / "empty.py").write_text(_EMPTY, encoding="utf-8")
    port = free_port()
    command = [PYTHON, "-m", "uvicorn", "empty:app", "--port", str(port), "--no-access-log", "--log-level", "warning"]
    with served(command, port, "/docs", {}, folder):
        yield port


def load(ports: Sequence[int], path: str, token: str, *, seconds: float, rate: float = 0, tag: str = "") -> Load:
    """Send messages for so many seconds from a process of its own; ``rate`` 0 sends as fast as answers come."""
    asked = [PYTHON, "-m", "evals.bench.serving", "--generate", ",".join(map(str, ports)), path, token or "-"]
    asked += [str(seconds), str(rate), tag or str(time.time_ns())]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    return Load(**json.loads(done.stdout))


async def _generate(ports: Sequence[int], path: str, token: str, seconds: float, rate: float, tag: str) -> Load:
    said = texts()
    first = zlib.crc32(tag.encode()) % len(said)  # another load says other things
    begin = time.perf_counter()
    ends = begin + seconds
    count, failed = 0, 0
    taken: list[float] = []

    async def one(port: int) -> None:
        nonlocal count, failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < ends:
            number, count = count, count + 1
            due = begin + number / rate if rate else time.perf_counter()
            if due > time.perf_counter():
                await asyncio.sleep(due - time.perf_counter())
            body = json.dumps(
                {
                    "id": f"{tag}-{number}", "group": "newborn", "text": said[(first + number) % len(said)],
                    "sender": {"id": f"u{number % MEMBERS}", "name": "群友", "role": "member"}, "deadline_ms": 30_000,
                }
            ).encode()  # fmt: skip
            key = f"Authorization: Bearer {token}\r\n" if token != "-" else ""
            head = (
                f"POST {path} HTTP/1.1\r\nHost: x\r\n{key}Content-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            )
            writer.write(head.encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            length = int(answer.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            # From when it was due: a service that falls behind is late for all that follow.
            taken.append((time.perf_counter() - due) * 1000)
            failed += not answer.startswith(b"HTTP/1.1 200")
        writer.close()

    await asyncio.gather(*(one(ports[number % len(ports)]) for number in range(CONNECTIONS)))
    taken.sort()
    lasted = time.perf_counter() - begin
    return Load(len(taken) / lasted, statistics.median(taken), taken[int(len(taken) * 0.99)], failed)


def resident_mb(pid: int) -> float:
    """Return the resident size of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def key_of(workspace: Path, environment: dict[str, str]) -> str:
    """Make a key that may ask for decisions, without a bound of its own."""
    command = [PYTHON, "-m", "assistant", "keys", "add", "bench", "--workspace", str(workspace), "--json"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **environment})
    return str(json.loads(said.stdout)["key"])


def copied(folder: Path) -> Path:
    """Copy the sample workspace, without what it has stored."""
    target = folder / "shop"
    shutil.copytree(ROOT / "knowledge", target / "knowledge")
    return target


def main() -> None:
    """Print the table rows."""
    if sys.argv[1:2] == ["--generate"]:
        ports, path, token, seconds, rate, tag = sys.argv[2:]
        made = asyncio.run(
            _generate([int(port) for port in ports.split(",")], path, token, float(seconds), float(rate), tag)
        )
        print(json.dumps(made.__dict__))
        return
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--memory", type=int, default=0, help="Requests after which memory is looked at again.")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--database", default="")
    parser.add_argument("--redis", default="")
    given = parser.parse_args()
    environment = {"ASSISTANT_SERVER__RATE": "100000000"}
    environment |= {"ASSISTANT_DATABASE_URL": given.database} if given.database else {}
    environment |= {"ASSISTANT_REDIS_URL": given.redis} if given.redis else {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = copied(folder)
        token = key_of(workspace, environment)
        with empty(folder) as port:
            load([port], "/", "", seconds=3)
            nothing = load([port], "/", "", seconds=min(given.seconds, 30))
            bare = load([port], "/", "", seconds=min(given.seconds, 30), rate=_SHARE * nothing.rate)
        measure(workspace, environment, token, given, nothing, bare)


def measure(
    workspace: Path, environment: dict[str, str], token: str, given: argparse.Namespace, nothing: Load, bare: Load
) -> None:
    """Print what the service bears beside the empty route."""
    from contextlib import ExitStack

    path = "/v1/moderate"
    with ExitStack() as stack:
        apis = [stack.enter_context(api(workspace, environment)) for _ in range(given.processes)]
        ports, pid = [port for port, _ in apis], apis[0][1]
        load(ports, path, token, seconds=min(given.seconds, _STEADY))
        most = load(ports, path, token, seconds=min(given.seconds, 30))
        name = f"{given.processes} process{'es' if given.processes > 1 else ''}"
        row(
            f"most messages, {name}", f"{most.rate:,.0f}/s", f"empty route {nothing.rate:,.0f}/s",
            most.rate / nothing.rate, _GOAL,
        )  # fmt: skip
        calm = load(ports, path, token, seconds=given.seconds, rate=_SHARE * most.rate)
        for called, mine, other in (("p50", calm.p50, bare.p50), ("p99", calm.p99, bare.p99)):
            row(f"{called} at 80 %, {name}", f"{mine:.1f} ms", f"empty route {other:.1f} ms", mine / other, 0)
        print(f"| answers other than 200 | {most.failed + calm.failed} | | | 0 |")
        if given.memory:
            memory(ports, token, pid, given.memory)


def memory(ports: Sequence[int], token: str, pid: int, count: int) -> None:
    """Print how the service's memory grows between a tenth of ``count`` requests and all of them."""
    path, done, early = "/v1/moderate", 0, 0.0
    while done < count:
        done += int(load(ports, path, token, seconds=10).rate * 10)
        if not early and done >= count // 10:
            early = resident_mb(pid)
    late = resident_mb(pid)
    row(f"memory after {count:,} requests", f"{late:.0f} MB", f"after a tenth {early:.0f} MB", late / early, 1.1)


if __name__ == "__main__":
    main()
