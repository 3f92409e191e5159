"""Many rows for one statement, as one parameter: what they are looked up with is then text that never changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import JSON, bindparam, column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

_PARAMETER = "given"


def given() -> Any:
    """A row of those that a statement is given by ``these``; its parts are to be set equal with a table's columns.

    With a list of pairs after IN instead, SQLite reads the whole table, and with two lists it tries each of the one
    with each of the other.
    """
    return _Rows(bindparam(_PARAMETER)).table_valued(column("value", JSON)).c.value


def these(rows: Iterable[tuple[Any, ...]]) -> dict[str, str]:
    """The parameter of a statement with ``given``."""
    return {_PARAMETER: msgspec.json.encode(list(rows)).decode()}


class _Rows(FunctionElement[Any]):
    """The elements of a JSON array."""

    inherit_cache = True


@compiles(_Rows, "sqlite")
def _on_sqlite(rows: _Rows, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(rows.clauses, **options)})"


@compiles(_Rows, "postgresql")
def _on_postgres(rows: _Rows, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array_elements(CAST({compiler.process(rows.clauses, **options)} AS JSON))"
