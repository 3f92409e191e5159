"""What each part costs where several processes serve one meeting: the figures that docs/scale.md is reckoned from."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import Any

from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from bench.fill import Filled, fill
from bench.parts.files import files
from bench.parts.front import LINES, front
from bench.parts.hints import hints
from bench.parts.lock import BATCHES, ROUNDS, lock
from bench.parts.running import Durable, Family
from bench.parts.two import BESIDE, HALL, two
from bench.server import running_server
from facilitation.db import POOL, prepare
from facilitation.engine.state import state_since
from facilitation.engine.writer import Writer
from facilitation.migrations import upgrade
from facilitation.models import Meeting
from tests.valkey import Valkey

_NAME, _CONNECTIONS, _SETTLE = "parts", 10, 2.0
_QUESTIONS = 1 + ROUNDS * (len(BATCHES) + 1)


def parts(_long: bool) -> dict[str, Any]:
    """Processor time of each part for each thing that happens, the lock of a meeting, bytes and memory."""
    with Durable() as postgres, Valkey() as valkey:
        url = postgres.create(_NAME)
        assert postgres.process
        families = {"queue": Family(valkey.pid), "database": Family(postgres.process.pid)}
        engine = create_engine(url, **POOL)
        prepare(engine)
        hall = _filled(engine)
        found = two(url, valkey, families["queue"], families["database"], hall)
        found["connection_mb"] = _connection(engine, families["database"])
        found["hints"] = hints(valkey, families["queue"])
        found["front"] = front(hall, url, valkey.url)
        found["lock"] = lock(engine, hall)
        engine.dispose()
    with running_server() as server:
        found["files"] = files(server)
    return found | {"exact": not found["vote"]["refused"] and not found["arrival"]["refused"]}


def _filled(engine: Engine) -> Filled:
    upgrade(engine)
    writer = Writer(engine, lambda _told: None)
    writer.start()
    hall = fill(engine, writer, max(HALL + BESIDE, LINES + 1), 0, _QUESTIONS)
    writer.stop()
    return hall


def _connection(engine: Engine, postgres: Family) -> float:
    """Megabytes that PostgreSQL holds for each connection over which a state was read."""
    engine.dispose()
    time.sleep(_SETTLE)  # those that served the processes are gone by then
    before = postgres.memory()
    with ExitStack() as open_:
        for _ in range(_CONNECTIONS):
            db = open_.enter_context(Session(engine.connect()))
            state_since(db, db.scalars(select(Meeting)).one(), "everyone", None)
        return round((postgres.memory() - before) / _CONNECTIONS / 1024**2, 2)
