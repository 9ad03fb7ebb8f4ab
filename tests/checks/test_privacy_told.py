"""Names in a class, words said in private, and what is nobody's secret."""

from datetime import datetime

import pytest

from assistant.checks.context import CheckContext
from assistant.checks.privacy import check

CONTEXT = CheckContext(at=datetime(2026, 11, 27, 10))


def kinds(text: str) -> list[str]:
    return [finding.kind for finding in check(text, CONTEXT)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("暑期班获奖：二(3)班 林若溪、一(1)班 高子航", 2),
        ("恭喜四(2)班沈梓萱拿到硬笔一等奖", 1),
        ("中奖的小朋友周子墨，妈妈加我", 1),
        ("周老师班上的李沐阳这次没来", 1),
    ],
)
def test_a_full_name_beside_a_class_is_a_childs(text: str, count: int) -> None:
    assert kinds(text) == ["child_name"] * count


@pytest.mark.parametrize("text", ["五(2)班 家长来领校服", "小朋友成天跑，", "小朋友高兴了，都来", "3班 高兴"])
def test_other_words_beside_a_class_are_no_names(text: str) -> None:
    assert kinds(text) == []


def test_a_figure_is_no_part_of_a_name() -> None:
    [finding] = check("私教学员赵敏一百五十八斤，产后抑郁", CONTEXT)
    assert finding.text == "赵敏"


@pytest.mark.parametrize("text", ["打电话找 0575-88123456，店里座机", "前台 0575-88123456"])
def test_a_line_said_to_be_the_shops_is_the_shops(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("期末出来了：沈佳怡数学 61 分", "child_name", "沈佳怡"),
        ("今天体测高丽萍 78.5 公斤", "health", "高丽萍"),
        ("这张是郭奕辰的疫苗本", "child_name", "郭奕辰"),
        ("收件人 陈晓雯，放前台了", "customer_name", "陈晓雯"),
        ("今天的订单：林志强，8 寸", "customer_name", "林志强"),
        ("毛豆的主人徐慧玲，下午来接", "customer_name", "徐慧玲"),
        ("陆雨萱这孩子坐不住", "child_name", "陆雨萱"),
        ("她儿子天天不交作业，叫何子轩", "child_name", "何子轩"),
        ("赵志刚上周做了手术", "health", "赵志刚"),
        ("小二班的周艺涵画得好", "child_name", "周艺涵"),
    ],
)
def test_what_stands_beside_a_full_name_makes_it_private(text: str, kind: str, name: str) -> None:
    assert (kind, name) in [(finding.kind, finding.text) for finding in check(text, CONTEXT)]


@pytest.mark.parametrize(
    "text",
    [
        "《笨狼的故事》作者汤素兰，三年级可以自己读",
        "柴犬大名叫张富贵，三岁，今天来洗澡",
        "金龙鱼 10 斤一袋",
        "高血压上周讲过了",
        "主角叫王小明，他家住在糖果街 12 号",
    ],
)
def test_writers_dogs_and_heroes_of_books_may_be_named(text: str) -> None:
    assert kinds(text) == []


def test_money_and_names_in_a_list_are_customers() -> None:
    assert kinds("退费名单：孙建平 1200，钱丽萍 800") == ["customer_name"] * 2


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("昨天曹雨晴订的蛋糕写了字", "customer_name", "曹雨晴"),
        ("傅雅静的会员积分到期了", "customer_name", "傅雅静"),
        ("王淑芬，女，走失", "customer_name", "王淑芬"),
        ("她老公叫冯志远，在税务局上班", "customer_name", "冯志远"),
        ("爽约三次的是吴慧玲，以后先付款", "customer_name", "吴慧玲"),
        ("贺文斌体脂从 31 降到 24", "health", "贺文斌"),
        ("亲子朗读第一名 蔡欣妍（育才小学）", "child_name", "蔡欣妍"),
        ("二年级 4 班孙奕凡的水杯丢了", "child_name", "孙奕凡"),
    ],
)
def test_what_only_a_shop_knows_of_somebody_is_not_told_with_the_name(text: str, kind: str, name: str) -> None:
    assert (kind, name) in [(finding.kind, finding.text) for finding in check(text, CONTEXT)]


@pytest.mark.parametrize(
    "text", ["小蓝单车的押金怎么退", "李师傅今天的订单满了", "第一名 有奖品", "会员的积分月底清零"]
)
def test_words_that_begin_like_a_surname_are_no_names(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("车险要的，330681198811203456", "id_said"),
        ("老身份证 330681881120345", "id_said"),
        ("退到银行卡 6217003350028174561", "bank_card"),
        ("李奶奶家的电话 88213476", "landline"),
    ],
)
def test_a_slip_of_one_digit_is_as_private(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize("text", ["订单号 330681198811203456", "条码 6217003350028174561", "店里座机 88213476"])
def test_numbers_of_orders_and_goods_are_nobodys(text: str) -> None:
    assert kinds(text) == []
