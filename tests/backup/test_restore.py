"""A backup comes back whole, into an empty database, or not at all."""

from __future__ import annotations

import gzip

import pytest
from sqlalchemy import create_engine

from facilitation.backup.form import BackupError
from facilitation.backup.restore import restore
from facilitation.migrations import newest
from facilitation.room.joining import TakeSeat
from tests.backup.copies import lines_of, silent, url_in
from tests.witness import everything_in


def test_everything_comes_back(busy, file, elsewhere, serve):
    restore(file, url_in(elsewhere), silent)
    assert everything_in(serve(elsewhere)) == everything_in(busy.engine)


def test_a_seat_goes_on_where_it_was(busy, file, elsewhere, serve, alice, bob):
    restore(file, url_in(elsewhere), silent)
    there = serve(elsewhere)
    again = there.seated(busy.code, busy.tokens[alice.seat_id])
    assert again == alice
    assert there.join(again)["state"] == busy.engine.join(alice)["state"]
    there.perform(again, "question.ask", {"text": "And now?"})
    new = there.seated(busy.code, there.take_seat(busy.code, TakeSeat())[0])
    assert new.seat_id > max(alice.seat_id, bob.seat_id)


def test_only_into_an_empty_database(busy, file):
    before = everything_in(busy.engine)
    with pytest.raises(BackupError, match="not empty"):
        restore(file, str(busy.engine.database.url), silent)
    assert everything_in(busy.engine) == before


def test_not_among_the_tables_of_something_else(file, elsewhere):
    other = create_engine(url_in(elsewhere))
    with other.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE theirs (id INTEGER)")
    other.dispose()
    with pytest.raises(BackupError, match="not empty"):
        restore(file, url_in(elsewhere), silent)


def changed(lines: list[bytes], old: bytes, new: bytes) -> bytes:
    text = b"".join(lines)
    assert old in text
    return gzip.compress(text.replace(old, new, 1))


WRONG = {
    "cut in its bytes": (lambda lines: gzip.compress(b"".join(lines))[:-40], "damaged or was cut short"),
    "cut within a row": (lambda lines: gzip.compress(b"".join(lines)[:-200]), "damaged or was cut short"),
    "cut between two rows": (lambda lines: gzip.compress(b"".join(lines[:-5])), "damaged or was cut short"),
    "its ending is missing": (lambda lines: gzip.compress(b"".join(lines[:-1])), "damaged or was cut short"),
    "a row is missing": (lambda lines: gzip.compress(b"".join(lines[:3] + lines[4:])), "damaged|did not take"),
    "two rows changed places": (
        lambda lines: gzip.compress(b"".join([*lines[:-3], lines[-2], lines[-3], lines[-1]])),
        "damaged or was cut short",
    ),
    "something follows": (lambda lines: gzip.compress(b"".join([*lines, b"[]\n"])), "damaged or was cut short"),
    "a letter changed": (lambda lines: changed(lines, b"Who answers", b"Why answers"), "damaged or was cut short"),
    "a value of another kind": (lambda lines: changed(lines, b'"Who answers for', b'7,"'), "damaged or was cut short"),
    "another migration": (lambda lines: changed(lines, f'"{newest()}"'.encode(), b'"9999"'), "at migration 9999"),
    "other columns": (lambda lines: changed(lines, b'"made_by"', b'"maker"'), "another release"),
    "another form": (lambda lines: changed(lines, b'"version":1', b'"version":2'), "has form 2"),
    "something else": (lambda lines: gzip.compress(b'{"format": "x", "version": 1}'), "not a backup"),
    "not packed": (lambda lines: b"".join(lines), "not a backup"),
    "empty": (lambda lines: b"", "damaged"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_file_that_is_not_as_it_was_written(what, busy, file, elsewhere, serve):
    spoil, sentence = WRONG[what]
    file.write_bytes(spoil(lines_of(file)))
    with pytest.raises(BackupError, match=sentence):
        restore(file, url_in(elsewhere), silent)
    assert not any(everything_in(serve(elsewhere)).values()) if (elsewhere / "facilitation.sqlite").exists() else True
