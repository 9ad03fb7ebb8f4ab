"""Members who sell: a price with an invitation, goods passed on, cheaper than the shop. Asking a price is none of it."""

# ruff: noqa: E501 - an expression stays on one line, where it can be searched for
from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.moderation.asked import clause_around, is_asking
from assistant.moderation.detectors.base import Found, NoParams, TextDetector, spelt
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import View
from assistant.schema.moderation import Category
from assistant.text.readings import Reading

_FIGURE = r"(?:\d[\d.]{0,6}|[一两二三四五六七八九十百千几半]{1,6})"
_PRICE = rf"(?:¥ ?{_FIGURE}|{_FIGURE} ?(?:元|块钱?|rmb|r(?![a-z])|米(?=[，。 包出]|$)|💰|刀(?=[，。 ]|$))|[\d.]+(?:包邮|出|自提|/(?:斤|份|个|箱|盒|只|袋|位|人|月|晚|次|套|件)))"
_NEAR = r"[^。！？\n]"
# Goods of one's own passed on: 出一台…, 低价转, 闲置出.
_PASSED = re.compile(
    rf"(?:^|[，。！；\n ]|姐妹们?|宝妈们?|大家|有人要|谁要|家人们)[，、 ]?(?:我|本人)?(?:有)?(?:个|一个)?(?:低价|便宜|诚心|诚信|急|亏本|白菜价|半价|原价|现)?"
    rf"(?:出(?:个|一|两|几|台|张|套|件|辆|款|全新|闲置|九成|[89]成|二手|自用|几乎|(?=[^。！？\n，]{{2,14}}{_PRICE}))|转(?:让|卖|手|个|一|出|闲置)|甩卖|清仓|出售|处理(?:一|个|几|闲置))"
    rf"(?!门|去|来|了|院|生|汗|错|差|国|发|诊|口|现|示|单|票|货|行|售票|人|手机号|钱|账|接){_NEAR}{{2,40}}?{_PRICE}"
)
_IDLE = re.compile(
    rf"(?:闲置|二手|[八九89]成新|全新未拆|几乎(?:全新|没用)|没用过|买多了|囤多了|尺码不合适|用不上了){_NEAR}{{0,24}}?(?:便宜出|低价出|低价转|转让|转卖|转出|出了|出掉|转给|{_PRICE}(?:出|转|包邮|自提|带走|拿走))"
    rf"|(?:闲置|用不[着上]了?|不用了|多[囤买]了|[囤买]多了|就?用过[一两二三几]?[次回]|没(?:怎么)?用过?|没拆(?:封)?|[九8八]成新){_NEAR}{{0,24}}?{_FIGURE}(?:元|块)?(?:[一每/][箱盒袋个件台套本只双])?(?:带走|拿走|给有缘人|给姐妹|不议|便宜给|包圆|打包走)"
    rf"|(?:有人|谁)(?:想)?(?:收|要){_NEAR}{{1,14}}?(?:吗|么|？|，){_NEAR}{{0,24}}?(?:我有|手里有|家里有|手上有){_NEAR}{{0,12}}?(?:要出|出掉|便宜出|低价出|转掉|想出|出了)"
    r"|(?:便宜出|低价出|低价转|亏本出|忍痛出|白菜价出|半价出|原价转|平价转|诚心转让)"
)
_INVITE = (
    r"(?:包邮|要的|需要的|想要的|有意|感兴趣|喜欢的|欢迎|可(?:送货|自提|代发|发货|上门|预约|批发|零售|接龙)|送货上门|先到先得|现货|量大(?:从优|优惠)|支持(?:一件代发|批发|走平台)|一件代发|"
    r"接单|接龙|下单|预定|预订|拼团|团购|批发|代购|代买|自提|出货|抢(?:购|到)|速来|速抢|手慢无|私|滴|联系|扫码|加(?:我|群|微)|名额|试听|体验|报名)"
)
_MINE = r"(?:我家|我们家里?|自家|自己家|咱家|我妈|我婆婆|我老家|我们(?:店|厂|工厂|工作室|这边)|本(?:店|厂|工作室|人)|我做|我卖|我是做|我是卖|我这(?:里|边|儿)?(?:有|卖|做)|我朋友(?:开|家|做|卖|店)|朋友(?:的|家)?(?:店|厂)|老公(?:厂|店|开)|亲戚(?:家|开))"
_OWN_OFFER = re.compile(
    rf"{_MINE}{_NEAR}{{0,30}}?(?:{_PRICE}{_NEAR}{{0,16}}?{_INVITE}|{_INVITE}{_NEAR}{{0,16}}?{_PRICE}|(?:厂家|一手|批发|代理|免费试听|免费体验|货源|代购|代发|低价|便宜[卖出]|有(?:需要|想要|要)的))"
)
_PRICED = re.compile(
    rf"{_PRICE}{_NEAR}{{0,12}}?(?:包邮到?家?|量大从优|一件代发|手慢无|要的(?:私|滴|加|扣|来|说|联系|举手|接龙|速)|需要的(?:私|滴|加|联系|说)|想要的(?:私|滴|加|联系|说|找)|可刀|不刀|走闲鱼|自提|可小刀|支持走平台)"
    rf"|(?:全新|现货|秒发|正品|专柜|代购|海淘|原单|尾单){_NEAR}{{0,20}}?{_PRICE}{_NEAR}{{0,10}}?(?:包邮|要的|需要|联系|私|加|有意)"
)
_CHEAPER = re.compile(
    r"比(?:店里|这里|这家|群里|他们|你们|它家|他家|专柜|超市|实体店|某宝|淘宝)(?:卖的?|的|都|还|要)?[^。！？\n]{0,4}?(?:便宜|低|划算|实惠)[^。！？\n]{0,14}?"
    r"(?:找我|问我|私|滴|加我|联系|要的|需要的|想要的|我(?:这|家|有|代理|拿)|拿货)"
)
_SERVICE = re.compile(
    r"(?:本人|专业|承接|长期|诚信)[^。！？\n]{0,8}?(?:承接|办理|回收|代办|上门|维修|开锁|疏通|代写|代购|代开|收购|高价收|出租|招租|清洗|搬家)"
    r"|(?:代充|代抽|代练|慢充|代下单|代拍|代付)[^。！？\n]{0,20}?(?:[一二三四五六七八九1-9.]+折|半价|便宜|低价|全网|长期|稳定|到账|报价|接单|要的|需要的|戳|私|联系|加我)"
    r"|(?:房屋|店面|商铺|车位)(?:出租|转租|转让|出售)|(?:高价|上门|长期)(?:回收|收购)|(?:办证|刻章|开发票|代开(?:发)?票)"
)
_PRAISED = re.compile(
    r"报我(?:的)?(?:名字|名|手机号?|号)(?!吗|错)|(?:大家|姐妹们?|邻居们?|各位|有空|都|快|多多|求)(?:快|都|多)?(?:来|去)?(?:捧场|捧个场|照顾生意|支持一下生意)"
    r"|我(?:家|们)?(?:表|堂|大|小)?(?:姐|哥|弟|妹|妈|爸|婆婆|同学|闺蜜|亲戚|老公|老婆|朋友|姨|叔|舅|邻居)家?(?:新)?(?:开|做|卖)(?:的|了)[^。！？\n]{0,20}?(?:开业|[一二三四五六七八九\d]折|优惠|半价|体验|试听|便宜|特价|免费)"
    r"|(?:^|[，。！；\n ])出(?:个|一些?|几个?)?(?:闲置|二手)|(?:本人|个人)(?:低价|急)?(?:转让|出售|出租)"
)
_KINDS = (
    (_PRAISED, "替自家或熟人揽客", 0.85),
    (_PASSED, "自己转卖东西", 0.88), (_IDLE, "自己转卖东西", 0.85), (_OWN_OFFER, "替自家或别家卖东西", 0.9),
    (_PRICED, "报价揽客", 0.88), (_CHEAPER, "拉人去别处买", 0.93), (_SERVICE, "揽生意", 0.85),
)  # fmt: skip
# The shop's own word is spoken of: 你们那个包邮吗, 店里 39 元包邮.
_SHOPS = re.compile("你们|你家|店里|老板|客服|咱们?店|贵店|群主|下单了|买了|收到|退|订单|付了|花了")


class PriceInvitation(TextDetector):
    """Finds offers of members."""

    name = "price_invitation"
    #: Recognised in disguise as well.
    words = spelt("代购 批发 厂家 货源 包邮 拿货 低价转 转让 回收 代办 办证 刻章 代开发票")
    triggers = frozenset(
        {
            *"¥元块💰售", "包邮", "自提", "转让", "转卖", "低价", "便宜", "闲置", "二手", "成新", "全新", "我家", "自家", "咱家", "我做", "我卖", "我这", "批发", "厂家",
            "代购", "代理", "本店", "本厂", "们店", "们厂", "友开", "友家", "友店", "比店", "比这", "比群", "比他", "比你", "比超", "比专", "比实", "比淘", "比某", "承接", "回收", "代办", "上门", "代开", "招租",
            "出租", "转租", "办证", "刻章", "收购", "维修", "开锁", "疏通", "代写", "清洗", "搬家", "甩卖", "清仓", "出个", "出一", "用不", "买多", "囤多", "老家", "公厂", "亲戚", "报我", "捧场", "捧个", "照顾", "新开", "用过", "有缘", "带走", "拿走", "不议", "代充", "代抽", "代练", "慢充", "代拍", "代付", "代下", "人收", "谁收", "人要", "谁要", "家开", "姐开", "哥开", "弟开", "妹开", "学开", "蜜开", "公开", "婆开", "妈开", "爸开", "姨开", "叔开", "舅开", "出闲", "出二", "本人", "/斤", "/箱", "/盒", "/份", "/位",
            "/件", "/个", "/套",
        }
    )  # fmt: skip

    def look(self, reading: Reading, view: View) -> Iterator[Found]:  # noqa: ARG002 - one signature for all
        """Yield the offers of one reading."""
        text = reading.text
        for pattern, why, confidence in _KINDS:
            for match in pattern.finditer(text):
                low, high = clause_around(text, *match.span())
                if is_asking(text, *match.span()) or (
                    _SHOPS.search(text, low, high) and pattern not in (_CHEAPER, _PRAISED)
                ):
                    continue
                yield Found(*match.span(), why, True, confidence, Category.AD)


def make(params: NoParams, surroundings: Surroundings) -> PriceInvitation:  # noqa: ARG001 - one signature for all
    """Build the detector."""
    return PriceInvitation()


Params = NoParams
