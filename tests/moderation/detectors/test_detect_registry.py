from __future__ import annotations

import pytest

from assistant.errors import ConfigError
from assistant.moderation.detectors import NAMES, build
from assistant.moderation.detectors.surroundings import Surroundings
from assistant.schema.brand import Brand

OURS = sorted(set(NAMES) - {"terms"})


@pytest.mark.parametrize("name", OURS)
def test_every_detector_is_built_and_named(name, bakery):
    detector = build(name, {}, bakery)
    assert detector.name == name
    assert detector.triggers is None or all(1 <= len(each) <= 2 for each in detector.triggers)


@pytest.mark.parametrize("name", OURS)
def test_an_unknown_parameter_is_named(name, bakery):
    with pytest.raises(ConfigError, match=rf"{name} 的参数 colour 不认识"):
        build(name, {"colour": 1}, bakery)


def test_an_unknown_detector_is_named(bakery):
    with pytest.raises(ConfigError, match=r"没有叫 linkz 的检测.*links"):
        build("linkz", {}, bakery)


@pytest.mark.parametrize(
    ("name", "params", "said"),
    [
        ("flood", {"messages": 0}, r"flood 的参数 messages 写的是 0，不合适：要不小于 2"),
        ("flood", {"messages": 900}, r"messages 写的是 900，不合适：要不大于 200"),
        ("flood", {"messages": "几条"}, r"messages 写的是 '几条'，不合适：请写整数"),
        ("privacy", {"slip": "也许"}, r"slip 写的是 '也许'，不合适：请写 true 或 false"),
        ("links", {"neutral": "gov"}, r"neutral 写的是 'gov'，不合适：请写成 \[甲, 乙\]"),
        ("terms", {"list": 3}, r"list 写的是 3，不合适：请写文字"),
    ],
)
def test_of_a_value_that_does_not_fit_it_is_said_what_to_write(bakery, name, params, said):
    with pytest.raises(ConfigError, match=said) as caught:
        build(name, params, bakery)
    assert "nput should" not in str(caught.value)


def test_the_brands_own_are_read_from_its_file():
    brand = Brand(name="阿力健身", contact="微信 aligym2020，电话 0571-8600 1234", about="见 aligym.example")
    own = Surroundings.of(brand, domains=["https://www.aligym.test/"])
    assert own.is_own_number("0571 86001234")
    assert own.is_own_number("aligym2020")
    assert not own.is_own_number("13800000000")
    assert own.is_own_domain("m.aligym.example")
    assert own.is_own_domain("aligym.test")
    assert not own.is_own_domain("notaligym.test")
