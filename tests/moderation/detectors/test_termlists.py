"""The lists of terms: every entry finds and leaves alone what it says, and nothing breaks whatever the text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checks.lexicon import disproved
from assistant.checks.terms import load_terms
from assistant.errors import ConfigError
from assistant.moderation.detectors import build
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import Context, Hit
from assistant.moderation.termlists import FOLDER, LISTS, TermList, lexicon_of, packaged
from assistant.moderation.views import views_of
from assistant.moderation.vocabulary import vocabulary_of
from assistant.schema.brand import Brand
from assistant.schema.moderation import Category, Message, Sender

CONTEXT = Context("g", Sender(id="m"), datetime(2026, 11, 20, 10, tzinfo=UTC))
DETECTORS = {name: build("terms", {"list": name}, Surroundings.of(Brand(name="青禾"))) for name in LISTS}
VOCABULARY = vocabulary_of(DETECTORS.values())


#: What is said all day in some honest trade and sounds like another.
SHOP_TALK = """
面团发到翻倍再排气，回温两倍时间
和面放20分钟到半小时，盖湿布
羊肉串子多加孜然，别烤糊了
新收的米记得过秤加个袋子
楼下新盘明天开盘，售楼处排长队
世界杯买球衣的队伍排到街角了
孩子的足球赛胜负不重要
聚餐组局，人均七十块，缺两个
扫码报名那天选下午场
手机尾号抽奖，尾数 3 的领杯垫
红包大小不一样，图个开心
这支口红是我的心水，空瓶了三次
桌游之夜我当庄家，缺三个人
充值 300 返 30 的活动到周日
交了 200 定金，下周拿货
银行卡刷卡加两块手续费
开专票的税号发到群文件了
凭身份证领 2 份，老人先来
应急灯和周转箱都进了一批
我的账号异常，登录不了，重启也不行
填写验证码完成预约就好了
刻个姓名章加急三天
找师父做黄金戒指，一克工费二十
密室里胆子大的来开门
今天那只票涨停了，可惜没买
基金回本了，来请大家喝奶茶
这家养生馆有特色，艾灸做得细
spa 一条龙做完浑身松快
莞式烧鹅和碌鹅都好吃
茶友来了六个，给我安排新茶两斤
来新茶了没，今年的质量高
高仿真花摆客厅挺好看
复刻版的唱片到了，联系我留一张的来取
母狗发情要隔开几天
资源教室的桌子是圆角的
"""

#: Cursing at things, at oneself and among friends.
GRUMBLES = """
傻逼闹钟又没响，迟到了
这个狗日的天气，说下就下
快递真是个废物，一箱鸡蛋全碎了
智能客服就是个智障
老不死的洗衣机又漏水
脑子瓦特了我，带错书
我家那口子就是个神经病，半夜拖地
哈哈你这个土鳖，没坐过这趟车
笑死，你个二百五把盐当糖放
滚，哈哈哈，就你嘴甜
你们俩真是神经病啊笑死我了
死胖子我又来点奶茶了
这只猫真不要脸，抢狗粮
你怎么还不死心
"""
INSULTS = """
你这个土鳖别来
快递站老板是个傻逼
闹钟都比你这个废物准时
你们导航公司全是一群脑残
哈哈，你全家死光
这狗杂种
"""


def found(text: str, *names: str) -> list[Hit]:
    views = views_of(Message(id="1", text=text), VOCABULARY)
    return [hit for name in names or tuple(LISTS) for hit in DETECTORS[name].find(views, CONTEXT)]


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_holds_on_its_own_examples(name: str) -> None:
    made = lexicon_of(name)
    wrong = [(entry.id, *each) for entry in made.entries for each in disproved(made, entry)]
    assert not wrong


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_has_examples_and_sound_expressions(name: str) -> None:
    shared = load_terms(FOLDER / "parts.yaml").parts
    load_terms(FOLDER / f"{name}.yaml", shared, form=TermList)  # tries each expression
    for entry in packaged(name).entries:
        assert entry.finds, entry.id
        assert entry.clean, entry.id


@pytest.mark.parametrize("name", LISTS)
def test_what_one_entry_must_leave_alone_no_list_finds_for_certain(name: str) -> None:
    wrong = [
        (entry.id, text, hit.notes)
        for entry in packaged(name).entries
        for text in entry.clean
        for hit in found(text)
        if hit.hard
    ]
    assert not wrong


@pytest.mark.parametrize("name", LISTS)
def test_triggers_are_named_and_never_keep_a_find_away(name: str) -> None:
    triggers = DETECTORS[name].triggers
    assert triggers
    assert triggers.isdisjoint("的一是了我不人在有他这")
    for entry in packaged(name).entries:
        for text in entry.finds:
            assert found(text, name), text


def test_a_find_says_where_why_and_of_which_category() -> None:
    (hit,) = found("在吗？你们就是一群废物，退钱", "abuse")
    assert hit.hard
    assert hit.category is Category.ABUSE
    assert hit.notes == ("insult-at",)
    assert hit.evidence[0].text == "你们就是一群废物"
    assert hit.evidence[0].start == 3


def test_soft_words_are_no_certain_find() -> None:
    (hit,) = found("普信男太多了", "abuse")
    assert not hit.hard
    assert hit.confidence < 0.8


def test_own_words_are_found_and_exempt_ones_left_alone() -> None:
    surroundings = Surroundings.of(Brand(name="青禾"), phrases=["废物改造营"])
    detector = build("terms", {"list": "abuse", "extra": ["臭卖花的"], "without": ["fool"]}, surroundings)
    views = [
        views_of(Message(id="1", text=text), VOCABULARY) for text in ("你个臭卖花的", "狗东西", "你们废物改造营几点开")
    ]
    hits = [detector.find(each, CONTEXT) for each in views]
    assert hits[0]
    assert hits[0][0].notes == ("own-words",)
    assert not hits[1]
    assert not hits[2]


@pytest.mark.parametrize(
    "params", [{"list": "spam"}, {}, {"list": "abuse", "words": ["x"]}, {"list": "ad", "extra": [""]}]
)
def test_unknown_lists_and_parameters_are_refused(params: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match="terms"):
        build("terms", params, Surroundings.of(Brand(name="青禾")))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_it_and_evidence_lies_inside(text: str) -> None:
    hits = found(text)
    assert hits == found(text)
    for hit in hits:
        for span in hit.evidence:
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == span.text


def test_words_of_the_brands_own_trade_are_soft_in_its_groups() -> None:
    said = views_of(Message(id="1", text="女技师可约，周六下午都有空"), VOCABULARY)
    elsewhere = Surroundings.of(Brand(name="青禾", about="一家花店"))
    at_home = Surroundings.of(Brand(name="松月", about="做推拿和艾灸的小店"))
    (firm,) = build("terms", {"list": "porn"}, elsewhere).find(said, CONTEXT)
    (soft,) = build("terms", {"list": "porn"}, at_home).find(said, CONTEXT)
    assert firm.firm
    assert not soft.firm
    assert soft.confidence < firm.confidence
    goods = Surroundings.of(Brand(name="松月"), trade=["足疗套餐"])
    assert not build("terms", {"list": "porn"}, goods).find(said, CONTEXT)[0].firm


@pytest.mark.parametrize(
    ("strength", "hard", "firm"), [("hard", True, False), ("firm", False, True), ("soft", False, False)]
)
def test_own_words_are_as_strong_as_the_clause_says(strength: str, hard: bool, firm: bool) -> None:
    detector = build(
        "terms", {"list": "other", "extra": ["爬墙"], "strength": strength}, Surroundings.of(Brand(name="青禾"))
    )
    (hit,) = detector.find(views_of(Message(id="1", text="昨天爬墙进来的"), VOCABULARY), CONTEXT)
    assert (hit.hard, hit.firm) == (hard, firm)


@pytest.mark.parametrize("line", SHOP_TALK.strip().splitlines())
def test_nobody_is_certainly_guilty_for_talking_shop(line: str) -> None:
    assert not [hit for hit in found(line) if hit.hard or hit.firm]


@pytest.mark.parametrize("line", GRUMBLES.strip().splitlines())
def test_things_oneself_and_friends_may_be_cursed_at(line: str) -> None:
    assert not [hit for hit in found(line, "abuse") if hit.hard or hit.firm]


@pytest.mark.parametrize("line", INSULTS.strip().splitlines())
def test_people_may_not(line: str) -> None:
    assert [hit for hit in found(line, "abuse") if hit.hard]


CERTAIN = [text for name in LISTS for entry in packaged(name).entries if entry.hard for text in entry.finds]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(CERTAIN), st.data())
def test_nothing_that_is_not_seen_hides_a_find(text: str, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(text)), max_size=6))
    sign = data.draw(st.sampled_from(["\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad"]))
    hidden = text
    for place in sorted(places, reverse=True):
        hidden = hidden[:place] + sign + hidden[place:]
    assert found(hidden), hidden
