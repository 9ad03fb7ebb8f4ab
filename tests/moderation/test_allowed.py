"""A group whose rules let pass what is stopped elsewhere teaches the classifier by its own examples."""

from __future__ import annotations

from assistant.moderation.allowed import examples_of
from assistant.moderation.learned import learned_from
from assistant.schema.moderation import Category
from assistant.schema.rules import Clause, RuleBook, RuleSet
from assistant.storage.corrections import Correction

SALES = Clause(
    id="own-things",
    category=Category.AD,
    clause="自己的闲置随便转，批量卖货的不行。",
    violates=("厂家直销，一件代发，诚招代理", "拉你进福利群，天天有红包"),
    allows=("出一台自用烤箱，80 包邮，要的私我", "转让儿童自行车，150 自提，电话联系", "收一个二手书架，有的滴我"),
)
STRICT = Clause(
    id="no-ads",
    category=Category.AD,
    clause="不发广告。",
    violates=("做批发的加我微信 bb8821",),
    allows=("这个多少钱", "店里几点关门", "有货吗"),
)
BOOK = RuleBook(
    sets={"default": RuleSet(clauses=(STRICT,)), "corner": RuleSet(clauses=(SALES,))},
    takes={"swap": "corner", "regulars": "default"},
)


def test_only_rules_that_allow_what_is_stopped_elsewhere_teach():
    taught = examples_of(BOOK, ["swap", "regulars"])
    assert list(taught) == ["swap"]
    labels = {each.text: each.label for each in taught["swap"]}
    assert labels[SALES.allows[0]] is Category.ALLOW
    assert labels[SALES.violates[0]] is Category.AD


def test_what_such_a_group_allows_passes_there_alone():
    classifier = learned_from([], examples_of(BOOK, ["swap", "regulars"]))
    sale = "出一台自用咖啡机，120 包邮，要的私我"
    assert classifier.scores(sale, "swap").allow > classifier.scores(sale, "regulars").allow
    assert classifier.scores(SALES.allows[0], "swap").best is Category.ALLOW
    assert classifier.scores("厂家一手货源，一件代发，诚招代理", "swap").best is not Category.ALLOW


def test_corrections_come_after_the_rules():
    taught = [Correction(text=SALES.allows[0], label=Category.AD, group="swap")]
    classifier = learned_from(taught, examples_of(BOOK, ["swap"]))
    assert classifier.scores(SALES.allows[0], "swap").best is Category.AD
