"""Full names of people in a text: a surname, one or two given characters, and a word beside them that says whose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.checks.keyed import Gate, Keyed
from assistant.resources import read_yaml
from assistant.text.patterns import Pattern

_FILE = Path(__file__).parent / "data" / "names.yaml"
_PUPIL = "小朋友|小盆友|同学|小学员|小选手|小宝贝|小主持|小书法家|小画家"
_FAMILY = "妈妈|爸爸|麻麻|粑粑|家长|奶奶|爷爷|姥姥|姥爷|外婆|外公|宝宝|宝贝"
_ADULT = "女士|先生|太太|会员|顾客|客户"
# Before a name stands the beginning, punctuation, or one of these; 感谢王小明同学, 来自李雷同学.
_LISTED = Keyed(
    r"(?:名单|表扬|获奖|优秀(?:学员|学生|作品)?|小学员|一等奖|二等奖|三等奖|上台|到课|缺课|未交|没交|打卡|(?:通过|过|入选|录取|得奖|拿奖|晋级)了?的)[^，。！？\n：:]{0,8}[：:]\s?"
)
_NAMED = Keyed(
    r"(?:孩子|宝宝|女儿|儿子|学生|学员|小朋友|姑娘|小伙|哥哥|妹妹|弟弟|姐姐)(?:的)?(?:大名|名字|全名|姓名)?(?:叫做?|名叫|是叫|[：:])\s?"
    r"|(?:学生|学员|孩子|宝宝|幼儿|患儿)?姓名[：:]\s?"
)
_SCHOOL = r"(?:幼儿园|小学|中学|初中|学校)"
_CLASS = r"[^，。！？\n]{0,4}?(?:[一二三四五六七八九\d大中小托][^，。！？\n]{0,5}班|[一二三四五六\d]年级)"
_OF_CLASS = Keyed(
    rf"{_SCHOOL}{_CLASS}的?\s?|(?:[一二三四五六]年级|[大中小]\s?[一二三四五六\d]?\s?班)的\s?|班[上里]的\s?"
)
_TO_CLASS = Keyed(
    rf"(?:[，,（(\s]|在读?|就读于?)\s?[一-鿿]{{2,8}}?{_SCHOOL}{_CLASS}|\s?[（(][一-鿿]{{2,8}}?{_SCHOOL}[）)]"
)
# 二(3)班 林若溪, 204 班的高子航
_IN_CLASS = Keyed(
    r"(?:[一二三四五六七八九]|[1-9])\s?(?:年级\s?)?[（(]?\s?(?:\d{1,2}|(?<=年级)[一二三四五六七八九])\s?[）)]?\s?班\s?的?\s?"
)
# 小朋友陆一鸣，
_PUPIL_NAMED = Keyed(r"(?:小朋友|小选手|小学员|小宝贝)\s?")
_KNOWN = Keyed(r"(?:群里的?|会员|学员|顾客|客户|邻居|家长|同事|员工|隔壁的?|老师)")
_AFTER_NAME = frozenset("拿获得考夺荣被的在没忘请今昨这同小、")
# 赵敏一百五十八斤: the figure is no part of the name.
_COUNTED = Pattern(r"[一二两三四五六七八九]?[百十千]")
_SEPARATOR = Pattern(r"\s?(?:\d+(?:\.\d+)?\s?(?:元|块|分|节)?)?\s?[、，,/ 和]\s?")
_AGE = Keyed(
    r"\s?[（(，,]\s?(?:男|女)?[，,]?\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s?(?:岁|个月|年级(?!可以|能|就|都|以上|起|才|的|读|适合))|\s?[，,]\s?(?:\d{4}\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?[日号](?:出生|生(?![日意]))"
)


# 曹伟 体脂 31%, 冯丽：体重 62 公斤
_MEASURED = Keyed(r"\s?[：:]?\s?(?:体脂率?|体重|腰围|血压|血糖|BMI)\s?[：:]?\s?(?:从|由|降到|掉到)?\s?\d")
# 高丽萍 78.5 公斤, where the text speaks of weighing: rice of that name is sold by weight as well.
_WEIGHED = Pattern(r"\s?[：:]?\s?\d{2,3}(?:\.\d)?\s?(?:公斤|斤|kg|KG)(?![装重的米面])")
_OF_WEIGHING = Pattern("体测|体重|体脂|称重|BMI|腰围|减脂|减重|瘦了|→|鼓掌|鼓劲")
# 沈佳怡数学 61 分
_MARKED = Keyed(
    r"\s?(?:这次|期[中末])?(?:考试)?(?:数学|语文|英语|物理|化学|科学|总分|考了|成绩|单元测)[^，。！？\n]{0,5}?\d{1,3}(?:\.5)?\s?分(?!钟)"
)
# 郭奕辰的疫苗本
_PAPERS = Keyed(
    "的(?:疫苗本|预防接种|成绩单|试卷|卷子|准考证|学籍|出生证|户口本|身份证|病历|化验单|检查单|体检单|体检报告|处方|医保卡|诊断书|录取通知)"
)
_PAPERS_OF_HEALTH = Pattern("的(?:病历|化验单|检查单|体检|处方|诊断书)")
# 收件人 陈晓雯; a person to ask for (联系人) is named on purpose.
_RECEIVER = Keyed(
    r"(?:的?主人|失主|机主|户主|房主|房东|租客|租户|业主|欠款人|卡号\s?\d{3,}[，,]?)\s?[是叫：:，,]?\s?|(?:收件人|收货人|寄件人|下单人|订购人|持卡人|开户名|户名|车主|患者|病人)(?:姓名)?\s?[是叫为：:]?\s?"
    r"|(?:订单|预订|订货|订蛋糕的?)(?:名单|信息)?[：:]\s?"
)
_ABOUT_RECEIVING = Pattern("[件货单卡款病][人号]|持卡|订|主|户|房东|租|患者")
# 退费名单：孙建平 1200，钱丽萍 800
_MONEY = Pattern("退费|退款|欠费|欠款|缴费|未交|余额|赊账|工资|捐款")
# 陆雨萱这孩子, and at the head of a sentence 赵志刚上周腰椎手术: a name of three characters.
_THIS_CHILD = Keyed("(?:这|那)(?:个)?(?:孩子|娃|小孩|丫头|小子|小姑娘)")
_HEADING = Keyed(
    r"(?:^|[，。！？；：\n])([\u4e00-\u9fff]{3})(?=上周|上个?月|昨天|前天|前阵子|去年|最近|刚刚?(?!好)|她|他(?!们))"
)
_CHILD_CALLED = Keyed(r"(?:儿子|女儿|孩子|闺女|娃)[^。！？\n]{0,24}[，,](?:大名|名字|全名)?叫\s?")
# 傅雅静的会员积分, 曹雨晴订的蛋糕, 王淑芬，女，: what only a shop or an office knows of a customer.
_OWNED = Keyed(
    r"的(?:会员|积分|余额|卡里|卡号|账户|押金|学费|欠款|订单|电话|手机号?|微信|住址|地址|生日|收入|工资)"
    r"|(?:订的|下的单|预约的|爽约|逃单|跑单|退卡|拖欠|欠费|没付钱?|还欠)|\s?[，,（(]\s?[男女]\s?[，,）)]"
)
_KIN_CALLED = Keyed(
    r"(?:老公|老婆|丈夫|妻子|爱人|男朋友|女朋友|婆婆|前夫|前妻|月嫂|保姆)(?:大名|名字|就)?(?:叫|是叫|名叫)\s?"
    r"|(?:爽约|拖欠|欠钱|欠费|差评|骗子|赖账|投诉|没付|不付|闹事|逃单|跑单)[^。！？\n]{0,14}(?:是|叫)\s?"
)
# 朗读第一名 蔡欣妍（育才小学）
_PLACED = Keyed(r"(?:第[一二三四五六七八九十\d]名|[一二三]等奖|冠军|亚军|季军)\s?[：:是为]?\s?")
_OF_CHILDREN = Pattern("小学|幼儿园|小朋友|孩子|同学|宝宝|年级|亲子|少儿|儿童")
# Who is known to everybody: 作者汤素兰，三年级可以自己读.
_RENOWNED = Pattern(
    "(?:作者|编者|主编|译者?|著|绘者?|文图|作家|诗人|画家|书法家|演员|导演|歌手|明星|主持人|教授|院士|名家|大师|主角|主人公|里的|叫做|《[^》]*》)"
    r"[是为叫：:、，, ]?\s?$"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A full name: its span, and whether it is a ``child``'s or an ``adult``'s; ``known`` is one that only what is said
    of him makes private, ``weighed`` beside whom his weight stands, ``patient`` whose papers are shown, ``customer``
    who gets a parcel or an order."""

    start: int
    end: int
    name: str
    role: str


@dataclass(frozen=True)
class _Names:
    surname: str
    never: frozenset[str]
    words: frozenset[str]
    longest: Pattern
    begins: frozenset[str]
    renowned: frozenset[str]

    def ends_with_name(self, view: str, end: int, *, whole: bool) -> str:
        """The full name that ends at ``end``, empty where none does; ``whole`` asks for two given characters."""
        for length in (4, 3, 2):
            name = view[max(0, end - length) : end]
            if len(name) == length and self.is_name(name, whole=whole):
                before = view[max(0, end - length - 1) : end - length]
                # 的 and the like may stand before a name, a letter of another word may not be told from one.
                if length == 2 and before and "一" <= before <= "鿿" and before not in _BEFORE:
                    continue
                if (name[0] == "于" and before in _WITH_YU) or (name[0] == "傅" and before == "师"):
                    continue
                return name
        return ""

    def is_name(self, name: str, *, whole: bool = False) -> bool:
        match = self.longest.match(name)
        if match is None:
            return False
        given = name[match.end() :]
        if not 1 <= len(given) <= 2 or (whole and len(given) < 2) or any(letter in self.never for letter in given):
            return False
        if not all("一" <= letter <= "鿿" for letter in given) or given[0] == match[0]:
            return False
        return not any(name[:length] in self.words for length in (2, 3, 4)) and name[1:] not in self.words


_WITH_YU = tuple("对关由属终至位处等善忠便用在生")
_BEFORE = "的是叫和与给请问让帮为向对跟找到谢喜贺扬励咱位了由从把将被及"


@cache
def _names() -> _Names:
    data = read_yaml(_FILE)
    surnames = "".join(data["surnames"].split())
    compound = "|".join(data["compound"])
    return _Names(
        surnames,
        frozenset("".join(data["never"].split())),
        frozenset(data["words"].split()),
        Pattern(f"(?:{compound})|[{surnames}]"),
        frozenset((*surnames, *(each[0] for each in data["compound"]), "老", "小")),
        frozenset(data["renowned"].split()),
    )


_ROLES = Keyed(rf"(?P<pupil>{_PUPIL})|(?P<family>{_FAMILY})|(?P<adult>{_ADULT})")
#: What is run only where its letters stand; their keys are kept with those of the terms.
GATE = Gate(
    _ROLES, _LISTED, _NAMED, _OF_CLASS, _TO_CLASS, _IN_CLASS, _PUPIL_NAMED, _KNOWN, _AGE, _MEASURED, _MARKED, _PAPERS,
    _RECEIVER, _THIS_CHILD, _HEADING, _CHILD_CALLED, _OWNED, _KIN_CALLED, _PLACED,
)  # fmt: skip


def find_persons(view: str, letters: frozenset[str]) -> Iterator[Person]:
    """Yield the full names in a half-width text, in no order; nicknames, 李老师 and 王女士 are none.

    ``letters`` are the letters of the folded text and its pairs of letters.
    """
    names = _names()
    seen: set[int] = set()
    admitted = GATE.admitted(letters)
    for person in (*_before_roles(view, names, admitted), *_after_labels(view, names, admitted)):
        if person.start not in seen and not _RENOWNED.search(view, max(0, person.start - 24), person.start):
            seen.add(person.start)
            yield person


def _before_roles(view: str, names: _Names, admitted: set[Keyed]) -> Iterator[Person]:
    for match in _ROLES.finditer(view, admitted):
        end = match.start()
        while end and view[end - 1] in " 的":
            end -= 1
        if not match["family"] and "的" in view[end : match.start()]:
            continue  # 喜欢欧阳询的同学 are others.
        name = names.ends_with_name(view, end, whole=not match["pupil"] and not match["adult"])
        if name and match["adult"] and len(name) == 2 and name[1] in "小大老":
            continue
        if name:
            yield Person(end - len(name), end, name, "adult" if match["adult"] else "child")


def _after_labels(view: str, names: _Names, admitted: set[Keyed]) -> Iterator[Person]:
    """Names after 孩子叫 and in lists: 表扬名单：王小明、李子涵."""
    for match in _MEASURED.finditer(view, admitted):
        if name := names.ends_with_name(view, match.start(), whole=False):
            yield Person(match.start() - len(name), match.start(), name, "known")
    for match, role in _beside_facts(view, admitted):
        name = names.ends_with_name(view, match.start(), whole=role in ("child", "owner"))
        if role == "owner" and not _may_begin(view, match.start() - len(name)):
            continue  # 小蓝单车的押金
        if name:
            yield Person(match.start() - len(name), match.start(), name, "customer" if role == "owner" else role)
    receivers = [*_RECEIVER.finditer(view, admitted)]
    for match in receivers if receivers and _ABOUT_RECEIVING.search(view) else ():
        if name := _name_at(view, match.end(), names):
            yield Person(match.end(), match.end() + len(name), name, "customer")
    for match in (*_NAMED.finditer(view, admitted), *_CHILD_CALLED.finditer(view, admitted)):
        if name := _name_at(view, match.end(), names):
            yield Person(match.end(), match.end() + len(name), name, "child")
    for match in _LISTED.finditer(view, admitted):
        listed = []
        position = match.end()
        while name := _name_at(view, position, names):
            role = "customer" if _MONEY.search(view, max(0, match.start() - 6), match.end()) else "child"
            listed.append(Person(position, position + len(name), name, role))
            step = _SEPARATOR.match(view, position + len(name))
            if step is None:
                break
            position = step.end()
        if len(listed) > 1:
            yield from listed
    for match in _KIN_CALLED.finditer(view, admitted):
        if name := _name_at(view, match.end(), names):
            yield Person(match.end(), match.end() + len(name), name, "customer")
    placed = [*_PLACED.finditer(view, admitted)]
    for match in placed if placed and _OF_CHILDREN.search(view) else ():
        if name := _name_at(view, match.end(), names):
            yield Person(match.end(), match.end() + len(name), name, "child")
    for match in _HEADING.finditer(view, admitted):
        if names.is_name(match[1], whole=True):
            yield Person(match.start(1), match.end(1), match[1], "known")
    for match in (
        *_THIS_CHILD.finditer(view, admitted),
        *_AGE.finditer(view, admitted),
        *_TO_CLASS.finditer(view, admitted),
    ):
        name = names.ends_with_name(view, match.start(), whole=True)
        if name:
            yield Person(match.start() - len(name), match.start(), name, "child")
    for match in (*_IN_CLASS.finditer(view, admitted), *_PUPIL_NAMED.finditer(view, admitted)):
        name, after = view[match.end() : match.end() + 3], view[match.end() + 3 : match.end() + 4]
        ends = not "一" <= after <= "鿿" or after in _AFTER_NAME
        if ends and len(name) == 3 and names.is_name(name, whole=True):
            yield Person(match.end(), match.end() + 3, name, "child")
    for match in (*_OF_CLASS.finditer(view, admitted), *_KNOWN.finditer(view, admitted)):
        # The next word may go on at once (张慧娟上个月): only a name of three characters is sure.
        name = view[match.end() : match.end() + 3]
        if _COUNTED.match(view, match.end() + 2) and len(name) == 3:
            name = name[:2]
        if len(name) == 3 or _COUNTED.match(view, match.end() + 2):
            if not names.is_name(name, whole=len(name) == 3):
                continue
            role = "child" if match.re is _OF_CLASS.pattern.compiled else "known"
            yield Person(match.end(), match.end() + len(name), name, role)


def _may_begin(view: str, at: int) -> bool:
    """Whether a word may begin at this place: after no other character, or one that a name follows."""
    before = view[at - 1 : at] if at else ""
    return not "一" <= before <= "鿿" or before in _BEFORE or before in "天早晚午日周月家"


def _beside_facts(view: str, admitted: set[Keyed]) -> Iterator[tuple[re.Match[str], str]]:
    """Yield what makes the name before it private, and whose it is: a weight, a mark of school, a paper."""
    if ("斤" in view or "kg" in view.lower()) and _OF_WEIGHING.search(view):
        yield from ((match, "weighed") for match in _WEIGHED.finditer(view))
    yield from ((match, "owner") for match in _OWNED.finditer(view, admitted))
    yield from ((match, "child") for match in _MARKED.finditer(view, admitted))
    for match in _PAPERS.finditer(view, admitted):
        yield match, "patient" if _PAPERS_OF_HEALTH.match(view, match.start()) else "child"


@dataclass(frozen=True, slots=True)
class Named:
    """Where somebody is named; ``sure`` is a name of three characters, ``nick`` one known only by where she lives or
    how old she is (三楼王姐, 王姐)."""

    start: int
    end: int
    sure: bool
    nick: str = ""


def name_before(view: str, place: int, link: Pattern) -> Named | None:
    """The nearest full name before ``place`` that only ``link`` divides from it, in the same sentence."""
    names = _names()
    low = max(0, place - 26)
    for stop in "。！!？?\n；;":
        low = max(low, view.rfind(stop, 0, place) + 1)
    for start in range(place - 2, low - 1, -1):
        if view[start] not in names.begins:
            continue
        for length in (4, 3, 2):
            end = start + length
            # The link first: it is a few characters, and most places fail on it.
            if end > place or not link.fullmatch(view, end, place):
                continue
            name = view[start:end]
            # 焦虑症 and 陈姐烤 begin like a name.
            if names.is_name(name, whole=length > 2) and not _ILL.search(name) and _may_follow(view, start):
                return Named(start, end, length > 2)
            if _NICK.fullmatch(name):
                by_place = _PLACE_OF_NICK.search(view[max(0, start - 8) : start])
                if by_place or _may_begin(view, start):
                    return Named(by_place.start() + max(0, start - 8) if by_place else start, end, False, name)
    return None


def name_after(view: str, place: int) -> Named | None:
    """The full name that begins at ``place``, before something that is no letter."""
    name = _name_at(view, place, _names())
    return Named(place, place + len(name), len(name) > 2) if name else None


def is_renowned(view: str, named: Named) -> bool:
    """Whether everybody knows the bearer: writers, heroes of books, people of history and of the screen."""
    if view[named.start : named.end] in _names().renowned:
        return True
    return _RENOWNED.search(view, max(0, named.start - 24), named.start) is not None


_ILL = Pattern("[症病癌炎药痛术族抗治防片最都姐哥嫂叔婶姨爷]|[人省都]$|^.国$")
_NICK = Pattern("[老小]?[一-鿿](?:姐|哥|嫂|叔|婶|姨|阿姨|奶奶|爷爷|大爷|大妈|大姐|大哥|太太|老师|先生|女士)|小[一-鿿]")
_PLACE_OF_NICK = Pattern(
    r"(?:[一二三四五六七八九十]+|\d{1,4})\s?(?:楼|栋|幢|号楼|单元|室|[（(]?\d?[)）]?班|号|床|桌)(?:那个|那位|的)?$|(?:前台|收银|保洁|店员|助教|同事|司机|保安|会计|仓库)的?$|(?:隔壁|对门|楼上|楼下|对面)(?:那个|那位|的)?$"
)
_LED = Pattern(
    "(?:听说|看见|看到|发现|据说|知道|告诉你们|偷偷说|教练|前台|收银|保洁|店员|员工|同事|老板娘?|老师|助教|学员|会员|顾客|客人|家长|班长|店长|新来|年级|班|楼|室"
    "|那个|这个|司机|保安|会计|骆驼|说|讲|你家|班里就|赊给|借给|发给|我们群|群里|人家|原来|因为|其实|真相|才|就|连|订[一-鿿]{1,4}的|[的是：:]|昨[天晚]|今[天早晚]|明天|上周|早上|下午|单独说|晒)$"
)


def _may_follow(view: str, at: int) -> bool:
    """Whether a full name may begin here: at the head of a clause or after one of the words that lead to a name."""
    return _may_begin(view, at) or _LED.search(view[max(0, at - 8) : at]) is not None


def _name_at(view: str, start: int, names: _Names) -> str:
    """The full name that begins at ``start`` and ends before something that is no Chinese character."""
    for length in (3, 2, 4):
        name = view[start : start + length]
        after = view[start + length : start + length + 1]
        if (
            len(name) == length
            and names.is_name(name)
            and not ("一" <= after <= "鿿" and after not in "和同小等两三四五六七八九十")
        ):
            return name
    return ""
