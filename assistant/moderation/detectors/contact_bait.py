"""Calls to leave the group: an account, a phone or a private chat is offered, in whatever spelling.

What the shop's own are, what somebody asks the shop for (客服微信是多少) and what is given to the staff for an order is
no bait.
"""

# ruff: noqa: E501 - an expression stays on one line, where it can be searched for
from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.moderation.asked import STAFF, clause_around, is_asking
from assistant.moderation.contacts import (
    ACCOUNT,
    KEYCAP,
    PAYMENT_SIGNS,
    PICTURE_SIGNS,
    find_numbers,
    find_payments,
    find_pictured,
    in_digits,
    is_desk,
)
from assistant.moderation.detectors.base import Found, NoParams, TextDetector, spelt
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import View
from assistant.moderation.notices import is_signed
from assistant.moderation.pitch import PITCH, PRICED
from assistant.schema.moderation import Category
from assistant.text.readings import Reading

_SIGN = "❤♥💗💕💓💖🧡💛💚💙💜♡❣"
# Spellings of a messenger that nobody uses who has nothing to hide; a letter before or after would be another word.
_HIDDEN = (
    rf"(?:薇|葳|溦|徾|薇儿|微|威|维|卫|唯|围|味|未|喂|魏|伟|惟|蔚|嶶|ⅴ|(?<![a-z])v|(?<![a-z])wei)[ ]?(?:[{_SIGN}✉📩]|xin(?![a-z])|(?<![a-z])❤)"
    r"|薇[信心芯新欣幸]|葳[信心芯]|溦信|崴信|徾信|嶶信|徽[信心芯伈]|微[芯鑫伈]|威[芯伈]|嶶[芯心]|wei[ ]?信|(?<![a-z])v信|(?<![a-z])v芯"
    r"|(?<![a-z0-9])(?:vx|wx|v×|vⅹ|vxin|weix|wechat|weixin|w❤|vv?x)(?![a-z])"
    r"|扣[扣口]号?|叩叩|抠抠|蔻蔻|企鹅号|球球号|q[ ]?裙|扣[ ]?裙|企鹅裙|绿泡泡|绿色软件|小绿书号|(?:qq?|扣扣?|企鹅|球球)群号?|(?<!本)群号|纸飞机|蝙蝠(?:软件|app|号)|土豆(?:软件|号)|飞机号"
)
_ME = r"(?:我|俺|咱|本人|老师|一下|下|个|微|他|她|这个|店主|助理|客服|导师|学姐|小姐姐|姐|哥|经理)?的?"
_SHORT = (
    r"(?:薇|微|威|徽|围|喂|伟|微x|v号|(?<![a-z])(?:v|jwx|tg))(?=[ ]?[:：][ ]?[a-z0-9])|➕我|➕[\u3400-\u9fff]{0,2}(?=[ ]?[:：]?[ ]?[a-z0-9_-]{6})"
    r"|(?:加|➕|\+)我?v(?=[a-z]{2,15}[0-9_-]{2})|(?:加|➕|\+)我?的?(?:赖|line|莱)(?![a-z])|加(?:这个|下面的?|以下)(?:号|微|账号|微信)(?=[ :：]?[a-z0-9])"
    r"|(?:加|➕|\+|扫)[^，。！？]{0,3}?(?:威|维|卫|伟|惟|唯|围|为|味)[信心芯]|(?:征|威|维|伟)信号?(?=[ ]?[:：]?[ ]?[a-z][a-z0-9_-]{5})"
    rf"|(?:加|➕|\+)我?信(?=[ :：]?[a-z0-9])|(?:请|速|快|欢迎|直接)加我?[ :：]?(?=[a-z0-9_-]{{0,12}}\d)(?=[a-z0-9_-]{{0,12}}[a-z])(?=[a-z0-9_-]{{6}})"
    rf"|(?:加|➕|\+){_ME}[ ]?(?:v(?!ip|[a-z]|认证|币|的)|薇(?!娅|诺)|威(?!海|士|尼)|葳|溦|徽(?!章)|嶶|卫星)"
    rf"|(?<![\da-z])(?:加|➕|\+)[ ]?[丶丿丨亅·•~][ 丶丿丨亅·•~]{{0,3}}(?:v|薇|威|微|q)(?![a-z])"
    # Not where pictures are added up: 🌹➕❤️.
    rf"|(?<![^\w\s，。！？；:、~👉])(?:加|➕|\+){_ME}[ ]?❤(?![ ]?=)"
    rf"|(?:加|➕|\+)(?:我)?(?:微(?=[:：\d]|$|[，。！ ]|[a-z]|了?解|拉|领|发|详|私|聊|号)|扣扣?|抠抠?|q(?!币|了|[a-z])|企鹅|裙(?!子|摆|装))"
)
_OPEN = (
    r"微信号?|微号|信号(?=[:：])|企微|企业微信|qq号?|q号|扣扣号?|小红书号?|抖音号?|快手号?|whatsapp|telegram|电报|飞机"
)
_PHONE = r"电话|手机号?|热线|tel|☎|📞|📱|致电|来电|拨打|专线|📲|咨询|详询|询(?=\d|[:：])|联系(?:人|方式|我|电话)?|预约|订座|报名"
_LINK = r"[是为:：号\s~～—→>👉☞-]{0,4}"
_GAP = r"[^。！？；\n]"

# Add, and at once an account that cannot be a word: 要的加 zy5566q, 加客服 lj90087.
_STRAIGHT = (
    r"(?<![增参添追附叠外再])(?:加|➕)(?:我|一下|下|这个号?|客服|老师|助理|小助手|店长|学姐|经理|群主|她|他|微)?"
    r"(?=[ :：]{0,2}[a-z][a-z_-]*\d[\d_-]*[a-z\d_-]{2})"
)
_NAMED = re.compile(rf"(?P<name>{_HIDDEN}|{_SHORT}|{_OPEN}|{_STRAIGHT}){_LINK}(?P<account>{ACCOUNT})")
_CALLED = re.compile(rf"(?P<name>{_HIDDEN}|{_SHORT})")
# Somebody speaks to those who want something: 要的私我, 感兴趣的滴滴.
_WANTED = (
    r"(?:想?需?要|有需要|有意|有兴趣|感兴趣|有想法|想了解|想赚|想做|想加入|想买|想学|想回血|缺钱|需要|喜欢|有想要|稀罕|相中|想(?=[^。！？；\n，]{1,8}的)|想领|想入|想看|想约|诚心要)"
    r"(?:[^。！？；\n，]{0,6}?的)?(?:宝妈|宝宝|姐妹|朋友|家人|亲|小伙伴|伙伴|老铁|兄弟|友友|宝子|亲们|们|人|同学|业主|邻居|家长|会员|客户|老板|车主)*"
)
_PRIVATELY = (
    r"(?:私(?:我|聊|信|讯|戳|一下|加|密|滴|发我|1|我1)|(?:滴滴|滴|戳|密|找|联系|加|扣|敲|踢|q|v|dd|call|艾特|圈|咨询|dm|问|扫|打)(?:我(?![老妈爸婆公们家朋同的姐哥妹弟儿女娃爱闺邻对先岳奶爷叔姨舅姑])|俺|本人|一下我)|"
    r"小窗|跟我(?:学|买|订|拿|报名)(?=$|[，。！])|滴滴|密我|私(?=$|[，。！ ~～1哈])|(?:[扣打回]1|扣一|扣6)(?![\d.]|[ ]?(?:折|个|块|元|分|点|号|天|次|份|斤|楼|层|秒|小时|月|年|件|下|遍|针|场|局|把|盘|包|盒|张|条|只|句))|dd|联系(?=$|[，。！ ]|本人))"
)
_OFFERED = re.compile(
    rf"{_WANTED}[，,、 ]?(?:可以?|请|都|速|直接|赶紧|快|欢迎|随时|就|来|尽快|抓紧|统一|带身份证)*{_PRIVATELY}(?:的?(?:微信号?|qq号?|扣扣号?|电话号?码?|vx?号?|微号?|号码?))?"
)
_REWARDED = re.compile(
    r"(?:私(?:我|聊我?|信我?|戳我?)|(?:加|找|滴滴|联系)我(?![老妈爸婆公们家朋同的姐哥妹弟儿女娃爱闺邻对先岳奶爷叔姨舅姑])|扫码|点(?:我|头像|主页)|进群|入群|加群|扫一?扫|戳我)"
    rf"[，,、 ]?{_GAP}{{0,4}}?(?:领(?!导|口|子|结)|免费|发你|发您|给你发|(?:我)?发(?:资料|报价|图|链接|价格|教程|视频|照片|名单|价目)|看(?:照片|片|货|图|资源|价)|"
    r"拉你|带你|教你|了解|详聊|详谈|细聊|私聊|办理|咨询|下单|订购|拿货|有惊喜|享|赚|约|进货|送)"
)
# Where a member has put what she may not say here: 看我头像, 都在我朋友圈, 主页有.
_MINE = r"(?:头像|主页|空间|朋友圈|盆友圈|盆友券|朋友券|pyq|资料卡?|简介|名片|签名|动态|置顶|圈(?![起住子粉套层])|q圈)"
_PROFILE = re.compile(
    rf"(?:点|看|戳|进|去|逛|翻|见|瞧|走|瞅)(?:击|开|进|看)?(?:一?下)?(?:我的?|本人的?|一下我的?){_MINE}(?![是在换里上那]|发的|晒的|拍的|昨|今|都|怎|有没)"
    r"|(?:图|实拍|价格?|报价|二维码|群码)(?:都|全)?(?:在|看|见|放)(?:我)?(?:相册|主页|朋友圈|圈|空间)(?:里|了)?(?=$|[，。！])"
    r"|(?:^|[，。！ ])(?:主页|相册|空间)(?:里)?(?:看|见)(?:图|货|款|价|实拍)"
    r"|(?:点|看|戳|进)(?:击|开)?(?:头像|主页)(?=进|看|加|领|有|了解|联系|自|，|。|！|$)|(?:头像|主页|资料|简介|置顶)(?:里)?(?:有我|加我|有惊喜|联系|自取)"
    rf"|(?:都|全|货|图|价格?|报价|联系方式|微信|实拍)(?:都|全)?(?:在|放|挂|发)(?:在)?我(?:的)?{_MINE}|^我头像(?:那家|就是|上)"
)
# A shop of the writer's on another platform: 闲鱼搜“…”，第一家就是我.
_ELSEWHERE = re.compile(
    r"(?:闲鱼|咸鱼|小红书|小?🍠|小红薯|抖音|抖阴|快手|淘宝|某宝|某鱼|拼多多|拼夕夕|微博|视频号|公众号|b站|绿色小?软件)[^，。！？\n]{0,3}(?:搜索?|关注)(?:一?下)?"
    r"(?:我(?![们家要想看买])|[^，。！？\n]{2,18}[，,、 ]{0,2}(?:第[一1]家?(?:就)?是我|就是我家?(?:$|[，。！的])|报我的?名字|(?:直接|记得)?下单(?:报|说|找|有)))"
)
# What makes more of it than a look at somebody's pictures.
_LURE = re.compile(
    "货|便宜|划算|省钱|资源|想[要看买赚做学领省瘦]|需要|要的|加我?|联系|领[取券]?|自取|自己?(?:看|瞧|取|去)|懂的|了解|惊喜|福利|免费|更多|赚|报价|价格|美丽|代[理购充]|接单|接各|定制|无聊|寂寞|哥哥|秒|置顶|片|妹子|盆友|pyq"
)
# Said to those who understand.
_KNOWING = re.compile(
    r"(?:懂的|懂行的|懂货的|识货的|内行的?|明白的)(?:老板|朋友|兄弟|姐妹|人)*(?:都|自然|速|快)?(?:来|进|联系|私|说话|滴|加|扣|找|冲)(?![了过着都])|老(?:样子|地方)[，]?(?:懂的(?!都?懂|自然)|自取|联系)"
)
_ASIDE = re.compile(
    r"(?:价格?|报价|详情|款式|尺码|价钱|图片)[，, ]?(?:请|可|都)?(?:私|滴|密)(?:讯|聊|信|我)?(?:我)?(?=$|[，。！~～ ])|(?:私|密)[讯聊信]我?报价"
    r"|(?:拼单|拼团|参加|报名|想进|要进|想来|想学|要)的(?:人|家长|姐妹)?(?:请|就|可以)?(?:扣|发|打|回)[ ]?(?:(?:1|一|6+|8+)(?![\d.]|[ ]?(?:折|个|块|元|分|点|号|天|次|份|斤|楼|层|秒|小时|月|年|件|下|遍|针|场|局|把|盘|包|盒|张|条|只|句))|我)"
)
_PAID = re.compile(r"(?:转|打|付|汇)(?:钱|账|款)?(?:给|到|进)?我(?:的)?(?:私人|个人)(?:微信|支付宝|账户|账号|卡)")
_SCAN = re.compile(
    r"(?:扫|识别|长按)(?:一扫|描)?(?:下方|下面|图中|这个|图片)?(?:二维码|码)[，, ]?(?:就能|即可|可以|马上|免费)?(?:进群|入群|加群|加我|加微|领|添加|关注领|免费|约|进(?![场店门站馆园楼校院去不小]))"
)
_HANDED = re.compile(
    r"(?:找我(?![老妈爸婆公们家朋同的姐哥妹弟儿女娃爱闺邻对先岳奶爷叔姨舅姑])|问我|我这(?:里|边|儿)?)(?:拿货|进货|下单|报名|咨询|领取|约课|订|买|办|代购|代买|批|有货|便宜|办理|出)|(?:私|联系|找|加|问)我(?:办|买|订|拿|出|代)"
    r"|(?:办|买|订|租|装|修|做|学|报|贷|换|洗|开)[^，。！？\n]{1,8}(?:找|联系|加)我(?=$|[，。！~～])"
)
# Only where something is offered: 带身份证找我, 有意联系我.
_TO_ME = re.compile(
    r"(?:带[^，。！？\n]{1,8}|直接|尽快|赶紧|速|请|可以?|来|就|欢迎|随时|有意|，|^)(?:找|联系|加|私|问|滴滴?|打|拨|戳|敲|扣|私聊|私信|小窗)(?:我的?电话|我手机|我|本人)(?=$|[，。！；~～ ])"
)
# Who wants it is to speak up in the group: 需要的说, 想干的扣1, 要的留言.
_SPEAK_UP = re.compile(
    rf"{_WANTED}[，,、 ]?(?:可以?|请|都|赶紧|快|尽快)*(?:说(?:一声|话)?|留(?:言|个?地址|个?电话)|举手|吱一?声|喊我|回[1一]|扣[1一]|来|问我要?)(?=$|[，。！~～])"
)
# What is to go: 家里有批便宜的, 库存要甩.
_GOING = re.compile(
    "(?:我|俺|咱|家|这)[^，。！？\\n]{0,6}有[^，。！？\\n]{0,6}(?:便宜|库存|现货|批)|清库存|要甩|甩卖|处理一批|膏药|药酒|秘方"
)
_BAITED = (
    (_OFFERED, "叫人私下联系", 0.9),
    (_REWARDED, "叫人私下联系、拿东西", 0.85),
    (_SCAN, "叫人扫码加人、进群", 0.9),
    (_ASIDE, "叫人私下谈价", 0.88),
    (_PAID, "要人把钱转给私人", 0.9),
    (_HANDED, "叫人找自己买", 0.9),
)
# Before or after a find these make it a request to the staff: 老师加一下我, 客服加我微信, 把我拉进群.
_REQUEST = re.compile(
    rf"(?:{STAFF})[，,、 ]?(?:能|可以|麻烦|请|帮忙|方便|有空|回头|再|先|帮我|也)*(?:的话)?(?:加|拉|联系|通过|私(?:我|聊我|信我)|回|打)"
    r"|(?:加|拉|联系|通过|回)(?:一下|下)?我(?:一下|下|进群|的申请|的?好友|吧|呗|呀|吗|好吗|行吗)(?!领|发|免费)"
    r"|(?:怎么|如何|咋|在哪|哪里|去哪|能不能|能否|可不可以|是不是|要不要|没|还没|不能|无法|已经|刚刚?|之前|昨天|今天|别|不要|勿|谨防|小心|不|莫)"
    r"[^，。！？；\n]{0,4}?(?:加|扫|进|私|联系|找|点|添加|关注)"
)
_TO_STAFF = re.compile(rf"@?(?:{STAFF})")
_MONEY = re.compile(
    "转账|验证码|保证金|充值|充\\s?\\d|贷款|放款|征信|刷单|返利|返现|退款|解冻|垫付|提现|中奖|低息|借款|套现|手续费|认证金|下款"
)


class ContactBait(TextDetector):
    """Finds accounts, phones and private chats that are offered."""

    name = "contact_bait"
    #: Recognised in disguise as well.
    words = spelt("微信 加微信 加我微信 扣扣 私聊 私我 私信我 联系我 扫码进群 二维码 加好友 电话")
    triggers = frozenset(
        {
            *"薇葳溦徾嶶➕❤♥💗💕💓💖🧡💛💚💙💜♡❣☎📞📱叩抠蔻", "q群", "扣群", "鹅群", "球群", "群号", "私讯", "密讯", "密我", "价私", "格私", "打我", "拨我", "的扣", "的发", "私人", "个人", "加这", "加下", "加以", "加赖", "我赖", "加l", "我l", "伽我", "伽v", "加信", "请加", "我信", "速加", "快加", "迎加", "接加", "加 ", "加v", "加我", "加微", "加威", "加徽", "加扣", "加q", "加企", "加群", "加裙", "+v", "+q", "+微",
            "vx", "wx", "v信", "v芯", "we", "扣扣", "微信", "微芯", "微心", "威信", "威芯", "徽信", "卫星", "维信", "唯信", "卫信", "企鹅", "球球", "q裙", "扣裙", "泡泡", "飞机",
            "qq", "q号", "电报", "wh", "te", "微号", "企微", "私我", "私聊", "私信", "私戳", "私", "滴滴", "滴我", "戳我", "找我", "联系", "问我", "扣我", "扣1", "打1", "小窗",
            "dd", "跟我", "相册", "头像", "主页", "友圈", "我圈", "q圈", "空间", "友券", "py", "资料", "简介", "置顶", "名片", "签名", "懂的", "懂行", "识货", "样子", "地方", "的说", "的来", "的喊", "的留", "留言", "举手", "的回", "我要", "的吱", "兴趣", "有意", "扫码", "维码", "扫描", "识别", "进群", "入群", "热线", "咨询", "详询", "电话", "手机", "致电", "拨打", "预约", "专线", "来电",
            "报名", "绿色", "蝙蝠", "土豆", "xi", "我这", "询",
            *PICTURE_SIGNS, *PAYMENT_SIGNS, *"丶丿丨亅搜", "加客", "加老", "加助", "加小", "加店", "加学", "加经", "加她", "加他", *(f"加{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"),
            *(f"1{digit}" for digit in "3456789"), *(f"{one}{other}" for one in "一幺么壹" for other in "三四五六七八九叁肆伍陆柒捌玖"), "l3", "l5", "l8", "i3", "i5", "i8", "40",
        }
    )  # fmt: skip

    def __init__(self, surroundings: Surroundings) -> None:
        self._own = surroundings

    def look(self, reading: Reading, view: View) -> Iterator[Found]:
        """Yield the calls of one reading."""
        text = reading.text
        category = Category.FRAUD if _MONEY.search(text) else Category.AD
        yield from self._accounts(text, category)
        yield from self._phones(text, category)
        if KEYCAP in view.original:
            for number in find_numbers(text):
                low, high = reading.span(number.start, number.end)
                if view.original.count(KEYCAP, low, high) > _KEYS and not self._own.is_own_number(number.number):
                    yield Found(number.start, number.end, "换了写法的号码", True, 0.93, category, number.number, True)
        for start, end, sure in find_pictured(text):
            yield Found(start, end, "用表情叫人加", sure, 0.9 if sure else 0.6, category, sure=True)
        for start, end in find_payments(text):
            # Who only shares what a meal came to shows a code as well; an offer beside it makes it a till.
            sold = bool(PITCH.search(text) or PRICED.search(text) or _ORDERED.search(text))
            yield Found(start, end, "收款码", sold, 0.9 if sold else 0.6, category, "pay", sure=True)
        for match in _CALLED.finditer(text):
            if not _is_asked(text, *match.span()):
                hard = bool(PITCH.search(text)) or _is_called(text, match)
                yield Found(*match.span(), "换了写法的联系方式", hard, 0.9 if hard else 0.6, category, sure=True)
        if PITCH.search(text) or PRICED.search(text):
            for match in _TO_ME.finditer(text):
                if not _is_asked(text, *match.span()):
                    yield Found(*match.span(), "叫人找自己", True, 0.82, category)
        lured = bool(_LURE.search(text) or PITCH.search(text) or PRICED.search(text))
        for match in _PROFILE.finditer(text):
            if not _is_asked(text, *match.span()):
                yield Found(*match.span(), "引人看头像、主页", lured, 0.85 if lured else 0.45, category)
        for match in _ELSEWHERE.finditer(text):
            if not _is_asked(text, *match.span()):
                yield Found(*match.span(), "叫人到别处找自己的店", True, 0.85, category)
        for match in _KNOWING.finditer(text):
            if not _is_asked(text, *match.span()):
                hard = bool(PITCH.search(text) or PRICED.search(text))
                yield Found(*match.span(), "暗语招揽", hard, 0.85 if hard else 0.7, category)
        offers = PITCH.search(text) or PRICED.search(text) or _GOING.search(text)
        for match in _SPEAK_UP.finditer(text) if offers else ():
            if not _is_asked(text, *match.span()):
                yield Found(*match.span(), "叫人应声", False, 0.7, category)
        for pattern, why, confidence in _BAITED:
            for match in pattern.finditer(text):
                if not _is_asked(text, *match.span()):
                    yield Found(*match.span(), why, True, confidence, category)

    def _accounts(self, text: str, category: Category) -> Iterator[Found]:
        for match in _NAMED.finditer(text):
            account = match["account"] if match["account"][0] in _LETTERS else in_digits(match["account"])
            if self._own.is_own_number(account) or (account.isalpha() and account in _WORDS):
                continue
            if _is_asked(text, *match.span()):
                if _TO_STAFF.search(text):
                    continue
                yield Found(*match.span(), "留了账号", False, 0.5, category, account)
                continue
            if _READERS.search(text, max(0, match.start() - 16), match.start()):
                continue
            hidden = _CALLED.match(text, match.start()) is not None
            called = _ADDED.search(text, max(0, match.start() - 6), match.start())
            hard = hidden or bool(called or PITCH.search(text) or _INVITED.search(text))
            if is_desk(account) and is_signed(text):
                yield Found(*match.span(), "公司的公众账号", False, 0.4, category, account)
                continue
            yield Found(*match.span(), "留账号叫人加", hard, 0.97 if hard else 0.6, category, account, hidden)

    def _phones(self, text: str, category: Category) -> Iterator[Found]:
        pitch = PITCH.search(text)
        for number in find_numbers(text):
            if self._own.is_own_number(number.number) or _is_asked(text, number.start, number.end):
                continue
            called = _CALLING.search(text, max(0, number.start - _NEAR), number.start)
            start = called.start() if called else number.start
            together = "同号" in text[max(0, number.start - 10) : number.end + 8]
            if number.disguised:
                yield Found(start, number.end, "换了写法的号码", True, 0.93, category, number.number, True)
            elif pitch and number.kind != "mobile" and is_signed(text):
                # A firm's own line under its name: nobody is called away to a person; the classifier weighs the offer.
                yield Found(start, number.end, "留了公司的电话", False, 0.6, category, number.number)
            elif (pitch and (called or number.kind != "landline")) or (together and PRICED.search(text)):
                yield Found(start, number.end, "留电话揽客", True, 0.92, category, number.number)
            elif number.kind == "mobile" and _WHO_WANTS.search(text, max(0, number.start - 24), number.start):
                yield Found(start, number.end, "留电话揽客", True, 0.9, category, number.number)
            elif called and PRICED.search(text):
                yield Found(start, number.end, "留电话报价", False, 0.7, category, number.number)
            elif called and not _DELIVERED.search(text):
                # A private number to call about money is what cheats give.
                sure = 0.6 if category is Category.FRAUD and number.kind == "mobile" else 0.45
                yield Found(start, number.end, "留了电话", False, sure, category, number.number)


# What calls to a number stands right before it; a look back over the whole text for each of many would take minutes.
_NEAR = 40
_CALLING = re.compile(rf"(?:{_PHONE}|{_OPEN}|{_HIDDEN}|加我?|找我?|打)[^0-9。！？；\n]{{0,6}}$")
# The reader's own account is named, not one to be added: 您绑定的QQ号为….
_READERS = re.compile(r"[您你](?:的|手机|账户|账号|已|现|当前){0,4}(?:绑定|登录|登记|关联)[^，。！？；\n]{0,4}$")
# A number for a parcel or a booking of one's own.
_DELIVERED = re.compile(
    "收件|收货|寄[到给]|送[到货]|下楼[拿取]|取[货件]|到了(?:就)?(?:给我)?(?:打|联系)|预留|登记|绑定|地址不变|改(?:一下)?地址"
)
# 能代缴社保的找我，135…: those who want something, not the courier who is to call.
_WHO_WANTS = re.compile(
    r"(?:要|想|需|能|可以|有|缺|做|学|办|收|买)[^，。！？；\n]{0,10}的(?:人|朋友|宝妈|姐妹|老板|家长)*[，]?(?:都|可以|请|直接|来)*(?:找|联系|打|加|滴|扣)我?(?:电话)?[^0-9。！？；\n]{0,6}$"
)
# What is paid for beside a code to pay by.
_ORDERED = re.compile("发货|下单|定金|拿货|拍下|现货|包寄|代付")
# Nobody types a telephone number in so many keys of pictures (1️⃣3️⃣8️⃣) without a reason.
_KEYS = 5
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_ADDED = re.compile(r"(?:加|➕|\+|伽)(?:我|一下|下|个|我个)?的?[ ]?$")
_INVITED = re.compile(
    r"(?:想?要|需要|想[做买学看领进了解]{1,2}|感兴趣|有兴趣|有意|有需要)的|的(?:人|姐妹|宝妈|朋友)?(?:加|➕)|转(?:账|钱)?(?:给)?我|来领|拿货|(?<![你您])加我|同号|找我|联系我|私我|滴滴我|欢迎(?:咨询|来|加)|咨询|详聊|了解一下|可加|加一下|扫我|来聊"
)
# What follows the name of a messenger and is a word of its own.
_WORDS = frozenset(
    [
        "login",
        "wechat",
        "weixin",
        "number",
        "pay",
        "android",
        "iphone",
        "group",
        "music",
        "video",
        "email",
        "phone",
        "online",
    ]
)


def _is_asked(text: str, start: int, end: int) -> bool:
    """Whether the find is a question, or a request to the staff."""
    low, high = clause_around(text, start, end)
    return bool(_REQUEST.search(text, max(low, start - 14), min(high, end + 8))) or is_asking(text, start, end)


def _is_called(text: str, match: re.Match[str]) -> bool:
    """Whether a hidden name is called to: 加我薇信, ➕v聊."""
    around = text[max(0, match.start() - 6) : match.end() + 4]
    return bool(re.search(r"加|➕|\+|找|私|聊|领|发|详|扫|联系|滴", around))


def make(params: NoParams, surroundings: Surroundings) -> ContactBait:  # noqa: ARG001 - one signature for all
    """Build the detector."""
    return ContactBait(surroundings)


Params = NoParams
