"""A house worth saving, its copy, and places to put that back."""

from __future__ import annotations

import pytest

from facilitation.app import create_app
from tests.backup.copies import back_up
from tests.conftest import config_in
from tests.witness import everything_in


@pytest.fixture
def busy(house, alice, bob, moderator, rapporteur):
    """A house in which every table has rows, and joined questions refer to each other both ways."""
    questions = sorted(house.open_question(alice, moderator, f"Who answers for {n}?") for n in range(4))
    for question in questions:
        house.do(bob, "vote.cast", question=question, value=1, id=f"vote-{question}")
    house.do(moderator, "question.merge", from_=questions[0], into=questions[1])
    house.do(moderator, "question.merge", from_=questions[3], into=questions[2])
    house.do(rapporteur, "question.reply", question=questions[2], text="We do — «nous»")
    house.do(moderator, "item.present", item="i2")
    house.do(alice, "question.withdraw", question=house.ask(alice, "Words that were taken back"))
    house.do(house.seat("organiser"), "ticket.add", count=2)
    house.settle()
    assert all(everything_in(house.engine).values())
    return house


@pytest.fixture
def file(busy, tmp_path):
    """A backup of that house."""
    return back_up(busy, tmp_path / "copy.backup")


@pytest.fixture
def elsewhere(tmp_path):
    """A folder on which no server was ever started."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


@pytest.fixture
def serve():
    """Starts an app on a folder; it is stopped at the end."""
    apps = []

    def start(folder, database_url=""):
        app = create_app(config_in(folder, database_url))
        app.extensions["facilitation.engine"].start()
        apps.append(app)
        return app.extensions["facilitation.engine"]

    yield start
    for app in apps:
        app.extensions["facilitation.engine"].stop()
        app.extensions["facilitation.engine"].database.dispose()
