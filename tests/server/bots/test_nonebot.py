"""The plugin of the docs in a real NoneBot2 with its OneBot adapter: between a QQ on loopback and the real service."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest
from loopback import wait
from processes import ROOT, end, key_of, serving
from qq import ADVERTS, QUESTION, fake_qq

EXAMPLES = ROOT / "docs" / "examples"
PROMO = "周三下午四点到八点，店里吐司第二条半价，玉林店自取，要的直接在群里说"
STAFF = {"nickname": "店长", "role": "admin"}


@contextmanager
def nonebot(folder, port, base, key):
    """The bot of the docs as its page says: two files and an .env, started with python."""
    for name in ("nonebot_bot.py", "nonebot_moderation.py"):
        shutil.copy(EXAMPLES / name, folder / name)
    lines = (
        "DRIVER=~websockets", f'ONEBOT_WS_URLS=["ws://127.0.0.1:{port}/"]', "ONEBOT_ACCESS_TOKEN=ob-token",
        f"MODERATION_URL={base}", f"MODERATION_KEY={key}", 'SUPERUSERS=["10000"]',
    )  # fmt: skip
    (folder / ".env").write_text("\n".join(lines), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    log = folder / "bot.log"
    with log.open("w", encoding="utf-8") as written:
        process = subprocess.Popen(
            [sys.executable, "nonebot_bot.py"], cwd=folder, env=environment, stdout=written, stderr=subprocess.STDOUT
        )
    try:
        yield log
    finally:
        end(process)


@pytest.fixture
def guarded(make_workspace, tmp_path):
    """A QQ whose group NoneBot guards; yields it."""
    workspace = make_workspace("[server]", "deadline_ms = 60000")
    groups = workspace.knowledge / "groups.yaml"
    ours = "  - {id: qq-group, name: 麦垛QQ群, platform: qq, chat: 7001}\n"
    groups.write_text(f"{groups.read_text(encoding='utf-8').rstrip()}\n{ours}", encoding="utf-8")
    folder = tmp_path / "bot"
    folder.mkdir()
    key = key_of(workspace)
    with serving(workspace) as base, fake_qq() as qq, nonebot(folder, qq.port, base, key) as log:
        wait(lambda: "connected" in log.read_text(encoding="utf-8"))
        yield qq, log


def test_an_advert_is_recalled_its_sender_muted_and_the_staff_left_alone(guarded):
    qq, log = guarded
    assert qq.tokens == ["Bearer ob-token"]
    asked = qq.post(QUESTION)
    promo = qq.post(PROMO, user=10002, sender=STAFF)
    staffs = qq.post(ADVERTS[0], user=10002, sender=STAFF)
    first = qq.post(ADVERTS[0])
    wait(lambda: first not in qq.there and qq.called("send_group_msg"))
    (said,) = qq.called("send_group_msg")
    assert said["message"][0] == {"type": "at", "data": {"qq": "10001"}}
    assert "只说面包蛋糕" in said["message"][1]["data"]["text"]
    second = qq.post(ADVERTS[1])
    wait(lambda: second not in qq.there and qq.muted)
    assert qq.called("set_group_ban") == [{"group_id": 7001, "user_id": 10001, "duration": 720 * 60}]
    assert qq.post(QUESTION) == 0
    qq.muted.clear()
    qq.post(ADVERTS[2])
    wait(lambda: qq.gone == {10001})
    assert {asked, promo, staffs} <= set(qq.there)
    assert "ERROR" not in log.read_text(encoding="utf-8")


def test_cards_and_quotations_are_read_and_what_the_bot_cannot_do_is_told(guarded):
    qq, _ = guarded
    card = '{"app": "com.tencent.structmsg", "meta": {"news": {"title": "领券", "jumpUrl": "http://kan.example"}}}'
    shared = qq.post([{"type": "json", "data": {"data": card}}])
    wait(lambda: shared not in qq.there)
    words = [{"type": "text", "data": {"text": ADVERTS[0]}}]
    sender = {"user_id": 10009, "nickname": "阿强"}
    qq.data["get_msg"] = {
        "time": 1, "message_type": "group", "message_id": 51, "real_id": 51, "sender": sender, "message": words,
    }  # fmt: skip
    reported = qq.post(
        [{"type": "reply", "data": {"id": "51"}}, {"type": "text", "data": {"text": "有人发广告"}}], 10003
    )
    qq.failing["delete_msg"] = [{"status": "failed", "retcode": 1200, "wording": "消息已超过可撤回时间"}]
    qq.post(ADVERTS[1], user=10004)
    wait(lambda: qq.called("send_private_msg"))
    told = qq.called("send_private_msg")[0]
    assert told["user_id"] == 10000
    assert "10004" in str(told["message"])
    assert "delete" in str(told["message"])
    assert reported in qq.there
