"""Hostile text in every field that anybody can write, and then every output: it stays text, and deceives nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from facilitation.app import create_app
from facilitation.engine import Engine
from facilitation.engine.commands import COMMANDS
from facilitation.engine.fair import Fair
from facilitation.errors import Refused
from facilitation.programme.structure import Item, Organiser, Programme, Speaker
from facilitation.purge.command import in_words
from facilitation.room.joining import TakeSeat
from facilitation.room.meetings import Settings
from facilitation.web.record import FORMATS
from facilitation.web.security import csrf_token
from tests.attacks.hostile import (
    HALF,
    MADE_OF_TEXT,
    PLAIN,
    TEXTS,
    active,
    dangerous_in_page,
    elements,
    is_list,
    ours,
    raw_in,
    raw_in_json,
    raw_in_page,
    text_fields,
)
from tests.conftest import House, config_in, leisurely
from tests.matrix import PAYLOADS, Scene, set_scene
from tests.web.scenes import Visitor

pytestmark = pytest.mark.slow

PARTS = {"organisers": Organiser, "speakers": Speaker, "items": Item}
VERSIONS = ("public", "confidential")
Outputs = dict[str, TestResponse]


class Writer:
    """Somebody who writes one text wherever they can, and reads everything; where it is refused, ``PLAIN``."""

    def __init__(self, app: Flask, engine: Engine, text: str) -> None:
        self.app, self.engine, self.text = app, engine, text
        self.client: FlaskClient = app.test_client()
        self.answers: list[TestResponse] = []
        self.pages: Outputs = {}

    def everything(self) -> None:
        """Make the meeting, write into every field, and read every output."""
        self._make()
        house = self.house
        # Seats of whoever has a text for a group and a language.
        people = [self._person() for _ in range(2)]
        moderator, organiser = house.seat("moderator"), house.seat("organiser")
        scene = set_scene(house, people[0], people[1], moderator, organiser)
        for name, command in COMMANDS.items():
            role = sorted(command.roles)[0] if "participant" not in command.roles else "participant"
            actor = {"participant": scene.alice, "moderator": moderator, "organiser": organiser}.get(role)
            visitor = Visitor.holding(house, actor or house.seat(role))
            for field in text_fields(command.payload):
                # Who asks much is slowed, so each question comes from somebody else.
                asks = name == "question.ask"
                self._command(Visitor.holding(house, self._person()) if asks else visitor, scene, name, field)
        self._arrange(moderator)
        self._read()

    def _make(self) -> None:
        structure = self._programme()
        wishes = {field: self._in(Settings, field) for field in text_fields(Settings)}
        made = self._accepted("/api/meetings", {"programme": structure, "settings": wishes}, "settings")
        links = {role: link.partition("#")[2] for role, link in made["links"].items()}
        self.house = House(self.app, self.engine, made["code"], links)
        groups = self.house.state(self.house.seat("moderator"))["meeting"]["settings"]["groups"]
        self.group = groups[0] if groups else None
        for field in text_fields(TakeSeat):
            self._post(f"/api/{self.house.code}/seats", {field: self.text})

    def _programme(self) -> dict[str, Any]:
        """A programme with the text in every field that takes it."""
        structure: dict[str, Any] = {"title": PLAIN}
        for name, part in PARTS.items():
            needed = {"title" if part is Item else "name": PLAIN}
            structure[name] = [dict(needed)]
            for field in text_fields(part):
                written = structure | {name: [structure[name][0] | {field: self._in(part, field)}]}
                structure = written if self._takes(written) else structure
        for field in text_fields(Programme):
            if field not in ("warnings",):
                written = structure | {field: self._in(Programme, field)}
                structure = written if self._takes(written) else structure
        return structure

    def _takes(self, structure: dict[str, Any]) -> bool:
        return self._post("/api/meetings", {"programme": structure}).status_code == 201

    def _in(self, struct: type[msgspec.Struct], field: str) -> str | list[str]:
        return [self.text] if is_list(struct, field) else self.text

    def _person(self) -> Any:
        for language in (self.text, "en"):
            try:
                return self.house.seat(group=self.group, language=language)
            except Refused:
                continue
        raise AssertionError("nobody is let in")

    def _command(self, visitor: Visitor, scene: Scene, name: str, field: str) -> None:
        """A command with the text in one field, over the API and as a form; plain where it is refused."""
        wanted = self._in(COMMANDS[name].payload, field)
        plain = "en" if field == "language" else PLAIN  # nothing else than a code is taken there
        if self.text == PLAIN and field == "language":
            wanted = plain
        payload = PAYLOADS[name](scene)
        written = plain if HALF in self.text or wanted == plain else self.text  # a form cannot hold a half
        self.answers.append(visitor.form(name, payload | {field: written}))
        for value in (wanted, [plain] if isinstance(wanted, list) else plain):
            status, answer = visitor.post(f"/commands/{name}", payload | {field: value})
            self.said(json.dumps(answer))
            if status == 200:
                break

    def _arrange(self, moderator: Any) -> None:
        """One question in each state in the end, all of them with the text; two are one author's."""
        house = self.house
        authors = [self._person() for _ in range(4)]
        asked = [self._first(lambda text, by=by: house.ask(by, text, name_=text)) for by in [*authors, authors[0]]]
        open_, declined, answered, merged, _waiting = asked
        for question in (open_, answered, merged):
            house.do(moderator, "question.approve", question=question)
        self._first(lambda text: house.do(moderator, "question.decline", question=declined, reason=text))
        self._first(lambda text: house.do(moderator, "question.reply", question=open_, text=text))
        house.do(moderator, "question.answer", question=answered)
        house.do(moderator, "question.merge", from_=merged, into=open_)
        house.do(moderator, "question.highlight", question=open_)
        added = self._first(lambda text: house.do(moderator, "item.add", title=text, text=text, speakers=[text]))
        house.do(moderator, "item.present", item=added["item"])
        house.settle()
        self.author = authors[0]

    def _first(self, do: Any) -> Any:
        try:
            return do(self.text)
        except Refused:
            return do(PLAIN)

    def _read(self) -> None:
        code, house = self.house.code, self.house
        holders = {"nobody": Visitor(house, None), "author": Visitor.holding(house, self.author)}
        holders |= {role: Visitor.holding(house, house.seat(role)) for role in ("moderator", "stage", "organiser")}
        paths = ["", "/ask", "/desk", "/stage", "/qr.svg", "?all=1", "/organise"]
        paths += [f"/record.{form}?version={version}" for form in FORMATS for version in VERSIONS]
        for who, visitor in holders.items():
            for path in paths:
                self.pages[f"{path} for {who}"] = visitor.browser().get(f"/{code}{path}")
            if visitor.token:
                bearer = {"Authorization": f"Bearer {visitor.token}"}
                self.pages[f"state for {who}"] = self.client.get(f"/api/{code}/state", headers=bearer)
        with self.app.test_request_context():
            csrf = csrf_token(None)
        written = self.text.encode("utf-8", "replace").decode()
        for path, fields in {
            "/join": {"code": written},
            f"/{code}/join": {"csrf": csrf, "group": written, "language": "en"},
            f"/{code}/enter": {"csrf": csrf, "invite": written},
            "/new": {"csrf": csrf, "text": f"{written}\n\n10:00 {written}\n{written}"},
            "/new/create": {"csrf": csrf, "title": "", "item-title": written, "organiser-name": written, "id": written},
        }.items():
            self.pages[f"form {path.replace(code, 'CODE')}"] = self.app.test_client().post(path, data=fields)
        for path in ("/{}", f"/{code}/{{}}", f"/{code}/record.{{}}", f"/{code}?lang={{}}", "/static/{}"):
            self.pages[f"address {path.replace(code, 'CODE')}"] = self.client.get(
                path.format(written.replace("?", "").replace("#", ""))
            )
        self.answers += self.pages.values()
        for _room, _event, payload in house.sent:
            self.said(msgspec.json.encode(payload).decode())
        receipt = self.engine.purge(code)
        self.said(msgspec.json.encode(receipt).decode())
        assert raw_in(in_words(receipt)) == []

    def _accepted(self, path: str, body: dict[str, Any], part: str) -> Any:
        """What is made of this, with only those fields of a part that are taken."""
        taken: dict[str, Any] = {}
        for field, value in body[part].items():
            plain = [PLAIN] if isinstance(value, list) else PLAIN
            ok = self._post(path, body | {part: {field: value}}).status_code == 201
            taken[field] = value if ok else plain
        answer = self._post(path, body | {part: taken})
        assert answer.status_code == 201, answer.text
        return answer.get_json()

    def _post(self, path: str, body: dict[str, Any]) -> TestResponse:
        answer = self.client.post(path, data=json.dumps(body).encode(), content_type="application/json")
        self.answers.append(answer)
        return answer

    def said(self, text: str) -> None:
        """Something that the server said in JSON."""
        assert raw_in_json(text) == []


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Engine]]:
    """One app for all that is written."""
    app = create_app(config_in(tmp_path_factory.mktemp("injected"), migrate=True))
    engine: Engine = app.extensions["facilitation.engine"]
    engine.fair = Fair(clock=leisurely())
    engine.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("facilitation.engine.purge.LOOKS", 1)  # the same text stands in other meetings
        yield app, engine
    engine.stop()
    engine.database.dispose()


@pytest.fixture(scope="module")
def plainly(served: tuple[Flask, Engine]) -> Writer:
    """Everything with a harmless text."""
    writer = Writer(*served, PLAIN)
    writer.everything()
    return writer


@pytest.fixture(params=sorted(TEXTS))
def hostile(request: pytest.FixtureRequest, served: tuple[Flask, Engine]) -> Writer:
    """The same with a hostile one."""
    writer = Writer(*served, TEXTS[request.param])
    writer.everything()
    return writer


def test_it_stays_text_in_every_output(plainly: Writer, hostile: Writer) -> None:
    for answer in hostile.answers:
        for name, value in answer.headers.items():
            assert "\r" not in value and "\n" not in value, name
            assert raw_in(value) == [], name
        for cookie in answer.headers.getlist("Set-Cookie"):
            assert cookie.startswith("seat-") and cookie.count("=") == 3, cookie
        assert answer.status_code < 500
        assert wrong_in(answer) == [], answer.request.path
    pages = [page.text for page in plainly.pages.values() if page.mimetype == "text/html"]
    known = {kind for page in pages for kind in elements(page)}
    for what, answer in hostile.pages.items():
        harmless = plainly.pages[what]
        if answer.status_code != harmless.status_code:
            assert what.startswith(("address", "form")), what
        elif answer.mimetype == "text/html" and not what.startswith("form /new"):
            more = elements(answer.text) - elements(harmless.text)
            assert {kind for kind in more if kind[0] not in MADE_OF_TEXT or kind not in known} == set(), what
        elif answer.mimetype == "text/markdown":
            assert active(answer.text) == ours(answer.text), what


def wrong_in(answer: TestResponse) -> list[str]:
    """What an answer holds and should not; a form that is refused is given back as it was typed, to who typed it."""
    if answer.mimetype == "text/html" and answer.request.method == "POST":
        return dangerous_in_page(answer.text)
    if answer.mimetype == "application/json":
        return raw_in_json(answer.text)
    if answer.mimetype == "text/html":
        return [*raw_in(answer.text), *raw_in_page(answer.text), *dangerous_in_page(answer.text)]
    return raw_in(answer.text)


def test_no_output_is_a_table_for_a_spreadsheet() -> None:
    # There, "=1+1" would be a formula. Whoever adds one sees here that it has to be kept from that.
    assert set(FORMATS) == {"json", "md", "html"}
