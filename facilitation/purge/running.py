"""Purging beside a running server, which alone writes to its database: it is asked to do it."""

from __future__ import annotations

import hashlib
import hmac
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

import msgspec

from facilitation.config import Config, ConfigError
from facilitation.engine.purge import Receipt
from facilitation.errors import Refused

# Seconds. It looks through the whole database, and again where somebody was reading it.
PATIENCE = 120


def operators_proof(secret_key: str, code: str) -> str:
    """What proves that somebody who can read the server's secret wants this meeting removed."""
    return hmac.digest(secret_key.encode(), f"purge:{code}".encode(), hashlib.sha256).hex()


def ask_the_server(config: Config, code: str) -> Receipt:
    """Let the server on this machine remove a meeting; raises Refused, and ConfigError where it cannot be reached."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(config.host, config.host)  # noqa: S104 - where it listens, not us
    connection = HTTPConnection(host, config.port, timeout=PATIENCE)
    proof = {"Authorization": f"Bearer {operators_proof(config.secret_key, code)}"}
    try:
        connection.request("POST", f"/api/{code}/purge", headers=proof)
        response = connection.getresponse()
        answer = response.read()
    except (OSError, HTTPException) as error:
        raise ConfigError(
            f"A server uses this database, and none answers at {host}, port {config.port} ({type(error).__name__}). "
            "Set HOST, PORT and SECRET_KEY as it has them."
        ) from None
    finally:
        connection.close()
    if response.status != HTTPStatus.OK:
        raise Refused(_code(answer))
    return msgspec.json.decode(answer, type=Receipt)


def _code(answer: bytes) -> str:
    try:
        return str(msgspec.json.decode(answer)["error"]["code"])
    except (msgspec.DecodeError, KeyError, TypeError):
        return "server.fault"
