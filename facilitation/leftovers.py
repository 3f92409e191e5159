"""Looking through the database's own files for words that must not be there any more."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from facilitation.db import is_postgres

# Bytes that are read at a time; others get their turn in between.
PORTION = 256 * 1024
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


def found_in(files: Sequence[Path], words: Sequence[bytes]) -> int:
    """How many of these words stand somewhere in the files."""
    if not words:
        return 0
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
    return len(found)
