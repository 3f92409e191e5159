"""Looking through the database's own files for words that must not be there any more."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from facilitation.db import is_postgres, reading

# Bytes, and rows, that are read at a time; others get their turn in between.
PORTION, ROWS = 256 * 1024, 100
# Shorter words may be found by chance; and of very many words, so many are looked for, spread over all of them.
SHORTEST, MOST = 8, 200


def files_of(database: Engine) -> list[Path]:
    """The files in which this process's database keeps what is stored; none where a server of its own keeps it."""
    if is_postgres(database):
        return []
    path = Path(database.url.database or "")
    return [file for file in (path, *path.parent.glob(f"{path.name}-*")) if file.is_file()]


def telling(words: Sequence[bytes]) -> list[bytes]:
    """Those of the words that are looked for."""
    long = [word for word in words if len(word) >= SHORTEST]
    return long[:: max(1, -(-len(long) // MOST))]


def found_in(files: Sequence[Path], words: Sequence[bytes]) -> set[bytes]:
    """Those of these words that stand somewhere in the files."""
    if not words:
        return set()
    longest = max(map(len, words))
    found: set[bytes] = set()
    for path in files:
        with path.open("rb") as file:
            rest = b""
            while more := file.read(PORTION):
                portion = rest + more
                found.update(word for word in words if word in portion)
                rest = portion[-longest:]
                time.sleep(0)
    return found


def still_held(database: Engine, words: set[bytes]) -> set[bytes]:
    """Those of these words that rows hold which are there still: what another meeting has in it as well.

    Of these nobody can tell whose they were that were found.
    """
    held: set[bytes] = set()
    for rows in _stored(database):
        values = [value for row in rows for value in row if isinstance(value, str | bytes)]
        texts = [value.encode() if isinstance(value, str) else value for value in values]
        held.update(word for word in words if any(word in text for text in texts))
        time.sleep(0)
    return held


def _stored(database: Engine) -> Iterator[Sequence[Any]]:
    """All rows of all tables and the tables' own words, some at a time, as SQLite keeps them."""
    with reading(database) as db:
        connection = db.connection()
        made = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master").all()
        yield made
        for name in [name for kind, name, _sql in made if kind == "table"]:
            yield from connection.exec_driver_sql(f'SELECT * FROM "{name}"').partitions(ROWS)  # noqa: S608 - our own
