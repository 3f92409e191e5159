"""Words that were taken back leave every byte of the store: tables, free pages and the write-ahead log."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from flask import Flask

from facilitation.room.actor import Actor
from tests.conftest import House

pytestmark = pytest.mark.sqlite_alone("PostgreSQL's files are its own, and it cleans them when it likes")

FIRST, SECOND, ANSWER = b"a-first-canary-4711", b"a-second-canary-4712", b"an-answering-canary-4713"


def erased(app: Flask, words: bytes) -> bool:
    """Wait until the words have left: while another thread reads the file, erasing is put off and tried again."""
    patience = time.monotonic() + 30
    while files_holding(app, words) and time.monotonic() < patience:
        time.sleep(0.1)
    return files_holding(app, words) == []


def files_holding(app: Flask, words: bytes) -> list[str]:
    folder: Path = app.extensions["facilitation.config"].data_dir
    return [file.name for file in folder.iterdir() if words in file.read_bytes()]


def test_a_withdrawn_question_with_its_answers(house: House, app: Flask, moderator: Actor, alice: Actor) -> None:
    question = house.open_question(alice, moderator, FIRST.decode())
    house.do(moderator, "question.reply", question=question, text=ANSWER.decode())
    assert files_holding(app, FIRST)
    assert files_holding(app, ANSWER)
    house.do(alice, "question.withdraw", question=question)
    house.settle()
    assert erased(app, FIRST)
    assert erased(app, ANSWER)


def test_the_words_before_a_correction(house: House, app: Flask, alice: Actor) -> None:
    question = house.ask(alice, FIRST.decode())
    house.do(alice, "question.edit", question=question, text=SECOND.decode())
    house.settle()
    assert erased(app, FIRST)
    assert files_holding(app, SECOND)


def test_an_appeal_that_was_answered(house: House, app: Flask, moderator: Actor, alice: Actor) -> None:
    question = house.ask(alice)
    house.do(moderator, "seat.mute", question=question)
    house.do(alice, "seat.appeal", text=FIRST.decode())
    assert files_holding(app, FIRST)
    house.do(moderator, "seat.unmute", question=question)
    house.settle()
    assert erased(app, FIRST)


def test_what_a_rehearsal_wrote(house: House, app: Flask, moderator: Actor) -> None:
    player = house.seat(rehearsal=True)
    house.ask(player, FIRST.decode())
    house.do(moderator, "rehearsal.wipe")
    house.settle()
    assert erased(app, FIRST)


def test_the_snapshots_kept_in_memory(house: House, moderator: Actor, alice: Actor) -> None:
    question = house.open_question(alice, moderator, FIRST.decode())
    house.state(alice)
    house.state(moderator)
    house.do(alice, "question.withdraw", question=question)
    house.settle()
    kept = [bytes(kept.state) for kept in house.engine.snapshots._kept.values()]
    assert not [state for state in kept if FIRST in state]


def test_with_somebody_reading_the_file_meanwhile(house: House, app: Flask, alice: Actor) -> None:
    """Nobody waits for the reader, and what could not be erased is erased as soon as the reader is gone."""
    question = house.ask(alice, FIRST.decode())
    with sqlite3.connect(app.extensions["facilitation.config"].data_dir / "facilitation.sqlite") as reader:
        reader.isolation_level = None
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM questions").fetchone()
        assert house.do(alice, "question.withdraw", question=question)["ok"]
        reader.execute("COMMIT")
    reader.close()
    house.ask(alice, "And another")
    house.settle()
    assert erased(app, FIRST)
