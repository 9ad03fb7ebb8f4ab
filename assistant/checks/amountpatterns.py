"""How amounts are written: one pattern for each way, read by :mod:`assistant.checks.amounts`.

All work on the plain view of a text (:func:`assistant.text.plain.plain`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.checks.units import AGES, COUNT_WORDS, DURATIONS, MEASURES
from assistant.text.patterns import Pattern

D = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:[十百千]?万|[千亿]|[wW](?![a-zA-Z]))?"
C = r"[零〇一二两三四五六七八九十百千万亿]+(?:点[零一二三四五六七八九]+)?"
N = rf"(?:{D}|{C})"
TO = r"\s?(?:[-–—~]{1,2}|至|到|、(?=\d))\s?"
FREE = r"(?<![\d.A-Za-z])"
OVER = r"(?P<over>[多余几来]|\+)?"
NEAR = r"(?P<near>近(?=[\d一二两三四五六七八九]))?"


def _words(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


DEAL = Pattern(
    rf"(?P<v1>买|购|满|拍)\s?(?P<a>{N})\s?(?P<u>[件份个只套盒包袋罐瓶支条双箱组提张片本杯节次]"
    rf"|节课)?\s?[即就]?(?P<v2>送|赠|得|免|减|享|打|立减|付)\s?"
    rf"(?P<b>{N})(?P<u2>\s?(?:[件份个只套盒包袋罐瓶支条双箱组提张片本杯节次]|节课|元|块钱?|折|%))?"
)
OFF = Pattern(rf"{FREE}(?P<n>\d+(?:\.\d+)?)\s?%\s?(?:off|OFF|Off)")
NTH = Pattern(
    rf"第(?P<k>{N})\s?(?P<u>件|份|杯|个|单|盒|包|瓶|支|双|套|人|位|节课|节)\s?(?:(?P<half>半价)"
    rf"|(?P<free>免费|0元|免单)|打?(?P<n>{N})\s?折|(?P<m>{D})\s?元)"
)
DISCOUNT = Pattern(
    rf"{FREE}(?:(?P<a>{N}){TO})?(?P<n>{N})\s?折(?![叠页伞扣线纸腾磨断])|(?P<half>半价)"
    rf"|(?P<fold>(?<=打)对折|对折(?=价|优惠|拿|带|抢|就)|(?<=全场)对折|(?<=价格)对折)"
)
PERCENT = Pattern(
    rf"{FREE}(?:(?P<a>{D})\s?%?{TO})?(?P<n>\d+(?:\.\d+)?)\s?(?P<s>%|‰|个百分点)|(?P<w>百分之"
    rf"|千分之)(?P<c>{N}|百)|(?P<all>百分百|百分之百)"
    rf"|(?P<x>[一二三四五六七八九](?:[一二三四五六七八九])?|\d(?:\.\d)?)成(?=以上|左右|的|多|新"
    rf"|家长|妈妈|用户|会员|是|的?[定订押]金|首付|手续费|违约金|退)|(?<=[付收退抵扣交占])(?P<x2>[一二三四五六七八九])成(?=\s?(?:[，。；！、,;\n]|$|钱|货款))"
    rf"|(?P<h>(?<![另大小])一半(?=的?(?:[定订押]金|手续费|学费))|(?<=[付收退抵扣交])一半)|(?P<q>{C}|\d+)分之(?P<p>{C}|\d+)"
    rf"|(?<![\d/])(?P<p2>\d{{1,2}})/(?P<q2>[2-9]|10)(?=[的杯勺碗个量以])"
)
CODE = Pattern(
    r"(?<![\d.])(?:\+?86[- ]?)?(?:1\d{2}[- ]?\d{4}[- ]?\d{4}|[48]00[- ]?\d{3}[- ]?\d{4}"
    r"|\d{3,4}[- ]\d{3,4}[- ]?\d{4}|\d{7,})(?![\d.元块])"
)
MALFORMED = Pattern(
    r"\d{1,4}\s?[年月]\s?\d{1,2}\s?月?\s?\d{0,2}[日号]|(?<![\d.])\d{1,4}:\d{1,4}|\d{4}[-/]\d{1,2}[-/]\d{1,2}"
)
"""What looks like a day, a time or a ratio and is no day or time (6月31日, 20:1)."""
COMPOUND = Pattern(r"(?<![A-Za-z\d.])\d+[A-Za-z]{1,4}(?![A-Za-z\d])")
LETTERED = Pattern(r"(?<![A-Za-z\d])(?!(?:[xX]{1,3}[lLsS]|NB)(?![A-Za-z]))[A-Za-z]{2,}[- ]?\d+(?:\.\d+)?\+?")
YUAN = r"(?:元|块钱|圆|人民币|[rR][mM][bB]|CNY|大洋)"
KUAI_END = (
    r"块(?=钱|\s?(?:[，。！!；;、）)/～~,\s|•]|$)|一?[件包盒份瓶只个套张支袋罐人位节杯](?!蛋)|起"
    r"|包邮|以?内|左右|出头|多钱|搞定|拿下|带走|带回|就|能|可|封顶|券|优惠|红包|买|抢|秒|的|到|吧"
    r"|哦|啦|呢|以下|以上|不到|的?(?:[定订押]金|运费|邮费|手续费|配送费|会员))"
)
SIGNED = Pattern(rf"[¥$]\s?(?P<n>{D})(?:{TO}[¥$]?\s?(?P<b>{D}))?(?:\s?元)?")
MIXED = Pattern(
    rf"{FREE}(?P<n>\d+|{C})\s?块\s?(?P<f>\d(?![\d.]|\s?[元块折个件份包盒瓶只套张支袋罐条斤杯节次天月年点])|[一二三四五六七八九](?![件个包盒十百千]))(?:毛"
    rf"|角)?(?:钱)?|{FREE}(?P<j>\d+"
    rf"|[一二两三四五六七八九])[毛角](?P<c>[\d一二三四五六七八九]?)(?![衣巾线孩色度落])(?:分)?(?:钱)?"
)
MONEY = Pattern(
    rf"{FREE}(?:(?P<a>{N})\s?(?:{YUAN}"
    rf"|块)?{TO}[¥]?)?{NEAR}(?P<n>{N})\s?{OVER}(?:[百千万](?=元|块))?\s?(?:{YUAN}"
    rf"|{KUAI_END})(?:钱)?(?![素旦宵月])"
)
CUE = (
    r"(?:立减|直降|立省|每件省|能省|省了?|减免?|便宜|优惠|返现?|抵扣?|券后价?|到手价?|秒杀价"
    r"|活动价|拼团价|团购价|会员价|原价|现价|售价|价格|日常价|平时价?|特价|底价|只要|仅需|仅售"
    r"|只需|低至|卖|降到|砍到|(?<!刚)才|价)"
    r"(?:[为是:：到至]|只要|仅需|只需|才|一律|统一|低至)?\s?"
)
CUED = Pattern(
    rf"(?P<cue>{CUE})(?P<n>{D}|[一二两三四五六七八九]百[零一二三四五六七八九十]*"
    rf"|[二三四五六七八九]?十[一二三四五六七八九]?)(?:{TO}(?P<b>{D}))?"
    r"(?!\s?[\d%折岁年月日天时分秒点个件份包盒袋瓶只套张次位名人码斤克度抽]|\s?(?:kg|g|ml|cm|小时)|\.\d)"
)
FULL = Pattern(
    rf"(?:满|每满)\s?(?P<n>{D})(?:元|块钱?)?\s?[即可就]?(?P<v>减|立减|送|赠|返|抵|享|包邮|可用"
    rf"|-)\s?(?P<b>{D})?(?!\s?[件份个只套盒包袋瓶张次折%])(?:元|块钱?)?"
)
PER = Pattern(
    rf"{FREE}(?P<n>{D})(?:(?<=\d\d|\.\d)\s?一[包件盒份瓶只套张支袋罐杯斤箱提桶条双](?=[，。！？；,!?;、\s带拿就]|$)|\s?/\s?(?:包|件|盒|份|瓶|只|个|套|张|支|袋|罐|人|位|节|杯|斤|箱|组|提"
    rf"|片|次|课时|月|年)(?![\w])|\s?包邮)"
)
MEASURE = Pattern(
    rf"{FREE}(?P<list>(?:\d+(?:\.\d+)?\s?(?:{_words(MEASURES)})?\s?[/、]\s?)+(?=\d))?"
    rf"(?:(?P<a>{N})\s?(?:{_words(MEASURES)})?\s?(?:[-–—~]{{1,2}}|至|到)\s?)?{NEAR}(?P<n>{N}"
    rf"|半)\s?{OVER}(?P<u>{_words(MEASURES)})(?![a-z])(?P<half>半)?",
    re.IGNORECASE,
)
SPAN = (
    rf"{FREE}(?:(?P<a>{N})\s?(?:UNITS)?{TO})?{NEAR}(?P<n>[一二两三四五六七八九]{{2}}(?!十|百"
    rf"|千)|{N}|半)\s?{OVER}(?P<u>UNITS)(?P<half>半)?"
)
AGE = Pattern(SPAN.replace("UNITS", _words(AGES)))
DURATION = Pattern(
    SPAN.replace("UNITS", _words(DURATIONS)) + r"(?![级龄度报刊末年历货])(?P<after>内|以内|之内|后|以后|之后)?"
)
HALF = Pattern(
    r"半(?P<u>个?小时|个?钟头?|个?月|年|岁)(?![以]?[来])|(?P<n>[一二两三四五六七八九十]|\d+)个半(?P<u2>小时|月|钟头)"
)
ORDINAL = Pattern(
    rf"第\s?(?P<n>{N})\s?(?:(?:{TO})(?:第)?(?P<b>{N}))?\s?(?P<u>名|位|期|届|课|节|单|个|家"
    rf"|周年)?|(?:[Nn][Oo]\.?|[Tt][Oo][Pp])\s?(?P<x>\d+)"
)
TOP = Pattern(rf"前\s?(?P<n>{N})\s?(?P<u>名|位|单|个人|个|人|件|份)")
COUNT = Pattern(
    rf"{FREE}(?:(?P<a>{N})\s?(?:{_words(COUNT_WORDS)})?{TO})?{NEAR}(?P<n>[一二三四五六七八九]{{2}}(?!十"
    rf"|百|千|万)|{N})\s?{OVER}(?P<u>{_words(COUNT_WORDS)})"
)
VAGUE = Pattern(
    r"(?:上|成|数|几|好几|近|逾)(?:十|百|千|万|亿)(?:几|多|余)?(?:[万亿])?(?P<u>元|块|人|位|名|个"
    r"|件|份|家|款|次|天|年|单|种|箱|条|宝妈|妈妈|斤)?"
    r"|[一二三四五六七八九]{2}(?:百|千|万)(?:多|余)?(?:元|块|人|位|名|个|件|份|家)"
    r"|(?<![\d一二两三四五六七八九几数上成])(?:百|千|万)(?:多|余)(?:元|块|人|位|名|个|件|份|家|款"
    r"|次|单|种|条)|(?<![\d一二两三四五六七八九几数上成])百元|半数以?上?|过半|翻[一两]?番|翻倍"
)
BARE = Pattern(rf"{FREE}(?P<n>{D})(?:{TO}(?P<b>{D}))?(?P<over>[多余+])?")
BOUND = Pattern(r"\s?(?:(及?以上|以后|起|往上|打底)|(及?以下|以内|以前|之内|封顶|不到))")
BOUND_BEFORE = Pattern(r"(?:(超过|大于|高于|至少|不少于|不低于|满)|(低于|不超过|小于|少于|不到|至多|最多|不高于))\s?$")
TENTHS = Pattern(r"(?:[一二三四五六七八九]|\d)(?![\d.十百千万个只条件片人岁天米年月种款次])")
TEAMS = Pattern(r"\s?(?:就|也|即|能|可以?)*(?:成团|起拼|团|拼|凑[齐够满]|开团)")
WEAK_TALK = Pattern(r"(?:送|赠|限|剩|买|购|抽|名额|前|满|每|共|库存|领|减|加|拼|成团|换|最后|各|得|第)\s?$")

FIGURE = Pattern(r"[\d零一二两三四五六七八九十百千万半翻]")
