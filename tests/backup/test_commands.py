"""``facilitation backup`` and ``restore`` as they are typed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from facilitation.claim import claim
from facilitation.cli import facilitation
from tests.conftest import config_in
from tests.server import ROOT
from tests.witness import everything_in

# The command, standing still in the middle of its file.
HALF_WAY = """
import runpy, time
from facilitation.backup import command

def save(database, file, watch, really=command.save):
    def stand_still(done, rows):
        if done:
            print("half way", flush=True)
            time.sleep(30)

    return really(database, file, stand_still)

command.save = save
runpy.run_module("facilitation", run_name="__main__")
"""


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
    assert refused.exit_code == 1 and "Stop its servers first" in refused.stderr
    assert "MESSAGE_QUEUE_URL" not in refused.stderr
    assert not (elsewhere / "facilitation.sqlite").exists()


def test_a_file_that_is_not_there(elsewhere):
    missing = run(elsewhere, "restore", str(elsewhere / "nothing"))
    assert missing.exit_code == 1 and "Cannot read" in missing.stderr


@pytest.mark.slow
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_told_to_go_it_leaves_nothing_half_written(told, busy, tmp_path):
    (tmp_path / "copies").mkdir()
    command = [sys.executable, "-c", HALF_WAY, "backup", str(tmp_path / "copies" / "copy")]
    environment = os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    # Tests that run in the background let nothing of theirs be interrupted; a command at a terminal can be.
    began = {"preexec_fn": lambda: signal.signal(told, signal.SIG_DFL), "cwd": ROOT, "env": environment}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **began) as process:
        assert process.stdout and process.stdout.readline() == "half way\n"
        assert [path.suffix for path in (tmp_path / "copies").iterdir()] == [".part"]
        process.send_signal(told)
        _, said = process.communicate(timeout=20)
    assert process.returncode == (1 if told == signal.SIGINT else 128 + told)
    assert "Traceback" not in said
    assert list((tmp_path / "copies").iterdir()) == []
