"""How long the operators' desk makes one wait, against Streamlit's own hello page in the same run.

Both are opened in Chromium in turn, with what the browser keeps at hand: ``streamlit hello``, a page of text, and each
page of ``assistant ui`` over a workspace of 10,000 decisions and 500 drafts. Of either it is taken until the title and
something under it is painted, and until all of the page is. A click on a page's link is held against a click on the
link of the hello page, a click inside a page against the same until all is painted.

python -m evals.bench.desk                                # half an hour; --pages messages,review --runs 3 for less
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.people import Accounts
from assistant.storage.database import open_database
from assistant.workspace import Workspace
from evals.bench.corpus import KNOWLEDGE
from evals.bench.desk_browser import Taken, Visit, chromium
from evals.bench.desk_filled import fill
from evals.bench.serving import free_port, served
from evals.bench.timing import PYTHON

_NAME, _PASSWORD = "店长", "correct horse 42"
_GOAL = 2
_OTHER = "[aria-checked=false] >> nth=0"
#: Of each page its title and what is clicked in it: another day, kind, page, message, clause, part.
PAGES = {
    "today": ("今日", f".st-key-today-ahead {_OTHER}"),
    "studio": ("创作", f".st-key-studio-kind {_OTHER}"),
    "review": ("审核", ".st-key-review-page [aria-label='Page 2']"),
    "calendar": ("日历", ".st-key-calendar-on button >> nth=0"),
    "messages": ("消息", "[class*='st-key-messages-show'] button >> nth=2"),
    "rules": ("群规", "[class*='st-key-rules-open'] button >> nth=1"),
    "knowledge": ("知识", f".st-key-knowledge-part {_OTHER}"),
    "quality": ("质量", f".st-key-quality-part {_OTHER}"),
    "settings": ("设置", f".st-key-settings-part {_OTHER}"),
}  # fmt: skip


@dataclass(frozen=True)
class Beside:
    """What the desk took and what the hello page took, run by run."""

    ours: list[Taken]
    hello: list[Taken]

    def cells(self, what: str) -> str:
        """Two cells of the table: the medians, and the median of the ratios pair by pair."""
        ours, hello = ([float(getattr(each, what)) for each in taken] for taken in (self.ours, self.hello))
        ratio = statistics.median(mine / other for mine, other in zip(ours, hello, strict=True))
        return f"{statistics.median(ours):.0f} ms, {statistics.median(hello):.0f} ms | {ratio:.2f}"


@contextmanager
def streamlit(command: Sequence[str], port: int, folder: Path) -> Iterator[str]:
    """Run a server of Streamlit until the block ends; yield its address once it answers."""
    # Compiled modules are kept, as on any machine that starts a program twice: empty counts as not set.
    with served(command, port, "/_stcore/health", {"PYTHONDONTWRITEBYTECODE": ""}, folder):
        yield f"http://127.0.0.1:{port}"


def hello() -> tuple[list[str], int]:
    """Streamlit's own pages, with what is set for ours that bears on speed."""
    port = free_port()
    options = ["--server.fileWatcherType", "none", "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    command = [PYTHON, "-m", "streamlit", "hello", *options, "--server.address", "127.0.0.1"]
    return [*command, "--server.port", str(port)], port


def ours(workspace: Workspace) -> tuple[list[str], int]:
    """The desk."""
    port = free_port()
    return [PYTHON, "-m", "assistant", "ui", "--workspace", str(workspace.root), "--port", str(port)], port


def filled(folder: Path, decisions: int, drafts: int) -> Workspace:
    """The sample workspace with so many decisions and drafts, and its admin."""
    from assistant.knowledge.sync import sync

    shutil.copytree(KNOWLEDGE, folder / "shop" / "knowledge")
    workspace = Workspace(folder / "shop")
    sync(workspace)
    fill(workspace, decisions=decisions, drafts=drafts)
    Accounts(open_database(workspace)).begin(_NAME, _PASSWORD)
    return workspace


def opened(desk: Visit, reference: Visit, name: str, runs: int) -> Beside:
    """Open a page and the hello page by their addresses, in turn; the first of each is not counted."""
    taken = Beside([], [])
    for number in range(runs + 1):
        other, mine = reference.load(), desk.load("" if name == "today" else name)
        if number:
            taken.hello.append(other)
            taken.ours.append(mine)
    return taken


def clicked(desk: Visit, reference: Visit, name: str, runs: int) -> tuple[Beside, Beside]:
    """Click the page's link and something in it, and the hello page's link, in turn; the first are not counted."""
    title, inside = PAGES[name]
    elsewhere = PAGES["settings" if name == "today" else "today"][0]
    link, within = Beside([], []), Beside([], [])
    for number in range(runs + 1):
        reference.follow("DataFrame demo")
        other = reference.follow("Hello", "Welcome")
        desk.follow(elsewhere)
        mine = desk.follow(title)
        answer = desk.click(desk.page.locator(inside), title)
        if number:
            for taken, its in ((link, mine), (within, answer)):
                taken.ours.append(its)
                taken.hello.append(other)
    return link, within


def measure(desk: Visit, reference: Visit, pages: Sequence[str], runs: int) -> None:
    """Print the table."""
    said = ("opened, content seen", "opened, all of it", "its link clicked, content seen")
    inside = ("clicked in it, answer seen", "clicked in it, all of it")
    print(f"| page | {' | ratio | '.join(said + inside)} | ratio |")
    print("| --- |" + " --- | ---: |" * len(said + inside))
    for name in pages:
        load = opened(desk, reference, name, runs)
        link, within = clicked(desk, reference, name, runs)
        cells = [load.cells("first"), load.cells("whole"), link.cells("first")]
        cells += [within.cells("first"), within.cells("whole")]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    print(f"\nGoal: {_GOAL} at most.")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", default=",".join(PAGES))
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--decisions", type=int, default=10_000)
    parser.add_argument("--drafts", type=int, default=500)
    given = parser.parse_args()
    os.environ["ASSISTANT_EMBEDDING__MODEL"] = "none"  # reading in is not what is measured
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        workspace = filled(folder, given.decisions, given.drafts)
        browser = stack.enter_context(chromium())
        reference = Visit(browser, stack.enter_context(streamlit(*hello(), folder)))
        desk = Visit(browser, stack.enter_context(streamlit(*ours(workspace), folder)))
        desk.sign_in(_NAME, _PASSWORD)
        measure(desk, reference, given.pages.split(","), given.runs)


if __name__ == "__main__":
    main()
