"""The demo meeting: something to look at before there is anything of one's own."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import segno

from facilitation.config import Config
from facilitation.db import reading
from facilitation.engine import Engine
from facilitation.errors import Refused
from facilitation.programme import read
from facilitation.room.meetings import Settings
from facilitation.room.passphrases import hashed, new_passphrase
from facilitation.room.seats import meeting_with
from facilitation.web.api import links_of

PROGRAMME = Path(__file__).parent.parent / "examples" / "demo.md"


def poster(engine: Engine, config: Config) -> str:
    """The demo meeting's five links, the organiser's passphrase and a QR code, for a terminal.

    The meeting is made where there is none that goes on.
    """
    code, kept = _demo_meeting(engine, config)
    passphrase = kept.pop("passphrase", None)
    links = links_of(config.address, code, kept)
    lines = [f"  {role:<12} {link}" for role, link in links.items()]
    if passphrase:
        lines += [f"  {'organiser':<12} {config.address}/{code}/organise", f"  {'':<12} {passphrase}"]
    return "\n".join(["", *lines, "", _qr_code(links["participant"])])


def kept_links(config: Config) -> dict[str, str] | None:
    """The demo meeting's code, link secrets and passphrase, or None where there is none."""
    path = _file(config)
    return json.loads(path.read_text()) if path.exists() else None


def _demo_meeting(engine: Engine, config: Config) -> tuple[str, dict[str, str]]:
    """The code, and what opens the meeting; the database holds only hashes, so a file for its owner keeps them."""
    kept = kept_links(config) or {"code": ""}
    code = kept.pop("code")
    try:
        with reading(engine.database) as db:
            if meeting_with(db, code).key is None:  # over for good: nobody could come in any more
                raise Refused("meeting.forgotten")
    except Refused:
        passphrase = new_passphrase()
        programme = read(PROGRAMME.read_bytes(), PROGRAMME.name)
        code, kept = engine.create_meeting(programme, Settings(), passphrase=hashed(passphrase))
        kept["passphrase"] = passphrase
        _keep(config, {"code": code, **kept})
    return code, kept


def _keep(config: Config, links: dict[str, str]) -> None:
    path = _file(config)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(links, file)


def _file(config: Config) -> Path:
    return config.data_dir / "demo.json"


def _qr_code(link: str) -> str:
    drawing = io.StringIO()
    segno.make(link, error="m").terminal(drawing, compact=True, border=2)
    return drawing.getvalue()
