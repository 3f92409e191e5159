"""Every place in which something of a session could be left, as bytes."""

from __future__ import annotations

import gzip
import threading
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
import redis

from tests.postgres import Postgres
from tests.server import Server
from tests.valkey import Valkey


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file there, and what is in those that are packed."""
    places: dict[str, bytes] = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = places[f"file {file.name}"] = file.read_bytes()
        if data[:2] == b"\x1f\x8b":
            places[f"file {file.name}, unpacked"] = gzip.decompress(data)
    return places


class Said:
    """What a server writes on its standard output, from its first line after "ready" on."""

    def __init__(self, server: Server) -> None:
        assert server.process and server.process.stdout
        self._lines: list[str] = []
        self._listening = threading.Thread(target=self._listen, args=(server.process.stdout,), daemon=True)
        self._listening.start()

    def __bytes__(self) -> bytes:
        return "".join(self._lines).encode()

    def _listen(self, output: Any) -> None:
        try:
            self._lines.extend(iter(output.readline, ""))
        except ValueError:  # closed when the server was stopped
            return


def numbers_of(port: int) -> bytes:
    """The metrics page."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as page:
        return bytes(page.read())


class Channel:
    """What is published on a queue, whatever the channel, and the names of channels."""

    def __init__(self, valkey: Valkey) -> None:
        self._queue = redis.Redis(port=valkey.port, protocol=2)
        self._heard = self._queue.pubsub()
        self._heard.psubscribe("*")
        self._said: list[bytes] = []
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def places(self) -> dict[str, bytes]:
        """What was published, and every key that the queue holds."""
        kept = b"".join(key + (self._queue.dump(key) or b"") for key in self._queue.scan_iter())
        return {"queue, said": b"\n".join(self._said), "queue, kept": kept}

    def close(self) -> None:
        """Stop listening."""
        self._heard.close()
        self._queue.close()

    def _listen(self) -> None:
        try:
            for message in self._heard.listen():
                if message["type"] == "pmessage":
                    self._said += [message["channel"], message["data"]]
        except (redis.RedisError, ValueError, OSError, AttributeError):  # closed meanwhile
            return


def tables_of(postgres: Postgres, name: str) -> dict[str, bytes]:
    """All rows of all tables of a database, as PostgreSQL itself copies them out; what its sessions ran; its log."""
    everywhere = "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
    ours = f"{everywhere} WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    tables = [table for (table,) in postgres.execute(ours, name)]
    places = {"postgres's log": (postgres.folder / "log").read_bytes()}
    with psycopg.connect(f"host=127.0.0.1 port={postgres.port} user=postgres dbname={name}") as connection:
        for source in (*tables, "(SELECT * FROM pg_stat_activity)", "(SELECT * FROM pg_stats)"):
            with connection.cursor().copy(f"COPY {source} TO STDOUT".encode()) as rows:
                places[f"rows of {source}"] = b"".join(map(bytes, rows))
    return places


def without(places: Mapping[str, bytes], *names: str) -> dict[str, bytes]:
    """All but these."""
    return {name: data for name, data in places.items() if not any(left in name for left in names)}
