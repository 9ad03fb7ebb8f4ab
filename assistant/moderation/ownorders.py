"""What a member gives of her own where the shop asked for it: a delivery, a booking, the details of an invoice."""

# ruff: noqa: E501 - an expression stays on one line, where it can be searched for
from __future__ import annotations

import re

_GIVEN = re.compile(
    # who she is
    r"(?:我|本人)(?:的)?(?:姓|叫(?![人你他她谁上大到做个了])|名字|全名|电话|手机|号码|地址|住址|公司(?:名|叫|全称|抬头|税|地址)|单位(?:名|叫|全称|抬头|税|地址)|抬头|税号)|(?:我|咱)们?家(?:地址|住在?|在)[^，。！？\n]{0,12}\d"
    # where it is to go
    r"|(?:寄|送|发|放|搁|存)(?:货)?(?:到|在|去|给)?[^，。！？\n]{0,18}?(?:就行|就好|即可|可以了|都行|门口|楼下|前台|门卫|保安|快递柜|丰巢|驿站|菜鸟|鞋柜|物业|代收|收发室|值班室|传达室|大堂)"
    r"|(?:寄|送|发)(?:到|给|去)[^，。！？\n]{2,24}\d+(?:号|栋|幢|座|单元|室|楼|弄)"
    r"|(?:(?:收货|收件|寄件|寄送|配送|送货|新|我的?)地址|地址)(?:给你|给您|发你|发您|是|改|换|写|填|在图|在上面|[:： ])|(?:收货|收件|配送)(?:地址|信息|人)|(?:收件|收货|收)[:： ]"
    # what an invoice needs
    r"|税号|纳税人识别号|(?:发票|开票)(?:抬头|信息|资料)|抬头(?:是|写|开|[:： ])|开(?:一张|个|一下)?(?:专|普|发)票"
)
# What is told of somebody else, or shown around.
_TOLD = re.compile(
    r"他|她|那个|这个?人|那人|对门|邻居|隔壁|楼上的?那|人家|对方|骗子|老赖|欠我?|曝光|人肉|挂出来|开盒|面单|快递单|运单|单子上|[发送寄贴拿收]错|错件|别人的|谁家的|不是我的|认领|捡到|偷|拍到|小三|渣男|渣女|病历|身份证|名单|业主|车主|"
    r"客户们?(?:的|名)|大家(?:都)?(?:去|打|找|骂|记)|你们(?:自己)?(?:去|打|找)|诊断|确诊|不还|跑路"
)
# Who offers gives an address as well.
_OFFERS = re.compile(
    r"(?:想?要|需要|感兴趣|有意)的|加(?:我|微|v|q)|➕|私(?:我|聊|信)|滴滴|联系我|找我|扫码|进群|代理|加盟|代开|代办|税点|点[位数]|各(?:类|种|行业)|低价|出售|批发|包邮|现货|折扣|特价|优惠|开业|招[聘工收募]|日结|出租|转让|欢迎(?:来|光临|选购)|新店"
)


def is_own_order(text: str) -> bool:
    """Whether the writer of a folded text gives her own address, name, number or invoice for an order.

    Not where somebody else is told of, and not where something is offered.
    """
    return bool(_GIVEN.search(text)) and not _TOLD.search(text) and not _OFFERS.search(text)
