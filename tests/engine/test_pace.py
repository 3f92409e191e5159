"""How often an audience is told, and what that costs a phone."""

from __future__ import annotations

import msgspec

from facilitation.engine.pace import BUDGET, ENVELOPE, LONGEST, REST, Pace
from facilitation.models.columns import new_id

FIFTY = {new_id(): 4321 for _ in range(50)}


def told(pace: Pace, scores: dict[str, int], seconds: float) -> list[float]:
    """When an audience hears of scores that change all the time."""
    now, moments = 1000.0, []
    while now < 1000 + seconds:
        pace.told(now, scores)
        moments.append(now)
        now = pace.due(now, only_scores=True)
    return moments


def test_after_a_quiet_time_scores_go_at_once() -> None:
    assert Pace().due(1000.0, only_scores=True) == 1000.0
    pace = Pace()
    pace.told(1000.0, FIFTY)
    assert pace.due(1060.0, only_scores=True) == 1060.0


def test_scores_keep_to_the_budget() -> None:
    for scores in ({new_id(): 1}, FIFTY):
        weight = ENVELOPE + len(msgspec.json.encode(scores))
        assert len(told(Pace(), scores, 60)) * weight <= 60 * BUDGET + weight, "the first is owed for afterwards"


def test_one_question_stays_lively() -> None:
    first, second, *_ = told(Pace(), {new_id(): 1234}, 10)
    assert REST <= second - first <= 0.5


def test_no_score_is_older_than_the_longest_rest() -> None:
    first, second, *_ = told(Pace(), {new_id(): 1 for _ in range(5000)}, 60)
    assert second - first == LONGEST


def test_anything_else_waits_for_the_ordinary_rest_alone() -> None:
    pace = Pace()
    pace.told(1000.0, FIFTY)
    assert pace.due(1000.1, only_scores=False) == 1000.0 + REST
    pace.told(1000.3, None)
    assert pace.due(1000.4, only_scores=True) > 1000.0 + 2 * REST, "what was owed for the scores is still owed"


def test_after_a_fault_everything_waits() -> None:
    pace = Pace()
    again = pace.pause(1000.0)
    assert pace.due(1000.1, only_scores=False) == pace.due(1000.1, only_scores=True) == again > 1000.1
