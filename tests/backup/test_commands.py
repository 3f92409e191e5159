"""``facilitation backup`` and ``restore`` as they are typed."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from facilitation.claim import claim
from facilitation.cli import facilitation
from tests.conftest import config_in
from tests.witness import everything_in


def run(folder: Path, *words: str):
    return CliRunner(env={"DATA_DIR": str(folder), "DATABASE_URL": ""}).invoke(facilitation, list(words))


def test_the_commands(busy, tmp_path, elsewhere, serve):
    saved = run(tmp_path, "backup", str(tmp_path / "copy"))
    assert saved.exit_code == 0 and "Saved" in saved.stdout and "Saving" in saved.stderr
    put_back = run(elsewhere, "restore", str(tmp_path / "copy"))
    assert put_back.exit_code == 0 and "Restored" in put_back.stdout and "Restoring" in put_back.stderr
    assert everything_in(serve(elsewhere)) == everything_in(busy.engine)


def test_not_under_a_running_server(file, elsewhere):
    with claim(config_in(elsewhere)):
        refused = run(elsewhere, "restore", str(file))
    assert refused.exit_code == 1 and "Another server is running" in refused.stderr
    assert not (elsewhere / "facilitation.sqlite").exists()


def test_a_file_that_is_not_there(elsewhere):
    missing = run(elsewhere, "restore", str(elsewhere / "nothing"))
    assert missing.exit_code == 1 and "Cannot read" in missing.stderr
