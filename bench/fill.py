"""Fills a data directory before a server starts on it: a meeting, seats, questions.

``python -m bench.fill FOLDER SEATS WAITING OPEN`` goes through the app's own rules and writer, and prints what a client
needs to come in. It spares the measures the minutes that ten thousand visits to the front door would take.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from bench.process import ROOT
from facilitation.db import prepare, reading
from facilitation.engine.jobs import Job
from facilitation.engine.writer import Writer
from facilitation.migrations import upgrade
from facilitation.models import Meeting, Seat
from facilitation.models.seat import PARTICIPANT
from facilitation.programme.structure import Item, Programme
from facilitation.room import meetings
from facilitation.room.actor import Actor
from facilitation.room.joining import TakeSeat, take
from facilitation.room.meetings import Settings
from facilitation.room.moderation import Approve, approve
from facilitation.room.questions import Ask, ask
from facilitation.room.seats import seated
from facilitation.room.tokens import new_token, token_hash

# Questions that are sent in within one transaction, and the seats that they come from, which nobody else gets.
_AT_ONCE, _AUTHORS = 500, 100


class Filled(msgspec.Struct):
    """What a filled folder holds: the meeting's code, the moderator's seat, participants' seats, open questions."""

    code: str
    moderator: str
    seats: list[str]
    questions: list[str]
    folder: str = ""

    def auth(self, seat: str) -> dict[str, str]:
        """The handshake of a seat."""
        return {"meeting": self.code, "seat": seat}


@contextmanager
def filled(seats: int, waiting: int = 0, open_: int = 0) -> Iterator[Filled]:
    """A folder with a meeting of so many seats and questions."""
    with tempfile.TemporaryDirectory(prefix="bench-filled-") as folder:
        command = [sys.executable, "-m", "bench.fill", folder, *map(str, (seats, waiting, open_))]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
        result = msgspec.json.decode(done.stdout, type=Filled)
        result.folder = folder
        yield result


def fill(database: Engine, writer: Writer, seats: int, waiting: int, open_: int) -> Filled:
    """Make the meeting, and let so many sit down and ask."""
    items = [Item(id=f"i{place}", title=f"Item {place} of the programme") for place in range(40)]
    settings = Settings(premoderation=waiting > 0, groups=[])
    code, links = _do(writer, lambda db: meetings.create(db, Programme(title="A full hall", items=items), settings))
    ((moderator, _role),) = _do(writer, lambda db: take(db, [(code, TakeSeat(invite=links["moderator"]), False, None)]))
    tokens = _do(writer, lambda db: _sit_down(db, code, _AUTHORS + seats))
    with reading(database) as db:
        chair, *authors = (seated(db, code, token) for token in [moderator, *tokens[:_AUTHORS]])
    asked: list[str] = []
    for start in range(0, waiting + open_, _AT_ONCE):
        numbers = range(start, min(waiting + open_, start + _AT_ONCE))
        asked += _do(writer, partial(_ask, authors, numbers))
    if waiting:
        _do(writer, partial(_approve, chair, asked[:open_]))
    return Filled(code, moderator, tokens[_AUTHORS:], asked[:open_])


def _do(writer: Writer, work: Callable[[Session], Any]) -> Any:
    return writer.submit(Job(work))


def _sit_down(db: Session, code: str, seats: int) -> list[str]:
    meeting = db.scalars(select(Meeting).where(Meeting.code == code)).one()
    tokens = [new_token() for _ in range(seats)]
    db.add_all(
        Seat(meeting_id=meeting.id, token_hash=token_hash(meeting.key, token), role=PARTICIPANT) for token in tokens
    )
    return tokens


def _ask(authors: list[Actor], numbers: range, db: Session) -> list[str]:
    text = "Question {}: what will be done about it, by whom, and by when, and who pays for that?"
    return [ask(db, authors[n % len(authors)], Ask(text=text.format(n)))["question"] for n in numbers]


def _approve(chair: Actor, questions: list[str], db: Session) -> None:
    for question in questions:
        approve(db, chair, Approve(question))


def main() -> None:
    """Fill the folder that is named."""
    folder, seats, waiting, open_ = sys.argv[1], *map(int, sys.argv[2:])
    database = create_engine(f"sqlite:///{folder}/facilitation.sqlite")
    prepare(database)
    upgrade(database)
    writer = Writer(database, lambda *_told: None)
    writer.start()
    result = fill(database, writer, seats, waiting, open_)
    writer.stop()
    database.dispose()
    sys.stdout.buffer.write(msgspec.json.encode(result))


if __name__ == "__main__":
    main()
