"""A backup holds everything of one moment, and only what is there."""

from __future__ import annotations

import shutil
import stat

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from facilitation.backup import save as saving
from facilitation.backup.form import BackupError
from facilitation.backup.restore import restore
from facilitation.backup.save import open_for_reading, save
from facilitation.db import reading
from facilitation.models import Seat
from tests.backup.copies import back_up, lines_of, silent, url_in
from tests.witness import everything_in


def test_a_backup_of_the_same_is_the_same(busy, file, tmp_path):
    assert back_up(busy, tmp_path / "again").read_bytes() == file.read_bytes()


def test_it_is_of_one_moment_while_people_go_on(busy, tmp_path, elsewhere, serve, alice, monkeypatch):
    monkeypatch.setattr(saving, "PORTION", 1)
    before = everything_in(busy.engine)
    told = []

    def meanwhile(done, rows):
        told.append((done, rows))
        if len(told) % 5 == 0:
            busy.ask(alice, f"Asked meanwhile, {done}")

    file = back_up(busy, tmp_path / "copy", meanwhile)
    restore(file, url_in(elsewhere), silent)
    assert everything_in(serve(elsewhere)) == before != everything_in(busy.engine)
    rows = sum(map(len, before.values()))
    assert told == [(done, rows) for done in [0, *range(1, rows + 1)]]


def test_what_was_taken_back_is_not_in_it(file):
    content = b"".join(lines_of(file))
    assert b"Who answers for" in content
    assert b"Words that were taken back" not in content


def test_it_is_its_owners_alone_and_nothing_lies_beside_it(file):
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.glob(".*")] == []


@pytest.mark.sqlite_alone("PostgreSQL's log is its own")
def test_the_log_of_a_server_that_died_is_left_as_it_is(busy, tmp_path, elsewhere, alice):
    busy.ask(alice, "Not yet in the database itself")
    for path in tmp_path.glob("facilitation.sqlite*"):
        if not path.name.endswith("-shm"):
            shutil.copy(path, elsewhere)
    log = elsewhere / "facilitation.sqlite-wal"
    database, before = elsewhere / "facilitation.sqlite", log.read_bytes()
    main = database.read_bytes()
    assert before
    reader = open_for_reading(url_in(elsewhere))
    save(reader, tmp_path / "copy", silent)
    reader.dispose()
    assert b"Not yet in the database itself" in b"".join(lines_of(tmp_path / "copy"))
    assert log.read_bytes() == before and database.read_bytes() == main


def test_a_reader_cannot_write(busy):
    reader = open_for_reading(str(busy.engine.database.url))
    with pytest.raises(DBAPIError, match="read-?only"), reading(reader) as db:
        db.execute(insert(Seat).values(meeting_id=1, token_hash=b"x", role="participant"))
    reader.dispose()


def test_a_file_is_never_replaced(busy, file):
    before = file.read_bytes()
    with pytest.raises(BackupError, match="exists already"):
        back_up(busy, file)
    assert file.read_bytes() == before


def test_nor_is_one_that_came_meanwhile(busy, tmp_path):
    def meanwhile(done, _all):
        if done == 0:
            (tmp_path / "copy").write_text("the first one's")

    with pytest.raises(BackupError, match="exists already"):
        back_up(busy, tmp_path / "copy", meanwhile)
    assert (tmp_path / "copy").read_text() == "the first one's"
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_backup_that_fails_leaves_nothing(busy, tmp_path):
    def stop(_done, _all):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(busy, tmp_path / "copy", stop)
    assert [path.name for path in tmp_path.iterdir() if "copy" in path.name] == []


def test_where_there_is_no_database(elsewhere, tmp_path):
    with pytest.raises(BackupError, match="no database"):
        open_for_reading(url_in(elsewhere))
    assert list(elsewhere.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(busy, tmp_path):
    with pytest.raises(BackupError, match="Cannot write"):
        back_up(busy, tmp_path / "nowhere" / "copy")


def test_a_database_of_another_release_is_not_saved(busy, tmp_path, monkeypatch):
    monkeypatch.setattr(saving.migrations, "newest", lambda: "9999")
    with pytest.raises(BackupError, match="this release at 9999"):
        back_up(busy, tmp_path / "copy")
