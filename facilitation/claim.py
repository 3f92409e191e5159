"""What a server claims at its start, so that no second one forks the truth."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import Protocol, Self, TextIO

from sqlalchemy import make_url

from facilitation.config import Config, ConfigError, TakenError
from facilitation.database_claim import claim_database


class Claim(Protocol):
    """Something held until it is closed, or until the process is gone, however it goes."""

    def __enter__(self) -> Self:
        """Hold it for a block."""

    def __exit__(self, *_: object) -> None:
        """Let go of it."""

    def close(self) -> None:
        """Let go of it."""


def claim(config: Config, alone: bool = False) -> Claim | TextIO:
    """Claim the database for this process: a SQLite file, or a lock in PostgreSQL.

    With a message queue several servers can have a PostgreSQL database together, except with one that is ``alone``.
    Raises TakenError where another server has it, another ConfigError where it would not keep what is acknowledged.
    """
    if config.on_sqlite:
        return _claim_file(Path(make_url(config.database_url).database or ""))
    return claim_database(config.database_url, alone or config.message_queue_url is None)


def _claim_file(path: Path) -> TextIO:
    try:
        file = path.with_name(f"{path.name}.lock").open("w")
    except OSError as error:
        raise ConfigError(f"{path.parent} cannot be written: {error.strerror}.") from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise TakenError(
            f"Another server is running on {path}. Stop it first, or set DATA_DIR; for several processes, set "
            "DATABASE_URL to a PostgreSQL database and MESSAGE_QUEUE_URL."
        ) from None
    return file
