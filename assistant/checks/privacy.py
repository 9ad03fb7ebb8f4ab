"""Does the text tell what is somebody's own business: numbers, addresses, children's names, words said in private?

What the shop itself makes public (its contact, branches, addresses, teachers named in brand.yaml) may be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.checks.bases import basis_text
from assistant.checks.context import CheckContext
from assistant.checks.hearsay import find_told
from assistant.checks.lexicon import lexicon
from assistant.checks.persons import Person, find_persons
from assistant.schema.brand import Brand
from assistant.schema.contracts import Finding, Severity
from assistant.text.folding import fold_each
from assistant.text.patterns import Pattern
from assistant.text.personal import Personal, bare, find_personal
from assistant.text.plain import plain
from assistant.text.readings import as_written

_FIGURE = r"[幺零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖\d]"
_SPOKEN = Pattern(rf"(?:{_FIGURE}[ ·•・.-]?){{11}}(?![ -]?\d)")
# Four figures in a row; for eleven is looked only where they are.
_SPOKEN_HINT = Pattern(rf"{_FIGURE}(?:[ ·•・.-]?{_FIGURE}){{3}}")
_DIGITS = str.maketrans(
    "幺零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖", "1001" + "23456789" + "123456789"
) | dict.fromkeys(map(ord, "·•・."), "-")
_NO_CARD = Pattern(r"(?:订单|单号|快递|运单|条码|货号|编号|流水)[^，。！？\n]{0,8}$")
_ROOM = Pattern(
    r"(?P<place>[一-鿿]{2,8}(?:小区|花园|家园|公寓|新村|苑|府|里|湾|城|庭|居|坊|邸|园)[^一-鿿\d]?)?"
    r"(?:(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Z])\s?(?:栋|幢|号楼|座|号院)\s?"
    r"(?:(?:\d{1,2}|[一二三四五六七八九十甲乙丙])\s?(?:单元|门)\s?)?\d{3,4}\s?(?:室|房|户|号)?"
    r"|(?:\d{1,2}|[一二三四五六七八九十甲乙丙])\s?单元\s?\d{3,4}\s?(?:室|房|户|号)?"
    r"|(?<=[区园寓村苑府里湾城庭居坊邸号弄])\s?\d{1,3}[-–—]\d{1,2}[-–—]\d{3,4}(?:室)?"
    r"|\d{1,4}\s?[号弄]\s?\d{3,4}\s?室|\d{1,4}\s?弄\s?\d{1,4}\s?号(?:楼)?\s?\d{3,4}(?:室)?)(?!\s?(?:教室|活动室|会议室|诊室|包厢|包间|训练室|琴房|画室))"
)
# The characters it may begin with stand first: the engine leaves most places of a text at once.
_NUMBER_HINT = Pattern(r"(?=[\d@A-Z微Q])(?:\d{4}|(?:\d[ -]){5}|@|[A-Z]|\d[ -]\d{4}|微信|QQ)")
_HOME_HINT = Pattern(r"\d\s?(?:栋|幢|号楼|座|单元|室|弄|号院|[-–—]\d)|单元")
_LEAD = Pattern(r"[是在到址往住送给：:]")
_ROOM_NAMED = Pattern(r"\d{3,4}\s?(?:教室|活动室|会议室|诊室|包厢|包间|训练室|琴房|画室)")
_COMPANY_LINE = Pattern(
    r"(?:客服|热线|门店|[一-鿿]店|店里|公司|医院|派出所|学校|物业|中心|前台|总机|酒店|餐厅|平台|厂家|官方|售后|市场监管)[^，。！？\n]{0,12}$"
)
_DESK_LINE = Pattern(r"[^。！？\n]{0,3}(?:店里|前台|总机|客服|门店|柜台|收银台)")
_OFFICE_MAIL = Pattern(r"^(?:info|service|kefu|hr|support|sales|contact|hello|admin|market|office)\b", re.I)
_HEALTH = Pattern(
    r"确诊|诊断|查出|[一-鿿]癌|得了?(?:手足口|水痘|流感|肺炎|湿疹|癌|抑郁)|患(?:有|了|上)|住院|手术|湿疹|自闭|抑郁|焦虑症|多动|过敏|发烧|高烧|肺炎|黄疸|骨折|近视|弱视|哮喘|癫痫|"
    r"糖尿病|高血压|乙肝|流产|怀孕|不孕|早产|发育迟缓|手足口|水痘|体检(?:报告|结果)|体脂|体重\s?\d|血压\s?\d|血糖\s?\d|体重超标|病历|吃药|剖[腹宫的]|刀口|侧切|缝针|化疗"
)
# Dogs have full names and ages as well.
_PETS = Pattern("[猫狗犬喵汪]|柯基|金毛|泰迪|布偶|英短|美短|柴犬|萨摩|哈士奇|边牧|铲屎|洗护|绝育|驱虫|掉毛")
_SCHOOL = Pattern("班|年级|小学|中学|幼儿园|同学|小朋友|孩子")
# What a name stands beside that is private in itself.
_TOLD = {"weighed": "体重", "patient": "病历、检查单一类的单子"}
_CONSENT = Pattern(r"(?:征得|经|已|取得|得到|获得|有)[^。！？\n]{0,10}(?:同意|授权|许可|允许)|化名|匿名")
_SAID = Pattern(
    r"[^。！？\n]{0,8}(?:说|评价|反馈|留言|点评|告诉我们?|写道|晒单|发来)[^。！？\n“「]{0,6}[：:，,]?\s?[“「\"]"
)
_SENTENCE = Pattern(r"[。！!？?\n]")
_LAWS = {
    "number": ("pipl-25", "civil-1034"), "sensitive": ("pipl-28", "pipl-29"), "home": ("civil-1032", "civil-1034"),
    "child": ("pipl-31", "minors-72"), "person": ("pipl-25", "civil-1033"),
}  # fmt: skip


@dataclass(frozen=True)
class _Kind:
    severity: Severity
    laws: str
    why: str


_FURTHER = (
    (
        "mobile",
        Pattern(
            r"(?<![\d+])(?:\+|00)?(?:852[ -]?[4-9]\d{3}[ -]?\d{4}|853[ -]?6\d{3}[ -]?\d{4}"
            r"|886[ -]?9\d{2}[ -]?\d{3}[ -]?\d{3})(?!\d)"
        ),
    ),
    (
        # 手机 0912-345-678; as an order's or a parcel's number it is nobody's.
        "mobile",
        Pattern(
            r"(?:手[机機]|[电電][话話]|[联聯][系絡络]|打[给給]?|先生|小姐|女士|太太|妈妈|媽媽)[^，。！？\d\n]{0,8}"
            r"(?P<number>(?<![\d-])09\d{2}[ -]?\d{3}[ -]?\d{3})(?!\d)"
        ),
    ),
    (
        "passport",
        Pattern(
            r"(?:[护護]照|通行[证證]|回[乡鄉]证|[台臺]胞[证證])(?:资料|資料|信息|[号號][码碼]?)?[^，。！？\n]{0,24}?(?P<number>(?<![A-Za-z\d])[A-Z]{1,2}\d{7,9})(?!\d)"
        ),
    ),
    (
        "id_said",
        Pattern(
            r"(?<![\dA-Za-z])[1-6]\d{5}(?:19[3-9]|20[0-2])\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
            r"|(?:身份证|证件)号?码?[是为:：\s]{0,3}(?P<number>[1-6]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?!\d)"
        ),
    ),
    (
        "bank_card",
        Pattern(
            r"(?:卡号|银行卡|储蓄卡|[工建农中招交]行卡?|打到卡|转到卡|收款卡)[^，。！？\d\n]{0,10}"
            r"(?P<number>[3-6]\d{3}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?)(?!\d)"
        ),
    ),
    (
        "landline",
        Pattern(
            r"(?:座机|固话|宅电|家里?的?电话|家庭电话)[^，。！？\d\n]{0,6}(?P<number>[2-8]\d{3}[ -]?\d{3,4})(?!\d)"
        ),
    ),
    (
        "account",
        Pattern(
            r"(?:微信|QQ)(?:名|昵称)?(?:叫|是|[:：])\s?(?P<number>[A-Za-z][A-Za-z\d]*[_-]?[\w-]*\d[\w-]{2,})", re.ASCII
        ),
    ),
)
"""Forms that :mod:`assistant.text.personal` leaves out: telephones of Hong Kong, Macau and Taiwan, travel papers; and
numbers that do not check out, for a slip of one digit is as private: identities by their day of birth, cards and old
identities beside the word for them."""
_KINDS = {
    "passport": _Kind("error", "sensitive", "是证件号，不能公开"),
    "mobile": _Kind("error", "number", "是个人手机号，发到群里人人看得见"),
    "id_card": _Kind("error", "sensitive", "是身份证号，不能公开"),
    "id_said": _Kind("error", "sensitive", "是身份证号，不能公开"),
    "bank_card": _Kind("error", "sensitive", "是银行卡号，不能公开"),
    "plate": _Kind("error", "number", "是车牌号，能找到车主本人"),
    "landline": _Kind("warn", "number", "这个座机号不在门店资料里，可能是别人家的电话"),
    "account": _Kind("warn", "number", "这个账号不在门店资料里，像是个人的微信或 QQ"),
    "mail": _Kind("warn", "number", "这个邮箱不在门店资料里，像是个人的"),
}


def check(text: str, context: CheckContext) -> list[Finding]:
    """Findings for personal data in ``text``, in order of place; nothing inside a phrase the workspace allows."""
    own = lexicon("privacy", context.extensions)
    view = plain(text)
    if _SPOKEN_HINT.search(view):
        view = _SPOKEN.sub(lambda match: match[0].translate(_DIGITS), view)
    found = [*own.find(text), *_numbers(text, view, context), *_homes(text, view, context)]
    found += _people(text, view, context)
    found += _told_of(text, view, context, found)
    if own.allowed and found:
        folded = fold_each(text)
        free = [match.span() for phrase in own.allowed for match in re.finditer(re.escape(phrase), folded)]
        found = [f for f in found if not any(low <= f.start and f.end <= high for low, high in free)]
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def _public(context: CheckContext) -> str:
    """Everything the brand says of itself, bare of spaces: what stands there may be said."""
    texts = [_told(context.brand)] if context.brand else []
    if context.group:
        texts += [*context.group.terms, *context.group.do, context.group.audience]
    for campaign in (context.campaign, *context.others):
        if campaign is not None:
            texts += [campaign.how, campaign.note, campaign.payout, campaign.rule]
    return "\n".join(map(_bare, texts))


@lru_cache(maxsize=256)
def _bare(text: str) -> str:
    return bare(plain(text))


def _told(brand: Brand) -> str:
    parts = [brand.name, brand.about, brand.contact, *brand.voice.closings, brand.voice.signature]
    for branch in brand.branches:
        parts += [branch.name, branch.address, branch.phone, branch.note]
    return "\n".join([*parts, *brand.disclaimers.values()])


def _further(view: str) -> Iterator[Personal]:
    for kind, pattern in _FURTHER:
        for match in pattern.finditer(view):
            start, end = match.span("number") if match.groupdict().get("number") else match.span()
            yield Personal(kind, "", start, end, view[start:end])


def _numbers(text: str, view: str, context: CheckContext) -> Iterator[Finding]:
    if not _NUMBER_HINT.search(view):
        return
    known = list(find_personal(view))
    known += [
        each for each in _further(view) if not any(one.start < each.end and each.start < one.end for one in known)
    ]
    for each in known:
        if bare(each.text) in _public(context) or _harmless(each, view):
            continue
        kind = _KINDS[each.kind]
        surface = text[each.start : each.end]
        masked = _masked(each)
        yield _finding(
            each.kind, kind.severity, kind.laws, text, each.start, each.end,
            f"“{surface}”{kind.why}", f"改成“{masked}”，要联系的请对方私聊" if masked else "删掉，改成门店的联系方式",
        )  # fmt: skip


def _harmless(each: Personal, view: str) -> bool:
    before = view[max(0, each.start - 20) : each.start]
    if each.kind in ("bank_card", "id_said"):
        return _NO_CARD.search(before) is not None
    if each.kind == "landline":
        return _COMPANY_LINE.search(before) is not None or _DESK_LINE.match(view, each.end) is not None
    if each.kind == "account":
        # 公众号 and 群 numbers are there to be found.
        return re.search(r"(?:公众号|服务号|视频号|小程序|群号?|官方|客服)[^，。！？\n]{0,8}$", before) is not None
    return each.kind == "mail" and _OFFICE_MAIL.search(each.text) is not None


def _masked(each: Personal) -> str:
    digits = re.sub(r"\D", "", each.text)
    if each.kind == "mobile":
        return f"{digits[-11:-8]}****{digits[-4:]}" if len(digits) == 11 else f"尾号 {digits[-4:]}"
    if each.kind in ("id_card", "id_said"):
        return f"{each.text[:3]}{'*' * 11}{each.text[-4:]}"
    if each.kind in ("bank_card", "id_said"):
        return f"尾号 {digits[-4:]}"
    if each.kind == "plate":
        return f"{each.text[:2]}***{each.text[-2:]}"
    return ""


def _homes(text: str, view: str, context: CheckContext) -> Iterator[Finding]:
    if not _HOME_HINT.search(view):
        return
    for match in _ROOM.finditer(view):
        if bare(match[0]) in _public(context) or _ROOM_NAMED.search(view, match.start(), match.end() + 4):
            continue
        place = _LEAD.split((match["place"] or "").strip())[-1]
        surface = text[match.start() : match.end()]
        yield _finding(
            "address", "error", "home", text, match.start(), match.end(), f"“{surface}”写到了门牌，是谁家一看就知道",
            f"只写到“{place}”，门牌私下说" if place else "只写到小区，门牌私下说",
        )  # fmt: skip


def _people(text: str, view: str, context: CheckContext) -> Iterator[Finding]:
    for person in find_persons(view, as_written(text).letters):
        start, end = _sentence(view, person.start)
        said = view[start:end]
        if bare(person.name) in _public(context) or _CONSENT.search(view):
            continue
        # A name of two characters can be a nickname (安琪妈妈); a child's needs a sure sign.
        ill = _HEALTH.search(said)
        told = ill[0] if ill else _TOLD.get(person.role)
        if told:
            yield _finding(
                "health", "error", "sensitive", text, person.start, person.end,
                f"“{person.name}”是全名，这句还说到了“{told}”，健康情况是敏感个人信息",
                f"把名字改成“{_short(person)}”这样认不出人的叫法，或不提病情",
            )  # fmt: skip
        elif person.role == "customer":
            yield _finding(
                "customer_name", "warn", "person", text, person.start, person.end,
                f"“{person.name}”是别人的全名，这些事放在一起，谁都认得出是谁",
                f"改成“{person.name[0]}女士”“{person.name[0]}先生”或手机尾号",
            )  # fmt: skip
        elif person.role == "child" and not (_PETS.search(said) and not _SCHOOL.search(said)):
            yield _finding(
                "child_name", "error", "child", text, person.start, person.end,
                f"“{person.name}”像是孩子的全名，没有家长同意不能公开",
                f"改成“{_short(person)}”，或先请家长同意并写明",
            )  # fmt: skip
        elif person.role != "known" and _SAID.match(view, person.end):
            yield _finding(
                "customer_name", "warn", "person", text, person.start, person.end,
                f"“{person.name}”像是顾客的全名，连着说的话一起公开要先得到同意",
                f"改成“{_short(person)}”，或写明已征得同意",
            )  # fmt: skip


_OTHERS_BUSINESS = {
    "health": ("health", "sensitive", "健康情况是敏感个人信息"),
    "family": ("family", "home", "家里的事是别人的隐私"),
    "money": ("finance", "sensitive", "钱的事是敏感个人信息"),
    "work": ("employee", "home", "工作和从前的事是别人的隐私"),
    "pupil": ("child_name", "child", "孩子的短处不能连着全名说"),
    "whereabouts": ("whereabouts", "home", "说出了别人什么时候在哪，会给人带来危险"),
    "belief": ("belief", "sensitive", "信仰、身份是敏感个人信息"),
    "image": ("image", "sensitive", "人脸、指纹和这样的照片是敏感个人信息"),
    "street": ("address", "home", "是谁家一看就知道"),
    "home": ("address", "home", "是谁家一看就知道"),
}
"""Family of :mod:`assistant.checks.hearsay` -> kind of the finding, its law, why it may not be told."""


def _told_of(text: str, view: str, context: CheckContext, found: list[Finding]) -> Iterator[Finding]:
    """What is told of a name, where no other finding stands on it already."""
    for told in find_told(view, as_written(text).letters):
        if bare(told.name) in _public(context) or _CONSENT.search(view):
            continue
        if any(each.start < told.end and told.start < each.end for each in found):
            continue
        kind, law, why = _OTHERS_BUSINESS[told.family]
        yield _finding(
            kind, "warn", law, text, told.start, told.end,
            f"“{text[told.start : told.end]}”连名带姓说了别人的事，{why}",
            "删掉，或不提是谁；要帮忙的先问过本人，得了同意再写",
        )  # fmt: skip


def _short(person: Person) -> str:
    last = person.name[-1]
    return f"{person.name[0]}同学" if person.role == "child" and len(person.name) == 2 else f"小{last}"


def _sentence(view: str, place: int) -> tuple[int, int]:
    before = [match.end() for match in _SENTENCE.finditer(view, 0, place)]
    after = _SENTENCE.search(view, place)
    return (before[-1] if before else 0), (after.end() if after else len(view))


def _finding(
    kind: str, severity: Severity, laws: str, text: str, start: int, end: int, message: str, suggestion: str
) -> Finding:
    return Finding(
        check="privacy", kind=kind, severity=severity, start=start, end=end, text=text[start:end], message=message,
        basis=basis_text(_LAWS[laws]), suggestion=suggestion,
    )  # fmt: skip
