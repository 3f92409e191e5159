"""The record: the public version for everybody with the code, the confidential one for the team alone."""

from __future__ import annotations

import time
from typing import cast

from flask import Blueprint, Response, request, stream_template
from flask_babel import get_locale, gettext, ngettext

from facilitation.db import reading
from facilitation.engine.shelves import Made
from facilitation.errors import Refused
from facilitation.models.seat import TEAM
from facilitation.record.as_json import as_json
from facilitation.record.as_markdown import as_markdown
from facilitation.record.structure import Transcript, Version
from facilitation.record.transcript import build
from facilitation.record.unhurried import unhurried
from facilitation.record.words import Words
from facilitation.room.codes import read_code
from facilitation.room.seats import meeting_with
from facilitation.web import access, current
from facilitation.web.payment import Payment
from facilitation.web.turns import Turns

record = Blueprint("record", __name__)

FORMATS = {"json": "application/json", "md": "text/markdown", "html": "text/html"}
VERSIONS = ("public", "confidential")
# Seconds for which all others are handed what was written for somebody without a seat of the team.
KEPT = 10.0

# A stranger needs a code alone to have a record written, so the team does not wait behind strangers.
_anybody, _team = Turns(), Turns()


@record.get("/<code:code>/record.<format>")
def show(code: str, format: str) -> Response:
    """The record as it stands now, in one of its formats."""
    version = request.args.get("version", "public")
    if format not in FORMATS or version not in VERSIONS:
        raise Refused("page.unknown")
    is_team = _is_team(code)
    if version == "confidential" and not is_team:
        raise Refused("command.forbidden")
    if is_team:
        written = _for_the_team(code, cast(Version, version), format)
    else:
        toll = current.toll()
        with toll.guess(Payment.of_page(), code=code, free=toll.is_asked() and access.holds_a_seat(code)):
            _check_open(code)
            written = _for_anybody(code, format)
    response = Response(written, mimetype=FORMATS[format])
    if format != "html":
        name = f"facilitation-{read_code(code)}-{version}.{format}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    # The confidential one is nobody else's; and from the public one, a question can still be withdrawn.
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_team(code: str) -> bool:
    if access.bearer():
        return access.api_actor(code).role in TEAM
    return any(access.page_actor(code, screen) for screen in (access.DESK, access.ORGANISE))


def _check_open(code: str) -> None:
    """Refuse, as where there is no such meeting, who asks for a closed one's record and has no seat in it."""
    with reading(current.engine().database) as db:
        closed = meeting_with(db, code).settings["closed"]
    if closed and not (access.bearer() or any(access.page_actor(code, screen) for screen in access.SCREENS)):
        raise Refused("meeting.unknown")


def _for_the_team(code: str, version: Version, format: str) -> bytes:
    with _team.turn():
        return _written(_read(code, version)[0], format, is_team=True)


def _for_anybody(code: str, format: str) -> bytes:
    """The public version; a whole hall that asks for it is handed the same one."""
    name = ("record", format, str(get_locale()))
    if (kept := _kept(code, name)) is not None:
        return kept
    with _anybody.turn():
        if (kept := _kept(code, name)) is not None:  # while this one waited
            return kept
        shelves = current.engine().snapshots.shelves
        meeting_id, read_at = _meeting_id(code), time.monotonic()
        shelf = shelves.of(meeting_id)
        transcript, revision = _read(code, "public")
        written = _written(transcript, format, is_team=False)
        shelves.put(meeting_id, shelf, name, Made(written, revision, len(written), at=read_at))
        return written


def _kept(code: str, name: tuple[str, ...]) -> bytes | None:
    with reading(current.engine().database) as db:
        meeting = meeting_with(db, code)
        made = current.engine().snapshots.shelves.of(meeting.id).get(name)
        # What is going on goes on by the minute, so even what nobody changed is written anew after a while.
        if made is None or not made.is_younger_than(KEPT) or not made.stands(db, meeting.id, KEPT):
            return None
        return cast(bytes, made.thing)


def _meeting_id(code: str) -> int:
    with reading(current.engine().database) as db:
        return meeting_with(db, code).id


def _read(code: str, version: Version) -> tuple[Transcript, int]:
    with reading(current.engine().database) as db:
        meeting = meeting_with(db, code)
        return build(db, meeting, version), meeting.everyone_count


def _written(transcript: Transcript, format: str, is_team: bool) -> bytes:
    words = Words(gettext, ngettext, str(get_locale() or "en").replace("_", "-"))
    if format == "json":
        return as_json(transcript)
    if format == "md":
        return as_markdown(transcript, words).encode()
    other = {"public": "confidential", "confidential": "public"}[transcript.version] if is_team else None
    pieces = stream_template("record.html", transcript=transcript, say=words, other_version=other)
    return "".join(unhurried(pieces)).encode()
