"""A folder is filled by the app's own rules: where these change, the bench's hall has to follow."""

from __future__ import annotations

import pytest

from bench.fill import filled

pytestmark = pytest.mark.slow


def test_a_hall_sits_and_has_asked() -> None:
    with filled(seats=3, waiting=2, open_=4) as hall:
        assert (len(hall.seats), len(hall.questions)) == (3, 4)
        assert hall.code and hall.moderator
