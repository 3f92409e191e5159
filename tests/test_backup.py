"""A backup holds everything of one moment, and gives it back, or says why not."""

from __future__ import annotations

import gzip
import shutil
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, insert

from facilitation import create_app
from facilitation.backup import save as saving
from facilitation.backup.form import BackupError
from facilitation.backup.restore import restore
from facilitation.backup.save import open_for_reading, save
from facilitation.claim import claim
from facilitation.cli import facilitation
from facilitation.models import Seat
from facilitation.room.seats import TakeSeat
from tests.conftest import House, config_in
from tests.witness import everything_in


def silent(_done: int, _all: int) -> None:
    """A progress that nobody watches."""


def url_in(folder: Path) -> str:
    """Where a server on this folder stores."""
    return config_in(folder).database_url


def back_up(house: House, file: Path, watch=silent):
    """A backup of the house's database, made as the command makes it."""
    database = open_for_reading(house.engine.database.url.render_as_string(hide_password=False))
    save(database, file, watch)
    database.dispose()
    return file


def lines_of(file: Path) -> list[bytes]:
    return gzip.decompress(file.read_bytes()).splitlines(keepends=True)


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

    def start(folder):
        app = create_app(config_in(folder))
        app.extensions["facilitation.engine"].start()
        apps.append(app)
        return app.extensions["facilitation.engine"]

    yield start
    for app in apps:
        app.extensions["facilitation.engine"].stop()
        app.extensions["facilitation.engine"].database.dispose()


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
    with pytest.raises(Exception, match="readonly"), reader.begin() as connection:
        connection.execute(insert(Seat).values(meeting_id=1, token_hash=b"x", role="participant"))
    reader.dispose()


def test_a_file_is_never_replaced(busy, file):
    before = file.read_bytes()
    with pytest.raises(BackupError, match="exists already"):
        back_up(busy, file)
    assert file.read_bytes() == before


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


def test_a_database_of_another_release_is_not_saved(busy, tmp_path):
    with busy.engine.database.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(BackupError, match="migration 0000"):
        back_up(busy, tmp_path / "copy")


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
    "another migration": (lambda lines: changed(lines, b'"0001"', b'"9999"'), "at migration 9999"),
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


def run(folder: Path, *words: str):
    return CliRunner(env={"DATA_DIR": str(folder), "DATABASE_URL": ""}).invoke(facilitation, list(words))


def test_the_commands(busy, tmp_path, elsewhere, serve):
    saved = run(tmp_path, "backup", str(tmp_path / "copy"))
    assert saved.exit_code == 0 and "Saved" in saved.stdout and "Saving" in saved.stderr
    put_back = run(elsewhere, "restore", str(tmp_path / "copy"))
    assert put_back.exit_code == 0 and "Restored" in put_back.stdout and "Restoring" in put_back.stderr
    assert everything_in(serve(elsewhere)) == everything_in(busy.engine)


def test_not_under_a_running_server(file, elsewhere):
    with claim(elsewhere):
        refused = run(elsewhere, "restore", str(file))
    assert refused.exit_code == 1 and "Another server is running" in refused.stderr
    assert not (elsewhere / "facilitation.sqlite").exists()


def test_a_file_that_is_not_there(elsewhere):
    missing = run(elsewhere, "restore", str(elsewhere / "nothing"))
    assert missing.exit_code == 1 and "Cannot read" in missing.stderr
