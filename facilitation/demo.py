"""The demo meeting: something to look at before there is anything of one's own."""

from __future__ import annotations

import json
import os
from pathlib import Path

from facilitation.config import Config
from facilitation.db import reading
from facilitation.errors import Refused
from facilitation.programme import read
from facilitation.room.meetings import Settings
from facilitation.room.seats import meeting_with

PROGRAMME = Path(__file__).parent.parent / "examples" / "demo.md"


def demo_links(config: Config) -> dict[str, str]:
    """The five links of the demo meeting, which is made where it is not there yet.

    Only hashes of the links' secrets are in the database, so the links are kept in a file beside it that its
    owner alone can read. The server must not be running: it is the one writer.
    """
    from facilitation import create_app
    from facilitation.web.api import links_of

    app = create_app(config)
    engine = app.extensions["facilitation.engine"]
    kept = kept_links(config)
    try:
        with reading(engine.database) as db:
            meeting_with(db, kept["code"] if kept else "")
    except Refused:
        engine.start()
        code, secrets = engine.create_meeting(read(PROGRAMME.read_bytes(), PROGRAMME.name), Settings())
        engine.stop()
        kept = {"code": code, **secrets}
        _keep(config, kept)
    assert kept
    code = kept["code"]
    return links_of(config.address, code, {role: secret for role, secret in kept.items() if role != "code"})


def kept_links(config: Config) -> dict[str, str] | None:
    """The demo meeting's code and link secrets, or None where there is none."""
    path = _file(config)
    return json.loads(path.read_text()) if path.exists() else None


def _keep(config: Config, links: dict[str, str]) -> None:
    path = _file(config)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(links, file)


def _file(config: Config) -> Path:
    return config.data_dir / "demo.json"
