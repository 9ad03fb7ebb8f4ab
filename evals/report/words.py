"""What metrics and suites are called in reports."""

from __future__ import annotations

from functools import cache

# Metrics that are no evaluator's own.
_METRICS = {
    "passed": "全部合格的用例",
    "mrr": "答案排得靠前",
    "precision": "报得准",
    "recall": "找得全",
    "lines_precision": "报了的句子确实有问题",
    "lines_recall": "有问题的句子报了出来",
    "clean_lines": "没问题的句子没有误报",
    "grounded": "说的都有依据",
    "on_brand": "像这家店",
    "natural": "像人写的",
}
_PARTS = {
    "judge": "模型评委",
    "dev": "调试用的一半",
    "held": "留作考试的一半",
    "heldout": "小熊妈妈（外人出题）",
    "sample": "小熊妈妈",
    "bakery": "麦垛烘焙",
    "calligraphy": "砚边书法",
    "gym": "石墩健身",
    "pet": "毛球记宠物",
    "adlaw": "广告法",
    "facts": "事实",
    "voice": "语气",
    "repeat": "重复",
    "privacy": "隐私",
    "required": "必写条款",
}


@cache
def _titles() -> dict[str, str]:
    from evals.evaluators.models import ByModel
    from evals.suites import SUITES

    return {one.key: one.title for suite in SUITES.values() for one in (*suite.evaluators, ByModel())} | _METRICS


def metric_title(metric: str) -> str:
    """Return a metric in Chinese: ``held/adlaw/recall`` becomes 找得全（留作考试的一半，广告法）."""
    parts = metric.split("/")
    known = [_titles().get(part) for part in parts]
    name = next((title for title in reversed(known) if title), parts[-1])
    rest = [_PARTS.get(part, part) for part, title in zip(parts, known, strict=True) if title is None]
    return f"{name}（{'，'.join(rest)}）" if rest else name


def brand_title(brand: str) -> str:
    """Return the name of a fixture brand as its customers know it."""
    return _PARTS.get(brand, brand)


def evaluator_title(key: str) -> str:
    """Return what an evaluator looks at."""
    return _titles().get(key, {"error": "运行出错"}.get(key, key))


def suite_title(name: str) -> str:
    """Return what a suite is called."""
    from evals.suites import SUITES

    return SUITES[name].title if name in SUITES else _PARTS.get(name, name)
