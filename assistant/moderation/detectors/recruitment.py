"""Recruitment: part-time work by the day, click farming, agents, members lured into other groups.

Somebody who asks for work (店里招人吗, 求兼职) recruits nobody.
"""

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

_NEAR = r"[^。！？\n]"
_SUM = r"(?:\d{2,6}[+多]?|[一二两三四五六七八九几]?[百千万]+[一二两三四五六七八九]?|几[百千万]|上[百千万]|过[万千百]|好几[百千])(?:元|块|大洋|不等|以上|左右|\+|-\d+)*"
_CLICKS = re.compile(
    rf"(?:刷单|刷信誉|刷销量|点赞员|打字员|抢单|做单|垫付做?单|关注公众号)(?:员|兼职|返利|返现|返佣|任务|一单|{_NEAR}{{0,10}}?(?:返|佣金|结|赚|{_SUM}))"
    rf"|(?:一单|每单|单单|做三?单|做一单)(?:一结|返|赚|结|佣金|{_NEAR}{{0,6}}?(?:返|赚|佣))|(?:返利|佣金|提成){_NEAR}{{0,6}}?(?:秒到|秒结|日结|立结|一单一结|马上到)"
)
_HIRED = re.compile(
    r"(?:招|诚招|急招|高薪招|招聘|招募|寻|找|聘)(?:收|募|一?些?|几个?|[\d一二两三四五六七八九十]+[名个位]|长期|全国|各地|大量|线上|同城|手机|网络|在家|居家|宝妈|学生|有)*(?:的)?"
    r"(?:兼职|代理|加盟|分销|推广|地推|打字|客服|主播|模特|手工|钟点工|小时工|临时工|日结工|普工|业务员|销售|话务|团长|合伙人|下线|微商|总代|会员|合作|司机|工人|宝妈|店员|学徒)"
    rf"(?![的吗了]|信息|平台|{_NEAR}{{0,3}}(?:吗|么|？))"
)
_WORK = re.compile(
    rf"(?:兼职|副业|在家|居家|宝妈|手机|动动手指|空闲|闲暇|工作|时薪|手工活?|轻松|躺着|网赚|打字){_NEAR}{{0,16}}?(?:日结|日赚|日入|日薪|时薪|周结|月入|月赚|月薪|一天|每天|一小时|一个月|赚|挣|收入|工资)[^。！？\n]{{0,4}}?{_SUM}"
    rf"|(?:日结|日赚|日入|月入过万|月入|月赚|躺赚|稳赚|日进)[^。！？\n]{{0,4}}?{_SUM}|(?:日结|当天结|现结|秒结|月入过万|月入上万|躺赚|边带娃边赚钱|带娃赚钱两不误|宝妈创业|轻松月入|睡后收入|被动收入)"
    rf"|(?:时间自由|不限时间|门槛低|零投资|零成本|0投资|0成本|0门槛|零门槛|无需经验|不需要经验|不压货|不囤货|一部手机){_NEAR}{{0,20}}?(?:赚|挣|做|干|加入|收入|代理|日结|兼职|操作|创业|上班)"
)
_MEMBERS = re.compile(
    rf"(?:拉|邀请?|推荐|介绍)(?:满|够|上)?(?:[\d一二两三四五六七八九十]+|好友|朋友|几)(?:个|位|名)?(?:人|好友|朋友|新人)?(?:进群|入群|进来|加入|注册|下载|关注|扫码){_NEAR}{{0,10}}?(?:领|送|返|奖|得|赚|给|红包|免费|就|{_SUM})"
    rf"|(?:进群|入群|加群|进圈|拉群){_NEAR}{{0,6}}?(?:就|即|送|领|免费|发|抢|看|教|学|带|赚|福利|红包|有|秒)(?!不)(?:[^。！？\n]{{0,6}}?(?:红包|资料|福利|钱|赚|课|单|礼|送|秒杀|优惠|教|视频|资源))"
    r"|(?:欢迎|大家|有兴趣|感兴趣|需要的|想要的|速|快来?|赶紧|来)(?:的)?(?:可以)?(?:进|加入?|来)(?:我的|我们的?|我|这个|另一?个)(?:新|小|福利|内部|优惠|团购|交流|砍价|红包)?群"
    r"|(?:想|要)(?:进|来|加|入)群?的(?:姐妹|宝妈|朋友|人|可以|都)*[^，。！？\n]{0,3}(?:我(?:来)?拉|拉你|拉进)"
    r"|(?:另|新)(?:建|开|拉)了?(?:一?个)?[^。！？\n，]{0,8}群[^。！？\n]{0,8}?(?:进|来|加|拉|扫)"
)
# Looking for work, warning of it, asking whether the shop takes people on.
_LOOKING = re.compile(
    "求兼职|想(?:找|做)(?:个|份)?(?:兼职|工作|副业)|找(?:个|份|到|不到)?(?:工作|兼职)(?!的)|有没有(?:人|谁|哪)?[^，。]{0,6}(?:兼职|工作)|"
    "(?:店里|你们|咱们|老板|客服|门店|公司)[^，。！？]{0,8}(?:还|要|有)?招(?:人|聘|兼职|店员|代理|加盟)|招(?:人|聘|店员|兼职|代理)(?:吗|么|嘛|不|没)|"
    "怎么(?:做|申请|成为|加盟|代理)|小心|骗子|骗人|骗局|被骗|防骗|诈骗|别(?:信|做|去|上当|理)|不要(?:信|做|去|相信)|谨防|警惕|靠谱吗|真的假的|"
    "面试(?:过了|通过|完|上了)|入职了|辞职|(?:站|跑)了(?:一|两|几|三|半|大半|\\d+)[天周个]|(?:工资|钱|工钱)(?:还没|一直没)(?:结|发|到)|(?:结|发)了(?:工资|工钱)|"
    "(?:我|他|她|老公|老婆|朋友|同学|妹妹|哥哥|爸|妈)[^，。！？]{0,6}(?:的)?(?:工资|月薪|上班|收入)"
)
_FRAUD = re.compile("刷单|刷信誉|垫付|返利|返佣|做单|抢单|押金|点赞员|单单|本金|返现|连本带利")
_KINDS = (
    (_CLICKS, "招人刷单", 0.95), (_HIRED, "招兼职、招代理", 0.9), (_WORK, "兼职赚钱的话", 0.88), (_MEMBERS, "拉人进群", 0.85),
)  # fmt: skip


class Recruitment(TextDetector):
    """Finds offers of work and calls into other groups."""

    name = "recruitment"
    #: Recognised in disguise as well.
    words = spelt("兼职 日结 刷单 招代理 诚招 返利 返现 佣金 月入过万 进群 加群 拉人 副业 赚钱 创业 代理 招聘")
    triggers = frozenset(
        {
            "兼职", "刷单", "刷信", "刷销", "做单", "抢单", "单一", "每单", "一单", "三单", "单单", "返利", "返现", "佣金", "提成", "招", "聘", "代理", "日结", "日赚", "日入", "日薪", "时薪", "周结", "月入",
            "月赚", "月薪", "躺赚", "稳赚", "现结", "秒结", "副业", "网赚", "赚", "创业", "进群", "入群", "加群", "拉群", "进圈", "新群", "的群", "我群", "拉人", "邀请", "挣", "收入", "个群", "们群",
            "间自", "槛低", "打字", "手工", "我拉", "拉你", "拉进", "来拉", "利群", "惠群", "购群", "流群", "寻", "当天",
        }
    )  # fmt: skip

    def look(self, reading: Reading, view: View) -> Iterator[Found]:  # noqa: ARG002 - one signature for all
        """Yield the offers of one reading."""
        text = reading.text
        for pattern, why, confidence in _KINDS:
            for match in pattern.finditer(text):
                low, high = clause_around(text, *match.span())
                if is_asking(text, *match.span()) or _LOOKING.search(text, low, high):
                    continue
                category = Category.FRAUD if pattern is _CLICKS or _FRAUD.search(text) else Category.AD
                yield Found(*match.span(), why, True, confidence, category)


def make(params: NoParams, surroundings: Surroundings) -> Recruitment:  # noqa: ARG001 - one signature for all
    """Build the detector."""
    return Recruitment()


Params = NoParams
