"""Data of others: identity numbers, telephones and homes of third persons, courier slips, papers read from a picture.

What somebody gives of her own for an order (送前台就行，我姓…) is no find but for papers and cards; where it may be
another's it is at most for a person to look at.
"""

# ruff: noqa: E501 - an expression stays on one line, where it can be searched for
from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from assistant.moderation.asked import STAFF, is_asking
from assistant.moderation.contacts import Contact, find_numbers
from assistant.moderation.detectors.base import Found, TextDetector
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import View
from assistant.moderation.ownorders import is_own_order
from assistant.moderation.pitch import PITCH
from assistant.schema.moderation import Category
from assistant.text.personal import CARD, bare, id_checks, luhn_checks
from assistant.text.readings import Reading

_NEAR = r"[^。！？\n]"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶"
    "黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_NAME = rf"[{_SURNAMES}](?:(?![店馆院校园区楼号路街城镇村站场厅])[\u4e00-\u9fff]){{1,2}}"
_TITLED = rf"(?:[{_SURNAMES}]|小|老|阿|大)[\u4e00-\u9fff]?(?:姐|哥|妈|爸|叔|姨|嫂|总|师傅|老师|阿姨|大爷|大妈|奶奶|爷爷|医生|女士|先生|太太|同学)"
_THIRD = re.compile(
    rf"{_TITLED}(?:家|本人)?的?|(?:他|她|它|那个人?|那女的|那男的|这个人|这女的|这男的|对方|人家|邻居|骗子|渣男|小三|前夫|前妻|老赖|群主|房东|楼[上下](?!保安|快递|前台|门|大|驿|菜鸟|丰巢|小卖|超市|便利|物业|信箱|收发|传达|柜|等|拿|取|的(?:保安|快递|驿站|超市|前台|柜))|隔壁|{_NAME}(?=[，, ]{{0,2}}的?(?:电话|手机|号码|住|家)))(?:家|那个|本人)?的?|(?:姓名|名字|(?<!我)(?<!人)叫|联系人|收件人|收货人|寄件人)[:： ]?{_NAME}"
)
_OWN = re.compile(
    rf"(?:我的?|本人|我家|俺|自己)(?:的)?(?:新)?(?:电话|手机|号码?|号|联系方式|地址|住址|收货|收件|会员|身份证)|(?:帮我|给我|麻烦|我要|我想|我买|我订|我下|寄到|寄给我|发到|送到|改(?:一下|成|到|下)?地址|换(?:一下|成|下)?地址|下单|收件(?:人)?(?:写|填|用|是|改)|我(?:老公|老婆|爱人|先生|太太|妈|爸|婆婆|公公|姐|妹|哥|弟|女儿|儿子|对象)(?:的|名字|名|电话|手机|收|代收|来[取拿])|查(?:一下|下|查)|登记|报名|预约|充值|我是|尾号|会员)|@?(?:{STAFF})"
)
_BUSINESS = re.compile(
    "师傅|家政|中介|门诊|医院|公司|小哥|骑手|外卖|司机|跑腿|专卖|装修|维修|开锁|搬家|物业|快递(?:员|点|站)|驿站|派出所|社区|居委|学校|幼儿园|饭店|餐厅|酒店|热线|客服|服务|售后|官方|总机|前台|门店|店里|店电话|馆|校区|中心|咨询|预约"
)
_ID = re.compile(r"(?<![\da-z])[1-9](?:[ -]?\d){16}[ -]?[\dx](?![\da-z])")
_ID_OLD = re.compile(r"身份证(?:号码?)?[^。！？\n\d]{0,8}[1-9](?:[ -]?\d){14,16}[\dx]?")
_PASSPORT = re.compile(r"(?:护照|通行证|港澳证)(?:号码?)?[^。！？\n\da-z]{0,6}[a-z]{1,2}\d{7,8}(?!\d)")
_CARD = re.compile(rf"(?<!\d)(?:{CARD})(?!\d)")
_PLACE = (
    r"(?:[\u3400-\u9fff]{2,10}(?:小区|花园|公寓|家园|新村|苑|府|城|里|湾|庭|轩|园|路|街|大道|巷|弄|村|镇|社区)[\u3400-\u9fff\d, ，#-]{0,8}?"
    r"\d{1,5}[ ]?(?:号楼?|幢|栋|座|单元|室|弄|楼|#|-\d)(?:[ ]?\d{1,5}(?:单元|室|号|楼)?)*|(?:[\u3400-\u9fff]{2,8})?\d{1,4} ?(?:号楼|幢|栋)[ ,，]?(?:\d{1,2} ?单元)?[ ,，]?\d{2,4} ?室?)"
)
_LIVES = re.compile(
    rf"(?P<who>{_NAME}|{_TITLED}|他|她|那个人|那女的|那男的|骗子|这个人|对方|人家)(?:家|本人|一家)?[，, ]{{0,2}}(?:{_NEAR}{{0,8}}?(?:就?住(?:在|址)?|家(?:在|住)|地址(?:是|在|:)?|家庭住址)|{_NEAR}{{8,30}}?(?:家住|住址|家庭住址))[:： ]{{0,2}}{_PLACE}"
)
_HOME = re.compile(rf"(?:家庭住?址|住址|家住|住在?|地址)(?:是|在)?[:： ]{{0,2}}{_PLACE}")
_SLIP = re.compile(
    rf"(?:收件人|收货人|收方|寄件人|寄方|收)[:： ]{{0,2}}{_NAME}(?:女士|先生)?{_NEAR}{{0,40}}?(?:{_PLACE}|1[3-9]\d[\d*]{{4,8}})"
    rf"|(?:运单|快递单?|物流单?|面单)号?[:： ]{{0,2}}[a-z]{{0,3}}\d{{10,15}}[^\n]{{0,60}}?(?:收件人|收货人|收|寄件人|姓名)[:： ]{{0,2}}{_NAME}"
)
_PAPERS = re.compile(
    r"(?:姓名)[:： ]{0,2}[\u4e00-\u9fff*]{2,4}[\s\S]{0,60}?(?:身份证|公民身份|出生(?:日期|年月)?|性别|诊断|科室|病历号?|就诊|住院号|接种|疫苗|门诊号|检查所见|户籍|学号|准考证)"
)
_REVEAL = re.compile(
    "曝光|人肉|扒一?扒|挂出来|大家(?:都)?(?:去)?(?:打|骂|加|找)|自己打|你们(?:自己)?(?:去)?(?:打|找|加|问|联系)(?=他|她|电话)|公布|人品|老赖|骗子|说坏话|不还钱|渣男|小三|上班在"
)
# Private data as such, whatever it says: hunted, shown around, sold.
_HUNTED = re.compile(
    r"人肉(?:一下|搜索|他|她|这)|开盒|(?:曝光|公开|扒出|挂出)[^，。！？\n]{0,8}(?:手机号?|电话|住址|地址|身份证|照片|真名|单位|聊天)|(?:把|将)(?:他|她|这人|那人)[^，。！？\n]{0,10}(?:挂出来|曝光|发到网上)"
    r"|(?:业主|车主|客户|家长|老板|会员|住户|学生)的?(?:电话|手机号?|资料|名单|通讯录|信息)[^。！？\n]{0,16}?(?:出售|卖|打包|一条|有要的|自取|[一二两三五八百千\d]+(?:块|元))|(?:卖|出售|出)[^，。！？\n]{0,4}(?:业主|车主|客户|家长|老板)的?(?:电话|资料|名单|信息)"
    r"|查(?:人|户籍|开房|住址|定位|聊天记录)[^。！？\n]{0,6}?(?:找我|\d+|[一二两三五八百]+(?:块|元)?一?次|私|加|包查|半小时)"
)
# What is nobody's business, with the name of whom it is told of.
_SECRETS = re.compile(
    rf"(?:对门|邻居|楼[上下]|隔壁|那家|那个?女的?|那个?男的?|她|他)[^。！？\n]{{0,24}}?(?:叫|名叫|是){_NAME}[^。！？\n]{{0,16}}?(?:hiv|艾滋|梅毒|性病|阳性|乙肝|流产|打过胎|坐过牢|精神病|欠债|出轨|被抓过)"
)
_PICTURED = frozenset({"ocr", "qr"})


class Params(BaseModel):
    """What is looked for; each may be switched off."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id_number: bool = True
    third_person_phone: bool = True
    address: bool = True
    slip: bool = True
    bank_card: bool = True


class Privacy(TextDetector):
    """Finds personal data; hard where it is another person's."""

    name = "privacy"
    triggers = frozenset(
        {
            *(f"{one}{other}" for one in "123456789" for other in "0123456789"), *(f"{one}{other}" for one in "一幺壹" for other in "三四五六七八九"), *"住幢栋弄室",
            "身份", "护照", "地址", "收件", "人肉", "开盒", "曝光", "公开", "扒出", "挂出", "业主", "车主", "客户", "家长", "资料", "名单", "查人", "查户", "查开", "查住", "查定", "查聊", "收货", "寄件", "姓名", "面单", "号楼", "单元", "小区",
        }
    )  # fmt: skip

    def __init__(self, params: Params, surroundings: Surroundings) -> None:
        self._params = params
        self._own = surroundings

    def look(self, reading: Reading, view: View) -> Iterator[Found]:
        """Yield the personal data of one reading."""
        text = reading.text
        ordered = is_own_order(text)
        own = ordered or (bool(_OWN.search(text)) and not _REVEAL.search(text))
        if self._params.id_number:
            yield from _numbers(text, own)
        if self._params.bank_card:
            for match in _CARD.finditer(text):
                if luhn_checks(bare(match[0])) and 16 <= len(bare(match[0])) <= 19 and "卡" in text:
                    yield _found(match.span(), "银行卡号", False, 0.6)
        if self._params.slip and not ordered:
            for match in _SLIP.finditer(text):
                yield _found(match.span(), "快递面单上的姓名和地址电话", not own, 0.6 if own else 0.93)
            if view.part in _PICTURED or "\n" in text or len(text) > 60:
                for match in _PAPERS.finditer(text):
                    yield _found(match.span(), "证件、病历上的内容", not own, 0.6 if own else 0.9)
        if self._params.address and not ordered:
            yield from _homes(text, own)
        for match in _SECRETS.finditer(text):
            yield _found(match.span(), "把别人的私事连名带姓说出来", True, 0.85)
        for match in _HUNTED.finditer(text):
            if not is_asking(text, *match.span()):
                yield _found(match.span(), "打听、散布别人的信息", True, 0.88)
        if self._params.third_person_phone and not ordered:
            for number in find_numbers(text):
                if number.kind != "service" and not self._own.is_own_number(number.number):
                    yield from _phone(text, number, own)


def _numbers(text: str, own: bool) -> Iterator[Found]:
    for match in _ID.finditer(text):
        number = bare(match[0])
        if _is_date(number[6:14]) and id_checks(number):
            yield _found(match.span(), "身份证号", True, 0.98)
    for match in _ID_OLD.finditer(text):
        # A slip of the finger in it makes it no less private.
        yield _found(match.span(), "身份证号", True, 0.85)
    for match in _PASSPORT.finditer(text):
        yield _found(match.span(), "证件号", not own, 0.6 if own else 0.85)


def _is_date(digits: str) -> bool:
    return "1900" <= digits[:4] <= "2035" and "01" <= digits[4:6] <= "12" and "01" <= digits[6:] <= "31"


def _homes(text: str, own: bool) -> Iterator[Found]:
    for match in _LIVES.finditer(text):
        if not is_asking(text, *match.span()):
            yield _found(match.span(), "别人的姓名和住址", True, 0.9)
    for match in _HOME.finditer(text):
        if not is_asking(text, *match.span()):
            hard = bool(_REVEAL.search(text))
            if hard or (not own and re.search(r"(?:姓名|叫)[:： ]?[\u4e00-\u9fff]{2,3}", text)):
                yield _found(match.span(), "住址", hard, 0.88 if hard else 0.5)


def _phone(text: str, number: Contact, own: bool) -> Iterator[Found]:
    low = max(text.rfind(mark, 0, number.start) for mark in "。！？\n") + 1
    before = text[max(low, number.start - 24) : number.start]
    after = text[number.end : number.end + 16]
    third = list(_THIRD.finditer(before))
    if (third or _REVEAL.search(after)) and not _BUSINESS.search(before + after):
        if re.search(r"(?:我|本人)的?(?:新)?(?:电话|手机|号码?|号|联系方式)?(?:是|:|：)?[ ]?$", before):
            third = []
        if third or _REVEAL.search(after):
            start = number.start - len(before) + third[0].start() if third else number.start
            hard = bool(_REVEAL.search(text)) or not (own or PITCH.search(text))
            yield _found((start, number.end), "别人的电话", hard, 0.9 if hard else 0.4 if own else 0.55, number.number)
            return
    if number.kind == "mobile":
        yield _found((number.start, number.end), "手机号", False, 0.35, number.number)


def _found(span: tuple[int, int], why: str, hard: bool, confidence: float, note: str = "") -> Found:
    return Found(*span, why, hard, confidence, Category.PRIVACY, note)


def make(params: Params, surroundings: Surroundings) -> Privacy:
    """Build the detector."""
    return Privacy(params, surroundings)
