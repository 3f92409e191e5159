"""The form of a backup: gzip over lines of JSON, the same whichever database it came from.

The first line says what follows: the form, the migration, each table with its columns and its number of rows. Then
one line for each row. The last line holds a digest of all lines before it, so a file that was cut short is noticed.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import JSON, Table, TypeDecorator

import facilitation.models  # noqa: F401 - the tables register themselves
from facilitation.db import Base

NAME = "facilitation-backup"
VERSION = 1


class BackupError(Exception):
    """A backup cannot be made or taken back; the message says why, without anything that people wrote."""


class Mark(msgspec.Struct):
    """What tells a backup, of whatever form, from other files."""

    format: str
    version: int


class TableHead(msgspec.Struct):
    """One table: its columns in the order of each row, and how many rows there are."""

    name: str
    columns: list[str]
    rows: int


class Head(Mark):
    """The first line."""

    revision: str
    tables: list[TableHead]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables)


class Ending(msgspec.Struct):
    """The last line."""

    sha256: str


def tables() -> list[Table]:
    """All tables, those that others refer to first."""
    return Base.metadata.sorted_tables


def columns_of(table: Table) -> list[str]:
    """Its columns' names, in the order of a row."""
    return [str(column.name) for column in table.columns]


def row_decoder(table: Table) -> msgspec.json.Decoder[tuple[Any, ...]]:
    """What reads a row of this table, each value in its column's type."""
    return msgspec.json.Decoder(tuple[tuple(_type_of(column) for column in table.columns)])  # type: ignore[misc]


def _type_of(column: Any) -> Any:
    stored = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    kind = Any if isinstance(stored, JSON) else stored.python_type
    return kind | None if column.nullable else kind
