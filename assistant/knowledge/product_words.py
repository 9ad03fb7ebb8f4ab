"""What the columns and states of a price list are called, in Chinese and English."""

from __future__ import annotations

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
        "price unitprice retailprice saleprice listprice fee cost",
    ),
    "member_price": ("会员价 会员价格 会员售价 会员专享价 vip价 会员 會員價", "memberprice vipprice"),
    "stock": (
        "库存 库存量 库存数 库存数量 现货 现货数量 剩余 剩余数量 余量 可售数量 数量 名额 剩余名额 余位",
        "庫存 數量 名額 stock inventory qty quantity",
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
# 售价 is what is paid; 原价 only where there is nothing better.
SECOND_CHOICE = frozenset({"原价", "市场价", "吊牌价", "标价", "定价", "listprice", "cost", "金额"})
SECOND_CHOICE |= {"数量", "项目", "title", "班级", "id", "类型", "型号", "会员"}

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
