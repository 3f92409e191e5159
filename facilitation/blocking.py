"""The check that waiting for the database lets others go on."""

from __future__ import annotations

import threading

from sqlalchemy import Connection, text

from facilitation.config import ConfigError

# Seconds that the database is asked to sleep, and between two signs of life of somebody else meanwhile.
NAP, TICK = 0.2, 0.02


def refuse_a_blocking_driver(connection: Connection) -> None:
    """Raise ConfigError where the whole process stands still while this PostgreSQL connection waits.

    Drivers that wait in compiled code do so under eventlet: one slow statement would freeze every phone.
    """
    ticks = 0
    awake = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not awake.wait(TICK):
            ticks += 1

    witness = threading.Thread(target=tick, name="witness", daemon=True)
    witness.start()
    try:
        connection.execute(text(f"SELECT pg_sleep({NAP})"))
    finally:
        awake.set()
        witness.join()
    if ticks < 2:
        raise ConfigError(
            "The database driver blocks: while it waits for PostgreSQL, this process answers nobody. Install the "
            "versions that requirements.txt names."
        )
