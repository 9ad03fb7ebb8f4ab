"""One message through all stages: who decides, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bakery import (
    ADVERT,
    MAYBE_ABUSE,
    NOON,
    RULES,
    SURE_ABUSE,
    SURE_AD,
    Bench,
    Classed,
    Said,
    make_bakery,
    message,
    rewrite,
)  # fmt: skip

from assistant.errors import ConfigError
from assistant.moderation.cascade import Moderator
from assistant.moderation.doubts import Judgement
from assistant.schema.moderation import Category, Stage, Verdict

ALLOW, REVIEW, BLOCK = Verdict.ALLOW, Verdict.REVIEW, Verdict.BLOCK


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return make_bakery(tmp_path_factory.mktemp("bakery"))


def moderator(workspace, known=None, **given):
    return Moderator(workspace, store=False, classifier=Classed(known), **given)


def test_shop_talk_is_let_pass(workspace):
    decision = moderator(workspace).decide(message("原味吐司多少钱一袋"))
    assert (decision.verdict, decision.category, decision.rule) == (ALLOW, Category.ALLOW, None)
    assert decision.stage is Stage.CLASSIFIER
    assert decision.actions == []
    assert decision.elapsed_ms > 0


def test_an_advert_is_stopped_by_its_clause_with_the_words_that_show_it(workspace):
    decision = moderator(workspace).decide(message(ADVERT))
    assert (decision.verdict, decision.category, decision.stage) == (BLOCK, Category.AD, Stage.DETECTOR)
    assert decision.rule is not None
    assert decision.rule.id == "no-ads"
    assert any("abc88123" in span.text and ADVERT[span.start : span.end] == span.text for span in decision.evidence)
    assert "群里不发广告" in decision.reply
    assert "觉得弄错了请找店长" in decision.reply


@pytest.mark.parametrize("role", ["owner", "admin", "staff"])
def test_roles_the_rules_do_not_touch_pass(workspace, role):
    decision = moderator(workspace).decide(message(ADVERT, sender={"id": "u9", "role": role}))
    assert (decision.verdict, decision.stage) == (ALLOW, Stage.ALLOWLIST)
    assert decision.reason


def test_a_trusted_member_and_a_system_notice_pass(workspace):
    judge = moderator(workspace)
    assert judge.decide(message(ADVERT, sender={"id": "u-trusted"})).stage is Stage.ALLOWLIST
    assert judge.decide(message(ADVERT, kind="system")).verdict is ALLOW


def test_the_allowlist_wins_over_a_sure_classifier_too(workspace):
    known = {"滚出去": SURE_ABUSE}
    judge = moderator(workspace, known)
    assert judge.decide(message("滚出去")).verdict is BLOCK
    assert judge.decide(message("滚出去", sender={"id": "x", "role": "admin"})).verdict is ALLOW


def test_a_group_may_switch_a_clause_off(workspace):
    judge = moderator(workspace)
    text = "看 http://elsewhere.example/a 这里"
    assert judge.decide(message(text)).category is Category.LINK
    assert judge.decide(message(text, group="quiet")).verdict is ALLOW


def test_a_group_in_no_file_has_the_default_rules(workspace):
    assert moderator(workspace).decide(message(ADVERT, group="nowhere")).verdict is BLOCK


def test_a_clause_in_shadow_only_records(workspace):
    decision = moderator(workspace).decide(message("招兼职，在家就能做，日结两百，要的私我"))
    assert decision.rule is not None
    assert decision.rule.id == "no-ads"
    assert [hit.rule.id for hit in decision.shadow] == ["try-out"]


def test_shadow_alone_leaves_the_message_alone(tmp_path):
    rules = RULES.replace("contact_bait: {}, recruitment: {}, price_invitation: {}", "contact_bait: {}")
    judge = moderator(make_bakery(tmp_path, rules))
    decision = judge.decide(message("招兼职，在家就能做，日结两百"))
    assert (decision.verdict, decision.actions, decision.reply) == (ALLOW, [], "")
    assert [hit.rule.id for hit in decision.shadow] == ["try-out"]


class TestClassifier:
    def test_a_sure_one_acts_by_the_clause_of_its_category(self, workspace):
        decision = moderator(workspace, {"你脑子有坑": SURE_ABUSE}).decide(message("你脑子有坑"))
        assert (decision.verdict, decision.stage, decision.category) == (BLOCK, Stage.CLASSIFIER, Category.ABUSE)
        assert decision.rule is not None
        assert decision.rule.id == "be-kind"

    def test_an_unsure_one_asks_a_person_and_never_acts(self, workspace):
        decision = moderator(workspace, {"你行不行": MAYBE_ABUSE}).decide(message("你行不行"))
        assert decision.verdict is REVIEW
        assert [action.kind for action in decision.actions] == ["human"]
        assert decision.reply == ""

    def test_what_the_group_has_no_clause_for_passes(self, workspace):
        known = {"算命吗": Said(Category.GAMBLING, 0.99, 0.0)}
        assert moderator(workspace, known).decide(message("算命吗")).verdict is ALLOW

    def test_it_cannot_lower_what_a_detector_is_certain_of(self, workspace):
        judge = moderator(workspace, {ADVERT: Said()})
        assert judge.decide(message(ADVERT)).verdict is BLOCK


class TestShapes:
    def test_a_picture_does_not_switch_off_the_check_of_the_text(self, workspace):
        decision = moderator(workspace).decide(message(ADVERT, kind="image", meta={"ocr": "今日菜单"}))
        assert decision.verdict is BLOCK

    @pytest.mark.parametrize(
        "meta",
        [
            {"ocr": ADVERT},
            {"title": ADVERT},
            {"forwarded": [{"sender": "甲", "text": ADVERT}]},
            {"quote": {"text": ADVERT}},
        ],
    )
    def test_a_violation_hidden_in_another_part_is_found_there(self, workspace, meta):
        decision = moderator(workspace).decide(message("看看这个", meta=meta))
        part = next(iter(meta))
        assert decision.verdict is BLOCK
        assert {span.part for span in decision.evidence} == {part}

    def test_an_edit_is_judged_by_what_it_says_now(self, workspace):
        decision = moderator(workspace).decide(message(ADVERT, kind="edit", meta={"edited": "早上好"}))
        assert decision.verdict is BLOCK

    def test_an_advert_cut_to_pieces_is_read_joined(self, workspace):
        judge = moderator(workspace)
        pieces = ["家里有货，要的加", "我微", "信abc88123"]
        decisions = [
            judge.decide(message(text, number=number, sent_at=NOON + timedelta(seconds=5 * number)))
            for number, text in enumerate(pieces)
        ]
        assert decisions[0].verdict is ALLOW
        assert any(each.verdict is BLOCK for each in decisions[1:])
        assert {span.part for each in decisions for span in each.evidence} <= {"joined", "text"}

    def test_pieces_are_not_put_together_where_the_last_says_it_all(self, workspace):
        heard = Classed({"拼团上车": SURE_AD})
        judge = Moderator(workspace, store=False, classifier=heard)
        judge.decide(message("早上好呀", number=1, sent_at=NOON))
        decision = judge.decide(message("拼团上车快来", number=2, sent_at=NOON + timedelta(seconds=5)))
        assert {span.part for span in decision.evidence} == {"text"}
        assert not any("\n" in each for each in heard.asked)
        judge.decide(message("早上好呀", number=3, sent_at=NOON + timedelta(minutes=5)))
        judge.decide(message("今天天气真好", number=4, sent_at=NOON + timedelta(minutes=5, seconds=5)))
        assert heard.asked[-1] == "早上好呀\n今天天气真好"

    def test_pieces_are_put_together_where_what_the_last_says_is_no_offence_here(self, workspace):
        pieces = {"你这个\n臭不要脸的": SURE_ABUSE, "臭不要脸的": Said(Category.MEDICAL, 0.97, 0.02, sure=True)}
        judge = Moderator(workspace, store=False, classifier=Classed(pieces))
        judge.decide(message("你这个", number=1, sent_at=NOON))
        decision = judge.decide(message("臭不要脸的", number=2, sent_at=NOON + timedelta(seconds=5)))
        assert [(hit.part, hit.text) for hit in decision.evidence] == [("joined", "臭不要脸的")]

    def test_pieces_of_two_members_or_of_another_day_are_not_joined(self, workspace):
        judge = moderator(workspace)
        judge.decide(message("家里有货，要的加", number=1))
        other = message(
            "我微信号多少来着", number=2, sender={"id": "u2"}, sent_at=NOON + timedelta(minutes=5, seconds=3)
        )
        assert judge.decide(other).verdict is ALLOW

    def test_nobody_answers_twice_for_one_advert(self, workspace):
        judge = moderator(workspace)
        assert judge.decide(message(ADVERT, sent_at=NOON)).verdict is BLOCK
        after = message("好的谢谢", number=2, sent_at=NOON + timedelta(seconds=5))
        assert judge.decide(after).verdict is ALLOW


class TestReports:
    def test_who_reports_an_advert_is_not_held_to_it(self, workspace):
        text = "管理员看一下，刚才有人私信我：“加我微信 abc88123 拿货”，这是广告吧"
        assert moderator(workspace).decide(message(text)).verdict is ALLOW

    def test_who_quotes_another_to_report_is_not_held_to_it(self, workspace):
        meta = {"quote": {"id": "x", "sender": {"id": "u7"}, "text": ADVERT}}
        assert moderator(workspace).decide(message("又有人发广告了，管理员踢一下", meta=meta)).verdict is ALLOW

    def test_who_answers_another_is_not_punished_for_it(self, workspace):
        meta = {"quote": {"id": "x", "sender": {"id": "u7"}, "text": ADVERT}}
        decision = moderator(workspace).decide(message("你好呀", meta=meta))
        assert decision.verdict is not BLOCK

    def test_a_cheat_who_warns_of_cheats_is_not_freed(self, workspace):
        known = {"加我微信": Said(Category.ALLOW, 0.6, 0.6)}
        decision = moderator(workspace, known).decide(message("别信他们，都是骗子，加我微信 abc88123 才是正规的"))
        assert decision.verdict is REVIEW


class TestJudge:
    def test_it_is_asked_only_where_a_person_would_have_to_look(self, workspace):
        bench = Bench(lambda doubt: Judgement(None, 0.9, "玩笑话"))
        judge = moderator(workspace, {"你行不行": MAYBE_ABUSE}, judge=bench)
        judge.decide(message("早上好", number=1))
        judge.decide(message(ADVERT, number=2, sender={"id": "u2"}))
        decision = judge.decide(message("你行不行", number=3))
        assert [doubt.message.text for doubt in bench.asked] == ["你行不行"]
        assert [each.text for each in bench.asked[0].before] == ["早上好", ADVERT]
        assert (decision.verdict, decision.stage, decision.reason) == (ALLOW, Stage.JUDGE, "玩笑话")

    def test_its_certain_word_acts_by_the_clause_it_names(self, workspace):
        bench = Bench(lambda doubt: Judgement("be-kind", 0.95, "骂人", quote="行不行"))
        decision = moderator(workspace, {"你行不行": MAYBE_ABUSE}, judge=bench).decide(message("你行不行"))
        assert (decision.verdict, decision.stage) == (BLOCK, Stage.JUDGE)
        assert [(span.start, span.end, span.text) for span in decision.evidence] == [(1, 4, "行不行")]

    def test_its_doubtful_word_goes_to_a_person(self, workspace):
        bench = Bench(lambda doubt: Judgement("be-kind", 0.6))
        decision = moderator(workspace, {"你行不行": MAYBE_ABUSE}, judge=bench).decide(message("你行不行"))
        assert decision.verdict is REVIEW

    @pytest.mark.parametrize("answer", [None, Judgement("no-such-clause", 1.0)])
    def test_no_answer_is_the_fallback_and_is_said(self, workspace, answer):
        judge = moderator(workspace, {"你行不行": MAYBE_ABUSE}, judge=Bench(lambda doubt: answer))
        decision = judge.decide(message("你行不行"))
        assert (decision.verdict, decision.degraded) == (REVIEW, True)

    def test_it_never_lowers_what_a_detector_is_certain_of(self, workspace):
        bench = Bench(lambda doubt: Judgement(None, 1.0))
        assert moderator(workspace, judge=bench).decide(message(ADVERT)).verdict is BLOCK
        assert bench.asked == []

    def test_many_are_put_to_it_together(self, workspace):
        bench = Bench(lambda doubt: Judgement(None, 1.0))
        calls = []
        judge_many = bench.judge
        bench.judge = lambda doubts: calls.append(len(doubts)) or judge_many(doubts)
        judge = moderator(workspace, {"你行不行": MAYBE_ABUSE}, judge=bench)
        decisions = list(judge.decide_many(message("你行不行", number=number) for number in range(5)))
        assert calls == [5]
        assert {decision.verdict for decision in decisions} == {ALLOW}

    @pytest.mark.parametrize(
        ("use", "asked"), [("never", []), ("unsure", ["你行不行"]), ("always", ["早", "你行不行"])]
    )
    def test_when_it_is_asked_is_the_groups_to_say(self, tmp_path, use, asked):
        groups = f"groups:\n  - {{id: regulars, name: 老客群, theme: 面包, moderation: {{judge: {use}}}}}\n"
        groups += "  - {id: quiet, name: 烘焙交流群, theme: 烘焙}\n"
        bench = Bench(lambda doubt: None)
        judge = moderator(make_bakery(tmp_path, groups=groups), {"你行不行": MAYBE_ABUSE}, judge=bench)
        staff = {"id": "s", "role": "staff"}
        for number, (text, sender) in enumerate([("早", {}), ("你行不行", {}), (ADVERT, {}), ("你行不行", staff)]):
            judge.decide(message(text, number=number, sender=sender))
        assert [doubt.message.text for doubt in bench.asked] == asked


class TestOwn:
    def test_an_exempt_phrase_does_not_free_the_rest_of_an_advert(self, workspace):
        judge = moderator(workspace)
        assert judge.decide(message("加我们企业微信领券", number=1)).verdict is ALLOW
        assert judge.decide(message(f"加我们企业微信领券。{ADVERT}", number=2)).verdict is BLOCK

    def test_exempt_words_add_nothing_to_what_the_classifier_holds_against_a_text(self, workspace):
        text = "加我们企业微信领券啦"
        assert moderator(workspace, {text: SURE_AD}).decide(message(text)).verdict is ALLOW
        known = {text: SURE_AD, "啦": SURE_AD}
        assert moderator(workspace, known).decide(message(text)).verdict is BLOCK

    @pytest.mark.parametrize(
        ("link", "verdict"),
        [
            ("https://qinghe.example/menu", ALLOW),
            ("https://shop.qinghe.example/menu", ALLOW),
            ("https://qinghe.example.evil.example/", BLOCK),
            ("https://qinghe.example@evil.example/", BLOCK),
            ("https://evil.example/?to=qinghe.example", BLOCK),
        ],
    )
    def test_a_domain_is_the_shops_by_its_end(self, workspace, link, verdict):
        assert moderator(workspace).decide(message(f"看 {link} 呀")).verdict is verdict

    def test_passing_on_a_running_campaign_is_no_advert(self, workspace):
        text = "周五吐司秒杀，原味吐司 9.9 元一袋，要的赶紧去店里"
        assert moderator(workspace, {"元一袋": SURE_AD}).decide(message(text, sent_at=NOON)).verdict is ALLOW

    def test_another_price_under_its_name_is_none_of_the_shops(self, workspace):
        text = "周五吐司秒杀，我这里只要 3.5 元一袋"
        assert moderator(workspace, {"元一袋": SURE_AD}).decide(message(text, sent_at=NOON)).verdict is BLOCK

    def test_a_campaign_that_is_over_frees_nothing(self, workspace):
        text = "周五吐司秒杀，原味吐司 9.9 元一袋"
        late = NOON + timedelta(days=3)
        assert moderator(workspace, {"元一袋": SURE_AD}).decide(message(text, sent_at=late)).verdict is BLOCK


class TestChanges:
    def test_rules_that_change_take_hold_with_the_next_message(self, tmp_path):
        workspace = make_bakery(tmp_path)
        judge = moderator(workspace)
        text = "看 http://elsewhere.example/a 这里"
        assert judge.decide(message(text)).verdict is BLOCK
        rewrite(workspace, RULES.replace("domains: [qinghe.example]", "domains: [qinghe.example, elsewhere.example]"))
        assert judge.decide(message(text, number=2)).verdict is ALLOW

    def test_a_broken_file_keeps_the_last_good_rules_and_says_so(self, tmp_path):
        workspace = make_bakery(tmp_path)
        judge = moderator(workspace)
        rewrite(workspace, "sets: [")
        assert judge.decide(message(ADVERT)).verdict is BLOCK
        assert "rules.yaml" in judge.problem
        rewrite(workspace, RULES)
        assert judge.decide(message(ADVERT, number=2)).verdict is BLOCK
        assert judge.problem == ""

    def test_a_wrong_file_at_the_start_is_an_error_that_names_it(self, tmp_path):
        workspace = make_bakery(tmp_path, RULES.replace("contact_bait: {}", "contact_beit: {}"))
        with pytest.raises(ConfigError, match="contact_beit"):
            moderator(workspace)

    def test_a_detector_that_fails_is_named_and_the_others_go_on(self, workspace, monkeypatch):
        from assistant.moderation.detectors.links import Links

        def broken(*_args):
            raise RuntimeError("kaputt")

        judge = moderator(workspace)
        monkeypatch.setattr(Links, "find", broken)
        assert judge.decide(message(f"{ADVERT} http://elsewhere.example/a")).verdict is BLOCK
        assert "kaputt" in judge.problem


def test_a_message_with_nothing_in_it_passes(workspace):
    assert moderator(workspace).decide(message("", kind="image")).verdict is ALLOW


def test_a_file_that_names_no_times_is_no_flood(tmp_path):
    judge = moderator(make_bakery(tmp_path, rules=""))
    messages = [message(f"第{number}个问题：吐司还有吗", number=number, sent_at=None) for number in range(30)]
    assert {each.verdict for each in judge.decide_many(messages)} == {ALLOW}
    timed = [each.model_copy(update={"sent_at": NOON}) for each in messages]
    assert BLOCK in {each.verdict for each in judge.decide_many(timed)}


def test_decide_and_decide_many_agree_and_keep_the_order(workspace):
    texts = ["早", ADVERT, "吐司还有吗", "看 http://elsewhere.example/a"]
    messages = [message(text, number=number, sender={"id": f"u{number}"}) for number, text in enumerate(texts)]
    one = [moderator(workspace).decide(each) for each in messages]
    many = list(moderator(workspace).decide_many(iter(messages)))
    assert [each.message_id for each in many] == [each.id for each in messages]
    assert [(each.verdict, each.rule) for each in one] == [(each.verdict, each.rule) for each in many]
