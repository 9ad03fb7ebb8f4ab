"""The words a clause of a group's terms is made of: one small pattern each, over text without blanks.

Text is narrow (ASCII digits and colons), lower case, Simplified and without white space before these are tried.
"""

from __future__ import annotations

from assistant.knowledge.festivals import FESTIVALS
from assistant.knowledge.hours import CLEAR_TIME, DASH, TIME, WEEKDAYS
from assistant.schema.contracts import DraftKind
from assistant.text.numerals import CHINESE
from assistant.text.patterns import Pattern

_N = f"(?P<n>\\d+|[{CHINESE}]+)"
_MOST = "(?:最多|至多|顶多|不超过|不得超过|不要超过|不能超过|别超过|不多于|不大于|上限|限|只|仅|封顶|控制在|以内)"
_SEND = "(?:只?能?可?以?发送?|推送?|接|打|做|来|安排|放|搞|上|出)"

_PROMO = (
    "促销|广告|优惠活动|优惠信息|优惠|团购接龙|团购|接龙|推广|营销|推销|卖货|卖东西|卖课|带货|活动信息|活动|打折信息|"
    "产品信息|商品信息|商品链接"
)
KIND_WORDS: dict[str, frozenset[DraftKind]] = {
    _PROMO: frozenset({DraftKind.PROMO}),
    "话题|互动|聊天|闲聊": frozenset({DraftKind.TOPIC}),
    "干货分享|干货|知识分享|知识|科普|文章": frozenset({DraftKind.SHARE}),
    "消息|信息|内容|东西|群发|推送|发言": frozenset(DraftKind),
}
KIND = Pattern("|".join(f"(?P<k{number}>{words})" for number, words in enumerate(KIND_WORDS)))
KINDS = tuple(KIND_WORDS.values())
_ANY_KIND = "(?:" + "|".join(KIND_WORDS) + ")"

#: Whole segments: what a segment says must be all it says.
KIND_LIST = f"{_ANY_KIND}(?:[、,和跟与或及]{_ANY_KIND})*"
#: What members may not post either; it says nothing about drafts.
_ALSO = "(?:外部链接|外链|链接|二维码|拉票|投票|砍一刀|小程序|拉人|刷屏|谣言|政治内容|无关内容)"
_GROUP = "(?:这里|本群|这个群|这群|我们群|咱们群|此群|群里|群内|该群|我群)?(?:里|内)?"
_NEVER = "(?:一律|坚决|从来|绝对|统统|都|也|全部|任何时候都?)?"
_NO = "(?:不|别|不要|不许|不准|不允许|避免|禁|不能|不可以|不可|不得|禁止|严禁|请勿|勿|谢绝|拒绝|杜绝|莫)"
NOT_TAKEN = Pattern(
    f"{_GROUP}(?:是)?{_NEVER}(?:{_NO}(?:发布|发|接受|接|收|打|推|做|放|搞|出现|有|允许)?(?:任何|一切|各种|各类|所有|什么)?(?:形式的|类型的)?"
    f"(?:{_ALSO}[、,和及或])*(?P<kinds>{KIND_LIST})(?:[、,和及或]{_ALSO})*(?:类|的)?(?:消息|内容|信息)?|(?P<sell>不卖货|不卖东西|不推销|不带货|不卖课|不做买卖|无广告|零广告))(?:了|哦|哈|的)?(?:群)?"
)
NOT_TAKEN_REVERSED = Pattern(
    f"{_GROUP}(?P<kinds>{KIND_LIST})(?:类|的)?(?:消息|内容|信息)?(?:在本群|在群里|本群)?{_NEVER}"
    "(?:不发|不接|不收|免谈|勿发|勿进|勿扰|禁止|不允许|不要发|别发|不能发|不可以发|禁入|莫发)(?:了|哦)?"
)
ONLY_TAKEN = Pattern(
    f"{_GROUP}(?:只|仅|就|纯|专门)(?:接受|接|收|发|聊|做|讲|讨论|要|看|推|分享)?(?P<kinds>{KIND_LIST})(?:类|的)?(?:内容|消息)?(?:群)?(?:了|哦|哈)?"
)
_SUBJECT = r"(?P<subject>[^,。;不勿只才]{1,16}?)"
UNWANTED = Pattern(
    f"{_GROUP}{_NEVER}{_NO}(?P<verb>提及|提到|提|聊到|聊|谈论|谈到|谈|讨论|说|涉及|出现|讲|写)(?:任何|一切|各种|所有)?(?:跟|和|与|有关|关于)?"
    f"{_SUBJECT}(?:(?:相关|有关|方面|之类|类)的?)?(?:的?(?:内容|话题|事情|事|问题|字眼|词|字样))?(?:了|哦|哈)?"
)
UNWANTED_SENT = Pattern(
    f"{_GROUP}{_NEVER}{_NO}(?:发布|发|出现|有)(?:任何|一切|各种|所有)?(?:跟|和|与|有关|关于|涉及)"
    f"{_SUBJECT}(?:(?:相关|有关)的?|的)(?:内容|话题|消息|信息|东西|图片|文章)"
)
WORDLIKE = ("提及", "提到", "提", "说", "出现", "写")

REGIONS = (
    "新疆|西藏|内蒙古?|青海|宁夏|甘肃|海南|云南|贵州|广西|四川|黑龙江|吉林|辽宁|河北|山西|陕西|河南|湖北|湖南|山东|安徽|"
    "江苏|浙江|江西|福建|广东|北京|上海|天津|重庆|香港|澳门|台湾|港澳台|港澳|海外|国外|境外"
)
NO_SHIP = Pattern(
    f"(?P<regions>(?:{REGIONS})(?:[、,和跟与及]?(?:{REGIONS}))*)(?:等?(?:地区|地|省|省份|这几个地方|几个省)?)?(?:的?(?:订单|快递|货|地址)?)?"
    "(?:暂时|暂|目前|都|一律|均|也)?(?:不发货|不发快递|不发|不寄|不配送|不送货|不邮寄|不支持发货|不支持配送|发不了货?|寄不了|寄不到|送不到|无法发货|无法配送)(?:了|哦)?"
)

EMOJI_WORD = "(?:表情符号|表情|emoji)"
NO_EMOJI = Pattern(
    f"{_GROUP}{_NEVER}(?:{_NO}(?:使用|用|带|加|发|放|出现|有)|不带|无|零)(?:任何|什么)?{EMOJI_WORD}(?!包)(?:了|哦)?"
)
EMOJI = Pattern(
    f"(?:(?:每条|一条|单条)(?:消息|话题|促销|内容)?(?:里|中)?)?(?:{EMOJI_WORD}{_MOST}?(?:用|放|带|加)?{_N}个(?:以内|封顶)?|"
    f"{_MOST}(?:用|放|带|加)?(?P<n2>\\d+|[{CHINESE}]+)个{EMOJI_WORD})"
)
_WRITE = "(?:全部|一律|统一|都|全|请|要|必须|只)*(?:使用|用|写|发|以|是)"
TRADITIONAL = Pattern(
    f"{_GROUP}(?:(?:文案|消息|内容|所有消息|文字|发言)*{_WRITE}?(?:繁体|正体)(?:中文|字)?(?:书写|发布|发送|发|写|来写|为主)?|"
    "不用简体字?|不写简体字?)(?:哦|哈)?"
)
SIMPLIFIED = Pattern(
    f"{_GROUP}(?:(?:文案|消息|内容|所有消息|文字)*{_WRITE}(?:简体)(?:中文|字)?(?:书写|发布|发送|发|写)?|不用繁体字?|不写繁体字?)"
)

#: Pieces inside a segment; what is left after all of them must be filler, or the clause stays a reminder.
_PERIODS = "(?P<per>天|日|周|星期|礼拜|月)"
COUNT = Pattern(
    f"(?:每|一|1|单)个?{_PERIODS}(?:之?内|里)?(?:最多)?(?:{_ANY_KIND})??{_MOST}?{_SEND}?{_MOST}?{_N}(?:次|条|则|个|回|篇|场|遍|波|轮)(?:以内|之内|封顶|为限|以下)?"
)
COUNT_REVERSED = Pattern(f"{_MOST}?{_N}(?:次|条|则|个|回|篇|场|遍)(?:{_ANY_KIND})?(?:/|每)个?{_PERIODS}")
COUNT_SEVERAL_WEEKS = Pattern(
    f"(?:每|隔)?(?P<weeks>两|2|三|3|四|4|隔)个?(?:周|星期|礼拜){_MOST}?{_SEND}?(?:一|1)(?:次|条|回)"
)
COUNT_BARE = Pattern(
    f"{_MOST}{_SEND}?{_N}(?:次|条|则|个|回|篇|场)(?:以内)?|{_SEND}(?P<n2>\\d+|[{CHINESE}]+)(?:次|条|篇)"
)
EVERY_OTHER_DAY = Pattern("(?:每)?隔(?:一|1)?[天日](?!以)")
GAP = Pattern(
    f"(?:(?:两|每|2)(?:次|条|个|场|轮)(?:{_ANY_KIND})?|前后两次|{_ANY_KIND})?(?:之间|中间|彼此)?的?(?:要|得|应|必须|需)?(?:至少|最少|起码)?(?:要|得)?"
    f"(?:间隔|相隔|隔开|隔|相差)(?:至少|最少|起码|不少于|不低于|不小于)?(?:要)?{_N}个?(?P<unit>天|日|周|星期)(?:以上|及以上|起)?(?:才)?(?:发|做|推)?(?:(?:一|1)[次条])?"
)
GAP_WITHIN = Pattern(f"{_N}(?:天|日)(?:之?内)?(?:{_MOST}?{_SEND}?(?:一|1)(?:次|条)|不(?:重复发?|发第二[次条]|再发))")
LENGTH = Pattern(
    "(?:正文|每条|单条|每篇|一条|篇幅|字数|长度|文字|文案|每次|全文)*"
    f"(?:{_ANY_KIND})?(?:正文|字数|长度|篇幅)?(?:都|请|要|尽量)??{_MOST}?(?:在)?{_N}个?字(?:以内|之内|以下|内|封顶)?"
)
LENGTH_RANGE = Pattern(
    f"(?:正文|每条|单条|每篇|篇幅|字数|长度|文案)*(?:{_ANY_KIND})?(?:正文|字数)?(?:控制在|在|写)?(?P<least>\\d+|[{CHINESE}]+)(?:字)?(?:-|~|到|至)(?P<n>\\d+|[{CHINESE}]+)个?字(?:之间|以内|左右)?"
)
LENGTH_SIGN = Pattern(f"{_MOST}|以内|之内|以下|字内|封顶")

_HOUR_RANGE = (
    f"(?:{TIME}{DASH}(?:次日|第二天|隔天|翌日)?{CLEAR_TIME}|{CLEAR_TIME}{DASH}(?:次日|第二天|隔天|翌日)?{TIME})"
)
HOURS = Pattern(_HOUR_RANGE)
AFTER = Pattern(f"(?:过了?)?(?P<time>{CLEAR_TIME})(?:之后|以后|后|过后|起|开始)|过了(?P<time2>{CLEAR_TIME})")
BEFORE = Pattern(f"(?P<time>{CLEAR_TIME})(?:之前|以前|前)")
DAYS = Pattern(WEEKDAYS)
HOLIDAYS = Pattern("法定节假日|节假日|法定假日|法定假期|公共假期|公众假期")
FESTIVAL = Pattern("|".join(sorted(FESTIVALS, key=len, reverse=True)) + "|双11|双12")

#: Not sent, not disturbed.
NEGATIVE = Pattern(
    f"{_NO}(?:发送|发布|发|推送|推|打扰|扰|接|群发|艾特|@|营业|更新|排|安排|放|做|搞|有)|免打扰|勿扰|免扰|静音|禁言|安静时间|休息时间|静默|保持安静|停发|停更"
)
OUTSIDE = Pattern("(?:之外|以外|外)的?(?:其他|其余)?(?:时间|时段|日子)?")
EXCEPT_DAY = Pattern("^除了?")
#: 周五只发促销 is about Fridays, not about promotions.
ONLY_KIND = Pattern(f"(?:只|仅)(?:能|可以|可|会)?(?:发|推送|推|接|聊|做|收){_ANY_KIND}|(?:只|仅)(?:聊天|闲聊|互动)")
#: 周日休息: the whole day.
DAY_OFF = Pattern("·休息(?!时)")
ONLY = Pattern("才|只|仅|固定|限")
SENT = Pattern("发送|发布|发|推送|推|接|安排|放|做|搞|打")

#: Words that make a clause soft, conditional or an exception: it is then left to the operator.
BLOCKERS = Pattern(
    "不只|不仅|不光|不一定|不限|不必|未必|尽量|最好|原则上|一般|通常|建议|少发|少用|少提|可能|如果|若|除非|遇到|遇|提前|同意|批准|审核|允许|例外|但|不过|然而|"
    "没有|非|看情况|酌情|灵活|商量|另行|另外|再说|其他|其余|至少发|不少于.条|暂|左右|大概|大约|问过|报备|特殊|视|偶尔|可以不|也行|优先|轮流|季度|一年|每年|"
    "群友|成员|大家可|会员可|你们|自己发|私下|私聊|是否|不是|没"
)
EXCEPT_FOR = Pattern("^除了?(?P<what>.+?)(?:之外|以外|外)$")
EXCEPTION = Pattern("^(?P<what>.+?)(?:除外|不受此限|不受限制|不在此列|不算|不计|例外)$")
# The name of a clause before a colon: it says what the clause is about, not what it demands.
LABEL = Pattern(r"^[^:,\d]{0,6}(?:打扰|安静|静默|静音|勿扰|休息|规矩|约定|提醒|注意|要求|时间|时段)[^:,\d]{0,2}:")
REST = Pattern("打扰|安静|静默|静音|勿扰|休息")
NOTICE = Pattern("(?:紧急|重要|停课|停业|放假|临时|天气|上课|开课|官方|系统|突发|安全)*(?:通知|公告|提醒|情况)")

FILLER = Pattern(
    "次数|频率|这里|本群|这个群|这群|我们群|咱们群|我们|咱们|群里|群内|请|统一|一律|任何|所有|一切|各种|各类|都|均|也|的|了|哦|哈|呀|啊|吧|才能|才可以|才会|才|只能|只可|只会|只在|只|仅限|仅在|仅|"
    "可以|能够|能|会|要|必须|固定|安排|放在|限于|限|在|于|是|为|时间段|时间|时段|这天|这段|当天|那天|每逢|逢|每天|每日|天天|全天|一整天|整天|"
    "闭馆|店休|休馆|打烊|公休|闭店|静音|群发|发送|发布|发|推送|推|打扰|扰|接|做|搞|打|出|上|以及|或者|还有|和|跟|与|及|或|、|:|到|每周|每个月|每月|每|最多|不超过|条|次|·|"
    '时候|期|新|硬性|类|相关|有|里|内|之|给|本店|店里|群|一起|集中|规定|约定|\\(|\\)|“|”|"|!|。'
)

#: What goes on in a span of hours; only filler where the hours themselves are given.
CONTEXT = Pattern("补觉|午休|午睡|休息|睡觉|睡眠|训练|上课|上班|开会|直播|做题|自习|哄睡")
#: A further prohibition beside those that were read; it takes nothing back from them.
FURTHER = Pattern(
    "^只(?:唠嗑|唠|聊天?|闲聊|讲|分享|交流)|^(?:也|更|还|并且?|同时)?(?:一律|都)?(?:不|别|禁止)(?!包括|包含|含|算|限|适用|影响|过|仅|只)"
)
