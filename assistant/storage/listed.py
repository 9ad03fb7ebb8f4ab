"""A list of any length as one parameter, a JSON text: the statement stays the same, and nothing is compiled anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, String, bindparam, cast, column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

if TYPE_CHECKING:
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.types import TypeEngine


class _Elements(GenericFunction[Any]):
    """The elements of a JSON list, a row each."""

    name = "elements_of_json"
    inherit_cache = True


@compiles(_Elements, "sqlite")
def _for_sqlite(element: _Elements, compiler: SQLCompiler, **more: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **more)})"


@compiles(_Elements, "postgresql")
def _for_postgres(element: _Elements, compiler: SQLCompiler, **more: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **more)} AS json))"


def listed(name: str, kind: TypeEngine[Any] | None = None) -> Select[Any]:
    """The values of the JSON list given as the parameter ``name``, to stand behind IN; texts unless ``kind`` says."""
    elements = _Elements(bindparam(name, type_=String())).table_valued(column("value", String()))
    return select(elements.c.value if kind is None else cast(elements.c.value, kind))
