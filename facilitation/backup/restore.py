"""Taking a backup back, into a database that holds nothing yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Engine, Table, bindparam, create_engine, func, insert, inspect, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from facilitation import migrations
from facilitation.backup.form import BackupError, Head, columns_of, tables
from facilitation.backup.source import Source, opened
from facilitation.db import prepare, writing


def restore(path: Path, url: str, watch: Callable[[int, int], None]) -> Head:
    """Put all rows of a backup into the empty database at ``url``, in one transaction.

    The caller holds the claim on that database: nobody else may write meanwhile. ``watch`` is told how many of how
    many rows are back.
    """
    with opened(path) as source:
        database = create_engine(url, hide_parameters=True)
        try:
            prepare(database)
            _check_empty(database)
            migrations.upgrade(database)
            with writing(database) as db:
                _fill(db, source, watch)
                source.check_ending()
                db.commit()
        except DBAPIError as error:
            raise BackupError(f"The database did not take it ({type(error).__name__}). Nothing was restored.") from None
        finally:
            database.dispose()
    return source.head


def _check_empty(database: Engine) -> None:
    ours = {table.name: table for table in tables()}
    there = set(inspect(database).get_table_names()) - {"alembic_version"}
    with database.connect() as connection:
        for name in there:
            if name not in ours or connection.scalar(select(func.count()).select_from(ours[name])):
                raise BackupError("The database is not empty. A backup is restored into an empty one only.")


def _fill(db: Session, source: Source, watch: Callable[[int, int], None]) -> None:
    done = 0
    for table in tables():
        inward = _inward(table)
        put_off: list[dict[str, Any]] = []
        for portion in source.rows(table):
            rows = [dict(zip(columns_of(table), row, strict=True)) for row in portion]
            for row in rows:
                if any(row[name] is not None for name in inward):
                    put_off.append({f"the_{name}": row[name] for name in [*inward, *table.primary_key.columns.keys()]})
                    row.update(dict.fromkeys(inward))
            db.execute(insert(table), rows)
            done += len(rows)
            watch(done, source.head.rows)
        if put_off:
            _point_inward(db, table, inward, put_off)
        _go_on_counting(db, table)


def _inward(table: Table) -> list[str]:
    """Columns that refer to another row of the same table, which may come later."""
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def _point_inward(db: Session, table: Table, inward: list[str], put_off: list[dict[str, Any]]) -> None:
    columns = table.columns
    there = [column == bindparam(f"the_{column.name}") for column in table.primary_key]
    db.connection().execute(
        update(table).where(*there).values({columns[name]: bindparam(f"the_{name}") for name in inward}), put_off
    )


def _go_on_counting(db: Session, table: Table) -> None:
    """Let PostgreSQL number new rows after the restored ones; SQLite does so by itself."""
    counted: Column[Any] | None = table.autoincrement_column
    if counted is None or db.connection().dialect.name != "postgresql":
        return
    highest = db.scalar(select(func.max(counted)))
    sequence = func.pg_get_serial_sequence(table.name, counted.name)
    db.execute(select(func.setval(sequence, highest or 1, highest is not None)))
