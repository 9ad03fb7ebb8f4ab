from __future__ import annotations

import pytest

from assistant.moderation.contacts import find_numbers, is_desk
from assistant.text.folding import fold_each


def numbers(text: str) -> list[tuple[str, str]]:
    return [(each.kind, each.number) for each in find_numbers(fold_each(text))]


@pytest.mark.parametrize(
    "text",
    [
        "13800005678",
        "+86 138 0000 5678",
        "138-0000-5678",
        "①③⑧００００五六七八",
        "一三八零零零零五六七八",
        "么三八零零零零五六七八",
        "壹叁捌〇〇〇〇伍陆柒捌",
        "l38oooo5678",
        "1.3.8.0.0.0.0.5.6.7.8",
        "vx13800005678",
    ],
)
def test_a_mobile_number_in_any_digits(text):
    assert numbers(text) == [("mobile", "13800005678")]


def test_other_telephones():
    assert numbers("400-800-1234 和 0571-88001234") == [("service", "4008001234"), ("landline", "057188001234")]


@pytest.mark.parametrize(
    "text",
    [
        "订单 20261103138000056",
        "1380000567",
        "13812345678123",
        "一、三、五、七、九、十一、十三",
        "3.14159265358",
        "2026-11-03 10:30",
    ],
)
def test_other_figures_are_no_telephones(text):
    assert numbers(text) == []


def test_disguised_digits_are_told_apart():
    assert [each.disguised for each in find_numbers("13800005678 一三八零零零零五六七九")] == [False, True]


def test_an_account_with_the_number_of_a_desk_is_a_firms():
    assert is_desk("we95528")
    assert is_desk("bank95588")
    assert not is_desk("mm520520")
    assert not is_desk("lao95281x")
