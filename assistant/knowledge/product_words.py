"""What the columns and states of a price list are called, in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.schema.facts import ProductStatus

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "商品 商品名 商品名称 品名 名称 产品 产品名 产品名称 货品 货品名称 款式 款名 课程 课程名 课程名称",
        "项目 项目名称 服务 服务项目 服务名称 套餐 套餐名称 菜品 菜名 单品 书名 班级 班型 班次 品项 物品",
        "宝贝 宝贝名称 卡种 卡名 卡型 卡项 服務 課程 商品名稱 產品 產品名稱 品項 名稱",
        "name product productname item itemname title goods course service",
    ),
    "price": (
        "售价 价格 单价 零售价 现价 门店价 日常价 销售价 销售价格 优惠价 标价 定价 学费 费用 收费 收费标准",
        "原价 市场价 吊牌价 零售价格 商品价格 产品价格 售卖价 价钱 金额 团购价 到手价 非会员价 普通价",
        "售價 價格 單價 零售價 學費 費用 原價 定價",
        "price unitprice retailprice saleprice listprice fee",
    ),
    "member_price": ("会员价 会员价格 会员售价 会员专享价 vip价 会员 會員價", "memberprice vipprice"),
    "stock": (
        "库存 库存量 库存数 库存数量 现货 现货数量 剩余 剩余数量 余量 可售数量 名额 剩余名额 余位",
        "庫存 名額 stock inventory qty quantity",
    ),
    "limit": ("限购 限购数 限购数量 每人限购 限购件数 单人限购 每人限 限購", "limit purchaselimit"),
    "status": ("状态 商品状态 销售状态 上架状态 售卖状态 在售状态 狀態", "status state"),
    "spec": (
        "规格 规格型号 型号 尺码 尺寸 包装 包装规格 净含量 容量 课时 时长 規格 尺寸",
        "spec specification size",
    ),
    "sku": ("货号 编号 商品编号 产品编号 商品编码 编码 条码 款号 代码 课程编号 貨號 編號", "sku id code itemno"),
    "category": ("分类 类别 品类 类目 大类 商品分类 系列 分類 類別", "category type"),
    "description": (
        "描述 说明 备注 简介 介绍 卖点 特点 商品描述 商品说明 產品說明 說明 備註",
        "description note notes remark remarks",
    ),
    "unit": ("单位 计量单位 單位", "unit"),
    "tags": ("标签 关键词 標籤", "tag tags keywords"),
}
LABELS: Mapping[str, str] = {
    "name": "品名",
    "price": "售价",
    "member_price": "会员价",
    "stock": "库存",
    "limit": "限购",
    "status": "状态",
    "spec": "规格",
    "sku": "货号",
    "category": "分类",
    "description": "说明",
    "unit": "单位",
    "tags": "标签",
}
"""What the fields are called where a table has English titles: the passages are read by Chinese readers."""
STATUS_LABELS: Mapping[ProductStatus, str] = {
    ProductStatus.ON_SALE: "在售",
    ProductStatus.PRESALE: "预售",
    ProductStatus.SOLD_OUT: "售罄",
    ProductStatus.OFF_SHELF: "下架",
}
FIELD_OF = {word: field for field, words in SYNONYMS.items() for line in words for word in line.split()}
_BUYER = (
    "会员|會員|学员|學員|储值|充值|卡友|持卡|办卡|老客|老生|老学员|熟客|粉丝|群友|群内|社员|"
    "vip|plus|金卡|银卡|黑卡|member"
)
TITLE_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("member_price", re.compile(rf"^(?:{_BUYER}){{1,2}}(?:专享|专属|优惠|折后|内购)?(?:价格?|售价|單價|单价|price)$")),
    ("limit", re.compile(r"限购|限購|^(?:每人|每单|每户|每位|单人|单次|每次)(?:限|最多)|limit$")),
    (
        "stock",
        re.compile(
            r"^(?:今日|当日|现有|门店|当前|目前|总|可用|店内)?(?:库存|备货|存货|现货|名额|余位|余量|剩余|空位)"
            r"(?:数|量|数量|名额|库存|件数|份数|位|情况)?$|^(?:可售|可约|可报|在库)(?:数|量|数量|名额|人数)?$"
        ),
    ),
    (
        "name",
        re.compile(
            r"^(?:商品|产品|货品|货物|课程|项目|服务|套餐|菜品|单品|物品|用品|器材|耗材|教材|图书|饮品|甜品|花材|品种?)"
            r"(?:名称?|明细|内容|及?规格|和规格|全称)?$|(?:名称|品名)$"
        ),
    ),
    (
        "price",
        re.compile(
            r"^(?:(?:本店|门店|店内|线上|线下|日常|平日|正常|零售|销售|实际|现在|当前|散客|单次|每[份个件次节课]|群|活动|促销|"
            r"特惠|优惠|折后|秒杀|拼团|团购|限时|新店|开业|体验|到手|成交|实付|原|市场|吊牌|建议零售)(?:零售|销售)?)?"
            r"(?:价格?|售价|单价|零售价|价钱|价位|學費|学费|课费)$"
        ),
    ),
)
"""Titles by their make, for what the words above do not list."""
# 现价 is what is paid; 优惠价 is for a while; 原价 only where there is nothing better.
FOR_A_WHILE = 2
_RANKS = (
    (0, "现价 现售价 实际售价 售价 商品名称 商品名 产品名称 品名 库存 会员价"),
    (FOR_A_WHILE, "优惠价 活动价 促销价 特价 特惠价 折后价 秒杀价 拼团价 团购价 到手价 限时价 体验价 开业价"),
    (3, "原价 原售价 市场价 吊牌价 标价 定价 建议零售价 listprice 金额 原價"),
    (3, "项目 title 班级 id 类型 型号 会员 系列 品种"),
)
RANK: Mapping[str, int] = {word: rank for rank, words in _RANKS for word in words.split()}

STATUS: Mapping[str, ProductStatus] = {
    "在售": ProductStatus.ON_SALE,
    "上架": ProductStatus.ON_SALE,
    "已上架": ProductStatus.ON_SALE,
    "正常": ProductStatus.ON_SALE,
    "有货": ProductStatus.ON_SALE,
    "现货": ProductStatus.ON_SALE,
    "热销": ProductStatus.ON_SALE,
    "销售中": ProductStatus.ON_SALE,
    "报名中": ProductStatus.ON_SALE,
    "on_sale": ProductStatus.ON_SALE,
    "on sale": ProductStatus.ON_SALE,
    "active": ProductStatus.ON_SALE,
    "预售": ProductStatus.PRESALE,
    "预定": ProductStatus.PRESALE,
    "预订": ProductStatus.PRESALE,
    "预约": ProductStatus.PRESALE,
    "即将上架": ProductStatus.PRESALE,
    "presale": ProductStatus.PRESALE,
    "售罄": ProductStatus.SOLD_OUT,
    "已售罄": ProductStatus.SOLD_OUT,
    "售完": ProductStatus.SOLD_OUT,
    "已售完": ProductStatus.SOLD_OUT,
    "缺货": ProductStatus.SOLD_OUT,
    "暂时缺货": ProductStatus.SOLD_OUT,
    "断货": ProductStatus.SOLD_OUT,
    "无货": ProductStatus.SOLD_OUT,
    "满员": ProductStatus.SOLD_OUT,
    "已满": ProductStatus.SOLD_OUT,
    "sold_out": ProductStatus.SOLD_OUT,
    "sold out": ProductStatus.SOLD_OUT,
    "out of stock": ProductStatus.SOLD_OUT,
    "下架": ProductStatus.OFF_SHELF,
    "已下架": ProductStatus.OFF_SHELF,
    "停售": ProductStatus.OFF_SHELF,
    "停产": ProductStatus.OFF_SHELF,
    "停用": ProductStatus.OFF_SHELF,
    "off_shelf": ProductStatus.OFF_SHELF,
    "off shelf": ProductStatus.OFF_SHELF,
    "inactive": ProductStatus.OFF_SHELF,
}
