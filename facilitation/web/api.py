"""The JSON API: the same commands as over sockets, for clients that nobody here wrote."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import msgspec
from flask import Blueprint, Response, request

from facilitation.db import reading
from facilitation.engine.commands import parse
from facilitation.errors import Refused
from facilitation.models.seat import ORGANISER, PARTICIPANT
from facilitation.programme import from_structure
from facilitation.programme.aside import readers
from facilitation.programme.structure import Programme
from facilitation.room.agenda import ITEMS_LIMIT
from facilitation.room.joining import TakeSeat
from facilitation.room.links import listed
from facilitation.room.meetings import Settings, tidied
from facilitation.room.organisers import check_organiser_of
from facilitation.web import current
from facilitation.web.access import api_actor, bearer
from facilitation.web.limits import check_containers, room_for_a_programme
from facilitation.web.listing import as_data
from facilitation.web.payment import Payment
from facilitation.web.security import no_other_sites
from facilitation.web.signing_in import SignIn, first_passphrase, sign_in

api = Blueprint("api", __name__)
no_other_sites(api)

SCREEN_OF = {"participant": "", "moderator": "/desk", "rapporteur": "/desk", "interpreter": "/desk", "stage": "/stage"}


@api.post("/api/meetings")
def create_meeting() -> tuple[Response, int]:
    """Make a meeting of a programme, given as text or in its structured form."""
    check_organiser(bearer())
    body = _json_object()
    settings = parse(body.pop("settings", {}), Settings)
    given = body.pop("programme", None)
    if body:
        raise Refused("payload.invalid", field=next(iter(body))[:60])
    with room_for_a_programme():
        programme = tidied(_programme(given))
        code, links, passphrase = start_meeting(programme, settings)
    answer = {
        "code": code,
        "links": links,
        "passphrase": passphrase,
        "programme": programme,
        "warnings": programme.warnings,
    }
    return _answer(answer), 201


@api.post("/api/<code:code>/seats")
def take_seat(code: str) -> tuple[Response, int]:
    """Take a seat; with no invite and no passphrase, a participant's."""
    body = _json_object()
    work = body.pop("work", "")
    if not isinstance(work, str):
        raise Refused("payload.invalid", field="work")
    if "passphrase" in body or "one_time_code" in body:
        token, role = sign_in(code, parse(body, SignIn), Payment(work)), ORGANISER
    else:
        wish = parse(body, TakeSeat)
        with current.toll().seat(Payment(work), code, ticket=bool(wish.ticket)) as paid:
            token, role = current.engine().take_seat(code, wish, paid)
    return _answer({"seat": token, "role": role}), 201


@api.get("/api/<code:code>/state")
def state(code: str) -> Response:
    """The state, as in the join acknowledgement."""
    answer = current.engine().join(api_actor(code))
    response = _answer(answer)
    mine = hashlib.blake2b(msgspec.json.encode(answer["you"]), digest_size=6).hexdigest()
    response.set_etag("-".join(str(number) for number in answer["revision"].values()) + f"-{mine}")
    response.make_conditional(request)
    return response


@api.post("/api/<code:code>/commands/<name>")
def command(code: str, name: str) -> Response:
    """Do what the same command does over a socket."""
    return _answer(current.engine().perform(api_actor(code), name, _json_object()))


@api.get("/api/<code:code>/links")
def links(code: str) -> Response:
    """Every invitation, for the organiser alone; nothing in the answer opens anything."""
    actor = api_actor(code)
    check_organiser_of(actor)
    with reading(current.engine().database) as db:
        return _answer({"links": [as_data(link) for link in listed(db, actor.meeting_id)]})


def check_organiser(key: str | None) -> None:
    """Refuse who may not start a meeting on this server."""
    wanted = current.config().organiser_key
    if wanted and not hmac.compare_digest((key or "").encode(), wanted.encode()):
        raise Refused("organiser.key_wrong")


def start_meeting(
    programme: Programme, settings: Settings, made_by: str | None = None
) -> tuple[str, dict[str, str], str]:
    """Create the meeting: (code, full link of each role, the organiser's passphrase); all are told this once."""
    passphrase, proof = first_passphrase()
    code, secrets = current.engine().create_meeting(programme, settings, made_by, proof)
    return code, links_of(current.config().address, code, secrets), passphrase


def links_of(address: str, code: str, secrets: dict[str, str]) -> dict[str, str]:
    """The full link of each role; a secret stands in the fragment, so that no log or referrer holds it."""
    fragments = {PARTICIPANT: ""} | {role: f"#{secret}" for role, secret in secrets.items()}
    return {role: f"{address}/{code}{SCREEN_OF[role]}{fragment}" for role, fragment in fragments.items()}


def _programme(given: Any) -> Programme:
    if isinstance(given, str):
        return readers.read(given).programme
    if isinstance(given, dict):
        items = given.get("items")
        if isinstance(items, list) and len(items) > ITEMS_LIMIT:  # before each is looked at
            raise Refused("item.too_many", limit=ITEMS_LIMIT)
        return from_structure(given)
    raise Refused("payload.invalid", field="programme")


def _json_object() -> dict[str, Any]:
    data = request.get_data()
    if not data:
        return {}
    check_containers(data)
    try:
        body = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused("request.invalid") from None
    if not isinstance(body, dict):
        raise Refused("request.invalid")
    return body


def _answer(data: Any) -> Response:
    return Response(msgspec.json.encode(data), mimetype="application/json")
