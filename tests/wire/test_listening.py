"""How connections are listened for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.server import ROOT

pytestmark = pytest.mark.slow

ACCEPT = """
import socket, wsgi
listening = wsgi._listen("127.0.0.1", 0)
client = socket.create_connection(listening.getsockname())
ours, _ = wsgi.Listener(listening).accept()
print(bool(ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
"""


def test_no_frame_waits_until_the_one_before_it_has_arrived():
    accepted = subprocess.run([sys.executable, "-c", ACCEPT], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert accepted.stdout == "True\n", accepted.stderr
