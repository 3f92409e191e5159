"""What a start refuses, in words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server import ROOT, Server

pytestmark = pytest.mark.slow


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "wsgi.py")]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=30, check=False
    )


def test_a_second_server_on_the_same_folder(server: Server) -> None:
    second = start(DATA_DIR=str(server.folder), PORT="0")
    assert second.returncode != 0
    assert "Another server is running" in second.stderr


def test_a_port_that_is_taken_is_not_shared(server: Server, tmp_path: Path) -> None:
    second = start(DATA_DIR=str(tmp_path / "other"), PORT=str(server.port))
    assert second.returncode != 0
    assert "Cannot listen" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_folder_is_free_again_however_its_server_went(server: Server) -> None:
    server.kill()
    server.start()
    assert server.call("GET", "/healthz") == (200, {"ok": True})
