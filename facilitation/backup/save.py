"""Making a backup: everything as it stood at one moment, while the server goes on."""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import msgspec
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, func, make_url, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from facilitation import migrations
from facilitation.backup.form import NAME, VERSION, BackupError, Ending, Head, TableHead, columns_of, tables
from facilitation.db import prepare, reading

# Rows that are read at a time.
PORTION = 1000


def open_for_reading(url: str) -> Engine:
    """The database of a server that may be running.

    SQLite is opened read-only: a reader that could write would empty the write-ahead log when it is the last to
    close, and only the one writer may do that.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        path = Path(address.database or "")
        if not path.is_file():
            raise BackupError(f"There is no database at {path}. Set DATA_DIR or DATABASE_URL as the server has them.")
        address = address.set(database=f"file:{quote(str(path))}", query={"mode": "ro", "uri": "true"})
    database = create_engine(address, hide_parameters=True)
    prepare(database)
    return database


def save(database: Engine, path: Path, watch: Callable[[int, int], None]) -> Head:
    """Write all rows to a new file; ``watch`` is told how many of how many are written."""
    try:
        with reading(database) as db, _appearing_whole(path) as file:
            head = _head(db)
            done = 0
            with gzip.GzipFile(fileobj=file, filename="", mode="wb", compresslevel=6, mtime=0) as packed:
                digest = hashlib.sha256()
                for lines, rows in _portions(db, head):
                    digest.update(lines)
                    packed.write(lines)
                    done += rows
                    watch(done, head.rows)
                packed.write(msgspec.json.encode(Ending(digest.hexdigest())) + b"\n")
    except FileExistsError:
        raise BackupError(f"{path} exists already; a backup never replaces a file.") from None
    except OSError as error:
        raise BackupError(f"Cannot write {path}: {error.strerror}.") from None
    except SQLAlchemyError as error:
        raise BackupError(f"The database cannot be read ({type(error).__name__}).") from None
    return head


def _head(db: Session) -> Head:
    revision = MigrationContext.configure(db.connection()).get_current_revision()
    if revision != migrations.newest():
        raise BackupError(
            f"The database is at migration {revision}, this release at {migrations.newest()}. "
            "Make the backup with the release that serves it."
        )
    heads = [
        TableHead(str(table.name), columns_of(table), db.scalar(select(func.count()).select_from(table)) or 0)
        for table in tables()
    ]
    return Head(NAME, VERSION, revision or "", heads)


def _portions(db: Session, head: Head) -> Iterator[tuple[bytes, int]]:
    """The file's lines, some at a time, with the number of rows in them."""
    encoder = msgspec.json.Encoder()
    yield encoder.encode(head) + b"\n", 0
    for table in tables():
        rows = db.execute(select(table).order_by(*table.primary_key).execution_options(yield_per=PORTION))
        for portion in rows.partitions():
            yield encoder.encode_lines([tuple(row) for row in portion]), len(portion)


@contextmanager
def _appearing_whole(path: Path) -> Iterator[BinaryIO]:
    """A new file, for its owner alone, that has its name only once it is complete and on disk."""
    if path.exists():
        raise FileExistsError(path)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)  # a renamed file would take the place of one that has come meanwhile
    finally:
        os.unlink(name)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
