"""A watchman gets an answer, also when the database gives none."""

from __future__ import annotations

import threading
from contextlib import contextmanager

import pytest

from facilitation.web import health


@pytest.fixture
def stuck(monkeypatch):
    """A database that keeps silent until it is let go: the event that does it, and who looked."""
    free, looks, reading = threading.Event(), [], health.reading

    @contextmanager
    def silent(database, **how):
        looks.append(database)
        assert free.wait(20)
        with reading(database, **how) as db:
            yield db

    monkeypatch.setattr(health, "reading", silent)
    monkeypatch.setattr(health, "PATIENCE", 0.05)
    yield free, looks
    free.set()


def test_silence_is_told_in_time_and_asked_about_once(client, stuck, monkeypatch):
    free, looks = stuck
    for _ in range(3):
        assert (client.get("/healthz").status_code, len(looks)) == (503, 1)
    free.set()
    monkeypatch.setattr(health, "PATIENCE", 20)
    assert client.get("/healthz").status_code == 200


def test_a_recovered_database_is_looked_at_anew(client, stuck, monkeypatch):
    free, looks = stuck
    client.get("/healthz")
    free.set()
    monkeypatch.setattr(health, "PATIENCE", 20)
    client.get("/healthz")
    assert client.get("/healthz").status_code == 200 and len(looks) >= 2
