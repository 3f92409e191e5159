"""The record: the public version for everybody with the code, the confidential one for the team alone."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, request, stream_template
from flask_babel import get_locale, gettext, ngettext

from facilitation.db import reading
from facilitation.errors import Refused
from facilitation.models.seat import TEAM
from facilitation.record.as_json import as_json
from facilitation.record.as_markdown import as_markdown
from facilitation.record.structure import Transcript, Version
from facilitation.record.transcript import build
from facilitation.record.unhurried import unhurried
from facilitation.record.words import Words
from facilitation.room.seats import meeting_with
from facilitation.web import access, current

record = Blueprint("record", __name__)

FORMATS = {"json": "application/json", "md": "text/markdown", "html": "text/html"}
VERSIONS = ("public", "confidential")


@record.get("/<code:code>/record.<format>")
def show(code: str, format: str) -> Response:
    """The record as it stands now, in one of its formats."""
    version = request.args.get("version", "public")
    if format not in FORMATS or version not in VERSIONS:
        raise Refused("page.unknown")
    is_team = _is_team(code)
    if version == "confidential" and not is_team:
        raise Refused("command.forbidden")
    with reading(current.engine().database) as db:
        transcript = build(db, meeting_with(db, code), cast(Version, version))
    response = Response(_written(transcript, format, is_team), mimetype=FORMATS[format])
    if format != "html":
        name = f"facilitation-{transcript.code}-{version}.{format}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    # The confidential one is nobody else's; and from the public one, a question can still be withdrawn.
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_team(code: str) -> bool:
    if access.bearer():
        return access.api_actor(code).role in TEAM
    return access.page_actor(code, access.DESK) is not None


def _written(transcript: Transcript, format: str, is_team: bool) -> str | bytes:
    words = Words(gettext, ngettext, str(get_locale() or "en").replace("_", "-"))
    if format == "json":
        return as_json(transcript)
    if format == "md":
        return as_markdown(transcript, words)
    other = {"public": "confidential", "confidential": "public"}[transcript.version] if is_team else None
    pieces = stream_template("record.html", transcript=transcript, say=words, other_version=other)
    return "".join(unhurried(pieces))
