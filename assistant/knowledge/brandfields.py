"""What may stand in ``brand.yaml`` and ``groups.yaml``: every field, its other names and how its value is read."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.knowledge import values as read
from assistant.knowledge.fields import Field, Place, Table, nested, value
from assistant.knowledge.fields import many as list_of
from assistant.schema.brand import Branch, Brand, EmojiPolicy, Look, Voice
from assistant.schema.group import Group, GroupModeration, Lengths, PromoTerms, Rhythm

KINDS = {
    "话题": "topic", "topic": "topic", "topics": "topic", "互动": "topic", "聊天": "topic", "互动话题": "topic",
    "干货": "share", "share": "share", "shares": "share", "分享": "share", "干货分享": "share", "知识": "share",
    "促销": "promo", "promo": "promo", "promos": "promo", "promotion": "promo", "活动": "promo", "广告": "promo",
    "优惠": "promo", "营销": "promo", "推广": "promo",
}  # fmt: skip
PLATFORMS = {
    "微信": "wechat", "wechat": "wechat", "weixin": "wechat", "wx": "wechat", "微信群": "wechat",
    "企业微信": "wecom", "企微": "wecom", "wecom": "wecom", "企业微信群": "wecom", "企微群": "wecom", "wework": "wecom",
    "QQ".lower(): "qq", "qq群": "qq", "telegram": "telegram", "tg": "telegram", "电报": "telegram", "飞机": "telegram",
}  # fmt: skip
SCRIPTS = {
    "简体": "simplified", "simplified": "simplified", "简体中文": "simplified", "简": "simplified",
    "简体字": "simplified", "zh_cn": "simplified", "zh-cn": "simplified", "zh-hans": "simplified", "zh": "simplified",
    "繁体": "traditional", "traditional": "traditional", "繁體": "traditional", "繁体中文": "traditional",
    "繁體中文": "traditional", "繁": "traditional", "繁体字": "traditional", "正体": "traditional",
    "正體": "traditional",
    "zh_tw": "traditional", "zh-tw": "traditional", "zh-hant": "traditional", "zh-hk": "traditional",
    "zh_hk": "traditional",
}  # fmt: skip
JUDGE = {
    "never": "never", "从不": "never", "不用": "never", "no": "never", "false": "never",
    "unsure": "unsure", "拿不准": "unsure", "拿不准时": "unsure", "拿不准的时候": "unsure",
    "always": "always", "每条": "always", "每条都问": "always", "总是": "always",
}  # fmt: skip


def _word_map(raw: object, place: Place) -> dict[str, tuple[str, ...]]:
    if not isinstance(raw, Mapping):
        raise place.error("要写成“店里的叫法: 顾客的叫法1、叫法2”")
    return {str(key): read.words(words) for key, words in raw.items()}


def _text_map(raw: object, place: Place) -> dict[str, str]:
    if isinstance(raw, str):
        return {"general": raw}
    if not isinstance(raw, Mapping):
        raise place.error("要写成“场合: 提示语”")
    return {str(key): read.text(line) for key, line in raw.items()}


def _short_emoji(raw: object) -> Mapping[str, object] | None:
    if not isinstance(raw, str):
        return None
    return {"max": "0"} if raw in ("不用", "不要", "禁用", "无", "no", "false") else {"max": raw}


def _short_voice(raw: object) -> Mapping[str, object] | None:
    return {"tone": raw} if isinstance(raw, str) else None


def _short_look(raw: object) -> Mapping[str, object] | None:
    return {"main": raw} if isinstance(raw, str | int) else None


def _short_branch(raw: object) -> Mapping[str, object] | None:
    return {"name": raw} if isinstance(raw, str) else None


def _short_length(raw: object) -> Mapping[str, object] | None:
    return {"max": raw} if isinstance(raw, str) else None


EMOJI = Table(
    EmojiPolicy,
    {
        "max": value(read.integer, "最多", "上限", "数量", "每条最多"),
        "allowed": value(read.emoji, "可用", "只用"),
    },
    shorthand=_short_emoji,
)
VOICE = Table(
    Voice,
    {
        "tone": value(read.text, "语气", "口吻", "风格", "调性"),
        "self_name": value(read.text, "自称", "我们自称"),
        "address": value(read.text, "称呼", "称呼大家", "怎么称呼"),
        "emoji": nested(EMOJI, "表情", "表情符号"),
        "avoid": value(read.words, "禁用词", "避免", "不用的词", "避免用词", "不说"),
        "greetings": value(read.sentences, "开场", "开场白", "问候", "问候语"),
        "closings": value(read.sentences, "结尾", "结束语", "收尾"),
        "signature": value(read.text, "署名", "落款", "签名"),
    },
    shorthand=_short_voice,
)
LOOK = Table(
    Look,
    {
        "main": value(read.colour, "主色", "品牌色", "主题色"),
        "ground": value(read.colour, "底色", "背景色", "背景"),
        "ink": value(read.colour, "字色", "文字色", "文字"),
    },
    shorthand=_short_look,
)
BRANCH = Table(
    Branch,
    {
        "name": value(read.text, "名称", "店名", "门店", "门店名", "分店"),
        "address": value(read.text, "地址", "位置"),
        "phone": value(read.text, "电话", "联系电话", "手机", "tel"),
        "hours": value(read.opening, "营业时间", "时间", "开门时间", "open"),
        "closed": value(read.closed_days, "休息日", "休息", "闭店日", "店休", "公休", "不营业"),
        "note": value(read.text, "备注", "说明"),
    },
    shorthand=_short_branch,
)
BRAND = Table(
    Brand,
    {
        "name": value(read.text, "名称", "品牌", "品牌名", "店名"),
        "trade": value(read.text, "行业", "业态", "类目"),
        "about": value(read.text, "简介", "介绍", "关于", "关于我们"),
        "audience": value(read.text, "受众", "人群", "顾客", "客群", "目标用户"),
        "contact": value(read.text, "联系", "联系方式", "客服"),
        "voice": nested(VOICE, "语气", "口吻", "风格", "表达"),
        "look": nested(LOOK, "颜色", "配色", "品牌颜色"),
        "branches": list_of(BRANCH, "门店", "分店", "店铺", "校区", "网点"),
        "no_ship": value(read.names, "不发货", "不发货地区", "不配送"),
        "disclaimers": Field(_text_map, ("提示语", "免责", "免责声明", "声明")),
        "synonyms": Field(_word_map, ("同义词", "别名", "叫法")),
    },
)
RHYTHM = Table(
    Rhythm,
    {
        "topic": value(read.weekdays, "话题", "互动"),
        "share": value(read.weekdays, "干货", "分享"),
        "promo": value(read.weekdays, "促销", "活动", "广告"),
    },
)
PROMO = Table(
    PromoTerms,
    {
        "days": value(read.weekdays, "星期", "日子", "哪几天", "可发日", "weekdays"),
        "hours": value(read.windows, "时段", "时间", "时间段", "可发时段"),
        "per_day": value(read.optional_count, "每天最多", "每天", "每日最多"),
        "per_week": value(read.optional_count, "每周最多", "每周", "一周最多"),
        "per_month": value(read.optional_count, "每月最多", "每月", "一月最多"),
        "min_gap_days": value(read.integer, "间隔天数", "间隔", "至少隔几天", "最少间隔"),
    },
)
LENGTH = Table(
    Lengths,
    {
        "max": value(read.integer, "最多", "上限", "最长"),
        "topic": value(read.integer, "话题"),
        "share": value(read.integer, "干货"),
        "promo": value(read.integer, "促销"),
    },
    shorthand=_short_length,
)
MODERATION = Table(
    GroupModeration,
    {"judge": value(read.choice(JUDGE, what="什么时候问模型"), "模型", "模型判断", "问模型")},
)
GROUP = Table(
    Group,
    {
        "id": value(read.text, "编号", "群id", "代号"),
        "name": value(read.text, "名称", "群名", "群名称"),
        "platform": value(read.choice(PLATFORMS, what="平台"), "平台"),
        "chat": value(read.names, "群号", "平台群号", "chat_id", "chats"),
        "theme": value(read.words, "主题", "themes"),
        "audience": value(read.text, "受众", "人群", "群友", "成员"),
        "tone": value(read.text, "语气", "口吻", "风格"),
        "address": value(read.text, "称呼"),
        "script": value(read.choice(SCRIPTS, what="字体"), "字体", "繁简", "简繁", "文字"),
        "size": value(read.integer, "人数", "群人数", "规模"),
        "kinds": value(read.choices(KINDS, what="内容"), "接收", "内容", "类型", "可发", "可发内容"),
        "rhythm": nested(RHYTHM, "节奏", "排期", "每周节奏"),
        "quiet_hours": value(read.windows, "免打扰", "免打扰时段", "安静时段", "quiet"),
        "promo": nested(PROMO, "促销", "促销安排", "活动"),
        "length": nested(LENGTH, "字数", "长度", "篇幅"),
        "emoji_max": value(read.integer, "表情", "表情上限", "最多表情", "emoji"),
        "do": value(read.sentences, "要", "提倡", "欢迎", "要做"),
        "dont": value(read.words, "不要", "不聊", "不做", "忌讳", "don't"),
        "avoid": value(read.words, "禁用词", "避免", "不用的词", "不说"),
        "no_ship": value(read.names, "不发货", "不发货地区", "不配送"),
        "terms": value(read.sentences, "约定", "群约定", "规矩", "条款"),
        "rules": value(read.text, "群规", "规则"),
        "moderation": nested(MODERATION, "审核"),
    },
)
