"""One frozen configuration, read from the environment; unsafe settings are refused at start-up."""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

# As people write it, and as hosting services hand it out; this server talks to PostgreSQL by one driver only.
_POSTGRES = ("postgres", "postgresql", "postgresql+psycopg")
# The address of an onion service, version 3: 56 characters, behind http alone, since Tor itself encrypts.
_ONION = re.compile(r"http://[a-z2-7]{56}\.onion(:[0-9]{1,5})?")
_QUEUES = ("redis://", "rediss://", "valkey://", "valkeys://", "unix://")


class ConfigError(Exception):
    """The environment asks for something unsafe or not supported; the message says what to do."""


class TakenError(ConfigError):
    """Another server has the database."""


@dataclass(frozen=True)
class Config:
    """What one server process needs to know; see docs/operating.md for each variable."""

    data_dir: Path
    database_url: str
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 8000
    organiser_key: str | None = None
    public_url: str | None = None
    onion_url: str | None = None
    behind_proxy: bool = False
    metrics_port: int | None = None
    log_format: str = "text"
    message_queue_url: str | None = None
    async_mode: str = "threading"
    migrate: bool = True

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ, async_mode: str = "threading") -> Config:
        """Read ``HOST``, ``PORT``, ``DATA_DIR`` … and refuse what would be unsafe."""
        data_dir = Path(environ.get("DATA_DIR", "var")).resolve()
        try:
            data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            secret_key = environ.get("SECRET_KEY") or _kept_secret(data_dir / "secret")
        except OSError as error:
            raise ConfigError(f"DATA_DIR={data_dir} cannot be used as a folder: {error.strerror}.") from None
        config = cls(
            data_dir=data_dir,
            database_url=_database(environ.get("DATABASE_URL") or _in_folder(data_dir)),
            secret_key=secret_key,
            host=environ.get("HOST", "127.0.0.1"),
            port=_port("PORT", environ.get("PORT", "8000")),
            organiser_key=environ.get("ORGANISER_KEY") or None,
            public_url=(environ.get("PUBLIC_URL") or "").rstrip("/") or None,
            onion_url=(environ.get("ONION_URL") or "").rstrip("/") or None,
            behind_proxy=_switch("BEHIND_PROXY", environ.get("BEHIND_PROXY") or "0"),
            message_queue_url=environ.get("MESSAGE_QUEUE_URL") or None,
            metrics_port=_port("METRICS_PORT", port, least=1) if (port := environ.get("METRICS_PORT")) else None,
            log_format=environ.get("LOG_FORMAT") or "text",
            async_mode=async_mode,
        )
        config.check()
        return config

    def check(self) -> None:
        """Raise ConfigError for a combination that would be open to strangers or fork the truth."""
        if not self.organiser_key and not _is_loopback(self.host):
            raise ConfigError(
                f"HOST={self.host} is reachable by others, and without ORGANISER_KEY anybody could start meetings. "
                "Set ORGANISER_KEY, or leave HOST at 127.0.0.1."
            )
        if self.public_url and not self.public_url.startswith(("http://", "https://")):
            raise ConfigError(f"PUBLIC_URL={self.public_url} does not begin with http:// or https://.")
        if self.public_url and not _is_origin(self.public_url):
            raise ConfigError(f"PUBLIC_URL={self.public_url} is not a name or an address with, perhaps, a port.")
        for name, url in (("PUBLIC_URL", self.public_url), ("ONION_URL", self.onion_url)):
            is_onion = (urlsplit(url or "").hostname or "").endswith(".onion")
            if url and (is_onion or name == "ONION_URL") and not _ONION.fullmatch(url):
                raise ConfigError(f"{name}={url} is not an onion service: http://, 56 letters and digits, .onion.")
        if self.onion_url and not self.organiser_key:
            raise ConfigError(
                "ONION_URL says that others reach this server, and without ORGANISER_KEY anybody could start meetings. "
                "Set ORGANISER_KEY."
            )
        if not self.organiser_key and self.public_url and not _is_loopback(urlsplit(self.public_url).hostname or ""):
            raise ConfigError(
                f"PUBLIC_URL={self.public_url} says that others reach this server, and without ORGANISER_KEY anybody "
                "could start meetings. Set ORGANISER_KEY."
            )
        if self.log_format not in ("text", "json"):
            raise ConfigError(f"LOG_FORMAT={self.log_format} is neither text nor json.")
        if self.message_queue_url and not self.message_queue_url.startswith(_QUEUES):
            raise ConfigError(f"MESSAGE_QUEUE_URL does not begin with one of {', '.join(_QUEUES)}.")
        if self.message_queue_url and self.on_sqlite:
            raise ConfigError(
                "MESSAGE_QUEUE_URL is for several processes, and several processes cannot share SQLite. "
                "Set DATABASE_URL to a PostgreSQL database, or leave MESSAGE_QUEUE_URL out."
            )

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is SQLite, which one process has to itself; otherwise it is PostgreSQL."""
        return self.database_url.startswith("sqlite:")

    @property
    def address(self) -> str:
        """Where people reach the server: PUBLIC_URL, or the host and port it listens on."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"


def _in_folder(data_dir: Path) -> str:
    return URL.create("sqlite", database=str(data_dir / "facilitation.sqlite")).render_as_string()


def _database(url: str) -> str:
    """The address of the database, with the one driver that this server uses named in it."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):  # its message could show the password
        raise ConfigError("DATABASE_URL is not the address of a database.") from None
    if address.drivername in _POSTGRES and address.database:
        return address.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    name = address.database
    if url.startswith("sqlite:///") and name and not name.startswith("file:") and ":memory:" not in name:
        # One file for all who open it: a library would take a relative path to be in a folder of its own.
        file = Path(name).resolve()
        return address.set(database=str(file)).render_as_string(hide_password=False)
    raise ConfigError(
        "DATABASE_URL: this server stores in SQLite (sqlite:///path/to/file) or in PostgreSQL "
        "(postgresql://user:password@host/database)."
    )


def _port(name: str, text: str, least: int = 0) -> int:
    if not (text.isascii() and text.isdigit()) or not least <= int(text) <= 65535:
        raise ConfigError(f"{name}={text} is not a port number.")
    return int(text)


def _switch(name: str, text: str) -> bool:
    if text not in ("0", "1"):
        raise ConfigError(f"{name}={text} is neither 0 nor 1.")
    return text == "1"


def _is_origin(url: str) -> bool:
    """Whether this is a scheme, a host and perhaps a port alone, so that a browser's Origin can be compared with it."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc and not parts.query + parts.fragment
    except ValueError:
        return False


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _kept_secret(path: Path) -> str:
    """Make the signing key once and keep it, so that open pages survive a restart."""
    if not path.exists():
        descriptor, made = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # readable for its owner alone
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))
        # Of several processes that start at once the first has it; the others never see a file that is half written.
        with suppress(FileExistsError):
            os.link(made, path)
        os.unlink(made)
    return path.read_text().strip()
