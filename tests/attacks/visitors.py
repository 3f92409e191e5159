"""Everybody who may stand at the doors of a meeting on a real server, with what they hold, and what they may not."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import msgspec
from sqlalchemy import create_engine, select, update

from facilitation.db import prepare, writing
from facilitation.errors import Refused
from facilitation.models import Meeting, Seat
from facilitation.models.columns import now
from facilitation.models.seat import INVITED, ORGANISER, ROLES
from facilitation.room.tokens import token_hash
from tests.attacks.honest import House
from tests.conftest import PROGRAMME
from tests.organiser import sign_in
from tests.server import Server
from tests.witness import everything_in

SCREENS = ("", "-desk", "-stage", "-organise")


@dataclass(frozen=True)
class Visitor:
    """Somebody with a token, or none; ``role`` is what the meeting takes them for, None where it lets nobody in."""

    who: str
    token: str | None
    role: str | None = None


class OpenHouse(House):
    """The house as the tests inside the process know theirs, over the API: whoever does something is a visitor."""

    def do(self, visitor: Visitor, name: str, **payload: Any) -> dict[str, Any]:
        """One command; a trailing underscore is dropped from field names that are Python's own words."""
        fields = {key.rstrip("_"): value for key, value in payload.items()}
        path = f"/api/{self.code}/commands/{name}"
        status, answer = self.server.call("POST", path, fields, seat=visitor.token)
        if status != 200:
            raise Refused(answer["error"]["code"])
        return dict(answer)

    def ask(self, visitor: Visitor, text: str = "Why is nobody protected?", **payload: Any) -> str:
        """Ask a question: its id."""
        return str(self.do(visitor, "question.ask", text=text, **payload)["question"])

    def open_question(self, author: Visitor, moderator: Visitor, text: str = "Why is nobody protected?") -> str:
        """A question that is on the list: its id."""
        question = self.ask(author, text)
        self.do(moderator, "question.approve", question=question)
        return question


@dataclass(frozen=True)
class Answer:
    """What came of a request."""

    status: int
    headers: list[tuple[str, str]]
    body: str

    @property
    def code(self) -> str | None:
        """The code of an API's refusal."""
        return json.loads(self.body).get("error", {}).get("code")

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class Gate:
    """A house on a real server, what is stored there, and the seats of all who come."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.database = create_engine(f"sqlite:///{server.folder / 'facilitation.sqlite'}")
        prepare(self.database)

    def close(self) -> None:
        """Let go of the database."""
        self.database.dispose()

    def house(self) -> OpenHouse:
        """A new meeting with three items."""
        programme = msgspec.to_builtins(PROGRAMME)
        status, made = self.server.call("POST", "/api/meetings", {"programme": programme})
        assert status == 201, made
        return OpenHouse(self.server, made["code"], made["links"])

    def seat(self, house: House, role: str) -> str:
        """A seat of a role: its token."""
        if role != ORGANISER:
            return house.take_seat(role)
        with writing(self.database) as db:
            token = sign_in(db, house.code)
            db.commit()
        return token

    def insiders(self, house: House) -> dict[str, Visitor]:
        """One of each role."""
        return {role: Visitor(role, self.seat(house, role), role) for role in ROLES}

    def outsiders(self, house: House) -> Iterator[Visitor]:
        """Who must not be let in, whatever they hold."""
        other = self.house()
        for role in ROLES:
            yield Visitor(f"a {role} of another meeting", self.seat(other, role))
            revoked, expired = self.seat(house, role), self.seat(house, role)
            self.change(house, revoked, revoked=True)
            self.change(house, expired, expires_at=now() - timedelta(seconds=1))
            yield Visitor(f"a revoked {role}", revoked)
            yield Visitor(f"an expired {role}", expired)
        for role in INVITED:
            yield Visitor(f"the link of the {role}, taken for a seat", house.links[role].partition("#")[2])
        yield Visitor("nobody", None)
        yield Visitor("an empty token", "")
        yield Visitor("a made-up token", "x" * 24)
        yield Visitor("the code, taken for a token", house.code)

    def change(self, house: House, token: str, **values: Any) -> None:
        """Change the row of a seat."""
        with writing(self.database) as db:
            keys = db.execute(select(Meeting.key, Meeting.team_key).where(Meeting.code == house.code)).one()
            proofs = [token_hash(key, token) for key in keys]
            changed = db.execute(update(Seat).where(Seat.token_hash.in_(proofs)).values(**values))
            db.commit()
        assert changed.rowcount == 1  # type: ignore[attr-defined]

    @contextmanager
    def nothing_changes(self) -> Iterator[None]:
        """Every row of every table is afterwards what it was before."""
        stored = SimpleNamespace(database=self.database)
        before = everything_in(stored)  # type: ignore[arg-type]
        yield
        assert everything_in(stored) == before  # type: ignore[arg-type]


class Caller:
    """Requests over HTTP, over one connection that is kept."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._line = HTTPConnection("127.0.0.1", house.server.port, timeout=30)

    def __enter__(self) -> Caller:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        self._line.request(method, path, body, sent)
        answer = self._line.getresponse()
        return Answer(answer.status, answer.getheaders(), answer.read().decode())

    def api(self, visitor: Visitor, path: str, payload: dict[str, Any]) -> Answer:
        """A request to the API."""
        bearer = {} if visitor.token is None else {"Authorization": f"Bearer {visitor.token}"}
        path = f"/api/{self.house.code}{path}"
        return self.ask("POST", path, json.dumps(payload).encode(), **bearer)

    def page(self, visitor: Visitor, path: str, **more: str) -> Answer:
        """A page, with the visitor's token in every cookie that there could be."""
        return self.ask("GET", path, **self.cookies(visitor), **more)

    def form(self, visitor: Visitor, name: str, screen: str, payload: dict[str, Any]) -> Answer:
        """A command by a form, with the proof that pages of ours carry."""
        fields = {field: json.dumps(value).strip('"') for field, value in payload.items() if value is not None}
        body = urlencode(fields | {"csrf": self._csrf(visitor.token), "screen": screen}).encode()
        kind = {"Content_Type": "application/x-www-form-urlencoded", "Origin": self.house.server.address}
        return self.ask("POST", f"/{self.house.code}/commands/{name}", body, **kind, **self.cookies(visitor))

    def _csrf(self, token: str | None) -> str:
        secret = (self.house.server.folder / "secret").read_text().strip().encode()
        return hmac.digest(secret, b"form:" + (token or "").encode(), hashlib.sha256).hex()[:32]

    def cookies(self, visitor: Visitor) -> dict[str, str]:
        """The visitor's token, in every cookie that there could be."""
        names = [f"seat-{self.house.code}{screen}" for screen in SCREENS]
        return {} if visitor.token is None else {"Cookie": "; ".join(f"{name}={visitor.token}" for name in names)}
