"""Figures that claim nothing: list markers, idioms, articles, names of festivals, vitamins and links."""

from __future__ import annotations

import re

from assistant.text.patterns import Pattern

_CN = "一二两三四五六七八九十"

_MARKERS = Pattern(
    r"(?m)^[ \t>*\-•·]*(?:第?[一二三四五六七八九十]{1,2}[、.)）：](?!\d)|第[一二三四五六七八九十\d]{1,2}[，,：:\s]"
    r"|\d{1,2}(?:[.、)）．](?!\d)|\s*\ufe0f?\u20e3)|[（(]\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s?[）)])"
    r"|(?<=[。；;！!？?])\s?(?:(?:1\d|20|[1-9])(?:[.)）．](?!\d)|、(?!\d))|[（(](?:1\d|20|[1-9])[）)])"
    r"|\d\ufe0f?\u20e3|[①-⑳❶-❿⑴-⒇]"
)
_FESTIVALS = Pattern(
    r"双(?:11|12|十一|十二|旦|节)|(?<![\d.¥$价要卖到仅减省满付需降返抵免惠宜券送补])(?:618|520|1024|315)(?![\d.,]"
    r"|\s?[-~到至]\s?\d|\s?[/／元块件份折%人名位个包瓶支罐箱袋盒套张片斤克])|三八(?:妇女节|女神节|节)|六一(?:儿童节|节)?|五一(?:劳动节|假期"
    r"|小长假|黄金周|节)"
    r"|十一(?:假期|国庆|黄金周|长假)|五四(?:青年节)?|七夕|重阳|三伏天?|[初头末中]伏|三九天?|数九"
    r"|二十四节气|(?:正月|腊月|冬月|农历)?(?:初[一二三四五六七八九十])"
    r"|(?:正月|腊月|冬月|农历[一二三四五六七八九十]{1,2}月"
    r"|[一二三四五六七八九十]{1,2}月)(?:廿[一二三四五六七八九]|十五)(?!日|号)|大年(?:三十"
    r"|初[一二三四五六七])|八一建军节|七一"
)
_IDIOMS = Pattern(
    "一下子?|一点(?:点|儿|也|都|没)?(?![半钟整\\d前后到至])|一些|一起|一块儿?(?=去|来|聊|玩|吃|做"
    "|儿|参与|学|看)|一边|一直|一样|一般|一会儿?|一旦|一定|一律|一共|一并|一同|一致|一时|一切"
    "|一路|一向|一身|一手|一心|一带|一流|一线|一面"
    "|一半天|一天天|一年一度|一年四季|一日三餐|一日之计|三餐|四季|五官|五谷杂粮|五谷|千万(?=别|不"
    "|要|记|注意|小心|当心|留)|万一|万分|百般|十分(?!钟|之)|十足|百里挑一|九牛一毛|七上八下"
    "|乱七八糟"
    "|三三两两|三天两头|三言两语|三心二意|两头|两边|两侧|两旁|两全|一举两得|一石二鸟|五颜六色"
    "|四面八方|五花八门|七嘴八舌|千家万户|千千万万|万能|万事|一家人|一家三口|三口之家|一家四口"
    "|四口之家|两口子|小两口|一日游"
    "|(?:[这那过近头]|(?<!提)前)两[天年次个](?!月)|[这那前近]几[天年次个周]|过几天|一两[句个次样件位](?!月)"
    "|两三[句个次样](?!月)|三五(?:好友|成群|个好友)|前后[一两]天|半天(?!内|时间|课|班)|半夜|半路"
    "|半成品|多半|大半|(?<![付收退抵扣交])一半(?!的?(?:[定订押]金|手续费|学费))|一大半"
    "|二胎|三胎|二宝|三宝|大宝|老二|老三|二手|二维码|三角|三明治|四边|五子棋|六神|七巧板|八宝"
    "|九宫格|百科|百货|百搭|百合|百香果|千层|千张|万花筒|三文鱼|三七|十字|十字绣|五香|五金|八角"
    "|八卦|九层塔|四肢|四个角|三轮车|四轮|两用|百宝|三维"
    "|一对一|1对1|一比一|一问一答|一来二去|一前一后|一左一右|一大一小|一人一[票句份个]|一天到晚"
    "|一年到头|从一而终|说一不二|独一无二|数一数二|二话不说|三思|五一十|一五一十|再三"
    "|不管三七二十一|朝九晚五|零食|零钱|零距离|零碎|零散|万圣节|百日宴|百天照|百天宴"
    "|[一1]米线|第[一二三四五六七八九十\\d]{1,2}(?:次|步|天|周(?!年)|点|个|口|招|种|条|句|问|章"
    "|部分|块|眼|胎|方面|层|件事|时间|年|段|阶段|顿|晚|餐|类|样|位(?=老师|妈妈)|遍|道|关|轮|项"
    "|堂课)(?!半价|免费|\\d|打)|第三方|第一[，,：:]|第[二三四][，,：:]"
    "|其[一二三](?=[，,：:是])|(?<!分)之一|(?<!分)之二|星期天|礼拜天|多一[分点]|少一[分点]"
    "|一[言字目口气股阵味丝层排圈整连刻番概头旁]|统一|唯一|单一|专一|万里|千里"
)
# 一 before a measure word is an article unless a limit, a gift or a count-down stands before it.
_ARTICLE = Pattern(
    r"(?<!最后)(?<!只剩)(?<!仅剩)(?<!还剩)(?<!每人)(?<!限购)(?<!限领)(?<!各送)(?<!半价)[一](?=个(?!半"
    r"|月|小时|工作日|季度|星期|礼拜|钟)|位|份|件|条|张|次|句|遍|杯|碗|口|家|种|款|只|双|把|根|片"
    r"|套|盒|包|袋|罐|瓶|支|节|堂|步|招|项|类|本|首|顿|餐|场|群|批|声|面|眼|名|道|颗|粒"
    r"|块(?![钱\d毛])|袋|勺|滴|层|段|篇|页|"
    r"天(?!内|以内|之内|后|半)|晚(?!内)|夜|周(?!内|后|以内|岁|年)|年(?!内|后|以内|半|质保|免)|日(?!内))"
)
_CLAIM_BEFORE = Pattern(r"(?:买|送|赠|限|每人|剩|最后|免|得|领|第|满|加|各|换|返|减|共|每[户单家]|购|提前)\s?$")
_NAMES = Pattern(
    r"https?://\S+|www\.\S+|(?<![A-Za-z\d])[A-Za-z]{1,2}-?\d{1,2}(?![\dA-Za-z.]|[个件元块折%])"
        r"|(?<![A-Za-z])[A-Za-z]\d{1,2}[A-Za-z](?![A-Za-z\d])|[Oo]mega-?[369]"
    r"|(?<!\d)[234][DdKkGg](?![A-Za-z\d])|(?<![\d.¥])12\d{3}(?![\d.]|\s?[元块])|\d*\*{2,}\d*"
)  # fmt: skip
_FIRST = (_MARKERS, _FESTIVALS, _NAMES)
_BLANK = "•"


def blank_names(view: str, names: Pattern | re.Pattern[str] | None = None) -> str:
    """``view`` with list markers, festivals, links and ``names`` replaced by bullets of the same length.

    ``names`` matches the names the brand's own facts carry (小熊3号): a number in a name is no claim.
    """
    if names is not None:
        view = names.sub(_blank, view)
    for pattern in _FIRST:
        view = pattern.sub(_blank, view)
    return view


def blank_harmless(view: str) -> str:
    """``view`` with idioms and 一 as an article replaced by bullets of the same length."""
    view = _IDIOMS.sub(_blank, view)
    return _ARTICLE.sub(
        lambda match: match[0] if _CLAIM_BEFORE.search(view[max(0, match.start() - 3) : match.start()]) else _BLANK,
        view,
    )


def list_lengths(view: str) -> set[int]:
    """How many points the lists of a text have: what 下面 3 点 may truly say."""
    marks = [match[0] for match in _MARKERS.finditer(view)]
    lengths = {len(marks)} if marks else set()
    options = len(re.findall(r"(?:(?<=[\s，。；;：:？?])|^)[A-Da-d](?=[.、．:：)）\s])", view))
    bullets = len(re.findall(r"(?m)^\s*[-•·*✅✔☑]", view))
    return lengths | {each for each in (options, bullets) if each > 1}


def _blank(match: re.Match[str]) -> str:
    return _BLANK * (match.end() - match.start())
