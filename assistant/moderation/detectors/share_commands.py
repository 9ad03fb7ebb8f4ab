"""Share commands (口令) of shops and apps: a code between signs, "copy this and open …", help me cut the price."""

# ruff: noqa: E501 - an expression stays on one line, where it can be searched for
from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.moderation.asked import is_asking
from assistant.moderation.detectors.base import Found, NoParams, TextDetector, spelt
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import View
from assistant.schema.moderation import Category
from assistant.text.readings import Reading

_SIGN = r"[¥$€£₤₳₴₰¢฿₩₪₫₵₲₱₡₢¤/(]|💰|🔑|🗝|👉|👈|《|「|@"
_CODE = re.compile(
    rf"(?P<sign>{_SIGN})[ ]?(?=[a-z0-9]*[a-z])(?=[a-z0-9]*\d|[a-z0-9]{{10}})[a-z0-9]{{8,14}}[ ]?(?P=sign)"
    r"|[¥₤₳₴₰₪₵₲₢¢](?=[a-z0-9]*[a-z])[a-z0-9]{8,14}[¥₤₳₴₰₪₵₲₢¢:/ ]"
    r"|[(（《「](?=[a-z0-9]{0,12}\d)(?=[a-z0-9]{0,12}[a-z])[a-z0-9]{10,13}[)）》」](?=[^。]{0,12}(?:复制|打开))"
)
_COPY = re.compile(
    r"(?:长按|全选)?(?:复制|拷贝|粘贴|復制|fu制|覆制|付致|f置|f制|fu至|赋值|負制|复·制)(?:这|本|此|该|整|以上|下面|下方|上面)?"
    r"(?:段|条|句|个|全部)?(?:话|口令|消息|信息|内容|文字|描述|文案|链接|暗号|评论)?(?:后|并|再|，|,|、|到|去|至| )*"
    r"(?:打开|进入|大开|达开|打kai|淘|到|去|启动|戳开|前往|搜索)(?:👉|【|“|「|\[)?[^，。！？\n]{0,8}"
    r"(?:淘宝|手淘|手机淘|tao|掏宝|淘寶|桃宝|天猫|京东|狗东|拼多多|拼夕夕|并夕夕|抖音|快手|小红书|支付宝|支fu宝|闲鱼|饿了么|美团|咸鱼|抖音极速|浏览器|[a购][p物]p?软?件?|直播间|橙色软件)"
)
_OPENED = re.compile(
    r"点击链接(?:直接打开|，?再选择浏览器|即可)|喜欢的话就点击|来【?(?:拼多多|淘宝|京东)】?(?:看看|和我)|(?:淘|支付|吱|京|抖|狗东)口令|"
    r"搜索?(?:“|\")?[\d０-９]{6,10}(?:”|\")?[^，。！？\n]{0,3}领(?:大?红包|现金)|(?:首页|支付宝|吱付宝)搜[^，。！？\n]{0,6}\d{5,10}[^，。！？\n]{0,4}(?:领|红包)?"
)
_HELP = re.compile(
    r"(?:帮|给|替)(?:忙|我|俺|一下|我家(?:宝宝|宝|娃|孩子))?(?:忙)?(?:砍|点|助力|助|投|拆|加速|浇水|拼)(?:一?刀|一?下(?=[，。！]|$)|力(?!气)|一?票|个?(?:赞|助力)|红包)"
    r"|砍(?:一刀|价)(?:就|差|成功|免费|帮)|差(?:一|1|最后)?(?:个人|一?刀|人)(?:就|成|助)|(?:互|求|来个?)(?:砍|助力|赞|点赞)(?:[，。！ ]|$)|拉(?:个|一?个)?新人助力"
)


class ShareCommands(TextDetector):
    """Finds commands that another app opens, and calls to help with a bargain."""

    name = "share_commands"
    #: Recognised in disguise as well.
    words = spelt("复制 砍一刀 助力 口令 红包")
    triggers = frozenset(
        {
            *"₤₳₴₰₪₵₲₢🔑🗝€£¢", "复制", "拷贝", "粘贴", "制这", "覆制", "赋值", "口令", "砍一", "砍价", "砍刀", "砍", "助力", "力一", "一票", "投票", "投个", "点击",
            "点个", "点赞", "求赞", "互赞", "互砍", "拆红", "红包", "首页", "搜索", "宝搜", "(a", "¥a",
            *(f"¥{char}" for char in "abcdefghijklmnopqrstuvwxyz0123456789"), *(f"${char}" for char in "abcdefghijklmnopqrstuvwxyz0123456789"),
            "💰", "👉", "付致", "f置", "f制", "就点", "多多",
        }
    )  # fmt: skip

    def look(self, reading: Reading, view: View) -> Iterator[Found]:  # noqa: ARG002 - one signature for all
        """Yield the commands of one reading."""
        text = reading.text
        for match in _CODE.finditer(text):
            yield Found(*match.span(), "购物口令", confidence=0.96, category=Category.LINK, sure=True)
        for pattern, why in ((_COPY, "叫人复制口令去别的软件"), (_OPENED, "别的软件分享出来的话")):
            for match in pattern.finditer(text):
                if not is_asking(text, *match.span()):
                    yield Found(*match.span(), why, confidence=0.92, category=Category.LINK, sure=True)
        for match in _HELP.finditer(text):
            if not is_asking(text, *match.span()):
                yield Found(*match.span(), "拉人砍价、助力、投票", False, 0.6, Category.LINK)


def make(params: NoParams, surroundings: Surroundings) -> ShareCommands:  # noqa: ARG001 - one signature for all
    """Build the detector."""
    return ShareCommands()


Params = NoParams
