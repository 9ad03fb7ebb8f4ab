import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_shop import again, found, put, shop

from assistant.knowledge.search import Leg, Scope, Search, fuse
from assistant.knowledge.status import status
from assistant.knowledge.sync import sync
from assistant.schema.contracts import PassageKind
from assistant.workspace import Workspace

DAY = date(2026, 11, 21)
FILES = {
    "delivery.md": "# 配送说明\n\n三公里以内满五十元免费送货，骑手一般四十分钟送到，下雨天会慢一些。\n",
    "faq.md": "# 常见问题\n\n## 面包可以放几天？\n\n常温两天，冷冻一个月，吃之前喷点水回烤三分钟。\n\n"
    "## 可以开发票吗？\n\n可以，结账时告诉店员抬头，电子发票当天发到手机。\n",
    "taiwan.md": "# 禮盒說明\n\n節慶禮盒內含鳳梨酥與蛋黃酥，保存期限十四天，請避免陽光直射。\n",
    "products.csv": "货号,品名,售价,库存\nB01,黄油可颂,12,30\nB02,全麦吐司,22,15\nB03,抹茶蛋糕卷,38,8\n",
    "old_price.md": "---\nvalid_until: 2026-06-30\n---\n# 生日蛋糕价目\n\n六寸蛋糕一百二十八元，八寸一百六十八元。\n",
    "next_price.md": "---\nvalid_from: 2027-01-01\nsupersedes: price.md\n---\n# 明年的生日蛋糕价目\n\n"
    "从明年起六寸生日蛋糕一百五十八元，八寸一百九十八元。\n",
    "price.md": "---\nvalid_from: 2026-07-01\n---\n# 现行生日蛋糕价目\n\n六寸蛋糕一百三十八元，八寸一百七十八元。\n",
    "vip.md": "---\ngroups: [vip]\n---\n# 老客福利\n\n老客群每周三下午可以免费试吃一款新出炉的贝果。\n",
    "story.md": "---\nkind: story\n---\n# 邻居的故事\n\n隔壁修鞋的老周每天来买一个红豆包，说吃了十二年还是这个味。\n",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bakery")
    report = sync(shop(root, FILES), today=DAY)
    assert report.rejected == []
    return root


@pytest.fixture(scope="module")
def search(root: Path) -> Search:
    return Search(Workspace(root))


def sources(search: Search, query: str, **scope: object) -> list[str]:
    chosen = Scope(**{"on": DAY, **scope})  # type: ignore[arg-type]
    return [hit.passage.source for hit in search.hits(query, scope=chosen, limit=20)]


class TestValidity:
    QUERY = "六寸生日蛋糕多少钱"

    def test_only_what_holds_today(self, search: Search) -> None:
        assert [s for s in sources(search, self.QUERY) if "price" in s] == ["price.md"]

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2026, 6, 30), "old_price.md"),
            (date(2026, 7, 1), "price.md"),
            (date(2026, 12, 31), "price.md"),
            (date(2027, 1, 1), "next_price.md"),
        ],
    )
    def test_as_things_stand_on_a_day(self, search: Search, day: date, expected: str) -> None:
        assert [s for s in sources(search, self.QUERY, on=day) if "price" in s] == [expected]

    def test_everything_when_asked(self, search: Search) -> None:
        assert set(sources(search, self.QUERY, expired=True)) >= {"old_price.md", "price.md", "next_price.md"}

    def test_status_lists_what_does_not_hold(self, root: Path) -> None:
        now = status(Workspace(root), on=DAY)
        assert {item.source for item in now.expired} == {"old_price.md"}
        assert {item.source for item in now.upcoming} == {"next_price.md"}
        assert now.superseded == []
        then = status(Workspace(root), on=date(2027, 1, 1))
        assert [(item.source, item.note) for item in then.superseded] == [("price.md", "被 next_price.md 替代")]
        assert then.upcoming == []

    def test_the_first_successor_ends_a_document_and_none_ends_itself(self, tmp_path: Path) -> None:
        sync(shop(tmp_path, FILES, model="none"), today=DAY)
        for name, start in (("a_later.md", "2027-05-01"), ("z_sooner.md", "2026-10-01")):
            put(
                tmp_path,
                name,
                f"---\nvalid_from: {start}\nsupersedes: [price.md, {name}]\n---\n# 价\n\n六寸生日蛋糕另议，{start}。\n",
            )
        again(tmp_path)
        assert [s for s in found(tmp_path, self.QUERY) if s.endswith("r.md") or "price" in s] == ["z_sooner.md"]
        (tmp_path / "knowledge" / "z_sooner.md").unlink()
        again(tmp_path)
        assert "price.md" in found(tmp_path, self.QUERY)


class TestScope:
    def test_a_group_sees_its_own_and_what_is_for_all(self, search: Search) -> None:
        query = "老客群可以免费试吃什么"
        assert "vip.md" in sources(search, query, group="vip")
        assert "vip.md" not in sources(search, query, group="newbies")
        assert sources(search, "面包可以放几天", group="newbies")[0] == "faq.md"

    def test_kinds(self, search: Search) -> None:
        only = sources(search, "老周每天买红豆包", kinds=frozenset({PassageKind.STORY}))
        assert set(only) == {"story.md"}
        assert "story.md" not in sources(search, "老周每天买红豆包", kinds=frozenset({PassageKind.FAQ}))

    def test_what_the_scope_admits_is_found_behind_all_it_does_not(self, tmp_path: Path) -> None:
        ended = "".join(
            f"## 可以退货吗（{number}期）？\n\n第{number}期：退货规则，七天内可以退货，凭小票办理。\n\n"
            for number in range(40)
        )
        files = {
            "ended.md": f"---\nvalid_until: 2026-01-31\n---\n# 往期问答\n\n{ended}",
            "now.md": "# 售后\n\n拆封的面包不能换，没拆封的两天内拿小票来店里处理，可以退货。\n",
        }
        sync(shop(tmp_path, files), today=DAY)
        search = Search(Workspace(tmp_path))
        hits = search.hits("可以退货吗", scope=Scope(DAY), threshold=0)
        assert hits[0].passage.source == "now.md"
        assert hits[0].dense_rank == 1


class TestWords:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("面包能放多久", "faq.md"),
            ("麵包可以放幾天", "faq.md"),
            ("节庆礼盒保存期限", "taiwan.md"),
            ("禮盒保存多久", "taiwan.md"),
            ("凤梨酥", "taiwan.md"),
            ("huangyou kesong", "products.csv"),
            ("huangyoukesong 多少钱", "products.csv"),
            ("黄油可送", "products.csv"),
            ("发票", "faq.md"),
            ("B02", "products.csv"),
        ],
    )
    def test_finds(self, search: Search, query: str, expected: str) -> None:
        assert sources(search, query)[0] == expected

    @pytest.mark.parametrize("query", ["量子计算机怎么编程", "明天飞北京的机票", "configure nginx proxy"])
    def test_nothing_answers(self, search: Search, query: str) -> None:
        assert sources(search, query) == []


class TestForm:
    @pytest.mark.parametrize("query", ["", " ", "\n\t", "\u200b", "\u3000"])
    def test_an_empty_query_finds_nothing(self, search: Search, query: str) -> None:
        assert search.passages(query, on=DAY) == []

    def test_limit(self, search: Search) -> None:
        everything = search.hits("面包蛋糕", scope=Scope(DAY), limit=50, threshold=0)
        assert len(everything) > 3
        for limit in (-1, 0, 1, 3):
            hits = search.hits("面包蛋糕", scope=Scope(DAY), limit=limit, threshold=0)
            assert [hit.passage.id for hit in hits] == [hit.passage.id for hit in everything[: max(limit, 0)]]

    def test_ranks_and_scores(self, search: Search) -> None:
        hits = search.hits("面包可以放几天", scope=Scope(DAY), limit=50, threshold=0)
        assert hits[0].lexical_rank == hits[0].dense_rank == 1
        assert hits[0].passage.score == 1
        check(hits)

    def test_the_same_answer_every_time_and_from_every_process(self, root: Path, search: Search) -> None:
        first = [hit.passage for hit in search.hits("蛋糕面包多少钱", scope=Scope(DAY), limit=50, threshold=0)]
        for other in (search, Search(Workspace(root))):
            hits = other.hits("蛋糕面包多少钱", scope=Scope(DAY), limit=50, threshold=0)
            assert [hit.passage for hit in hits] == first

    @pytest.mark.parametrize(
        "query",
        [
            '"面包"',
            '面包" OR "',
            "面包 AND NOT 蛋糕",
            "NEAR(面包 蛋糕, 2)",
            "面包*",
            "-面包",
            "^面包",
            "heading:面包",
            "{heading body} : 面包",
            "((((面包",
            "面包'; DROP TABLE passages; --",
            "%_\\",
            "🍞🥐👨‍👩‍👧",
            "\x00面包",
            "面包\ud83d",
            "\udcff\udcfe",
            "and or not near",
            "面" * 10_000,
            "面包 " * 3_000,
            "".join(chr(code) for code in range(0x4E00, 0x4E00 + 10_000)),
            "zhuang" * 2_000,
            "a" * 10_000,
        ],
    )
    def test_no_query_breaks_it(self, search: Search, query: str) -> None:
        check(search.hits(query, scope=Scope(DAY), limit=50, threshold=0))

    def test_a_whole_document_as_a_query(self, search: Search) -> None:
        query = "".join(FILES.values()) * 3
        check(search.hits(query, scope=Scope(DAY), limit=50, threshold=0))


def check(hits: list) -> None:  # type: ignore[type-arg]
    scores = [hit.passage.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert all(0 <= hit.likelihood <= 1 for hit in hits)
    assert len({hit.passage.id for hit in hits}) == len(hits)


SYNTAX = st.sampled_from(['"', "'", "OR", "AND", "NOT", "NEAR(", "*", "-", "^", ":", "(", ")", "{", "}", "+", ",", "%"])
WORDS = st.sampled_from(["面包", "蛋糕", "可颂", "ke song", "发票", "BO2", "heading", "多少钱", "🍞", "１２元", "麵包"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(st.text(max_size=80), st.lists(st.one_of(SYNTAX, WORDS, st.text(max_size=4)), max_size=25).map("".join))
)
def test_any_text_can_be_asked(search: Search, query: str) -> None:
    check(search.hits(query, scope=Scope(DAY), limit=20, threshold=0))


@pytest.fixture(scope="module")
def worded(tmp_path_factory: pytest.TempPathFactory) -> Search:
    root = tmp_path_factory.mktemp("worded")
    sync(shop(root, FILES, model="none"), today=DAY)
    return Search(Workspace(root))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(SYNTAX, WORDS, st.characters()), max_size=60).map("".join))
def test_any_text_can_be_asked_of_words_alone(worded: Search, query: str) -> None:
    hits = worded.hits(query, scope=Scope(DAY), limit=20, threshold=0)
    check(hits)
    assert all(hit.dense_rank is None for hit in hits)


@given(
    st.dictionaries(st.integers(1, 30), st.floats(0.01, 50), max_size=20),
    st.dictionaries(st.integers(1, 30), st.floats(-1, 1), max_size=20),
    st.floats(0, 1),
)
def test_fused_scores_lie_between_0_and_1(words: dict[int, float], meaning: dict[int, float], trust: float) -> None:
    fused = fuse(leg(words), leg(meaning), trust=trust)
    assert {key for key, _ in fused} == words.keys() | meaning.keys()
    scores = [score for _, score in fused]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 + 1e-9 for score in scores)


def leg(scores: dict[int, float]) -> Leg:
    order = sorted(scores, key=lambda key: -scores[key])
    return Leg({key: rank for rank, key in enumerate(order, start=1)}, {key: scores[key] for key in order})


def test_threads_ask_at_once(search: Search) -> None:
    expected = {query: sources(search, query) for query in ("面包可以放几天", "可以开发票吗", "六寸生日蛋糕多少钱")}
    wrong: list[str] = []

    def ask(query: str) -> None:
        wrong.extend(query for _ in range(5) if sources(search, query) != expected[query])

    threads = [threading.Thread(target=ask, args=(query,)) for query in [*expected, *expected]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_brand_word_added_later_is_known_to_an_open_search(tmp_path: Path) -> None:
    sync(shop(tmp_path, FILES, model="none"), today=DAY)
    early = Search(Workspace(tmp_path))
    assert early.passages("羊角角", on=DAY) == []
    put(tmp_path, "brand.yaml", "name: 麦香面包房\nsynonyms:\n  可颂: [羊角角]\n")
    again(tmp_path)
    assert [passage.source for passage in early.passages("羊角角", on=DAY)] == ["products.csv"]
