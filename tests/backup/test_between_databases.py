"""One form for both databases: from SQLite to PostgreSQL, on from there, and back."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import NullPool, create_engine, inspect

from facilitation.backup.form import BackupError
from facilitation.backup.restore import restore
from facilitation.backup.save import open_for_reading, save
from facilitation.claim import claim
from facilitation.cli import facilitation
from facilitation.room.joining import TakeSeat
from tests.backup.copies import silent, url_in
from tests.conftest import config_in
from tests.witness import everything_in

pytestmark = pytest.mark.postgres


def test_over_and_back(busy, file, postgres, serve, elsewhere, tmp_path, alice):
    there = postgres.create("restored")
    restore(file, there, silent)
    over = serve(tmp_path / "over", there)
    assert everything_in(over) == everything_in(busy.engine)

    taken = [over.take_seat(busy.code, TakeSeat())[0] for _ in range(3)]
    assert len({over.seated(busy.code, token).seat_id for token in taken}) == 3
    over.perform(over.seated(busy.code, busy.tokens[alice.seat_id]), "question.ask", {"text": "And now?"})
    with pytest.raises(BackupError, match="not empty"):
        restore(file, there, silent)

    database = open_for_reading(there)
    save(database, tmp_path / "second", silent)
    database.dispose()
    restore(tmp_path / "second", url_in(elsewhere), silent)
    assert everything_in(serve(elsewhere)) == everything_in(over) != everything_in(busy.engine)


def test_not_while_servers_use_it(file, postgres, tmp_path):
    there = postgres.create("in_use")
    environment = {"DATA_DIR": str(tmp_path / "here"), "DATABASE_URL": there, "MESSAGE_QUEUE_URL": "valkey://localhost"}
    with claim(config_in(tmp_path, there, message_queue_url="valkey://localhost")):
        refused = CliRunner(env=environment).invoke(facilitation, ["restore", str(file)])
    assert refused.exit_code == 1 and "Stop its servers first" in refused.stderr
    assert "MESSAGE_QUEUE_URL" not in refused.stderr
    with create_engine(there, poolclass=NullPool).connect() as connection:
        assert inspect(connection).get_table_names() == []
