"""A pulse reads what changed, however many questions wait."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, event

from facilitation.db import reading
from facilitation.engine.state import state_since
from facilitation.engine.views import AUDIENCES, Audience
from facilitation.models import Meeting


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
