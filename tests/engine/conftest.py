"""A database of SQLite with nothing in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from facilitation.db import Base, prepare


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """Its tables are there, and no row."""
    engine = create_engine(f"sqlite:///{tmp_path / 'a.sqlite'}")
    prepare(engine)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()
