"""One frozen configuration, read from the environment; unsafe settings are refused at start-up."""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class ConfigError(Exception):
    """The environment asks for something unsafe or not supported; the message says what to do."""


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
    metrics_port: int | None = None
    log_format: str = "text"
    async_mode: str = "threading"
    migrate: bool = True

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ, async_mode: str = "threading") -> Config:
        """Read ``HOST``, ``PORT``, ``DATA_DIR`` … and refuse what would be unsafe."""
        data_dir = Path(environ.get("DATA_DIR", "var")).resolve()
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        config = cls(
            data_dir=data_dir,
            database_url=environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'facilitation.sqlite'}",
            secret_key=environ.get("SECRET_KEY") or _kept_secret(data_dir / "secret"),
            host=environ.get("HOST", "127.0.0.1"),
            port=_port("PORT", environ.get("PORT", "8000")),
            organiser_key=environ.get("ORGANISER_KEY") or None,
            public_url=(environ.get("PUBLIC_URL") or "").rstrip("/") or None,
            metrics_port=_port("METRICS_PORT", port) if (port := environ.get("METRICS_PORT")) else None,
            log_format=environ.get("LOG_FORMAT") or "text",
            async_mode=async_mode,
        )
        config.check(environ)
        return config

    def check(self, environ: Mapping[str, str]) -> None:
        """Raise ConfigError for a combination that would be open to strangers or fork the truth."""
        if not self.organiser_key and not _is_loopback(self.host):
            raise ConfigError(
                f"HOST={self.host} is reachable by others, and without ORGANISER_KEY anybody could start meetings. "
                "Set ORGANISER_KEY, or leave HOST at 127.0.0.1."
            )
        if self.log_format not in ("text", "json"):
            raise ConfigError(f"LOG_FORMAT={self.log_format} is neither text nor json.")
        if self.public_url and not self.public_url.startswith(("http://", "https://")):
            raise ConfigError(f"PUBLIC_URL={self.public_url} does not begin with http:// or https://.")
        if not self.database_url.startswith("sqlite:///") or ":memory:" in self.database_url:
            raise ConfigError("DATABASE_URL: this release stores in SQLite only (sqlite:///path/to/file).")
        if environ.get("MESSAGE_QUEUE_URL"):
            raise ConfigError("MESSAGE_QUEUE_URL: this release runs as one process and uses no message queue.")

    @property
    def address(self) -> str:
        """Where people reach the server: PUBLIC_URL, or the host and port it listens on."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"


def _port(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > 65535:
        raise ConfigError(f"{name}={text} is not a port number.")
    return int(text)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _kept_secret(path: Path) -> str:
    """Make the signing key once and keep it, so that open pages survive a restart."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_urlsafe(32)
        file.write(secret)
    return secret
