"""What the words of a pasted clause forbid: nothing is guessed, only what is named counts."""

# ruff: noqa: E501 - an expression stays on one line, where it can be searched for
from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.schema.moderation import Category

#: What a clause names, by category; as operators write it.
_NAMED: dict[Category, str] = {
    Category.AD: r"(?<!举报)广告|推广|营销|微商|引流|拉人|拉群|拉进|拉好友|加好友|私加|加(?:别人|群友|成员|群成员)|互加|乱加|加微信|加QQ|代购|招聘|招工|兼职|招商|招代理|代理|卖(?!萌|相|点|家|场)|售卖|推销|兜售|贩卖|买卖|交易|带货|传单|(?<!群)名片|公众号|二维码|联系方式|私下接单|接单|转让|二手|发布?商品|打折信息|促销信息|安利(?:别家|自家)|揽客|竞品|同行",
    Category.LINK: r"链接|外链|网址|网站|小程序|口令|砍一刀|砍价|助力|拉票|投票|集赞|求赞|帮点|点赞链接",
    Category.FRAUD: r"诈骗|骗人|骗子|欺诈|刷单|贷款|网贷|套现|返利|传销|集资|荐股|理财|投资|虚拟币|资金盘|杀猪盘|冒充|假冒|验证码|私下转账|转账|虚假中奖",
    Category.GAMBLING: r"赌|博彩|彩票|六合彩|棋牌|下注|黄赌",
    Category.PORN: r"色情|涉黄|黄色|黄赌|黄段子|荤段子|黄图|低俗|淫秽|情色|裸|约炮|下流|不雅|露骨|开黄腔|少儿不宜",
    Category.ABUSE: r"骂|脏话|粗口|爆粗|脏字|人身攻击|攻击(?:他人|别人|群友|成员|对方|任何人|他|人)|互相攻击|辱|嘲笑|讥讽|嘲讽|歧视|诋毁|诽谤|恶意中伤|侮|威胁|恐吓|恶语|阴阳怪气|人格|取笑|挖苦|网暴|霸凌|欺负",
    Category.MEDICAL: r"偏方|卖药|荐药|推药|开药|药品|处方|用药|保健品|疗效|治病|看病|诊断|问诊|医疗建议|停药|减肥药",
    Category.PRIVACY: r"隐私|个人信息|身份证|(?:他人|别人|群友|成员|业主|家长|孩子|客户|顾客|个人)的?(?:电话|手机|住址|地址|照片|信息|资料)|手机号|电话号码|家庭住址|住址|门牌号|人肉|偷拍|面单|病历|银行卡",
    Category.FLOOD: r"刷屏|灌水|霸屏|洗版|连发|连续发|重复发|反复发|多次发|刷表情|表情包?轰炸|表情刷|大量表情|恶意刷|刷图|炸群|水群|同样的?(?:话|内容|消息|信息|图)|一句话[^，。；]{0,6}遍",
    Category.OTHER: r"吵架|争吵|引战|攀比|政治|时政|宗教|地域(?:黑|歧视|攻击)|敏感话题|挑拨|挑事|拉踩|对骂",
}  # fmt: skip
# The matter is named by what is wished for instead.
_WISHED: dict[Category, str] = {
    Category.ABUSE: r"文明(?:用语|聊天|发言|交流|沟通|讨论|和谐)?|友善|友好|互相尊重|相互尊重|彼此尊重|尊重(?:他人|别人|每|群友|彼此|对方)|礼貌|有话好好说|好好说话|理性(?:讨论|发言|交流|沟通)",
    Category.PRIVACY: r"(?:保护|注意|尊重)[^，。；]{0,6}(?:隐私|个人信息)",
}  # fmt: skip
_ILLEGAL = re.compile(r"黄赌毒|违法(?!人)|违规违法|非法")
#: Detectors by the words that name just their matter.
PARTICULAR: dict[str, str] = {
    "contact_bait": r"拉人|拉群|拉进|拉好友|加好友|私加|加(?:别人|群友|成员|群成员)|互加|乱加|加微信|加QQ|联系方式|(?<!群)名片|二维码|引流|公众号",
    "recruitment": r"招聘|招工|兼职|招商|招代理|代理|微商",
    "price_invitation": r"卖|买卖|交易|代购|转让|二手|带货|接单|揽客|商品",
    "links": r"链接|外链|网址|网站|砍|助力|投票|拉票|集赞|求赞|帮点",
    "mini_programs": r"小程序",
    "share_commands": r"口令",
    "flood": r"刷屏|灌水|霸屏|洗版|连发|连续发|炸群|水群|刷",
    "repetition": r"重复|反复|多次|同样|刷屏",
}
_FORBIDS = re.compile(
    r"禁|(?<!绝)不(?!知|懂|明|清|会|再通|用|必|限|算|客|仅|但|管|论|过|同|定|时|断|错|足|够|见|在|急|舍|方|便|满|可避免|可或缺)|别(?!人|家|的|处|墅|称)|勿|莫|杜绝|拒绝|谢绝|抵制|切忌|避免|远离|零容忍|踢|移出|清退|请出|退群|封|拉黑|一律|违者|打击|严打|严查|谨防|警惕|严肃处理|处罚|罚|警告|无(?=广告|刷屏|链接|推销|微商)"
)
# One asks first: what is not asked for is forbidden.
_ASKS = re.compile(
    r"未经|没经过|不经|(?:先|提前|事先)[^，。；]{0,6}(?:问|联系|私信|征得|经过|报备|申请|审核|打招呼|同意|沟通)|(?:需|须|要|必须|请|得)[^，。；]{0,6}(?:同意|批准|审核|报备|许可|允许|授权)"
)
_PERMITS = re.compile(
    r"可以|允许|欢迎|鼓励|支持|提倡|除外|不算|不在此列|不限|随意|放心(?:发|聊|说)|能发|可发|可以发|仅限|只(?:能|可以?|许|准)发|有权|随便(?:发|聊|说)"
)
_PARTS = re.compile(r"[，。；！？,;!?\n~～]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])|——+|--+")


def forbidden(clause: str) -> Iterator[tuple[Category, tuple[str, ...]]]:
    """Yield the categories that a clause forbids, each with the words that say so, in the order they are named.

    What it permits, wishes for or only mentions is not forbidden by it.
    """
    found: dict[Category, list[str]] = {}
    forbids = False
    for part in _PARTS.split(clause):
        asks = bool(_ASKS.search(part))
        if asks or _FORBIDS.search(part):
            # 可以发，但不要刷屏 stands in parts of its own; in one part what is forbidden weighs more.
            forbids = True
        elif _PERMITS.search(part):
            forbids = False
        for category, words in _matters(part, forbids=forbids):
            found.setdefault(category, []).extend(words)
    named = {category: tuple(dict.fromkeys(words)) for category, words in found.items()}
    yield from sorted(named.items(), key=lambda each: clause.find(each[1][0]))


def detectors_named(clause: str) -> dict[str, int]:
    """Return the detectors whose very matter a clause names, and with how many different words."""
    found = {name: len(set(re.findall(words, clause))) for name, words in PARTICULAR.items()}
    return {name: count for name, count in found.items() if count}


def _matters(part: str, *, forbids: bool) -> Iterator[tuple[Category, list[str]]]:
    if forbids:
        for category, words in _NAMED.items():
            if said := [match.group() for match in re.finditer(words, part, re.IGNORECASE)]:
                yield category, said
        if match := _ILLEGAL.search(part):
            for category in (Category.PORN, Category.GAMBLING) if "黄赌" in match.group() else ():
                yield category, [match.group()]
    for category, words in _WISHED.items():
        if said := [match.group() for match in re.finditer(words, part)]:
            yield category, said
