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


def _explain(error: ValidationError, fields: Mapping[str, object]) -> str:
    first = error.errors()[0]
    field = ".".join(str(step) for step in first["loc"]) or "（整体）"
    if first["type"] == "extra_forbidden":
        known = "、".join(fields)
        return f"{field} 不认识，" + (f"可以写的有：{known}" if known else "这个检测没有参数")
    if first["type"] == "value_error":
        return f"{field}：{(first.get('ctx') or {}).get('error', first['msg'])}"
    return f"{field} 写的是 {first.get('input')!r}，不合适：{first['msg']}"
