"""Reports in one's own words pass, whatever they tell of; an advert in their manner does not."""

from __future__ import annotations

import pytest
from bakery import Classed, make_bakery, message

from assistant.moderation.cascade import Moderator
from assistant.moderation.rules.loading import packaged_rules
from assistant.schema.moderation import Verdict
from assistant.schema.rules import RuleBook

# What a member tells of, and an advert that begins alike and leads somewhere.
PAIRS = [
    ("有人发 加V领红包 的广告，大家别点", "有人发加V领红包的链接抢不到？我这边稳领，加V kf88231"),
    ("刚才那个说日结三百的，别信啊，我表妹就被套进去过", "刚才那个说日结三百的太少，我这边日结五百，加我 rj55201"),
    ("群里进来个卖烟的，管理员看看", "群里进来个卖烟的都是假货，我家正品批发，电话 13811112222"),
    ("派出所今天来店里宣传了，凡是让你做单垫钱的都是骗子", "派出所都说没问题的正规做单，垫一返二，想做的加薇 zd7710"),
    ("店里提醒一句：我们不会私下加你微信收钱", "店里提醒一句：活动改到私下做了，加我微信 hd20016 转定金"),
    ("昨晚有人私信我，说能低价拿奶粉，一看就是骗人的", "昨晚有人私信我问低价奶粉，统一回复：加 nf6688123 拿货"),
    (
        "我收到一条短信，说快递丢了赔三倍，大家注意",
        "我收到一条短信说快递丢了赔三倍，你们也点这个领 http://kd-lipei.top/x",
    ),
    ("这两天老有人加好友推股票群，拉黑就行", "这两天老有人问股票群，统一在这儿：扫码进 https://u.wechat.com/abcDEF"),
    ("谁把那个发裸聊的踢了，恶心", "谁要那个裸聊的号，我有，扣扣 771200345"),
    ("有个叫阿梅的在挨个私聊卖减肥药，别买，没批号", "有个叫阿梅的减肥药真的有用，找她拿，微信 amei_slim66"),
    ("警察叔叔说了，接到客服退款电话一律挂掉", "警察叔叔说了可以退款，打这个电话办 17012345678"),
    (
        "看到有人转发那个砍一刀，我点了手机就卡，大家别点",
        "看到有人转发那个砍一刀，还差一刀，帮我点下 https://p.pinduoduo.com/aB3",
    ),
    ("对面小区有人被刷单骗了八万，千万当心", "对面小区有人刷单赚了八万，我带，v：sd_8899x"),
    ("那个冒充店长头像的又来了，让我给他转账", "那个冒充店长头像的是假的，我才是店长，定金转我私人支付宝 15900001111"),
    ("请问一下，发贷款广告的是咱们群的人吗，看着不对劲", "请问一下谁要贷款，当天放款不看征信，打 13900008888"),
    ("我妈收到中奖短信要交手续费，吓得我赶紧拦住", "我妈收到中奖短信真领到了，你们也来领，加客服 lj90087"),
    ("有人在群里发赌博网站，已经截图发给客服了", "有人在群里发赌博网站那个太黑，我这个稳：www.yabo8866.vip"),
    ("刚进群就有人加我说可以代办学历，烦死", "刚进群就有人问代办学历，能办，真实可查，加V xl66099"),
    ("提醒姐妹们，说是幼儿园老师收资料费的先打电话问问", "提醒姐妹们，资料费今天截止，扫码付 wxp://f2f0abc"),
    ("隔壁群出了个骗子，先收定金然后拉黑人", "隔壁群出了个好价，先付定金再发货，转我微信 gb5512x"),
    ("他发的那个链接千万别点，盗微信号的", "他发的那个链接打不开，用我这个 http://abc-lingquan.xyz/8"),
    ("居委会让转告：说能代缴社保的都是骗子", "居委会让转告：能代缴社保的找我，13566667777"),
    ("这种“躺着月入过万”的，骗傻子呢", "这种“躺着月入过万”的骗傻子，我们老老实实日入三百，私我"),
    ("昨天的兼职广告谁发的啊，能不能管管", "昨天的兼职广告谁要，名额还剩两个，滴滴我"),
    ("我举报了那个卖假烟的，大家也去举报一下", "我举报了那个卖假烟的，要真烟的加我 yan8866a"),
    ("最近好多人加我，说是做任务返佣，大家被加过没", "最近好多人加我做任务返佣，一单 20 秒到，还要人，来扣1"),
    ("保安说楼下贴的办证小广告都是骗钱的", "保安说楼下贴的办证都骗钱，我办的能查，加薇信 bz330012"),
    (
        "被那个“老中医祖传膏药”坑了两千，引以为戒",
        "被那个“老中医祖传膏药”坑了，后来用我叔的祖传膏药三天断根，要的加 zy5566q",
    ),
    (
        "有群友问能不能发自己店的广告，群主说不行",
        "有群友问能不能发自己店的广告，那我发一个：新店开业全场五折，地址加我微信 xd70012",
    ),
    (
        "收到一个二维码说扫了领鸡蛋，扫之前想问问是店里的吗",
        "收到一个二维码扫了领鸡蛋，你们也扫 https://qm.qq.com/q/ab12",
    ),
    ("那条说奶粉出事的是谣言，官方已经辟谣了", "那条说奶粉出事的是谣言，放心奶粉在我这，批发价，加我 nf2020x"),
    ("有人跟我说刷信誉一天两百，我没理", "有人跟我说刷信誉一天两百太低了，我这三百，做的私聊我"),
    ("请管理员处理一下，上面那位在卖处方药", "请管理员别删，处方药低价，要的加 cf7766k"),
    ("我朋友圈里也有人卖这种三无减肥糖，吃出毛病的", "我朋友圈里卖这种减肥糖，吃了都瘦，看我朋友圈联系"),
    ("银行说了，让你把钱转到安全账户的全是骗子", "银行说了，把钱转到安全账户，账号加我微信 aq00991 发你"),
    ("刚那个陌生人进群就发色图，管理员快处理", "刚那个陌生人发的图不全，全套的加 st66551 看"),
    ("我被拉进一个投资群，里面全是托，大家小心", "我被拉进一个投资群，里面老师真带飞，想进的找我拉"),
    ("这人天天在群里卖保险，客服能不能说说他", "这人天天卖保险太贵，我这边内部价，电话 13712340000"),
    (
        "快递员说最近有人用假面单诈骗，要扫码领礼品，别扫",
        "快递员说可以领礼品，扫这个码关注领 http://lipin.example-gift.top",
    ),
]


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    workspace = make_bakery(tmp_path_factory.mktemp("fairness"))
    book = RuleBook(sets={"default": packaged_rules()})
    # The classifier has no say here: it is not to free what the words alone give away.
    return Moderator(workspace, store=False, classifier=Classed(None), rules=book)


@pytest.mark.parametrize("text", [pair[0] for pair in PAIRS])
def test_who_tells_of_it_is_let_pass(judge, text):
    decision = judge.decide(message(text))
    assert decision.verdict is Verdict.ALLOW, decision.evidence
    assert decision.actions == []
    for span in decision.evidence:
        assert span.why.startswith("转述的：")
        assert text[span.start : span.end] == span.text


@pytest.mark.parametrize("text", [pair[1] for pair in PAIRS])
def test_who_leads_somewhere_is_not(judge, text):
    assert judge.decide(message(text)).verdict is not Verdict.ALLOW


def test_what_is_told_of_is_kept_as_told(judge):
    decision = judge.decide(message("有人发 加V领红包 的广告，大家别点"))
    assert (decision.verdict, decision.rule) == (Verdict.ALLOW, None)
    assert [span.text for span in decision.evidence] == ["加V"]
    assert "没有算在发的人头上" in decision.reason


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("有人发“低价香烟 加V abc88123”，大家别买", Verdict.ALLOW),
        ("有人发“低价香烟 加V abc88123”", Verdict.REVIEW),
        ("有人发：低价香烟 加V abc88123，大家别错过", Verdict.REVIEW),
        ("兼职日结三百，不骗人，想做的来", Verdict.BLOCK),
    ],
)
def test_a_way_to_somebody_passes_only_in_quotation_marks_and_with_a_word_on_it(judge, text, verdict):
    assert judge.decide(message(text)).verdict is verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("你骂谁呢，大家评评理", Verdict.ALLOW),
        ("这个是什么意思", Verdict.ALLOW),
        ("👆", Verdict.REVIEW),
        ("需要的看这个", Verdict.REVIEW),
    ],
)
def test_who_answers_another_is_asked_about_only_where_she_shows_it_around(judge, text, verdict):
    quote = {"id": "q", "sender": {"id": "u7"}, "text": "厂家直销童装，加我微信 abc88123"}
    assert judge.decide(message(text, kind="quote", meta={"quote": quote})).verdict is verdict
