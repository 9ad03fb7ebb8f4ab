"""One draft at the desk: every change is checked anew, noted, and made on the version that was looked at."""

from __future__ import annotations

import pytest
from deskshop import DeskOf
from drafted import BODY, DraftPart, DraftStatus, drafted, finding, stored

from assistant.desk.drafts import (
    Edit,
    approve,
    choose,
    edit_of,
    get,
    reject,
    reopen,
    restore,
    rewrite,
    save,
)
from assistant.desk.notes import counted, leave, notes
from assistant.desk.rewriting import rewritten
from assistant.desk.versions import difference, versions
from assistant.errors import InputError, Refused
from assistant.storage import audit
from assistant.workspace import Workspace


def test_an_edit_is_checked_anew_and_noted(desk: DeskOf, sample: Workspace) -> None:
    here, draft = desk("operator"), stored(sample)
    worse = Edit(draft.title, draft.body.replace("厚被子", "全网最好的厚被子"), (), tuple(draft.followups))
    saved = save(here, draft.id, 1, worse)
    assert (saved.version, saved.status) == (2, DraftStatus.NEEDS_EDIT)
    assert any(found.check == "adlaw" and found.severity == "error" for found in saved.findings)
    better = save(here, draft.id, 2, edit_of(draft))
    assert (better.version, better.status) == (3, DraftStatus.DRAFT)
    assert [(each.who, each.what) for each in versions(here, draft.id)] == [
        ("operator", "draft.edit"), ("operator", "draft.edit"), ("offline", ""),
    ]  # fmt: skip


def test_what_was_typed_as_it_was_makes_no_version(desk: DeskOf, sample: Workspace) -> None:
    draft = stored(sample)
    assert save(desk("operator"), draft.id, 1, edit_of(draft)).version == 1


def test_two_people_do_not_overwrite_one_another(desk: DeskOf, sample: Workspace) -> None:
    here, draft = desk("operator"), stored(sample)
    save(here, draft.id, 1, Edit("别的标题", draft.body, (), tuple(draft.followups)))
    for late in (
        lambda: save(here, draft.id, 1, Edit("晚了一步", draft.body)),
        lambda: approve(desk("reviewer"), draft.id, 1),
        lambda: reject(desk("reviewer"), draft.id, 1, "不行"),
        lambda: restore(here, draft.id, 1, 1),
    ):
        with pytest.raises(InputError, match="第 2 版"):
            late()
    assert get(here, draft.id).title == "别的标题"


def test_nothing_is_left_empty_and_parts_are_counted(desk: DeskOf, sample: Workspace) -> None:
    draft = stored(sample)
    with pytest.raises(InputError, match="不能空着"):
        save(desk("operator"), draft.id, 1, Edit(" ", draft.body))
    with pytest.raises(InputError, match="0 条消息"):
        save(desk("operator"), draft.id, 1, Edit(draft.title, draft.body, ("多一条",)))


def test_a_body_made_of_its_parts_follows_them(desk: DeskOf, sample: Workspace) -> None:
    parts = [DraftPart(name="一", text="降温了，大家晚上都盖什么。"), DraftPart(name="二", text="你家几点加的被子？")]
    draft = stored(sample, parts=parts)
    saved = save(desk("operator"), draft.id, 1, Edit(draft.title, "别理它", ("今天降温了。", parts[1].text)))
    assert saved.body == BODY.replace(parts[0].text, "今天降温了。")
    assert saved.parts[0].text == "今天降温了。"


def test_approval_checks_once_more_and_takes_a_reason_where_there_are_errors(desk: DeskOf, sample: Workspace) -> None:
    boss = desk("reviewer")
    good, bad = stored(sample), stored(sample, body=BODY.replace("厚被子", "全网最好的厚被子"), group="reading")
    assert approve(boss, good.id, 1).status is DraftStatus.APPROVED
    with pytest.raises(Refused, match="要先改"):
        approve(boss, bad.id, 1)
    seen = get(boss, bad.id)
    assert seen.version == 2
    assert seen.status is DraftStatus.NEEDS_EDIT
    assert approve(boss, bad.id, 2, despite="这是别人的原话").status is DraftStatus.APPROVED
    assert any("别人的原话" in each.about for each in audit.entries(boss.database, target=bad.id))
    assert reopen(boss, good.id, 2).status is DraftStatus.DRAFT


def test_an_edit_of_an_approved_draft_is_reviewed_again(desk: DeskOf, sample: Workspace) -> None:
    draft = stored(sample)
    approve(desk("reviewer"), draft.id, 1)
    changed = save(desk("operator"), draft.id, 2, Edit("几点加被子", draft.body, (), tuple(draft.followups)))
    assert changed.status is DraftStatus.DRAFT


def test_a_draft_sent_back_says_why_to_colleagues(desk: DeskOf, sample: Workspace) -> None:
    draft = stored(sample)
    with pytest.raises(InputError, match="原因"):
        reject(desk("reviewer"), draft.id, 1, "  ")
    assert reject(desk("reviewer"), draft.id, 1, "太像广告").status is DraftStatus.REJECTED
    assert [(each.who, each.text) for each in notes(desk("operator"), draft.id)] == [("reviewer", "退回：太像广告")]


def test_an_operator_releases_nothing(desk: DeskOf, sample: Workspace) -> None:
    draft = stored(sample)
    here = desk("operator")
    for deed in (
        lambda: approve(here, draft.id, 1),
        lambda: reject(here, draft.id, 1, "不行"),
        lambda: reopen(here, draft.id, 1),
    ):
        with pytest.raises(Refused, match="通过或退回草稿需要审核权限"):
            deed()
    assert get(here, draft.id) == draft


def test_one_variant_is_kept(desk: DeskOf, sample: Workspace) -> None:
    one, other, done = stored(sample), stored(sample), stored(sample, status=DraftStatus.APPROVED)
    choose(desk("operator"), one.id, [one.id, other.id, done.id])
    found = [get(desk("operator"), each.id).status for each in (one, other, done)]
    assert found == [DraftStatus.DRAFT, DraftStatus.REJECTED, DraftStatus.APPROVED]


def test_a_click_puts_the_right_words_in(desk: DeskOf, sample: Workspace) -> None:
    body = BODY.replace("厚被子", "最厚的被子")
    found = finding("最厚的", body, suggestion="改成“厚”，或删掉")
    draft = stored(sample, body=body, findings=[found])
    assert rewrite(desk("operator"), draft.id, 1, found).body == BODY.replace("厚被子", "厚被子")
    with pytest.raises(InputError, match="自己动手"):
        rewrite(desk("operator"), draft.id, 2, found.model_copy(update={"start": 0, "end": 0}))


@pytest.mark.parametrize(
    ("suggestion", "body"),
    [
        ("改成“很好”", "一句话。\n这是很好的。\n还有一句。"),
        ("删掉“最好”，或换成平实的说法", "一句话。\n这是的。\n还有一句。"),
        ("照实写库存和名额", "一句话。\n还有一句。"),
        ("删掉这句，只写商品本身", "一句话。\n还有一句。"),
        ("改成说得出依据的话，如“本店卖得多的一款”", "一句话。\n还有一句。"),
    ],
)
def test_what_a_suggestion_does(suggestion: str, body: str) -> None:
    text = "一句话。\n这是最好的。\n还有一句。"
    draft = drafted(body=text, parts=[DraftPart(name="二", text="这是最好的。\n还有一句。")])
    done = rewritten(draft, finding("最好", text, suggestion=suggestion))
    assert done is not None
    assert done.body == body
    assert done.parts[0].text in body


def test_the_last_sentence_is_not_taken_out() -> None:
    assert rewritten(drafted(body="这是最好的。"), finding("最好", "这是最好的。", suggestion="照实写")) is None


def test_script_is_turned_in_the_whole_draft() -> None:
    done = rewritten(drafted(), finding("大家", BODY, suggestion="转成繁体字再发", start=0, end=0))
    assert done is not None
    assert "降溫了，大家晚上都蓋什麼" in done.body


def test_an_earlier_version_comes_back_as_the_newest(desk: DeskOf, sample: Workspace) -> None:
    draft, here = stored(sample), desk("operator")
    save(here, draft.id, 1, Edit("别的标题", draft.body, (), tuple(draft.followups)))
    back = restore(here, draft.id, 2, 1)
    assert (back.version, back.title) == (3, draft.title)
    with pytest.raises(InputError, match="没有第 9 版"):
        restore(here, draft.id, 3, 9)


def test_differences_are_told_word_by_word() -> None:
    told = [(piece.change, piece.text) for piece in difference("会员价 53 元，限 2 支", "会员价 58 元，限 2 支")]
    assert told == [("same", "会员价 "), ("gone", "53"), ("new", "58"), ("same", " 元，限 2 支")]
    assert all(piece.change == "same" for piece in difference(BODY, BODY))
    whole = "".join(piece.text for piece in difference(BODY, "全换了") if piece.change != "gone")
    assert whole == "全换了"


def test_notes_are_for_colleagues_alone(desk: DeskOf, sample: Workspace) -> None:
    draft, here = stored(sample), desk("operator")
    leave(here, draft.id, "这条等老板看")
    assert counted(here, [draft.id, "没有的"]) == {draft.id: 1}
    assert "老板" not in get(here, draft.id).model_dump_json()
    assert not any("老板" in each.about for each in audit.entries(here.database))
    for wrong in ("  ", "长" * 501):
        with pytest.raises(InputError, match="留言"):
            leave(here, draft.id, wrong)
    with pytest.raises(InputError, match="没有草稿"):
        leave(here, "没有的", "你好")
