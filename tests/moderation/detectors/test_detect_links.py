from __future__ import annotations

import pytest

from assistant.errors import ConfigError
from assistant.moderation.detectors import build
from assistant.schema.moderation import Category, Message


@pytest.mark.parametrize(
    "text",
    [
        "大家看看 https://kanjia-free.example/u/88?from=qun",
        "帮忙点一下 http://t.cn/A6abcD",
        "进 abc-shop.vip/x 领券",
        "网站是 gym666点com",
        "打开 gym666。com 就行",
        "gym666[.]com 速看",
        "g y m 6 6 6 . c o m 速看",
        "ｇｙｍ６６６．ｃｏｍ 速看",
        "http://45.33.2.1:8080/dl",
        "https://好运来.中国/抽奖",
        "加群 https://t.me/abcd1234",
    ],
)
def test_foreign_links_are_found(text, hard):
    assert hard("links", text)


@pytest.mark.parametrize(
    "text",
    [
        "官网 www.maizijia.example 上能订吗",
        "https://m.maizi.example/cake/3 我要这个",
        "http://wjw.hangzhou.gov.cn/a/1.html 看通知",
        "https://www.xiehehospital.com.cn/guahao",
        "学校的通知 https://jw.zju.edu.cn/x",
        "导航 https://surl.amap.com/abc",
        "链接打不开是怎么回事",
        "一共 3.5 斤，每斤 12.8 元",
        "路由器后台是 192.168.1.1",
        "发到 abc@maizijia.example 吧",
        "今天下午3点，com 口坏了",
        "文件名是 菜单.docx",
        "看到 3.net 5.cn 这样的编号",
    ],
)
def test_own_neutral_and_no_links_pass(text, hard):
    assert not hard("links", text)


def test_neutral_groups_are_the_clauses_own(hard):
    text = "学校的通知 https://jw.zju.edu.cn/x"
    assert hard("links", text, neutral=["gov.cn"])
    assert not hard("links", text, neutral=["gov.cn", "zju.edu.cn"])


def test_maps_and_services_are_a_doubt_where_the_clause_leaves_them_out(finds):
    for text in ("在这里集合 https://surl.amap.com/abc", "单号到 www.sf-express.com 查"):
        assert not finds("links", text)
        assert [hit.hard for hit in finds("links", text, neutral=["gov.cn"])] == [False]


def test_what_a_telephone_calls_its_own_files_is_no_link(finds):
    assert not finds("links", "file://sdcard/Pictures/cake.jpg")


def test_an_unknown_group_is_a_clear_error(bakery):
    with pytest.raises(ConfigError, match=r"links 的参数 neutral.*goverment"):
        build("links", {"neutral": ["goverment"]}, bakery)


@pytest.mark.parametrize("part", ["url", "title", "ocr", "qr", "quote", "forwarded", "file_name"])
def test_every_part_of_a_message_is_looked_at(part, finds):
    values = {
        "quote": {"id": "0", "text": "看 https://cheap.example/1"},
        "forwarded": [{"sender": "x", "text": "https://cheap.example/1"}],
    }
    message = Message(id="1", text="这个", meta={part: values.get(part, "看 https://cheap.example/1")})
    (hit,) = finds("links", message)
    assert hit.evidence[0].part == part
    assert hit.evidence[0].text.startswith("https://cheap.example")


def test_a_code_that_adds_a_friend_says_so(finds):
    (hit,) = finds("links", Message(id="1", kind="image", meta={"qr": "https://u.wechat.com/EAbcdEfg"}))
    assert hit.hard
    assert hit.evidence[0].why == "加好友的链接"


def test_a_link_in_a_firms_notice_is_left_alone(finds):
    assert finds("links", "【顺风快递】您的包裹已派送，取件码 3-2-1108，详情 http://sf.example/q/1 回复TD退订") == []
    (hit,) = finds("links", "恭喜您中奖，验证码 5188，登录 http://prize.example 领取")
    assert hit.hard


def test_a_betting_site_is_gambling_and_any_other_a_link(finds):
    assert finds("links", "来 https://www.888casino.example/")[0].category is Category.GAMBLING
    assert finds("links", "来 https://www.shop.example/")[0].category is Category.LINK


def test_what_is_written_on_without_a_blank_is_no_part_of_a_host(finds):
    assert finds("links", "社保局网站 https://cdhrss.chengdu.gov.cn可以查") == []
    assert finds("links", "https://hfpc.xm.gov.cn查挂号") == []
    for hidden in ("https://gov.cn中.evil.example/a", "https://gov.cn看evil-shop.com", "https://a.gov.cn.evil.top看"):
        assert finds("links", hidden), hidden
