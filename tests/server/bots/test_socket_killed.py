"""The service is killed between a decision and its deeds, over the WebSocket, where QQ tells nothing twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import pytest
from loopback import wait
from openings import GROUPS, SECRETS
from qq import ADVERT, ADVERTS, QUESTION, fake_qq

from assistant.schema.moderation import Verdict
from assistant.server.bots.deedbook import DeedBook
from assistant.storage.database import open_database
from assistant.storage.decisions import DecisionBook

# The service is gone as soon as two adverts are decided about: nothing that comes after it is ever run.
KILLED = """
import asyncio, os, signal
from assistant.server.bots.desk import Desk
from assistant.server.bots.runner import Runner
decide, decided = Desk.decide, []
async def run(self): pass
async def decide_and_die(self, incoming, *more):
    decision = await decide(self, incoming, *more)
    if decision.verdict.value == "block":
        decided.append(decision)
        if len(decided) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        await asyncio.sleep(3600)
    return decision
Runner.run, Desk.decide = run, decide_and_die
"""
SERVE = "from assistant.cli import app; app(['serve', '--port', '0', '--workspace', {root!r}])"


@contextmanager
def served(workspace, before=""):
    """The service as a process of its own; killed at the end, not ended."""
    command = [sys.executable, "-c", f"{before}\n{SERVE.format(root=str(workspace.root))}"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ | SECRETS)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


@pytest.fixture
def shop(make_workspace, monkeypatch):
    """A QQ with a memory, and the bakery that is to look after its group."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    with fake_qq() as qq:
        workspace = make_workspace("[bots.onebot]", f'ws_url = "ws://127.0.0.1:{qq.port}/"')
        groups = workspace.knowledge / "groups.yaml"
        groups.write_text(f"{groups.read_text(encoding='utf-8').rstrip()}\n{GROUPS}", encoding="utf-8")
        yield qq, workspace


def blocked(workspace):
    """What was blocked, by the number of its message."""
    found = DecisionBook(open_database(workspace)).recent(20, verdicts=(Verdict.BLOCK,))
    return {int(each.decision.message_id): each.decision for each in found}


def test_what_was_decided_is_done_by_the_next_process_or_left_to_people(shop):
    qq, workspace = shop
    with served(workspace, KILLED) as process:
        asked, first = qq.post(QUESTION), qq.post(ADVERT)
        # Almost two minutes old: by the time anybody is back QQ lets nobody recall it.
        late = qq.post(ADVERTS[1], user=10002, time=int(time.time()) - 110)
        process.wait(60)
    qq.there[late] = time.time() - 180
    assert set(blocked(workspace)) == {first, late}
    assert qq.calls == []
    # Killed once more, with a call under way that QQ has carried out.
    with served(workspace) as process:
        qq.answering = lambda call: call["action"] == "send_group_msg" and process.kill()
        process.wait(60)
    qq.answering = None
    with closing(sqlite3.connect(workspace.root / ".assistant" / "state.db")) as database, database:
        database.execute("UPDATE bot_deeds SET next_at = '2000-01-01T00:00:00'")  # free after a minute, or now
    with served(workspace):
        wait(lambda: DeedBook(open_database(workspace)).waiting() == 0)
    assert set(qq.there) == {asked, late}
    assert 1 <= len(qq.called("send_group_msg")) <= 2  # whether it was said nobody could know
    decisions = blocked(workspace)
    assert {action.by for action in decisions[first].actions} == {"bot"}
    (recall,) = (action for action in decisions[late].actions if action.kind == "delete")
    assert (recall.by, "手动" in recall.text) == ("operator", True)
