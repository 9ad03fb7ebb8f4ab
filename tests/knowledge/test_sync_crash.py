"""A sync that is killed leaves the old state or the new one, and the next one completes it."""

import random
import shutil
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from small_shop import again, assert_whole, put, shop
from syncing import Syncing

from assistant.knowledge.search import Search
from assistant.knowledge.status import status
from assistant.knowledge.sync import sync
from assistant.workspace import Workspace

pytestmark = pytest.mark.long
DAY = date(2026, 11, 21)
SEARCH = """
import sys, time
from datetime import date
from pathlib import Path
from assistant.knowledge.search import Search
from assistant.workspace import Workspace
root = Path(sys.argv[1])
search = Search(Workspace(root))
asked = 0
print("ready", flush=True)
while not (root / "stop").exists():
    found = search.passages("面包可以放几天", on=date(2026, 11, 21))
    assert found, "nothing found"
    asked += 1
    time.sleep(0.02)
print(asked, flush=True)
"""
GOODS = ("可颂", "吐司", "贝果", "司康", "泡芙", "蛋挞", "曲奇", "布朗尼", "麻薯", "瑞士卷")
DOES = ("早上七点出炉", "冷藏能放三天", "含有坚果", "不含鸡蛋", "要提前预订", "配咖啡香", "少糖", "用了酸奶")
STILL = {
    f"still/{place}.md": "# 器具\n\n"
    + "\n\n".join(f"## {place}号架第{level}层放什么？\n\n模具{level}套。" for level in range(8))
    for place in range(14)
}


def many(count: int, edition: int) -> dict[str, str]:
    """Return files of ``count`` FAQ entries whose texts tell their edition, among others that stay as they are."""
    entries = [
        f"## 第{number}款{GOODS[number % 10]}怎么样？\n\n第{edition}版：{number}号{GOODS[number % 10]}"
        f"{DOES[number % 8]}，{DOES[(number + edition) % 8]}，编号{number * 7 + edition}。\n"
        for number in range(count)
    ]
    files = {f"faq/{place}.md": "# 问答\n\n" + "\n".join(entries[place::15]) for place in range(15)}
    return files | STILL | {"keep.md": "# 保存\n\n面包可以放几天：常温两天，冷冻一个月。\n"}


def edition_of(root: Path) -> tuple[int, set[str]]:
    """Return how many passages search may return, and which editions they are of."""
    workspace = Workspace(root)
    count = assert_whole(workspace)
    search = Search(workspace)
    hits = [passage for goods in GOODS for passage in search.passages(f"{goods}怎么样", limit=20, on=DAY)]
    return count, {passage.text.partition("版")[0][-1] for passage in hits if "版：" in passage.text}


# A moment of a sync and up to how many seconds after it the blow falls.
MOMENTS = [
    ("begin", 1.0),
    ("read 0", 0.05),
    ("read 9", 0.05),
    ("embed 0", 0.3),
    ("embed 32", 0.3),
    ("embed 32", 1.0),
    ("index", 0.02),
    ("index", 0.15),
    ("index", 0.4),
    ("store", 0.01),
    ("store", 0.03),
    ("store", 0.1),
]


@pytest.mark.timeout(900)
def test_killed_at_twenty_moments(tmp_path: Path) -> None:
    chance = random.Random(20261121)
    workspace = shop(tmp_path, many(30, 1))
    sync(workspace)
    count, editions = edition_of(tmp_path)
    assert editions == {"1"}
    edition, killed = 1, 0
    for number in range(20):
        # Each new edition is one passage or more longer, so that the count tells the states apart.
        for name, content in many(31 + number, edition + 1).items():
            put(tmp_path, name, content)
        moment, longest = MOMENTS[number % len(MOMENTS)]
        killed += Syncing(tmp_path).kill_at(moment, chance.random() * longest) == -signal.SIGKILL
        now, editions = edition_of(tmp_path)
        assert len(editions) == 1, f"a mix after {moment}"
        if editions == {str((edition + 1) % 10)}:
            edition, count = edition + 1, now
        assert now == count
        assert editions == {str(edition % 10)}
        checked = status(workspace, sample=10)
        assert checked.healthy
    assert killed >= 12
    report = again(tmp_path)
    assert report.rejected == []
    checked = status(Workspace(tmp_path), sample=10_000)
    assert checked.healthy
    assert checked.checked == checked.found > 150
    assert len(list((tmp_path / ".assistant" / "index").iterdir())) <= 2
    assert again(tmp_path).unchanged == report.documents


def test_two_syncs_and_a_search_at_once(tmp_path: Path) -> None:
    workspace = shop(tmp_path, many(20, 1))
    sync(workspace)
    early = Search(workspace)
    assert early.passages("面包可以放几天", on=DAY)
    searcher = subprocess.Popen([sys.executable, "-c", SEARCH, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert searcher.stdout is not None
    assert searcher.stdout.readline() == "ready\n"
    for edition in (2, 3):
        for name, content in many(20 + edition, edition).items():
            put(tmp_path, name, content)
        both = [Syncing(tmp_path), Syncing(tmp_path)]
        put(tmp_path, "late.md", f"# 夜宵\n\n夜宵窗口开到凌晨，第{edition}次通知，卖热可可和肉松卷。\n")
        for process in both:
            last, status_ = process.end()
            assert last.startswith("end")
            assert status_ == 0
    again(tmp_path)
    (tmp_path / "stop").touch()
    assert int(searcher.communicate()[0]) > 0
    assert searcher.returncode == 0
    # The search that was opened before all of it is served the new state.
    assert "第3次" in early.passages("夜宵窗口卖什么", on=DAY)[0].text
    checked = status(Workspace(tmp_path), sample=10_000)
    assert checked.healthy
    assert checked.checked == checked.found
    assert_whole(Workspace(tmp_path))


def test_a_search_survives_generations_that_come_and_go(tmp_path: Path) -> None:
    workspace = shop(tmp_path, many(20, 1))
    sync(workspace)
    search = Search(workspace)
    for edition in (2, 3, 4):
        put(tmp_path, "late.md", f"# 夜宵\n\n夜宵窗口开到凌晨，第{edition}次通知，卖热可可和肉松卷。\n")
        again(tmp_path)
        if edition != 3:  # at 3 it does not look, so that its generation is gone when it does
            assert f"第{edition}次" in search.passages("夜宵窗口卖什么", on=DAY)[0].text


def test_threads_share_a_search_while_the_store_changes(tmp_path: Path) -> None:
    workspace = shop(tmp_path, many(20, 1))
    sync(workspace)
    shared = Search(workspace)
    stop, faults, answers = threading.Event(), [], []

    def ask(search: Search) -> None:
        try:
            while not stop.is_set():
                answers.append(bool(search.passages("面包可以放几天", on=DAY)))
        except Exception as error:  # noqa: BLE001 - every fault counts
            faults.append(error)

    threads = [threading.Thread(target=ask, args=(search,)) for search in (shared, shared, Search(workspace))]
    for thread in threads:
        thread.start()
    for edition in (2, 3):
        put(tmp_path, "late.md", f"# 夜宵\n\n夜宵窗口开到凌晨，第{edition}次通知。\n")
        again(tmp_path)
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert answers
    assert all(answers)


def test_a_reader_of_a_generation_being_deleted_fails_clearly_and_leaves_no_ghost(tmp_path: Path) -> None:
    import numpy as np

    from assistant.errors import StorageError
    from assistant.knowledge.dense import DenseIndex

    index = DenseIndex(tmp_path / "index")
    name = index.publish("", remove=[], add=[(["a"], np.eye(1, 8, dtype="f4"))], fresh=True)
    shutil.copytree(tmp_path / "index" / name, tmp_path / "index" / "half")
    (tmp_path / "index" / "half" / "chroma.sqlite3").unlink()
    with pytest.raises(StorageError):
        index.query("half", np.eye(1, 8, dtype="f4")[0], 1)
    assert index.query(name, np.eye(1, 8, dtype="f4")[0], 1)[0][0] == "a"
    index.close()
