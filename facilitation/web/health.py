"""``/healthz``: whether the database answers, told in time also when it does not."""

from __future__ import annotations

import threading
from contextlib import suppress

from flask import Flask
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from facilitation.db import reading
from facilitation.web import current

# Seconds that the database is given; who asks is a watchman who would not wait much longer.
PATIENCE = 3.0


def init_app(app: Flask) -> None:
    """Register ``/healthz``."""
    health = Health()
    app.add_url_rule("/healthz", "healthz", lambda: health.answer(current.engine().database))


class Health:
    """Looks after the database in a thread of its own; while one look hangs, nobody begins another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._look: _Look | None = None

    def answer(self, database: Engine) -> tuple[dict[str, bool], int]:
        """200 where the database answered, 503 where it refused or kept silent."""
        with self._lock:
            if self._look is None or self._look.done.is_set():
                self._look = _Look(database)
            look = self._look
        well = look.done.wait(PATIENCE) and look.well
        return {"ok": well}, 200 if well else 503


class _Look:
    """One question to the database, on its way or answered."""

    def __init__(self, database: Engine) -> None:
        self.well = False
        self.done = threading.Event()
        threading.Thread(target=self._run, args=(database,), name="health", daemon=True).start()

    def _run(self, database: Engine) -> None:
        try:
            # A refusal leaves it as it is: not well.
            with suppress(SQLAlchemyError), reading(database, ahead=True) as db:
                db.execute(text("SELECT 1 FROM meetings LIMIT 1"))
                self.well = True
        finally:
            self.done.set()
