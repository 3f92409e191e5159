"""The organiser, before: from a pasted programme, read and corrected, to a meeting and its links."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, stream_template
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from facilitation.engine.commands import checked_id, parse
from facilitation.errors import Refused
from facilitation.programme import from_structure
from facilitation.programme.aside import readers
from facilitation.programme.limits import LIST_ENTRIES
from facilitation.programme.structure import Item, Organiser, Programme, Speaker
from facilitation.record.unhurried import unhurried
from facilitation.room.agenda import ITEMS_LIMIT
from facilitation.room.meetings import Settings
from facilitation.web import current
from facilitation.web.api import check_organiser, start_meeting
from facilitation.web.limits import room_for_a_programme
from facilitation.web.refusals import as_error, status
from facilitation.web.security import check_form, csrf_token
from facilitation.web.warnings import in_words

organising = Blueprint("organising", __name__)

# Characters of a form that is given back to somebody who may be a stranger: any programme that was typed or corrected,
# but not megabytes, of which a few that nobody reads would fill the memory.
GIVEN_BACK = 128 * 1024

_SWITCHES = ("premoderation", "asking", "voting", "names", "protection")


@organising.before_request
def _organisers_alone() -> tuple[str, int] | None:
    """Ask first who sends this; whoever mistyped the key, or took long over a draft, loses nothing of it."""
    if request.method != "POST":
        return None
    try:
        check_form(None)
        check_organiser(request.form.get("key"))
    except RequestEntityTooLarge:
        return _refused(Refused("payload.too_large"))
    except Refused as refusal:
        if sum(len(words) for _name, words in request.form.items(multi=True)) > GIVEN_BACK:
            return _refused(refusal)
        return _given_back(refusal), status(refusal)
    return None


@organising.get("/new")
def new() -> str:
    """Paste or upload a programme."""
    return _new()


@organising.post("/new")
@organising.post("/new/read", endpoint="read_again")
def read_programme() -> str | tuple[str, int]:
    """Read a programme and show what was read beside it."""
    try:
        upload = request.files.get("file")
        with room_for_a_programme():
            if upload and upload.filename:
                reading = readers.read(upload.read(), upload.filename)
            else:
                reading = readers.read(request.form.get("text", request.form.get("source", "")))
        _check_rows(reading.programme)
    except Refused as refusal:
        return _given_back(refusal), status(refusal)
    return _review(reading.programme, reading.text)


@organising.post("/new/create")
def create() -> str | tuple[str, int]:
    """Make the meeting of the corrected draft, and show its links this once."""
    try:
        programme = from_structure(structure_of(request.form))
        settings = parse({name: name in request.form for name in _SWITCHES}, Settings)
        with room_for_a_programme():
            code, links, passphrase = start_meeting(programme, settings, checked_id(request.form.get("id") or None))
    except Refused as refusal:
        return _given_back(refusal), status(refusal)
    return render_template("links.html", code=code, links=links, passphrase=passphrase, programme=programme)


def _check_rows(draft: Programme) -> None:
    """Refuse a draft that nobody would correct row by row, and of which no meeting could be made."""
    for rows in (draft.items, draft.speakers, draft.organisers):
        if len(rows) > ITEMS_LIMIT:
            raise Refused("item.too_many", limit=ITEMS_LIMIT)


def structure_of(form: MultiDict[str, str]) -> dict[str, Any]:
    """The structured programme that the review form's fields stand for; empty rows are left out."""
    return {
        **{name: form.get(name, "").strip() for name in ("title", "description")},
        **{name: form.get(name, "").strip() or None for name in ("series", "part", "date", "starts", "ends")},
        "languages": _split(form.get("languages", ""), ","),
        "objectives": _split(form.get("objectives", ""), "\n"),
        "organisers": [
            {"name": row["name"], "acronym": row["acronym"] or None, "partner": row["partner"]}
            for row in _rows(form, "organiser", ("name", "acronym"), "partner")
            if row["name"]
        ],
        "speakers": [
            {
                "name": row["name"],
                "role": row["role"] or None,
                "organisation": row["organisation"] or None,
                "moderator": row["moderator"],
            }
            for row in _rows(form, "speaker", ("name", "role", "organisation"), "moderator")
            if row["name"]
        ],
        "items": [
            {
                "kind": row["kind"] or "discussion",
                "title": row["title"],
                "text": row["text"] or None,
                "minutes": _minutes(row["minutes"]),
                "questions": _split(row["questions"], "\n"),
                "speakers": _split(row["speakers"], ","),
            }
            for row in _rows(form, "item", ("kind", "title", "text", "minutes", "questions", "speakers"))
            if row["title"] or row["text"] or row["questions"]
        ],
    }


def _rows(
    form: MultiDict[str, str], noun: str, fields: tuple[str, ...], tick: str | None = None
) -> list[dict[str, Any]]:
    """Rows of repeated fields; a tick box names the number of its row, since an empty one sends nothing."""
    columns = [[value.strip() for value in form.getlist(f"{noun}-{field}")] for field in fields]
    ticked = set(form.getlist(f"{noun}-{tick}")) if tick else set()
    rows = [dict(zip(fields, values, strict=True)) for values in zip(*columns, strict=False)]
    return [row | ({tick: str(number) in ticked} if tick else {}) for number, row in enumerate(rows)]


def _split(text: str, separator: str) -> list[str]:
    """Its parts; of more than a list may hold, the last is the whole rest: it is refused, and given back as it was."""
    return [part.strip() for part in text.split(separator, LIST_ENTRIES) if part.strip()]


def _minutes(text: str) -> int | str | None:
    """A number where it is one; anything else is left for the check to refuse by name."""
    return int(text) if text.isdecimal() and len(text) < 6 else text or None


def _as_typed(structure: dict[str, Any]) -> Programme:
    """The draft to correct further, with every field as it was typed, also those that do not hold."""
    rows = {"organisers": Organiser, "speakers": Speaker, "items": Item}
    return Programme(**structure | {name: [row(**each) for each in structure[name]] for name, row in rows.items()})


def _given_back(refusal: Refused) -> str:
    """The page that was sent, as it was filled in, with the reason why it was refused."""
    given, source = {"refusal": as_error(refusal)["error"], "typed": request.form}, request.form.get("source", "")
    if request.endpoint == "organising.create":
        return _review(_as_typed(structure_of(request.form)), source, **given)
    return _new(text=request.form.get("text", source), **given)


def _refused(refusal: Refused) -> tuple[str, int]:
    return _new(refusal=as_error(refusal)["error"]), status(refusal)


def _new(**context: Any) -> str:
    key_needed = current.config().organiser_key is not None
    return render_template("new.html", key_needed=key_needed, csrf=csrf_token(None), **context)


def _review(draft: Programme, source: str, **context: Any) -> str:
    pieces = stream_template(
        "review.html",
        draft=draft,
        source=source,
        warnings=[in_words(warning) for warning in draft.warnings],
        key=request.form.get("key", ""),
        csrf=csrf_token(None),
        **context,
    )
    return "".join(unhurried(pieces))  # hundreds of rows take a while
