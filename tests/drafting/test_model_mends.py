"""What code mends of an answer before it is judged: no second call, and every mend stands in the notes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from briefs import brief_for
from model_cases import BRIEF, SHARE, TOPIC, VOICE, dumped, lock, promo_answer, settings, share_answer, topic_answer
from promo_cases import brief as promo_brief
from promo_cases import inside, shop
from provider import Provider

from assistant.checks.drafts import draft_context
from assistant.checks.required import unstated
from assistant.checks.suite import run_checks
from assistant.drafting.factsheet import campaign_terms
from assistant.drafting.model import ModelResult, ModelWriter
from assistant.drafting.shape import shape_findings
from assistant.drafting.slots import START, slots_for
from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import DraftKind, Finding
from assistant.schema.facts import Mechanic

pytestmark = pytest.mark.usefixtures("warmed")
BODY = topic_answer()["body"]


def tidied(provider: Provider, brief: Brief, answer: dict[str, Any] | str) -> ModelResult:
    """The result of one answer that needs no second call and breaks no rule."""
    provider.script(answer if isinstance(answer, str) else dumped(answer))
    result = ModelWriter(settings(provider)).write(brief, lock(brief))
    assert len(provider.requests) == 1
    assert result.outcome == "tidied"
    assert "整理过" in result.notes[-1]
    assert shape_findings(result.written, brief) == []
    return result


# ---------------------------------------------------------------- topics


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"form": "quiz"}, "归了类"),
        ({"followups": ["不吃边的，问问边都给了谁。"]}, "追问没写够"),
        ({"followups": []}, "追问没写够"),
        ({"followups": ["备选话头：边角料派来报到", "不吃边的，问问边都给了谁。"]}, "追问没写够"),
        ({"title": "吐司边归谁：" + "这是一个很长很长的说明" * 3}, "标题太长，只取了“吐司边归谁”"),
        ({"title": "吐司" * 15}, "标题不合用，换成了"),
        ({"title": "《吐司边归谁》"}, "多余的符号"),
        ({"title": f"{BRIEF.group.name}，爱吃面包的邻居"}, "标题不合用，换成了"),
        ({"body": BODY.replace("？", "。").replace("肚子。", "肚子呢。")}, "补上了问号"),
        ({"body": f"**{BODY}**"}, "Markdown"),
        ({"body": BODY.replace("最香。", "最香！！！")}, "感叹号"),
        ({"body": BODY.replace("最香。", "最香🎉🎉。")}, "表情"),
        ({"body": BODY.replace("最香。", "最香。早上收拾案板，切下来的吐司边攒了半篮。")}, "重复的句子"),
        ({"body": "切下来的吐司边攒了半篮。都进了谁的肚子？"}, "太短"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_a_topic_is_tidied(provider: Provider, changes: dict[str, Any], note: str) -> None:
    result = tidied(provider, BRIEF, topic_answer(**changes))
    assert note in result.notes[-1]
    assert "谁的肚子" in result.written.body
    assert 2 <= len(result.written.followups) <= 3


def test_a_second_question_becomes_a_followup(provider: Provider) -> None:
    written = tidied(provider, BRIEF, topic_answer(body=f"谁家的吐司还切边呢？{BODY}")).written
    assert written.body == BODY
    assert "谁家的吐司还切边呢？" in written.followups


def test_a_scene_that_asks_nothing_gets_a_question(provider: Provider) -> None:
    scene = BODY.replace("你家的吐司边最后都进了谁的肚子？", "都装进袋子了。")
    result = tidied(provider, BRIEF, topic_answer(body=scene))
    assert result.written.body.startswith(scene)
    assert result.written.body.count("？") == 1
    assert "通用的提问" in result.notes[-1]


def test_a_title_is_no_question_that_fits_anything(provider: Provider) -> None:
    brief = BRIEF.model_copy(update={"about": ""})
    scene = BODY.replace("你家的吐司边最后都进了谁的肚子？", "都装进袋子了。")
    assert tidied(provider, brief, topic_answer(title="吐司" * 15, body=scene)).written.title == "早上收拾案板"


def test_a_tag_question_is_no_followup(provider: Provider) -> None:
    written = tidied(provider, BRIEF, topic_answer(body=f"{BODY}是不是？")).written
    assert written.body == BODY
    assert "是不是？" not in written.followups


def test_a_body_too_long_loses_whole_sentences_and_never_its_question(provider: Provider) -> None:
    long = "".join(f"第{number}样是老面和黄油揉出来的小面包，" + "烤得皮脆里软。" for number in "甲乙丙丁戊己庚辛")
    written = tidied(provider, BRIEF, topic_answer(body=long + BODY)).written
    assert len(written.body) <= BRIEF.constraints.max_length
    assert written.body.endswith("你家的吐司边最后都进了谁的肚子？")


def test_an_answer_cut_off_behind_its_body_is_used(provider: Provider) -> None:
    answer = {name: topic_answer()[name] for name in ("title", "form", "body", "followups")}
    result = tidied(provider, BRIEF, dumped(answer)[:-20])
    assert result.written.body == BODY
    assert "写到一半断了" in result.notes[-1]


def test_a_topic_loses_citations_that_do_not_hold(provider: Provider) -> None:
    true = {"passage": 1, "quote": TOPIC.passages[0].text[:10]}
    made_up = [{"passage": 99, "quote": "x"}, {"passage": 1, "quote": "吐司边能治病"}]
    provider.script(dumped(topic_answer(citations=[*made_up, true])))
    result = ModelWriter(settings(provider)).write(TOPIC, lock(TOPIC))
    assert [citation.quote for citation in result.written.citations] == [true["quote"]]
    assert result.outcome == "at once"


def test_a_figure_of_a_passage_is_cited_by_code(provider: Provider) -> None:
    sentence = next(passage.text for passage in TOPIC.passages if "二十八度" in passage.text).split("。")[2] + "。"
    assert "二十八度" in sentence
    written = tidied(provider, BRIEF, topic_answer(body=f"{sentence}你家夏天的面包都放在哪里，有没有放坏过？")).written
    assert [citation.quote for citation in written.citations] == [sentence]


# ---------------------------------------------------------------- shares


def cited(brief: Brief, result: ModelResult) -> list[str]:
    """The quotes of a draft, each of them verbatim in a passage of its source."""
    for citation in result.written.citations:
        texts = [passage.text for passage in brief.passages if passage.source == citation.source]
        assert any(citation.quote in text for text in texts)
    return [citation.quote for citation in result.written.citations]


def test_a_point_that_cites_no_passage_is_dropped_and_the_others_stay(provider: Provider) -> None:
    answer = share_answer(SHARE)
    answer["points"].append({"passage": 99, "quote": "每天喝八杯水", "text": "多喝水，喝够八杯。"})
    result = tidied(provider, SHARE, answer)
    assert "八杯" not in result.written.body
    assert len(cited(SHARE, result)) == 3
    assert "1 个要点在资料里找不到出处" in result.notes[-1]


def test_too_few_true_points_are_completed_from_the_sources(provider: Provider) -> None:
    answer = share_answer(SHARE)
    answer["points"][1:] = [{"passage": 40, "quote": "编的", "text": "喝一杯柠檬水就不酸了。"}] * 2
    result = tidied(provider, SHARE, answer)
    assert "柠檬水" not in result.written.body
    assert answer["points"][0]["text"] in result.written.body
    assert len(cited(SHARE, result)) == 3
    assert "照资料原文补上" in result.notes[-1]


def test_a_wrong_number_or_quote_is_set_right_by_the_source(provider: Provider) -> None:
    answer = share_answer(SHARE)
    answer["points"][0]["passage"] = 77  # the quote is true
    answer["points"][1]["quote"] = "说得差不多的话"  # the point says what the passage says
    result = tidied(provider, SHARE, answer)
    assert cited(SHARE, result)[:2] == [answer["points"][0]["quote"], answer["points"][1]["text"]]
    assert "按原文更正" in result.notes[-1]


def test_what_completes_a_share_is_about_the_same(provider: Provider) -> None:
    """The group's wish is open: the offline writer would write of another article."""
    brief = brief_for("gym", DraftKind.SHARE)
    source = "articles/gym-2.md"
    number, passage = next((n, p) for n, p in enumerate(brief.passages, 1) if p.source == source and "主食" in p.text)
    quote = passage.text.split("。")[0] + "。"
    point = {"passage": number, "quote": quote, "text": quote + "”}, {"}
    raw = dumped({"title": "减脂期的主食", "hook": "中午盒饭里的米饭，有人一口不动。", "points": [point]})
    result = tidied(provider, brief, raw)
    assert {citation.source for citation in result.written.citations} == {source}
    assert "{" not in result.written.body
    assert "《减脂期怎么吃饭》" in result.written.body


def test_an_opening_that_runs_on_is_cut(provider: Provider) -> None:
    hook = share_answer(SHARE)["hook"]
    result = tidied(provider, SHARE, share_answer(SHARE, hook=hook + "练背的日子抬不起手，" * 8))
    assert result.written.body.startswith(hook)
    assert "抬不起手" not in result.written.body


def test_an_opening_the_voice_check_objects_to_is_replaced(provider: Provider) -> None:
    hook = "在这个快节奏的时代，让我们一起关注酸痛。"

    def verify(written: Written) -> list[Finding]:
        return [*lock(SHARE)(written), *run_checks(written.body, draft_context(SHARE), ["voice"])]

    provider.script(dumped(share_answer(SHARE, hook=hook)))
    result = ModelWriter(settings(provider)).write(SHARE, verify)
    assert "快节奏" not in result.written.body
    assert "开头" in result.notes[-1]
    assert result.written.body.endswith(share_answer(SHARE)["question"])


def test_a_point_that_is_a_heading_says_what_it_quotes(provider: Provider) -> None:
    answer = share_answer(SHARE)
    quote = answer["points"][1]["quote"]
    answer["points"][1] |= {"quote": f"先分清：{quote}", "text": "先分清"}
    result = tidied(provider, SHARE, answer)
    assert f"2. {quote}" in result.written.body


def test_what_was_closed_of_a_cut_share_is_completed(provider: Provider) -> None:
    raw = dumped(share_answer(SHARE))
    result = tidied(provider, SHARE, raw[: raw.index('"remember"') - 40])
    assert "写到一半断了" in result.notes[-1]
    assert "资料：《" in result.written.body
    assert len(cited(SHARE, result)) >= 3


def test_a_share_too_long_loses_its_last_points(provider: Provider) -> None:
    answer = share_answer(SHARE)
    for number in (4, 5):
        quote = SHARE.passages[number - 1].text.split("。")[0] + "。"
        answer["points"].append({"passage": number, "quote": quote, "text": quote})
    provider.script(dumped(answer))
    whole = ModelWriter(settings(provider)).write(SHARE, lock(SHARE)).written
    provider.requests.clear()
    bounds = SHARE.constraints.model_copy(update={"max_length": len(whole.body) - 1})
    written = tidied(provider, SHARE.model_copy(update={"constraints": bounds}), answer).written
    assert len(written.body) < len(whole.body)
    assert len(written.citations) == len(whole.citations) - 1
    assert written.body.endswith(answer["question"])


def test_a_voice_part_over_a_minute_is_cut_between_sentences(provider: Provider) -> None:
    said = "".join(passage.text.replace("\n", "") for passage in VOICE.passages[:5])
    answer = {"title": "练完酸怎么办", "parts": [{"text": said}], "citations": [{"passage": 99, "quote": "没有"}]}
    result = tidied(provider, VOICE, answer)
    assert len(result.written.parts) > 1
    assert all(len(part.text) <= 240 for part in result.written.parts)
    assert cited(VOICE, result)


# ---------------------------------------------------------------- promotions


@pytest.mark.parametrize("mechanic", list(Mechanic))
@pytest.mark.parametrize("brand", ["bakery", "gym"])
def test_a_hook_gets_its_terms_from_code(provider: Provider, brand: str, mechanic: Mechanic) -> None:
    """A model that only says hello: the terms are facts, code knows them."""
    if mechanic not in shop(brand).campaigns:
        pytest.skip("this brand has no such campaign")
    brief = promo_brief(brand, mechanic, "post")
    hello = "大家念叨了好久的事，今天总算定下来了。"
    result = tidied(provider, brief, {"title": "x" * 30, "body": hello})
    assert result.written.body.startswith(hello)
    assert unstated(result.written.body, campaign_terms(brief)) == []


def test_a_term_left_out_is_added(provider: Provider) -> None:
    brief = promo_brief("bakery", Mechanic.GROUP_BUY, "post")
    good = promo_answer(brief)
    assert brief.campaign is not None
    unfilled = brief.campaign.if_unfilled.rstrip("。")
    body = "\n".join(line for line in good["body"].split("\n") if unfilled not in line)
    result = tidied(provider, brief, {**good, "body": body})
    assert unfilled in result.written.body
    assert "没成团" in result.notes[-1]


def test_terms_without_room_replace_the_rest_of_the_text(provider: Provider) -> None:
    brief = promo_brief("bakery", Mechanic.GROUP_BUY, "post")
    talk = "".join(f"这一段夸的是{name}，说了半天也没说怎么买。" for name in "皮子馅料黄油面粉炉子师傅")
    brief = brief.model_copy(update={"constraints": brief.constraints.model_copy(update={"max_length": 260})})
    result = tidied(provider, brief, {"title": "海盐卷拼团", "body": f"海盐卷又能一起拼了。{talk * 2}"})
    assert result.written.body.startswith("海盐卷又能一起拼了。")
    assert len(result.written.body) <= 260
    assert "条款部分由系统" in result.notes[-1]


@pytest.mark.parametrize("mechanic", [Mechanic.SECKILL, Mechanic.COUPON])
def test_a_series_gets_the_messages_and_terms_it_lacks(provider: Provider, mechanic: Mechanic) -> None:
    campaign = shop("bakery").campaigns[mechanic]
    brief = promo_brief("bakery", mechanic, "series", at=inside(campaign) - timedelta(days=2))
    parts = promo_answer(brief)["parts"]
    start = next(part for part in parts if part["name"] == START)
    start["text"] = "大家等的那一场开始了。"
    result = tidied(provider, brief, {"title": "周五的事", "parts": [part for part in parts if part is start]})
    assert [part.name for part in result.written.parts] == [slot.name for slot in slots_for(brief)]
    opened = next(part.text for part in result.written.parts if part.name == START)
    assert opened.startswith("大家等的那一场开始了。")
    assert unstated(opened, campaign_terms(brief)) == []


def test_a_page_gets_the_terms_it_lacks(provider: Provider) -> None:
    brief = promo_brief("gym", Mechanic.COUPON, "landing")
    texts = ("这个月想动一动的，看这里。", "教练都在，动作不熟的有人带。", "想参加的先看清楚规则。")
    answer = {
        "title": "动一动",
        "parts": [{"name": name, "text": text} for name, text in zip("一二三", texts, strict=True)],
    }
    result = tidied(provider, brief, answer)
    assert unstated(result.written.body, campaign_terms(brief)) == []
    assert [part.name for part in result.written.parts] == ["上", "中", "下"]


def test_a_promo_that_opens_with_an_invented_figure_is_not_tidied(provider: Provider) -> None:
    brief = promo_brief("bakery", Mechanic.GROUP_BUY, "post")
    provider.script(dumped({"title": "海盐卷", "body": "只要 7.77 元，过了今天没有了。"}), dumped(promo_answer(brief)))
    result = ModelWriter(settings(provider)).write(brief, lock(brief))
    assert result.repaired
    assert "7.77" not in result.written.body


def test_names_of_terms_without_their_values_are_no_text(provider: Provider) -> None:
    brief = promo_brief("bakery", Mechanic.GROUP_BUY, "post")
    echo = "海盐卷的价格、数量、时间、参加方式、注意。"
    provider.script(dumped({"title": "海盐卷拼团", "body": f"想吃海盐卷的凑一凑。{echo}"}))
    result = ModelWriter(settings(provider)).write(brief, lock(brief))
    assert echo not in result.written.body
    assert result.written.body.startswith("想吃海盐卷的凑一凑。")
    assert unstated(result.written.body, campaign_terms(brief)) == []


# ---------------------------------------------------------------- how much a prompt shows


def test_an_alias_bounds_the_passages_of_a_prompt(provider: Provider) -> None:
    brief = brief_for("gym", DraftKind.SHARE, about="练完酸痛")
    provider.script(dumped(share_answer(brief)))
    result = ModelWriter(settings(provider, passages=2)).write(brief, lock(brief))
    told = "".join(str(message["content"]) for message in provider.requests[0]["messages"])
    assert "<<<资料 2 " in told
    assert "<<<资料 3 " not in told
    assert result.written.citations


@pytest.mark.parametrize(("most", "asked"), [(300, 300), (100_000, 700), (None, 700)])
def test_an_answer_is_as_long_as_its_prompt_and_its_alias_allow(
    provider: Provider, most: int | None, asked: int
) -> None:
    provider.script(dumped(topic_answer()))
    ModelWriter(settings(provider, max_tokens=most)).write(TOPIC, lock(TOPIC))
    assert provider.requests[0]["max_tokens"] == asked
