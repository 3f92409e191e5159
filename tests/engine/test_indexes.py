"""A pulse reads what changed, however many questions wait."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event

from facilitation.db import Base, prepare, reading
from facilitation.engine.state import state_since
from facilitation.engine.views import AUDIENCES, Audience
from facilitation.models import Meeting


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'a.sqlite'}")
    prepare(engine)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_questions_are_found_by_the_revision_of_their_change(database: Engine, audience: Audience) -> None:
    ways: list[str] = []

    def explain(_connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT") and "questions" in statement:
            plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            ways.extend(detail for *_, detail in plan if "questions" in detail)

    event.listen(database, "before_cursor_execute", explain)
    with reading(database) as db:
        state_since(db, Meeting(id=1, settings={}, everyone_revision=0, team_revision=0), audience, 7)
    assert ways
    for way in ways:
        assert f"ix_questions_meeting_{audience}" in way, way
        assert any(f"{audience}_{change}>?" in way for change in ("revision", "scored")), way
