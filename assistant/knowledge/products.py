"""Product facts from the rows of any table that has a column of names and one of prices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from assistant.schema.facts import Product, ProductStatus

_SYNONYMS: Mapping[str, str] = {
    "name": "商品 商品名 商品名称 品名 名称 产品 产品名 产品名称 货品 货品名称 款式 款名 课程 课程名 课程名称 课程名字 项目 项目名称 服务 "
    "服务项目 服务名称 套餐 套餐名称 菜品 菜名 单品 书名 班级 班型 品项 物品 宝贝 宝贝名称 卡种 卡名 卡型 "
    "name product productname item itemname title goods course service",
    "price": "售价 价格 单价 零售价 现价 门店价 日常价 销售价 销售价格 优惠价 标价 定价 学费 费用 收费 收费标准 原价 市场价 吊牌价 统一零售价 "
    "零售价格 商品价格 产品价格 售价格 价钱 金额 price unitprice retailprice saleprice listprice fee cost",
    "member_price": "会员价 会员价格 会员售价 会员专享价 vip价 会员 memberprice vipprice",
    "stock": "库存 库存量 库存数 库存数量 现货 现货数量 剩余 剩余数量 余量 可售数量 数量 名额 剩余名额 余位 stock inventory qty quantity",
    "limit": "限购 限购数 限购数量 每人限购 限购件数 单人限购 每人限 limit purchaselimit",
    "status": "状态 商品状态 销售状态 上架状态 售卖状态 在售状态 status state",
    "spec": "规格 规格型号 型号 尺码 尺寸 包装 包装规格 净含量 容量 课时 时长 spec specification size",
    "sku": "货号 编号 商品编号 产品编号 商品编码 编码 条码 款号 代码 课程编号 sku id code itemno",
    "category": "分类 类别 品类 类目 大类 商品分类 系列 category type",
    "description": "描述 说明 备注 简介 介绍 卖点 特点 商品描述 商品说明 product描述 description note notes remark remarks",
    "unit": "单位 计量单位 unit",
    "tags": "标签 关键词 tag tags keywords",
}
_FIELD_OF = {word: field for field, words in _SYNONYMS.items() for word in words.split()}
# 售价 is what is paid; 原价 only where there is nothing better.
_SECOND_CHOICE = frozenset({"原价", "市场价", "吊牌价", "标价", "定价", "listprice", "cost", "金额"})
_SECOND_CHOICE |= {"数量", "项目", "title", "班级", "id", "类型", "型号", "会员"}

_STATUS: Mapping[str, ProductStatus] = {
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
_MONEY = re.compile(
    r"^(?:约|仅|只要|特价|rmb|cny|人民币)?\s*[¥$]?\s*(?P<amount>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    r"(?:元|块钱|块|圆|rmb|cny|yuan)?(?:整)?\s*(?:/\s*(?P<unit>[^\d/]{1,6})|每(?P<per>[^\d/]{1,4})|一(?P<one>[^\d/]{1,3}))?$",
    re.IGNORECASE,
)
_OPEN_PRICE = re.compile(
    r"面议|询价|待定|免费|咨询|以.{0,6}为准|不等|起$|左右|[~～至—–]|\d\s*-\s*\d|[-—/无]$|tbd", re.IGNORECASE
)
_COUNT = re.compile(
    r"^(?:每人|限购|限|剩余|仅剩|余)?\s*(?P<count>\d{1,9}|\d{1,3}(?:,\d{3})+)(?:\.0+)?\s*[^\d\s.,~～\-—]{0,6}(?:/人|/单|每人)?$"
)
_NO_LIMIT = frozenset(
    {"", "-", "—", "/", "无", "不限", "不限购", "无限制", "充足", "若干", "有货", "现货", "有", "n/a", "none", "大量"}
)
_NO_STOCK = frozenset({"无货", "缺货", "售罄", "已售罄", "断货", "售完", "无库存"})
_BRACKETS = re.compile(r"[（(\[【](?P<inside>[^）)\]】]*)[）)\]】]")


@dataclass(frozen=True)
class Columns:
    """Which column of a table holds which field of a product."""

    at: Mapping[str, int]
    header: tuple[str, ...]

    @classmethod
    def find(cls, header: Sequence[str]) -> Columns | None:
        """Return the columns of a product table; ``None`` unless there are both names and prices."""
        at: dict[str, int] = {}
        for second in (False, True):
            for index, title in enumerate(header):
                word = _bare(title)
                field = _FIELD_OF.get(word)
                if field and field not in at and index not in at.values() and (word in _SECOND_CHOICE) == second:
                    at[field] = index
        return cls(at, tuple(header)) if "name" in at and "price" in at else None

    @staticmethod
    def recognised(header: Sequence[str]) -> int:
        """Return how many of these titles are known product fields."""
        return sum(1 for title in header if _bare(title) in _FIELD_OF)

    def text(self, field: str, cells: Sequence[str]) -> str:
        """Return the cell of ``field``, empty where the table has none."""
        index = self.at.get(field)
        return cells[index].strip() if index is not None and index < len(cells) else ""

    def title(self, field: str) -> str:
        """Return the table's own title of ``field``."""
        return self.header[self.at[field]]


def product_of(
    columns: Columns, cells: Sequence[str], *, number: int, group: str = ""
) -> tuple[Product | None, list[str]]:
    """Return the product of a row and a warning for each value that cannot be read.

    ``number`` is the row as the spreadsheet counts it, ``group`` the sub-title it stands under. A range or 面议 gives no
    price and no warning; a price that is none gives a warning and no price. A row without a name is no product.
    """
    name = columns.text("name", cells)
    if not name:
        return None, []
    problems: list[str] = []
    price, unit = _money_field(columns, "price", cells, number, problems)
    member_price, _ = _money_field(columns, "member_price", cells, number, problems)
    stock = _count_field(columns, "stock", cells, number, problems)
    if columns.text("stock", cells) in _NO_STOCK:
        stock = 0
    limit = _count_field(columns, "limit", cells, number, problems)
    product = Product(
        sku=_plain_code(columns.text("sku", cells)),
        name=name,
        spec=columns.text("spec", cells),
        category=columns.text("category", cells) or group,
        price=price,
        member_price=member_price,
        stock=stock,
        limit=limit or None,
        unit=columns.text("unit", cells) or unit or _unit_of_title(columns.title("price")),
        status=_status(columns, cells, stock, number, problems),
        description=columns.text("description", cells),
        tags=tuple(tag for tag in re.split(r"[,，、;；|\s]+", columns.text("tags", cells)) if tag),
        row=number,
    )
    return product, problems


def parse_money(text: str) -> tuple[Decimal | None, str]:
    """Return the amount in yuan and the unit it is for (99.9 元/包); ``(None, "")`` unless it is one amount."""
    match = _MONEY.match(_half_width(text).strip())
    if match is None:
        return None, ""
    try:
        amount = Decimal(match["amount"].replace(",", ""))
    except InvalidOperation:
        return None, ""
    return amount, (match["unit"] or match["per"] or match["one"] or "").strip()


def _money_field(
    columns: Columns, field: str, cells: Sequence[str], number: int, problems: list[str]
) -> tuple[Decimal | None, str]:
    text = columns.text(field, cells)
    if not text or text in _NO_LIMIT:
        return None, ""
    amount, unit = parse_money(text)
    if amount is None and not _OPEN_PRICE.search(_half_width(text)):
        problems.append(f"第 {number} 行的{columns.title(field)} {text!r} 不是金额，这一行只当文字收下")
    return amount, unit


def _count_field(columns: Columns, field: str, cells: Sequence[str], number: int, problems: list[str]) -> int | None:
    text = _half_width(columns.text(field, cells)).strip()
    if text.lower() in _NO_LIMIT or text in _NO_STOCK:
        return None
    match = _COUNT.match(text)
    if match is None:
        problems.append(f"第 {number} 行的{columns.title(field)} {text!r} 不是数量，当作没有填")
        return None
    return int(match["count"].replace(",", ""))


def _status(
    columns: Columns, cells: Sequence[str], stock: int | None, number: int, problems: list[str]
) -> ProductStatus:
    text = columns.text("status", cells)
    if text:
        status = _STATUS.get(text.lower()) or next((value for word, value in _STATUS.items() if word in text), None)
        if status is not None:
            return status
        problems.append(f"第 {number} 行的{columns.title('status')} {text!r} 不认识，按库存判断")
    return ProductStatus.SOLD_OUT if stock == 0 else ProductStatus.ON_SALE


def _bare(title: str) -> str:
    """Return a column title without unit, marks and blanks: "售价（元）*" gives "售价"."""
    text = _BRACKETS.sub("", _half_width(title)).lower()
    return re.sub(r"[\s*_:：/.-]|(?<=价)格?元$|/元$", "", text)


def _unit_of_title(title: str) -> str:
    match = _BRACKETS.search(title)
    _, slash, unit = match["inside"].partition("/") if match else ("", "", "")
    return unit.strip() if slash else ""


def _plain_code(text: str) -> str:
    return text[:-2] if re.fullmatch(r"\d+\.0", text) else text


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
