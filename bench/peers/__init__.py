"""What a measure is set beside: other servers that do the same work, each started and ended by the bench."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.process import ROOT, Process, started
from bench.server import free_port

HERE = Path(__file__).parent
# What was built or fetched for the peers.
BUILT = ROOT / ".venv" / "bench-peers"
# Bytes of the frame that each of them sends.
PULSE = 300

C, NODE, STOCK = "C loop", "Node Socket.IO", "stock Flask-SocketIO"
# This server's own sockets, with nothing behind them.
WIRE = "our own wire"


class Absent(Exception):
    """This peer cannot be had on this machine; the message says why."""


def _c(_folder: Path) -> Sequence[str]:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if not compiler:
        raise Absent("there is no C compiler")
    program = BUILT / "loop"
    BUILT.mkdir(exist_ok=True)
    subprocess.run([compiler, "-O2", "-Wall", "-o", program, HERE / "loop.c"], check=True)
    return [str(program), str(PULSE)]


def _node(_folder: Path) -> Sequence[str]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise Absent("there is no node, or no npm")
    if not (HERE / "node_modules" / "socket.io").is_dir():
        install = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        if subprocess.run(install, cwd=HERE, check=False).returncode:
            raise Absent("npm could not install socket.io")
    return [node, str(HERE / "node.cjs"), str(PULSE)]


def _stock(folder: Path) -> Sequence[str]:
    return [sys.executable, str(HERE / "stock.py"), str(free_port()), str(PULSE), str(folder)]


def _wire(_folder: Path) -> Sequence[str]:
    return [sys.executable, "-m", "bench.peers.wire", str(free_port())]


_COMMANDS: dict[str, Callable[[Path], Sequence[str]]] = {C: _c, NODE: _node, STOCK: _stock, WIRE: _wire}


@contextmanager
def running_peer(name: str) -> Iterator[Process]:
    """Start one; raises Absent where the machine lacks what it needs."""
    with tempfile.TemporaryDirectory(prefix="bench-peer-") as folder:
        command = _COMMANDS[name](Path(folder))
        with started(command, Path(folder), os.environ | {"PYTHONWARNINGS": "ignore"}) as (pid, port):
            yield Process(pid, int(port))


def toggle_pulses(peer: Process) -> None:
    """Let it begin to pulse, or stop."""
    os.kill(peer.pid, signal.SIGUSR2)
