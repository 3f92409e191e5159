"""Backups as tests make them and look into them."""

from __future__ import annotations

import gzip
from pathlib import Path

from facilitation.backup.save import open_for_reading, save
from tests.conftest import House, config_in


def silent(_done: int, _all: int) -> None:
    """A progress that nobody watches."""


def url_in(folder: Path) -> str:
    """Where a server on this folder stores."""
    return config_in(folder).database_url


def back_up(house: House, file: Path, watch=silent):
    """A backup of the house's database, made as the command makes it."""
    database = open_for_reading(house.engine.database.url.render_as_string(hide_password=False))
    try:
        save(database, file, watch)
    finally:
        database.dispose()
    return file


def lines_of(file: Path) -> list[bytes]:
    return gzip.decompress(file.read_bytes()).splitlines(keepends=True)
