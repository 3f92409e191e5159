"""How much of a request is read; reading more would make everybody wait, and fill the memory."""

from __future__ import annotations

import threading

from flask import after_this_request, request
from werkzeug.wrappers import Response

from facilitation.errors import Refused
from facilitation.programme.limits import TEXT_BYTES

# Bytes of any request: the longest item, with room to spare.
REQUEST = 256 * 1024
# Bytes of a programme: a document with pictures in it; its reader has stricter limits of its own.
PROGRAMME = 12 * 1024 * 1024
# Bytes of a request to the API with a programme in it, which is text or the structured form of one.
STRUCTURE = 4 * TEXT_BYTES
# Programmes longer than any other request that are received at a time: whoever sends one slowly fills the memory too.
AT_A_TIME = 4
# Fields of a form: a corrected programme has a few for each of its lines; an upload has a handful.
FIELDS, PARTS = 20_000, 1_000


def make_room_for_a_structure() -> None:
    """Let this request to the API be as large as a text, or as what can be read from one."""
    request.max_content_length = STRUCTURE


_room = threading.BoundedSemaphore(AT_A_TIME)


def make_room_for_a_programme() -> None:
    """Let this request be as large as a programme; raises Refused("payload.too_large") for a form of crumbs.

    Raises Refused("server.busy") while several others that are large are being received.
    """
    if (request.content_length or 0) > REQUEST:
        _take_room()
    request.max_content_length = request.max_form_memory_size = PROGRAMME
    request.max_form_parts = PARTS
    typed = request.mimetype == "application/x-www-form-urlencoded"
    if typed and request.get_data(parse_form_data=False).count(b"&") > FIELDS:
        raise Refused("payload.too_large")


def _take_room() -> None:
    if not _room.acquire(blocking=False):
        raise Refused("server.busy")

    @after_this_request
    def _give_back(response: Response) -> Response:
        _room.release()
        return response
