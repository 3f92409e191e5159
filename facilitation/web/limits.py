"""How much of a request each door takes: no more than honest use needs, since who sends slowly holds it for a while."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import Flask, request

from facilitation.engine.commands import COMMANDS
from facilitation.errors import Refused
from facilitation.programme.limits import TEXT_BYTES
from facilitation.web.form_parser import FormRequest

# Bytes of a vote, a decision, a wish for a seat: ids, and a line of text at most, as a form writes it in any script.
SMALL = 4 * 1024
# Bytes of a question with a name: 580 characters, each as wide as a family in four skin tones, 123 bytes in a form.
QUESTION = 80 * 1024
# Bytes of what is written at the desk: the longest item, a long answer.
DESK = 256 * 1024
# Bytes of a request to the API with a programme in it, which is text or the structured form of one.
STRUCTURE = 4 * TEXT_BYTES
# Bytes of a form with a programme: a document with pictures in it; its reader has stricter limits of its own. Only in
# parts: in one line (urlencoded) a letter may be three bytes and take the memory of a hundred; there, DESK is enough.
PROGRAMME = 12 * 1024 * 1024
# Bytes of all words in a form: a programme's text, what was read from it, and room for corrections.
WORDS = 3 * TEXT_BYTES
# Programmes longer than what is written at the desk that are read at a time: they fill the memory until they are.
AT_A_TIME = 4
# Fields of a form: a corrected programme of 200 items, 200 speakers and 200 organisers has 2,700.
FIELDS = 3_000
# Lists and objects in JSON, where the longest programme has some thousand: each is far more work than its two bytes.
CONTAINERS = 10_000
# Where a request keeps what was sent with it: as it came, and taken apart.
_SENT = ("_cached_data", "_cached_json", "stream", "form", "files", "values")

_OF_COMMANDS = (
    dict.fromkeys(COMMANDS, SMALL)
    | dict.fromkeys(("question.ask", "question.edit", "question.decline", "seat.appeal", "link.add"), QUESTION)
    | dict.fromkeys(("item.add", "item.edit", "question.reply", "meeting.settings", "meeting.lists"), DESK)
)
# Doors that take anything: bytes, or those of each command. Of a request at any other door, nothing is read.
LIMITS: dict[str, int | Mapping[str, int]] = {
    "api.command": _OF_COMMANDS,
    "api.create_meeting": STRUCTURE,
    "api.take_seat": SMALL,
    "forms.command": _OF_COMMANDS,
    "organise.one_time_code": SMALL,
    "organise.passphrase": SMALL,
    "organise.purge": SMALL,
    "organise.sign_in": SMALL,
    "organising.create": PROGRAMME,
    "organising.read_again": PROGRAMME,
    "organising.read_programme": PROGRAMME,
    "purging.purge": SMALL,
    "seating.enter": SMALL,
    "seating.find": SMALL,
    "seating.join": SMALL,
    "seating.leave": SMALL,
}


def init_app(app: Flask) -> None:
    """Let every door take what it may; a request that is larger is refused before any of it is read."""
    app.config.update(MAX_CONTENT_LENGTH=0, MAX_FORM_MEMORY_SIZE=WORDS, MAX_FORM_PARTS=FIELDS)
    app.request_class = FormRequest
    app.before_request(_limit)
    app.teardown_request(_let_go)


def _limit() -> None:
    limit: Any = LIMITS.get(request.endpoint or "", 0)
    if isinstance(limit, Mapping):
        limit = limit.get((request.view_args or {})["name"], SMALL)
    if limit == PROGRAMME and request.mimetype != "multipart/form-data":
        limit = DESK
    request.max_content_length = limit


def _let_go(_error: BaseException | None) -> None:
    """Pages hold on to their request until garbage is collected: not to the megabytes that came with it."""
    request.close()
    for name in _SENT:
        vars(request).pop(name, None)


def check_containers(json: bytes) -> None:
    """Refuse JSON of crumbs: taking it apart, and looking at each, would make everybody wait."""
    if len(json) > QUESTION and json.count(b"[") + json.count(b"{") > CONTAINERS:
        raise Refused("payload.too_large")


_room = threading.BoundedSemaphore(AT_A_TIME)


@contextmanager
def room_for_a_programme() -> Iterator[None]:
    """Read a programme that is here already; raises Refused("server.busy") while several others are being read.

    Not to be asked for before that, nor before its sender may have one read: who sends slowly, or a stranger, would
    keep the organisers out.
    """
    if (request.content_length or 0) <= DESK:
        yield
        return
    if not _room.acquire(blocking=False):
        raise Refused("server.busy")
    try:
        yield
    finally:
        _room.release()
