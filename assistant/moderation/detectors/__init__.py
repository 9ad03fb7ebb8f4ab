"""The detectors, one a file, each with its own name and evidence.

A detector's module holds ``Params``, a pydantic model of what a clause may set, and ``make(params, surroundings)``,
which builds it. Modules are imported when the first clause asks for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from assistant.errors import ConfigError

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from assistant.moderation.detectors.surroundings import Surroundings
    from assistant.moderation.hits import Detector

#: Every detector a clause may name, and what it looks for in the operator's words.
NAMES: Mapping[str, str] = {
    "campaigns": "同一条广告发到好几个群",
    "contact_bait": "留联系方式、叫人私聊",
    "flood": "短时间连发很多条",
    "injection": "对审核程序下指令",
    "links": "外面的链接和域名",
    "mini_programs": "外面的小程序",
    "price_invitation": "报价揽客、自己卖东西",
    "privacy": "身份证、别人的电话住址、面单",
    "recruitment": "招兼职、招代理、拉人",
    "repetition": "同样的话反复发",
    "share_commands": "购物口令",
    "terms": "词表里的词",
}

_ORDER = {"extra_forbidden": 0, "missing": 1}
# The kinds of wrong values, as pydantic names them, and what is to be written instead.
_WANTED = {
    "less_than_equal": "要不大于 {le}",
    "greater_than_equal": "要不小于 {ge}",
    "bool_parsing": "请写 true 或 false",
    "bool_type": "请写 true 或 false",
    "int_parsing": "请写整数",
    "int_type": "请写整数",
    "int_from_float": "请写整数",
    "string_type": "请写文字",
    "tuple_type": "请写成 [甲, 乙] 的样子",
}


def build(name: str, params: Mapping[str, object], surroundings: Surroundings) -> Detector:
    """Return the detector ``name`` with the parameters of a clause. Raises ConfigError as :func:`validate` does."""
    checked = validate(name, params)
    made: Detector = import_module(f"{__name__}.{name}").make(checked, surroundings)
    return made


def validate(name: str, params: Mapping[str, object]) -> BaseModel:
    """Return the parameters as the detector ``name`` takes them.

    Raises ConfigError for a name or a parameter that does not exist, or a value that does not fit.
    """
    if name not in NAMES:
        raise ConfigError(f"没有叫 {name} 的检测，可以用的有：{'、'.join(NAMES)}")
    module = import_module(f"{__name__}.{name}")
    try:
        checked: BaseModel = module.Params.model_validate(dict(params))
    except ValidationError as error:
        raise ConfigError(f"检测 {name} 的参数 {_explain(error, module.Params.model_fields)}") from None
    return checked


def _explain(error: ValidationError, fields: Mapping[str, FieldInfo]) -> str:
    """What is wrong first of all: a name nobody knows before a name that is missing, which it was meant for."""
    first = min(error.errors(), key=lambda each: _ORDER.get(each["type"], len(_ORDER)))
    field = ".".join(str(step) for step in first["loc"]) or "（整体）"
    known = "、".join(fields)
    if first["type"] == "extra_forbidden":
        return f"{field} 不认识，" + (f"可以写的有：{known}" if known else "这个检测没有参数")
    if first["type"] == "missing":
        return f"{field} 没有写，可以写的有：{known}"
    if first["type"] == "value_error":
        return f"{field}：{(first.get('ctx') or {}).get('error', first['msg'])}"
    return f"{field} 写的是 {first.get('input')!r}，不合适：{_wanted(first['type'], first.get('ctx') or {})}"


def _wanted(kind: str, context: Mapping[str, object]) -> str:
    for ending, words in _WANTED.items():
        if kind.endswith(ending):
            return words.format(**context)
    return "请照说明写"
