from decimal import Decimal

from assistant.knowledge.priceconflicts import price_conflicts
from assistant.schema.facts import Product, ProductStatus


def product(source: str, name: str, price: str | None, **more: object) -> Product:
    fields = {"sku": "", "source": source, "row": 2, "name": name, "price": Decimal(price) if price else None}
    return Product.model_validate(fields | more)


def test_two_lists_of_different_age() -> None:
    found = price_conflicts(
        [
            product("价目表.xlsx", "海盐可颂", "12.0"),
            product("老价目.csv", "海盐 可颂", "11"),
            product("老价目.csv", "吐司", "18"),
            product("价目表.xlsx", "吐司", "18.00"),
        ]
    )
    assert len(found) == 1
    assert all(part in found[0] for part in ("价目表.xlsx", "老价目.csv", "海盐可颂：12 元，11 元"))
    assert "吐司" not in found[0]


def test_the_members_price_counts_too() -> None:
    old = product("a.csv", "瑜伽", "39", member_price=Decimal(29))
    new = product("b.csv", "瑜伽", "39", member_price=Decimal(25))
    (found,) = price_conflicts([new, old])
    assert "会员价 29 元，会员价 25 元" in found


def test_other_sizes_files_and_what_is_gone_are_no_conflict() -> None:
    assert not price_conflicts(
        [product("a.csv", "猫粮", "98", spec="2 kg"), product("b.csv", "猫粮", "198", spec="5 kg")]
    )
    assert not price_conflicts([product("a.csv", "猫粮", "98"), product("a.csv", "猫粮", "198")])
    gone = product("b.csv", "猫粮", "88", status=ProductStatus.OFF_SHELF)
    assert not price_conflicts([product("a.csv", "猫粮", "98"), gone])
    assert not price_conflicts([product("a.csv", "猫粮", None), product("b.csv", "猫粮", "98")])


def test_a_code_tells_the_same_thing_under_a_longer_name() -> None:
    one = product("a.csv", "成猫粮", "98", sku="C1", spec="2kg")
    other = product("b.csv", "爪爪成猫粮", "92", sku="c1", spec="2 公斤")
    assert len(price_conflicts([one, other])) == 1
    numbered = [product("a.csv", "成猫粮", "98", sku="1"), product("b.csv", "猫砂", "20", sku="1")]
    assert not price_conflicts(numbered)


def test_many_are_counted_not_listed() -> None:
    found = price_conflicts(
        [
            product(f"{source}.csv", f"面包{n}号", str(n + add))
            for source, add in (("a", 1), ("b", 2))
            for n in range(80)
        ]
    )
    assert len(found) == 1
    assert "等 80 样" in found[0]
    assert len(found[0]) < 300
