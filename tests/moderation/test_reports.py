from __future__ import annotations

import pytest

from assistant.moderation.reports import is_report
from assistant.moderation.views import views_of
from assistant.schema.moderation import Message


def reports(text: str) -> bool:
    return is_report(views_of(Message(id="1", text=text))[0])


@pytest.mark.parametrize(
    "text",
    [
        "举报，有人发加V领券 abc123",
        "刚才有人发“加薇信 qx8821 领福利”，大家小心",
        "今天接到刷单电话，大家小心",
        "这是骗子吗：加我微信 qx8821 日赚三百",
        "收到一条短信说贷款当天放款 http://x.example，是真的吗",
        "群主把这个发广告的踢了吧",
        "有人加我微信说是你们客服",
        "大家注意，冒充客服让转账的都是骗子",
        "民警提醒：刷单返利都是诈骗",
        "这个链接是你们发的吗 http://a.example/x",
        "别点那个链接，盗号的",
        "這是騙子嗎，讓我加他",
    ],
)
def test_reports_warnings_and_questions(text):
    assert reports(text)


@pytest.mark.parametrize(
    "text",
    [
        "不是骗子，要的私我",
        "兼职日结，骗子绕道，想做的加我",
        "我做童装批发的，要的加我薇信 qx8821",
        "大家注意啦，加薇信 qx8821 领福利",
        "提醒大家今晚八点直播，加我进群",
        "不要错过，加V领取",
        "刚刚到货，要的私我",
        "昨天发的货没收到的联系我",
        "谨防假货，正品加薇 abc123，需要的私",
    ],
)
def test_who_sells_reports_nothing(text):
    assert not reports(text)
