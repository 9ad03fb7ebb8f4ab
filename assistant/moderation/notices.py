"""Notices that a firm sends its customer (a code, an order, a balance): a link or a number in one is no advert yet.

What makes a way to somebody an advert is who is called, to what: a private person's number beside an offer. A notice
speaks to its reader of her own affair, or tells what an office has to tell, and the way in it is the sender's own desk.
Whether a firm that writes like this also sells, the classifier weighs.
"""

from __future__ import annotations

import re

from assistant.moderation.contacts import find_numbers
from assistant.moderation.hosts import find_hosts

_DEALT = re.compile(
    r"(?:验证|校验|动态|激活|确认|取件|取货|提货|登录|随机)(?:密?码|口令)|尾号(?:为|是)?\d{3,4}|(?:您|你)的?(?:[^，。！？\n]{0,8})?(?:账户|帐户|账号|帐号|银行卡|信用卡|借记卡|一卡通|订单|包裹|快件|快递|保单|保险|预约|预订|机票|车票|套餐|话费|流量|积分|申请|会员卡)(?!优惠|促销)"
    r"|(?:订单|票|保单|运单|快递单|预约|流水|电子)(?:编?号|码)[:：为]?\w{4,}|(?:已|成功)(?:出票|发货|发出|签收|支付|付款|扣款|扣除|预订|预约|订购|注册|入账|到账|退款|生效|受理|派送|送达|开通|领取|购买|取消|领|添加)"
    r"|(?:预约|预订|下单|付款|支付|报名|订购|兑换|充值)成功|(?:网上|快捷|刷卡|直付通)?(?:支付|消费|取款|扣款|转账|入账|存入|支出|预授权)(?:人民币|[\d,]+\.\d\d)|(?:余额|余量|剩余流量|流量剩余|应还|账单|本期)[^，。！？\n]{0,8}\d|(?:航班|车次|登机|值机|订座|出票|客运)"
    r"|(?:房间|座位|席位)(?:将)?(?:为您)?保留|(?:流量|套餐)[^，。！？\n]{0,16}(?:已使用|剩余|用完|超出)|(?:快递员?|派送员?|配送员?|司机)[^，。！？\n]{0,12}(?:为您|正在|已|取件|派送|联系)"
    # A stay, a table, a visit, a parcel that is kept until an hour.
    r"|(?:预[订约]|订座|挂号)(?:已满|未成功|已确认|待确认)|(?:保留|预留|存放|保管)(?:至|到)\d|(?:订单|预[订约]|订房|行程)(?:确认|变更|提醒)"
)
_NAME = r"(?:【[^】\n]{2,16}】|\[[^\]\n]{2,12}\])"
_SIGNED = re.compile(rf"^\W{{0,2}}{_NAME}|{_NAME}\W{{0,2}}$")
_ADDRESSED = re.compile(
    r"您|尊敬的|尊贵的|亲爱的[^，。！？\n]{0,8}(?:会员|客户|用户|同学|先生|女士|家长|顾客)|(?:回复?|发送?)(?:短信)?[a-z0-9]{1,6}退订|退订回|回t(?:d)?退|客户端|掌上|手机银行|会员通知|温馨提[示醒]"
)
# An office signs, whoever it speaks to: 【某某区卫生健康局】, ——第三小学.
_OFFICE = re.compile(
    r"(?:【[^】\n]{0,12}|\[[^\]\n]{0,8}|[-—－]{1,2} ?[^\W\d_]{2,12}|[。！] ?[^\W\d_]{2,12})"
    r"(?<!邮)(?:局|委员会|卫健委|发改委|教委|网信?办|政府|卫生院|服务中心|[中小大]学|学院|幼儿园|图书馆|博物馆|少年宫|派出所|交警|公安|税务|社保|公积金|疾控|法院|居委会|村委会|街道办?|气象台|供电|供水|自来水|血站)[】\]]?\W{0,2}$"
)
# A customer spoken to at the head of the message and the sender's own desk: no person, no account.
_CUSTOMER = re.compile(
    r"^\W{0,2}(?:尊敬的|亲爱的)[^，。！？:：\n]{0,6}(?:客户|用户|会员|旅客|乘客|储户|业主|家长|患者|读者|考生|市民|车主)"
)
_DESK = re.compile(
    r"(?:客服|服务)(?:热线|电话)|(?:官方|网上|手机|掌上)(?:网站|营业厅|银行|客户端|app)|官网|(?<!\d)(?:95\d{3}|100\d{2}|123\d{2})(?!\d)|退订"
)
# What an office does not offer.
_SELLS = re.compile(
    r"优惠|特价|折扣|[一二三四五六七八九1-9][.点]?\d?折|抢购|秒杀|限时|名额|免费(?:领|送|试)|豪礼|加盟|招商|代理|高薪|微信号?[:：a-z]|加(?:微|我)"
)
# What cheats write in the manner of a notice.
_CHEATS = re.compile(
    r"(?:把|将|提供|告诉|发给|发我|报给|报我|请报|报一下|回复)[^，。！？\n]{0,10}(?:验证|校验)码(?!泄)|(?:验证|校验)码[^，。！？\n]{0,4}(?:发给|发我|报给|告诉)我?|中奖|抽选|抽中|幸运(?:用户|观众|儿)|大奖|"
    # To be paid before anything comes, not what a service costs.
    r"(?:先|预|需要?|请|须|汇|缴|交|垫|打)(?:付|交|缴|纳|存|转|支付|汇|款)?[^，。！？\n]{0,6}(?:保证金|手续费|工本费|押金|解冻)|"
    r"(?:保证金|手续费|工本费)[^，。！？\n]{0,8}(?:先|汇|打[给到款]|转[给到入账]|交[给到了后])|个人所得税|"
    r"冻结|涉嫌|异常[^。！？\n]{0,12}(?:点|登|链接|联系|验证|转)|刷单|贷款|放款|荐股|牛股|涨停|发票|兼职|日结|代理"
)

# What a reader has with a firm, and what it does for her: nothing of it is to be sold.
_RIGHTS = re.compile(
    r"[您你]的?[^，。！？\n]{0,10}(?:券|积分|里程|红包|额度|流量|话费|权益|会员)[^，。！？\n]{0,12}(?:过期|到期|失效|清零|恢复)"
    r"|为[您你](?:额外|免费)?(?:加价|补贴|改签|延期|延长|保留|减免|安排|补发|垫付)"
)
# A carrier's own code: it is sent to nobody but the carrier.
_CODE = re.compile(
    r"(?:发送?|回复?|编辑)(?:短信)?[“\"‘「]?[a-z]{2,8}\d{0,4}[”\"’」]?[^，。！？\n]{0,6}(?:到|至)[“\"]?(?:10086|10010|10000|10001)"
)
_OPT_OUT = re.compile(r"退订|回复?(?:t|td|0)退")


def is_service(text: str) -> bool:
    """Whether a firm tells its reader what she has with it, or a carrier how to order from itself, with no way out.

    No person's number, no link, nothing offered beside: there is nobody in the group to deal with.
    """
    if _CHEATS.search(text) or _leads_out(text):
        return False
    return (is_signed(text) and _RIGHTS.search(text) is not None) or _CODE.search(text) is not None


def is_mailing(text: str) -> bool:
    """Whether it is what a firm sends to all its customers, who may unsubscribe, without a link or a person's number.

    Members pass such things on; whether the offer in it is an advert only a certain classifier says.
    """
    return bool(is_signed(text) and _OPT_OUT.search(text)) and not _CHEATS.search(text) and not _leads_out(text)


def _leads_out(text: str) -> bool:
    return any(each.kind == "mobile" for each in find_numbers(text)) or next(find_hosts(text), None) is not None


def is_notice(text: str) -> bool:
    """Whether a folded text reads as a notice: of a deal, of an office, of a firm to its customer."""
    if _CHEATS.search(text):
        return False
    if _DEALT.search(text) or (is_signed(text) and _ADDRESSED.search(text)):
        return True
    if _CUSTOMER.match(text) and _DESK.search(text):
        return True
    return bool(_OFFICE.search(text)) and not _SELLS.search(text)


def is_signed(text: str) -> bool:
    """Whether a firm or an office put its name to a folded text: 【…】 before or behind it."""
    return _SIGNED.search(text) is not None
