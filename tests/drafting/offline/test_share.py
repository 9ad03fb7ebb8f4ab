from __future__ import annotations

import math
import re
from datetime import date

import pytest
from briefs import BRANDS, article_passages, brief_for, days_of, past_draft

from assistant.checks.factlock import fact_lock
from assistant.drafting.offline.health import PEOPLE, PETS
from assistant.drafting.offline.points import lists_what_is_counted
from assistant.drafting.offline.share import write_share
from assistant.drafting.offline.writer import OfflineWriter
from assistant.errors import Refused
from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import DraftKind, Passage, PassageKind


def points_of(written: Written) -> list[str]:
    return [re.sub("^· (?:【.*?】)?", "", line) for line in written.body.splitlines() if line.startswith("· ")]


def check(brief: Brief, written: Written) -> None:
    """What holds for every share."""
    assert 2 <= len(written.title) <= 20
    assert len(written.body) <= brief.constraints.max_length
    assert written.citations
    for citation in written.citations:
        assert any(citation.source == p.source and citation.quote in p.text for p in brief.passages)
    assert fact_lock(written.title, written.body, brief=brief, citations=written.citations) == []
    assert 1 <= len({citation.source for citation in written.citations}) <= 3
    assert "《" in written.body


@pytest.mark.parametrize("name", BRANDS)
def test_a_post_has_all_its_pieces(name: str) -> None:
    for brief, written in days_of(write_share, name, 6, kind="share"):
        check(brief, written)
        points = points_of(written)
        quotes = "\n".join(citation.quote for citation in written.citations)
        assert 3 <= len(points) <= 5
        assert all(20 <= len(point) <= 81 and point.rstrip("。") in quotes for point in points)
        hook, *_, ask = written.body.split("\n\n")
        assert not hook.startswith("·")
        assert ask.endswith("？")
        assert "\n资料：《" in written.body
        remembered = re.search("(?:记住这句|记牢|的话|这句)：(.+)", written.body)
        assert remembered is not None
        assert remembered[1].rstrip("。") in quotes


@pytest.mark.parametrize(
    ("heading", "text", "is_list"),
    [
        ("五个动作够了", "腿推，坐姿划船，坐姿推胸，高位下拉，平板支撑。", True),
        ("五个动作够了", "每个做两组，十到十二次。", False),
        ("洗笔三步", "温水泡开、顺锋挤净、挂起来阴干。", True),
        ("洗笔 3 步", "温水泡开、顺锋挤净、挂起来阴干。", True),
        ("第三步", "温水泡开、顺锋挤净、挂起来阴干。", False),
        ("十五个品种", "吐司、贝果、海盐卷、可颂、司康。", False),
        ("常见的坑", "只跑不练，憋气。", False),
    ],
)
def test_a_heading_that_counts_is_answered_by_a_list_of_as_many(heading: str, text: str, is_list: bool) -> None:
    assert lists_what_is_counted(heading, text) is is_list


def test_a_share_names_what_the_heading_counts() -> None:
    text = (
        "五个动作够了\n腿推或者坐姿腿屈伸，坐姿划船，坐姿推胸，高位下拉，平板支撑。\n"
        "用机器先看椅子的高度，关节的轴要对着机器的轴，看不明白叫教练。\n"
        "一周几次\n每周两次到三次，中间要隔一天，练完酸到下楼扶着走，下次就少一组。\n"
        "加多少\n连着两次都能多做两下，再加最小的那一片，上肢每次加半公斤到一公斤。\n"
        "常见的坑\n第一天别把所有机器都坐一遍，第二天起不来床，建议先练三个月再说。"
    )
    passage = Passage(
        source="articles/第一次练什么.md", heading="第一次练什么", kind=PassageKind.ARTICLE, text=text, score=0.9
    )
    brief = brief_for("gym", DraftKind.SHARE, about="第一次练什么").model_copy(update={"passages": (passage,)})
    for seed in range(6):
        assert "平板支撑" in write_share(brief.model_copy(update={"seed": seed})).body


@pytest.mark.parametrize("name", BRANDS)
def test_a_voice_script_has_parts_of_a_minute(name: str) -> None:
    for brief, written in days_of(write_share, name, 4, kind="share", format="voice"):
        check(brief, written)
        assert written.body == "\n\n".join(part.text for part in written.parts)
        for part in written.parts:
            assert len(part.text) <= 240
            assert part.seconds == math.ceil(len(part.text.replace("\n", "")) / 4) <= 60
        assert "·" not in written.body
        assert "【" not in written.body


def test_spines_take_turns() -> None:
    spines = [written.citations[0].source for _, written in days_of(write_share, "pets", 6, kind="share")]
    assert len(set(spines[:3])) == len(set(spines[3:])) == 3


def test_titles_differ_even_when_the_spine_returns() -> None:
    titles = [written.title for _, written in days_of(write_share, "gym", 12, kind="share")]
    assert len(set(titles)) == 12


def test_the_wish_chooses_the_article() -> None:
    written = write_share(brief_for("school", "share", about="毛笔怎么洗"))
    assert written.title == "毛笔怎么洗"
    assert "墨洗到水清" in written.body
    assert written.citations[0].source == "articles/school-1.md"


def test_no_dangling_sentence_and_no_list_fragment() -> None:
    text = """# 换水
## 怎么换
它要放在阴凉处，不然很快就会变坏，谁也救不回来。此外，每次换水只换三分之一，新水先放一天再倒进去，鱼不容易受惊。
- 纱布、棉签、温水、剪刀、毛巾、小盆
- 水温相差超过两度的时候，先把袋子泡在缸里二十分钟再放鱼
因此这样做完以后就可以放心了，不会再有什么别的问题。如下图所示，水位不要超过缸沿下方两指的地方。
## 喂食
刚换完水的当天少喂一顿，鱼没有胃口，剩下的饲料会把水弄浑。"""
    brief = brief_for("pets", "share", passages=tuple(article_passages(text, "articles/fish.md")))
    points = points_of(write_share(brief))
    assert points == [
        "每次换水只换三分之一，新水先放一天再倒进去，鱼不容易受惊。",
        "水温相差超过两度的时候，先把袋子泡在缸里二十分钟再放鱼。",
        "刚换完水的当天少喂一顿，鱼没有胃口，剩下的饲料会把水弄浑。",
    ]


def share_of(text: str, about: str, source: str = "articles/a.md") -> Written:
    """What is written about ``about`` from one file."""
    return write_share(brief_for("bakery", "share", passages=tuple(article_passages(text, source)), about=about))


FLOWERS = """# 鲜花养护
## 换水
夏天每天换一次水，冬天两天换一次，换的时候把瓶子里面也刷干净。
水面到瓶子三分之一就够，泡得太深，杆子容易烂在水里头。
## 修剪
回家先把杆子斜着剪掉两厘米，在水里剪最好，剪口不会进空气。
水面以下的叶子都摘掉，泡在水里的叶子第二天就开始发臭。
## 送长辈的花
长辈住院不要送百合，香味重，病房里的人闻久了会头疼。
给老人送花挑康乃馨和洋桔梗，花期有十来天，也不用天天伺候。"""


def test_one_section_of_enough_substance_is_a_share() -> None:
    points = points_of(share_of(FLOWERS, "送老人什么花"))
    assert len(points) == 2
    assert "康乃馨" in "".join(points)
    assert "杆子" not in "".join(points)


def test_what_was_asked_for_comes_before_what_only_advises() -> None:
    assert "三分之一" in "".join(points_of(share_of(FLOWERS, "换水换多少")))


def test_a_wish_the_title_says_means_the_whole_file() -> None:
    sections = re.findall("【(.+?)】", share_of(FLOWERS, "鲜花养护").body)
    assert len(sections) >= 2


def test_the_rows_of_a_table_are_points() -> None:
    text = """# 场地预订
## 改期和取消
什么时候说：开场前三天以上；改期：免费改一次；取消：定金全退
什么时候说：开场前一到三天；改期：收两成手续费；取消：退一半定金
什么时候说：开场当天；改期：不能改；取消：定金不退"""
    points = points_of(share_of(text, "场地怎么改期和取消"))
    assert points == [
        "开场前三天以上；改期：免费改一次；取消：定金全退。",
        "开场前一到三天；改期：收两成手续费；取消：退一半定金。",
        "开场当天；改期：不能改；取消：定金不退。",
    ]


def test_a_long_list_that_goes_on_as_a_sentence_is_quoted() -> None:
    text = """# 插花忌口
## 有毒的花
百合、夹竹桃、水仙、绣球、杜鹃、郁金香、铃兰，猫咬一口都可能中毒。
养猫的人家把花放在柜子里，花瓶里的水也不要让它舔到。"""
    assert points_of(share_of(text, "哪些花有毒"))[0].startswith("百合、夹竹桃")


def test_one_answer_is_a_share() -> None:
    answer = Passage(
        source="faq.md",
        heading="常见问题",
        question="花多久会谢？",
        text="花多久会谢？\n玫瑰放在阴凉处能开五到七天，暖气边上三天就垂头。康乃馨久一些，水换得勤、杆子常剪，能开上半个月。",
        kind=PassageKind.FAQ,
    )
    other = answer.model_copy(update={"question": "能开发票吗？", "text": "能开发票吗？\n能，在小程序里申请就行了。"})
    written = write_share(brief_for("bakery", "share", passages=(answer, other), about="花多久会谢"))
    assert len(points_of(written)) == 2
    assert "发票" not in written.body


@pytest.mark.parametrize(
    ("name", "source", "words"),
    [
        ("gym", "articles/gym-0.md", PEOPLE),
        ("pets", "articles/pets-0.md", PETS),
        ("bakery", "articles/bakery-1.md", ""),
    ],
)
def test_a_medical_theme_carries_its_disclaimer(name: str, source: str, words: str) -> None:
    brief = brief_for(name, "share")
    only = brief.model_copy(update={"passages": tuple(p for p in brief.passages if p.source == source)})
    body = write_share(only).body
    assert words in body
    assert bool(words) is ("不能替代" in body)


def test_the_brand_words_its_own_disclaimer() -> None:
    brief = brief_for("gym", DraftKind.SHARE, about="膝盖疼 酸痛怎么恢复")
    brand = brief.brand.model_copy(update={"disclaimers": {"medical": "仅供参考，疼就去医院。"}})
    body = write_share(brief.model_copy(update={"brand": brand})).body
    assert "仅供参考，疼就去医院。" in body
    assert PEOPLE not in body


def test_too_little_is_refused_and_not_padded() -> None:
    passage = Passage(
        source="a.md", heading="洗杯子", text="杯子用完当天洗，放久了茶渍很难去掉。", kind=PassageKind.ARTICLE
    )
    with pytest.raises(Refused, match="资料不够") as caught:
        write_share(brief_for("bakery", "share", passages=(passage,), about="洗杯子"))
    assert caught.value.code == "not_enough_knowledge"
    assert "《洗杯子》" in caught.value.basis
    with pytest.raises(Refused):
        write_share(brief_for("bakery", "share", knowledge=False))


def test_a_group_that_takes_only_short_messages_gets_a_short_share_or_a_reason() -> None:
    brief = brief_for("bakery", "share", constraints={"max_length": 230})
    check(brief, write_share(brief))
    with pytest.raises(Refused) as caught:
        write_share(brief_for("bakery", "share", constraints={"max_length": 60}))
    assert caught.value.code == "too_little_room"


def test_goods_and_service_are_no_shares_unless_asked_for() -> None:
    rows = tuple(
        Passage(
            source="products.csv", heading="价目表", kind=PassageKind.PRODUCT,
            text=f"第{n}款吐司，口感松软，适合全家一起吃，欢迎来店里试吃看看再决定。",
        )
        for n in range(5)
    )  # fmt: skip
    with pytest.raises(Refused):
        write_share(brief_for("bakery", "share", passages=rows))


def test_a_group_s_words_to_avoid_keep_a_sentence_out() -> None:
    brief = brief_for("bakery", "share", constraints={"avoid": ("冷冻", "微波炉")})
    for seed in range(6):
        body = write_share(brief.model_copy(update={"seed": seed})).body
        assert "冷冻" not in body
        assert "《" in body
        assert "微波炉" not in body


def test_an_article_of_another_season_waits() -> None:
    summer = article_passages("# 夏天防晒怎么做\n" + "帽檐要宽到能遮住耳朵和后颈，戴上以后低头看一眼影子。" * 1 + """
出门前半小时再涂一遍，出汗以后用毛巾按干，过两小时补一次。
回到家先用温水冲一遍，晒红的地方用凉毛巾敷十分钟，不要用冰块。""", "articles/summer.md")  # fmt: skip
    brief = brief_for("bakery", "share", day=date(2026, 12, 10))
    brief = brief.model_copy(update={"passages": (*summer, *brief.passages)})
    for seed in range(6):
        assert write_share(brief.model_copy(update={"seed": seed})).citations[0].source != "articles/summer.md"


def test_the_writer_dispatches_by_kind() -> None:
    writer = OfflineWriter()
    brief = brief_for("gym", DraftKind.SHARE)
    assert writer.write(brief) == write_share(brief)
    assert past_draft(brief, writer.write(brief)).sources
    assert writer.write(brief_for("gym", "topic")).form != "post"


def test_a_list_of_questions_answers_only_what_was_asked() -> None:
    answers = {
        "水草怎么修剪": "水草长到水面就该剪，从中间斜着剪断，剪下来的那截插进底砂还能再长。",
        "水草发黄怎么办": "水草发黄先看灯，每天照六到八个小时就够，再看底肥是不是用完了。",
        "水草上长藻怎么办": "水草上长了藻，先把光照减到四个小时，换三分之一的水，隔天再看。",
        "会员有什么好处": "会员每个月可以免费换一次滤材，生日当月到店还能领一份鱼食。",
    }
    passages = tuple(
        Passage(source="faq.md", heading="常见问题", question=question, text=text, kind=PassageKind.FAQ, score=0.5)
        for question, text in answers.items()
    )
    written = write_share(brief_for("pets", "share", passages=passages, about="水草怎么养"))
    assert "会员" not in written.body
    assert "常见问题" not in written.title
    with pytest.raises(Refused, match="资料不够"):
        write_share(brief_for("pets", "share", passages=passages, about="会员有什么好处"))


def test_a_group_is_called_as_it_calls_itself() -> None:
    said = set()
    for seed in range(12):
        brief = brief_for("bakery", "share", seed=seed)
        group = brief.group.model_copy(update={"address": "各位老板"})
        said.add(write_share(brief.model_copy(update={"group": group})).body.splitlines()[0])
    assert any("各位老板" in line for line in said)
    assert not any(brief_for("bakery").brand.voice.address in line for line in said)


RECIPE = """# 青团怎么包不粘手
艾草焯水一分钟，捞出来挤干，打成泥。
糯米粉和粘米粉按四比一，趁热把艾草泥揉进去。
盖上布醒二十分钟。
手上抹一点油再包，收口朝下。
水开上锅蒸十二分钟，出锅刷一层油。"""


def test_a_recipe_is_told_whole_and_in_order() -> None:
    assert points_of(share_of(RECIPE, "青团怎么包")) == RECIPE.splitlines()[1:]


def test_what_another_file_answers_is_not_told_from_one_that_mentions_it() -> None:
    """How to thaw is asked in the questions; the policy says what is refunded before and after thawing."""
    policy = """# 退换规定
收货先验货：化冻前发现少件，两小时内在群里发照片，少几包补几包。
净重不够的，化冻后连盘子一起称给我们看，差多少按斤两退钱。
自己化冻又冻回去的不退不换，请先看清再开箱。"""
    rules = tuple(
        passage.model_copy(update={"kind": PassageKind.POLICY, "score": 0.9})
        for passage in article_passages(policy, "policies/returns.md")
    )
    answer = Passage(
        source="faq.md",
        heading="常见问题",
        question="怎么化冻",
        text="怎么化冻\n放冷藏过夜。",
        kind=PassageKind.FAQ,
        score=0.5,
    )
    assert write_share(brief_for("bakery", "share", passages=rules, about="怎么化冻")).citations
    with pytest.raises(Refused, match="资料不够"):
        write_share(brief_for("bakery", "share", passages=(*rules, answer), about="怎么化冻"))


EYES = """# 看书伤眼睛
## 三个常见信号
- 看书离得很近，不到 20 厘米
- 先歪头再看黑板，眯着眼
## 平时怎么做
看书的时候桌面的灯从左前方照过来，书和眼睛之间至少留一尺的距离。
## 看完以后
每看二十分钟书就抬头看窗外，远处的树和楼顶都行，看满二十秒再低头。
周末白天多去户外跑一跑，阴天也算，一天加起来最好有两个小时。{rest}"""


def remembered(text: str) -> tuple[str, list[str]]:
    written = write_share(brief_for("bakery", "share", passages=tuple(article_passages(text, "articles/eyes.md"))))
    found = re.search("(?:记住这句|记牢|的话|这句)：(.+)", written.body)
    assert found is not None
    return found[1], points_of(written)


def test_a_sign_out_of_its_list_is_not_what_to_remember() -> None:
    line, points = remembered(EYES.format(rest=""))
    assert line in points
    line, _ = remembered(EYES.format(rest="\n灯光暗的时候不要看书。"))
    assert line == "灯光暗的时候不要看书。"


def test_where_nothing_advises_the_first_point_is_remembered() -> None:
    text = """# 宣纸的种类
## 生宣
生宣吸水快，墨一落下去就散开，一笔下去能看见三四层深浅。
纸面发毛，摸着软。
## 熟宣
熟宣刷过胶矾水，墨停在纸面上，画工笔的人多半用这一种。
## 半熟宣
半熟宣介于两样中间，墨散得慢，写小楷和行书的人都用它。"""
    line, points = remembered(text)
    assert line == points[0]
