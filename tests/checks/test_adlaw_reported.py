"""What others claim and the speaker turns down is no claim; what he then sells with is one."""

from __future__ import annotations

from datetime import datetime

import pytest

from assistant.checks import adlaw
from assistant.checks.context import CheckContext

CONTEXT = CheckContext(at=datetime(2026, 11, 27, 10))

FREE = [
    "客人夸我们全城第一，受不起，汤咸了您直说",
    "隔壁王婶逢人就说我家豆腐天下无双，我脸都红了",
    "有人说这罐堪比母乳，纯胡扯",
    "群里混进来一个说保本保息的，已经踢了，谁转过钱打 110",
    "大家当心。有人在楼道发传单，说贴一张就根治鼻炎",
    "有人私信我买好评，五块一条，我没理",
    "刷单会被封店，员工都看一眼",
    "谁说自家净水器世界第一的，你们信吗？我反正不信",
    "先涨价再打折的事我们不干",
    "零差评我可不敢说，上周就挨了一个",
    "员工不许给自己店写好评返现那一套",
    "“天下第一锅”是隔壁县那家店的名字",
    "“保本高息”四个字，见着就绕道走",
    "顶级两个字删掉了，海报别转了",
    "请问你们和广告里那个“销量第一”差在哪？",
]
CLAIMED = [
    "客人都夸我们全城第一，您来尝尝",
    "有人说我们是全城第一，我们就是全城第一",
    "别信别家，来我们家，全城最低价",
    "骗子才说别家好，我们家全网最低价",
    "平台不让说第一，反正全城销量第一就是我家",
    "刷单会被封店，所以大家换个号分批刷单",
    "隔壁那家的油条是地沟油，别信他，小心拉肚子",
    "“天下第一锅”这几个字我们当之无愧",
    "全城第一，不服来战",
]


@pytest.mark.parametrize("text", FREE)
def test_a_claim_that_is_turned_down_is_free(text: str) -> None:
    assert adlaw.check(text, CONTEXT) == []


@pytest.mark.parametrize("text", CLAIMED)
def test_a_claim_that_sells_stays(text: str) -> None:
    assert adlaw.check(text, CONTEXT)
