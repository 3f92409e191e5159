"""Reading a backup line by line, and noticing what is not as it was written."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Table

from facilitation import migrations
from facilitation.backup.form import NAME, VERSION, BackupError, Ending, Head, Mark, columns_of, row_decoder, tables

# Rows that are handed on at a time.
PORTION = 1000


class Source:
    """A backup being read, once, from its beginning to its end."""

    def __init__(self, file: gzip.GzipFile) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.head = self._read_head()

    def rows(self, table: Table) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of the next table, some at a time."""
        decoder = row_decoder(table)
        head = next(head for head in self.head.tables if head.name == table.name)
        lines = (decoder.decode(self._line()) for _ in range(head.rows))
        while portion := list(islice(lines, PORTION)):
            yield portion

    def check_ending(self) -> None:
        """Raise BackupError unless everything that was written has been read."""
        expected = self._digest.hexdigest()
        if msgspec.json.decode(self._file.readline(), type=Ending).sha256 != expected or self._file.read(1):
            raise BackupError("This backup is damaged or was cut short. Nothing was restored.")

    def _read_head(self) -> Head:
        line = self._line()
        mark = msgspec.json.decode(line, type=Mark)
        if mark.format != NAME:
            raise BackupError("This file is not a backup of Facilitation.")
        if mark.version != VERSION:
            raise BackupError(f"This backup has form {mark.version}; this release reads form {VERSION}.")
        head = msgspec.json.decode(line, type=Head)
        here = {table.name: columns_of(table) for table in tables()}
        there = {table.name: table.columns for table in head.tables}
        if head.revision != migrations.newest() or there != here:
            raise BackupError(
                f"This backup was made at migration {head.revision} by another release than this one, which is at "
                f"{migrations.newest()}. Restore it with the release that made it, then upgrade."
            )
        return head

    def _line(self) -> bytes:
        line = self._file.readline()
        self._digest.update(line)
        return line


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """A backup to read; whatever is wrong with the file is raised as BackupError."""
    try:
        with gzip.open(path) as file:
            yield Source(file)
    except gzip.BadGzipFile:
        raise BackupError("This file is not a backup of Facilitation, or it is damaged.") from None
    except (EOFError, zlib.error, msgspec.MsgspecError):
        raise BackupError("This backup is damaged or was cut short. Nothing was restored.") from None
    except OSError as error:
        raise BackupError(f"Cannot read {path}: {error.strerror}.") from None
