"""Looking through the database's own files for words that must not be there any more."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Engine

from facilitation.db import is_postgres, reading
from facilitation.file_search import Order

# Rows that are read at a time; others get their turn in between.
ROWS = 100
# Shorter words may be found by chance; and of very many words, so many are looked for, spread over all of them.
SHORTEST, MOST = 8, 200
_ROOT = Path(__file__).parents[1]


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
    """Those of these words that stand somewhere in the files, which a process of its own opens; raises OSError."""
    line, theirs = socket.socketpair()
    with line:
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter, and nothing that anybody sent
                [sys.executable, "-m", "facilitation.file_search"],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                cwd=_ROOT,
            )
        try:
            line.sendall(msgspec.msgpack.encode(Order(list(words), [str(path) for path in files])))
            line.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: line.recv(4096), b""))
        finally:
            process.kill()
            process.wait()
    if not answer:
        raise OSError("the files could not be looked through")
    return {words[place] for place in msgspec.msgpack.decode(answer, type=list[int])}


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
