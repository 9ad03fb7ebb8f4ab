"""What is told of a full name is private; a name, a fact, the member's own and what everybody knows are not."""

from datetime import datetime

import pytest

from assistant.checks.context import CheckContext
from assistant.checks.hearsay import find_told
from assistant.checks.privacy import check
from assistant.schema.brand import Branch, Brand
from assistant.text.readings import as_written

CONTEXT = CheckContext(at=datetime(2026, 11, 27, 10))


def kinds(text: str, context: CheckContext = CONTEXT) -> list[str]:
    return [finding.kind for finding in check(text, context)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("陈美玲得了甲亢，难怪瘦那么快", "health"),
        ("今天赵建业没来，他在吃降压药", "health"),
        ("三楼王姐上个月刚切了子宫，别让她搬货", "health"),
        ("赵雪梅跟老公分居半年了", "family"),
        ("五楼刘姐离了，一个人带俩孩子", "family"),
        ("冯建华征信花了", "finance"),
        ("谷伟的工资条发错群了", "finance"),
        ("何俊试用期没过", "employee"),
        ("保安宫大伟以前杀过人", "employee"),
        ("邢浩轩被老师罚站了", "child_name"),
        ("今年没考上的有常欣怡和武俊杰", "child_name"),
        ("傅小红周三下午都不在家", "whereabouts"),
        ("梅超是同性恋，你们不知道吧", "belief"),
        ("袁小蕾的指纹我导出来发你", "image"),
        ("卜志远，文昌路 88 号 1203，垃圾又放门口", "address"),
        ("娄晓霞家在东湖花园二期 5 栋", "address"),
    ],
)
def test_a_full_name_and_what_is_told_of_it(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "陈国栋今天深蹲破百，鼓掌",  # praise
        "收银小何休假，下周回来",  # staff on duty
        "我家李子涵湿疹，用什么霜",  # her own
        "我自己离婚三年了，也挺好",
        "经韩雪同意，说说韩雪产后抑郁以后怎么练",
        "李清照晚年离婚，这首词要慢慢读",  # history
        "书里的田子涵爸妈离婚了，她学会写信",
        "金毛刚做完绝育手术，洗澡再等十天",
        "感谢孙美玲帮忙，手足口期间消毒很到位",
        "郑医生周五来讲产后抑郁",
        "焦虑症抑郁症怎么缓解，听专家讲",
        "苏打水能不能治痛风，不能",
        "关闭花呗以后还能开通吗",
        "本店在文昌路 88 号 1203",
        "恭喜孙倩怀孕了",
        "金教练骨折那年写的训练笔记",
    ],
)
def test_nobodys_secret(text: str) -> None:
    assert kinds(text) == []


def test_a_teacher_whom_the_brand_names_is_public() -> None:
    brand = Brand(name="墨池", branches=[Branch(name="总店", note="韩大同老师坐轮椅，请留通道")])
    text = "韩大同做过心脏手术"
    assert kinds(text) == ["health"]
    assert kinds(text, CheckContext(at=CONTEXT.at, brand=brand.model_copy(update={"about": "韩大同老师创办"}))) == []


def test_one_finding_spans_the_name_and_the_fact() -> None:
    [finding] = check("偷偷说，订百合的孟小强送的不是他老婆", CONTEXT)
    assert finding.text == "孟小强送的不是他老婆"
    assert finding.severity == "warn"
    assert "私" in finding.message


def test_a_name_after_what_is_told() -> None:
    text = "数学不及格的有常欣怡，家长来一下"
    assert [told.name for told in find_told(text, as_written(text).letters)] == ["常欣怡"]


@pytest.mark.parametrize("text", ["手机 0912-345-678，大家多打给她", "林小姐 0933 212 908，没来"])
def test_a_telephone_of_taiwan(text: str) -> None:
    assert "mobile" in kinds(text)


@pytest.mark.parametrize("text", ["订单编号 0912-345-678 已出货", "样品 0933-212-908 到了"])
def test_a_number_of_goods_is_no_telephone(text: str) -> None:
    assert kinds(text) == []
