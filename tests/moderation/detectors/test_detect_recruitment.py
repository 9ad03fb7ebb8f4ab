from __future__ import annotations

import pytest

from assistant.schema.moderation import Category


@pytest.mark.parametrize(
    "text",
    [
        "诚招代理，不囤货",
        "招兼职，日结 200",
        "宝妈兼职在家就能做，一天两百",
        "月入过万的副业，想学的来",
        "拉 5 个人进群送红包",
        "进群领红包",
        "大家进我的福利群",
        "时间自由，一部手机就能赚钱",
        "诚　招　代　理",
    ],
)
def test_recruitment_is_found(text, hard):
    assert hard("recruitment", text)


def test_click_farming_is_fraud(finds):
    assert finds("recruitment", "刷单一单返 30，做满三单提现")[0].category is Category.FRAUD


@pytest.mark.parametrize(
    "text",
    [
        "店里招人吗",
        "老板还招店员吗",
        "求兼职",
        "怎么进群",
        "今天接到刷单电话，大家小心",
        "我一个月工资 5000",
        "想找个兼职补贴家用",
        "招代理吗",
        "老公月薪 8000 也不够花",
    ],
)
def test_looking_for_work_and_warning_is_not(text, finds):
    assert finds("recruitment", text) == []


@pytest.mark.parametrize(
    "text", ["面试过了，下周一上班，工资日结", "发传单站了一天，日结的", "兼职做了三天，工钱还没结，说是日结"]
)
def test_who_tells_of_her_own_work_recruits_nobody(text, finds):
    assert finds("recruitment", text) == []
