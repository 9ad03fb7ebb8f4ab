"""The law that findings and refusals stand on: ids in ``data/laws.yaml``, cited here in one form.

``docs/legal-bases.md`` lists the same articles with the date of the version and how each was verified.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import ConfigError
from assistant.resources import read_yaml

LAWS_FILE = Path(__file__).parent / "data" / "laws.yaml"

#: Statutes are cited without it; ordinances and rules never bear it.
_STATE = "中华人民共和国"


class Law(BaseModel):
    """One article as it is cited.

    ``law`` is the full name, ``article`` as cited (第九条第（三）项; empty for a whole rule), ``version`` begins
    with the ISO date of the version in force and says what it is, ``paraphrase`` is one line in our own words, and
    ``verified`` tells whether the article was read in a full text, seen quoted, or comes from knowledge.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    law: str
    article: str
    version: str
    paraphrase: str
    verified: Literal["text", "quoted", "knowledge"]

    @property
    def short(self) -> str:
        """The name in everyday use, in book marks: 《广告法》."""
        return f"《{self.law.removeprefix(_STATE)}》"


@cache
def laws() -> dict[str, Law]:
    """Return every article the product may cite, by id. Raises ConfigError when the packaged file is broken."""
    entries = read_yaml(LAWS_FILE)
    table: dict[str, Law] = {}
    for name, fields in entries.items():
        try:
            table[name] = Law.model_validate(fields)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise ConfigError(f"{LAWS_FILE.name} 的 {name}：{field} 写错了（{first['msg']}）") from error
    return table


def basis_text(ids: Iterable[str]) -> str:
    """Cite articles in the order given: 《广告法》第九条第（三）项、第二十八条、《反不正当竞争法》第九条.

    An article of the law cited just before is named without the law. Raises ConfigError for an id that is not in
    laws.yaml.
    """
    known = laws()
    cited: list[str] = []
    before = ""
    for name in ids:
        if name not in known:
            raise ConfigError(f"法律依据 {name!r} 不在 {LAWS_FILE.name} 里，请用已有的编号，或先把这一条补进去")
        law = known[name]
        cited.append(law.article if law.short == before and law.article else law.short + law.article)
        before = law.short
    return "、".join(cited)
