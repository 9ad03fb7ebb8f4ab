from pathlib import Path

from small_shop import again, put, shop

from assistant.knowledge.nearcopies import Aged, near_copies, sketch_of
from assistant.knowledge.status import status
from assistant.knowledge.sync import sync
from assistant.workspace import Workspace

TEXT = (
    "本店三公里以内满五十元免费送货，不满五十元收六元。骑手一般四十分钟送到，下雨天会慢一些，超过一小时送一张五元券。"
    "蛋糕由店员专车送，请提前一天预订。收货时请当面验货，有压坏的当场换新，事后凭照片两小时内联系店长处理。"
)
NEWER = TEXT.replace("满五十元", "满六十元")
OTHER = "烘焙课每周六下午开课，一次两个小时，材料由店里准备，孩子要有家长陪同，做好的点心可以带走，名额十二个。" * 2


def aged(source: str, text: str, age: str = "2026-01-01", **said: object) -> Aged:
    return Aged(source, sketch_of(text), age, **said)  # type: ignore[arg-type]


def test_two_versions_of_a_text_are_found_and_the_older_named_first() -> None:
    ((older, newer, alike),) = near_copies([aged("new", NEWER, "2026-05-01"), aged("old", TEXT), aged("x", OTHER)])
    assert (older, newer) == ("old", "new")
    assert 0.5 <= alike < 1


def test_the_same_text_resembles_itself_wholly_in_either_script() -> None:
    from assistant.text.normalize import to_traditional

    assert near_copies([aged("a", TEXT), aged("b", to_traditional(TEXT))]) == [("a", "b", 1.0)]


def test_what_never_holds_at_once_is_no_conflict() -> None:
    assert near_copies([aged("a", TEXT, valid_until="2026-06-30"), aged("b", NEWER, valid_from="2026-07-01")]) == []
    assert near_copies([aged("a", TEXT, superseded=True), aged("b", NEWER)]) == []


def test_short_texts_are_not_compared() -> None:
    assert sketch_of("今天休息。") == []
    assert near_copies([aged("a", "今天休息。"), aged("b", "今天休息。")]) == []


def test_short_versions_are_told_by_the_year_in_their_names() -> None:
    old = "会员制度（2025 年版）办卡 50 元，消费 1 元积 1 分，100 分抵 1 元。生日当月镜片 9 折。会员每年免费验光 1 次。"
    new = "会员制度（2026 年版）办卡免费，消费 1 元积 2 分，100 分抵 1 元。生日当月镜片 8.5 折。会员每年免费验光 2 次。"
    found = near_copies([aged("规定/会员2026.txt", new, "2026-01-01"), aged("规定/会员2025.txt", old, "2026-11-18")])
    assert [(older, newer) for older, newer, _ in found] == [("规定/会员2025.txt", "规定/会员2026.txt")]
    assert near_copies([aged("会员.txt", new), aged("会员旧.txt", old)]) == []
    assert near_copies([aged("小结2025.txt", old), aged("小结2026.txt", OTHER)]) == []


def test_a_sync_reports_a_conflict_until_it_is_settled(tmp_path: Path) -> None:
    sync(shop(tmp_path, {"a/old.md": f"# 送货\n\n{TEXT}\n"}, model="none"))
    put(tmp_path, "b/new.md", f"---\nvalid_from: 2030-01-01\n---\n# 送货\n\n{NEWER}\n")
    (conflict,) = again(tmp_path).conflicts
    assert (conflict.older, conflict.newer) == ("a/old.md", "b/new.md")
    assert status(Workspace(tmp_path)).conflicts == [conflict]
    assert again(tmp_path).conflicts == [conflict]
    put(tmp_path, "b/new.md", f"---\nvalid_from: 2030-01-01\nsupersedes: ../a/old.md\n---\n# 送货\n\n{NEWER}\n")
    assert again(tmp_path).conflicts == []
