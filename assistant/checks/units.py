"""Units and measure words: which class a quantity is of, and in which base unit it is compared."""

from __future__ import annotations

from decimal import Decimal

# word -> (base unit, factor): compared in the base unit, so that 1.5kg and 1500克 are one value.
MEASURES: dict[str, tuple[str, Decimal]] = {
    word: (base, Decimal(factor))
    for base, words in {
        "g": {"kg": "1000", "千克": "1000", "公斤": "1000", "斤": "500", "g": "1", "克": "1", "mg": "0.001",
              "毫克": "0.001",
              "ug": "0.000001", "μg": "0.000001", "微克": "0.000001", "吨": "1000000", "磅": "453.6"},
        "ml": {"ml": "1", "毫升": "1", "cc": "1", "l": "1000", "升": "1000"},
        "mm": {"mm": "1", "毫米": "1", "cm": "10", "厘米": "10", "公分": "10", "m": "1000", "米": "1000",
               "km": "1000000",
               "公里": "1000000", "千米": "1000000"},
        "℃": {"℃": "1", "°c": "1", "摄氏度": "1", "度": "1"},
        "㎡": {"㎡": "1", "平方米": "1", "平米": "1", "平方": "1"},
        "寸": {"寸": "1", "英寸": "1"},
        "kcal": {"kcal": "1", "千卡": "1", "大卡": "1", "卡路里": "0.001"},
        "码": {"码": "1"},
        "倍": {"倍": "1"},
        "抽": {"抽": "1"},
        "w": {"瓦": "1"},
        "mah": {"mah": "1", "毫安": "1"},
        "iu": {"iu": "1"},
        "db": {"db": "1", "分贝": "1"},
    }.items()
    for word, factor in words.items()
}  # fmt: skip

# word -> (base unit, factor). A month is no fixed number of days, so months are compared with months and years only.
DURATIONS: dict[str, tuple[str, Decimal]] = {
    "秒钟": ("minute", Decimal(1) / 60), "秒": ("minute", Decimal(1) / 60), "分钟": ("minute", Decimal(1)),
    "小时": ("minute", Decimal(60)), "个小时": ("minute", Decimal(60)), "个钟头": ("minute", Decimal(60)),
    "个钟": ("minute", Decimal(60)), "钟头": ("minute", Decimal(60)), "刻钟": ("minute", Decimal(15)),
    "天": ("minute", Decimal(1440)), "个工作日": ("workday", Decimal(1)), "工作日": ("workday", Decimal(1)),
    "个自然日": ("minute", Decimal(1440)), "日": ("minute", Decimal(1440)), "周": ("minute", Decimal(10080)),
    "星期": ("minute", Decimal(10080)), "个星期": ("minute", Decimal(10080)), "个礼拜": ("minute", Decimal(10080)),
    "个月": ("month", Decimal(1)), "个半月": ("month", Decimal(1)), "个季度": ("month", Decimal(3)),
    "年": ("month", Decimal(12)), "晚": ("minute", Decimal(1440)), "夜": ("minute", Decimal(1440)),
}  # fmt: skip

AGES: dict[str, Decimal] = {"岁": Decimal(12), "周岁": Decimal(12), "月龄": Decimal(1), "个月大": Decimal(1)}

_WHO = "妈妈 宝妈 家长 顾客 会员 家庭 老师 学员 宝宝 孩子 娃 小朋友 朋友 好友 同学 群友 邻居 店员"
_PEOPLE = "人 位 名 户 家 人次"
_TIMES = "次 遍 回 趟 轮"
_STRUCTURE = "点 招 步 条 个 项 句 句话 问 种 件事 类 样 款 方面 部分 阶段 题"
_PIECES = (
    "件 份 个 只 套 盒 包 袋 罐 瓶 支 条 双 箱 组 提 张 片 本 束 盆 桶 卷 把 台 辆 顶 枚 粒 颗 串 根 杯 碗 节 节课 "
    "课时 堂 堂课 期 单 款 样 种 块 大包 小包 小盒 大盒 听 筒 勺 滴 幅 枝 朵 棵 间 座 层 页 篇 字 格 家店 家门店 "
    "门店 积分 票 餐 顿 桌 平 扇 部 场 针 剂 拍 圈 扎 刀 副 捆 株 炉 册"
)
_WITH_PEOPLE = [f"{head}{who}" for head in ("个", "位", "名") for who in ("人", *_WHO.split())]

PEOPLE = frozenset([*_PEOPLE.split(), *_WITH_PEOPLE])
TIMES = frozenset(_TIMES.split())
STRUCTURE = frozenset(_STRUCTURE.split())
"""Words that may count the points of a text itself."""
PIECES = frozenset(_PIECES.split())

COUNT_WORDS: tuple[str, ...] = tuple(sorted(PEOPLE | TIMES | PIECES | STRUCTURE, key=lambda word: (-len(word), word)))


def count_class(word: str) -> str:
    """The class of a measure word: "people", "times" or "piece" (every other)."""
    if word in PEOPLE:
        return "people"
    return "times" if word in TIMES else "piece"
