"""Removing a meeting while others go on, and looking whether anything of it is left."""

from __future__ import annotations

import time
from datetime import datetime

import msgspec
from sqlalchemy import Engine

from facilitation import leftovers
from facilitation.db import is_postgres, reading
from facilitation.engine.jobs import Job
from facilitation.engine.writer import ERASE_AGAIN, Writer
from facilitation.models.columns import now
from facilitation.room import purging
from facilitation.room.actor import Actor
from facilitation.room.codes import show_code

# How often the files are looked through until nothing is found; a backup that runs meanwhile keeps the log from being
# emptied, for as long as it runs.
LOOKS = 5


class Receipt(msgspec.Struct, frozen=True):
    """What a purge removed, and what was found of it afterwards; it holds nothing that anybody wrote.

    ``rows`` by table; ``looked_for`` so many of ``texts`` in so many ``bytes`` of the database's ``files``, of which
    ``found`` were there. Not looked for are short ones, ones that other meetings hold as well, and most of very many.
    Without files it was a PostgreSQL server's: its own cleaning comes later.
    """

    meeting: str
    purged_at: datetime
    database: str
    rows: dict[str, int]
    texts: int
    looked_for: int
    files: list[str]
    bytes: int
    found: int


def purge_meeting(database: Engine, writer: Writer, code: str, by: Actor | None = None) -> Receipt:
    """Remove a meeting and all that was ever in it; raises Refused: "meeting.unknown", "seat.unknown"."""
    with reading(database) as db:
        meeting_id, words = purging.words_of(db, code)
    rows = writer.submit(Job(lambda db: purging.purge(db, meeting_id, by), meetings=(meeting_id,)))
    for look in range(LOOKS):
        receipt = receipt_for(database, code, rows, words)
        if not receipt.found:
            break
        if look < LOOKS - 1:
            time.sleep(ERASE_AGAIN)  # by then the writer has tried again as well
    return receipt


def receipt_for(database: Engine, code: str, rows: dict[str, int], words: list[bytes]) -> Receipt:
    """Look through the database's files as they are now."""
    files = leftovers.files_of(database)
    telling = leftovers.telling(words) if files else []
    found = leftovers.found_in(files, telling) if telling else set()
    held = leftovers.still_held(database, found) if found else set()
    return Receipt(
        meeting=show_code(code),
        purged_at=now(),
        database="postgresql" if is_postgres(database) else "sqlite",
        rows=rows,
        texts=len(words),
        looked_for=len(telling) - len(held),
        files=[file.name for file in files],
        bytes=sum(file.stat().st_size for file in files),
        found=len(found - held),
    )
