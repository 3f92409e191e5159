"""Nobody sits down on a seat that somebody else chose for them, and no address ever holds or takes a secret."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode

import pytest

from tests.attacks.test_pages_on_the_wire import TABLE
from tests.attacks.visitors import SCREENS, Answer, Caller, Gate, OpenHouse, Visitor
from tests.attacks.wire import TEXT, Polling, frame, websocket

pytestmark = pytest.mark.slow

NOBODY = Visitor("nobody", None)
CHOSEN = "chosen-by-somebody-else1"
# Every name under which something could be taken from an address.
NAMES = (
    "seat",
    "token",
    "invite",
    "secret",
    "ticket",
    "auth",
    "session",
    "sid",
    "access_token",
    "bearer",
    "key",
    "link",
)
FORM = {"Content_Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def house(gate: Gate) -> OpenHouse:
    """A meeting."""
    return gate.house()


@pytest.fixture
def caller(house: OpenHouse) -> Iterator[Caller]:
    """Requests to it."""
    with Caller(house) as caller:
        yield caller


def cookies_of(answer: Answer) -> dict[str, str]:
    """The cookies that an answer sets."""
    set_ = [value for name, value in answer.headers if name.lower() == "set-cookie"]
    return {name: morsel.value for each in set_ for name, morsel in SimpleCookie(each).items()}


def hidden_on(caller: Caller, path: str, **headers: str) -> dict[str, str]:
    """The hidden fields of a page."""
    page = caller.ask("GET", path, **headers).body
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def send(caller: Caller, path: str, cookie: str = "", **fields: str) -> Answer:
    """Send a form from a page of ours, with this cookie."""
    kept = {"Cookie": cookie} if cookie else {}
    return caller.ask("POST", path, urlencode(fields).encode(), Origin=caller.house.server.address, **FORM, **kept)


def join(caller: Caller, cookie: str = "", page_cookie: str = "", **fields: str) -> Answer:
    """Take a participant's seat by the form of the page that is shown to who holds ``page_cookie``."""
    code, shown_to = caller.house.code, {"Cookie": page_cookie} if page_cookie else {}
    return send(caller, f"/{code}/join", cookie, **(hidden_on(caller, f"/{code}", **shown_to) | fields))


@pytest.mark.parametrize("screen", SCREENS)
def test_a_planted_cookie_becomes_no_seat(caller: Caller, screen: str) -> None:
    planted = f"seat-{caller.house.code}{screen}={CHOSEN}"
    joined = cookies_of(join(caller, planted, planted, seat=CHOSEN, token=CHOSEN))
    assert list(joined) == [f"seat-{caller.house.code}"] and CHOSEN not in joined.values()
    assert caller.api(Visitor("planter", CHOSEN), "/commands/question.ask", {"text": "May I?"}).status == 401
    assert 'id="page"' not in caller.ask("GET", f"/{caller.house.code}", Cookie=planted).body


def test_whoever_joins_gets_a_seat_of_their_own(gate: Gate, caller: Caller) -> None:
    """Also where somebody gave them the cookie of a seat that is good: it is taken off them."""
    planted, name = gate.seat(caller.house, "participant"), f"seat-{caller.house.code}"
    seats = {cookies_of(join(caller))[name] for _ in range(3)}
    seats |= {cookies_of(join(caller, f"{name}={planted}"))[name]}
    assert len(seats) == 4 and planted not in seats


def test_an_invitation_gives_a_new_seat_too(gate: Gate, caller: Caller) -> None:
    planted, name = gate.seat(caller.house, "moderator"), f"seat-{caller.house.code}-desk"
    fields = hidden_on(caller, f"/{caller.house.code}/desk") | {"invite": caller.house.links["moderator"]}
    seats = {cookies_of(send(caller, f"/{caller.house.code}/enter", f"{name}={planted}", **fields))[name]}
    seats |= {cookies_of(send(caller, f"/{caller.house.code}/enter", **fields))[name]}
    assert len(seats) == 2 and planted not in seats


@pytest.mark.parametrize("field", ["seat", "token", "token_hash", "id", "role"])
def test_nobody_chooses_their_seat_over_the_api(gate: Gate, caller: Caller, field: str) -> None:
    with gate.nothing_changes():
        assert caller.api(NOBODY, "/seats", {field: CHOSEN}).code == "payload.invalid"


def secrets_of(gate: Gate, house: OpenHouse) -> list[str]:
    """Everything that opens something."""
    links = [link.partition("#")[2] for link in house.links.values() if "#" in link]
    organiser = Visitor("organiser", gate.seat(house, "organiser"), "organiser")
    tickets = house.do(organiser, "ticket.add", count=1)["tickets"]
    return [*links, *tickets, str(organiser.token), gate.seat(house, "moderator"), gate.seat(house, "participant")]


def test_nothing_is_taken_from_an_address(gate: Gate, caller: Caller) -> None:
    house = caller.house
    cookies = [f"seat-{house.code}{screen}" for screen in SCREENS]
    secrets = secrets_of(gate, house)
    with gate.nothing_changes():
        for addresses in TABLE.values():
            for address in addresses:
                path = address.path.format(code=house.code)
                without = caller.ask("GET", path)
                for secret in secrets:
                    query = urlencode(dict.fromkeys((*NAMES, *cookies), secret))
                    answer = caller.ask("GET", f"{path}{'&' if '?' in path else '?'}{query}")
                    assert answer.status == without.status, path
                    assert ('id="page"' in answer.body) == ('id="page"' in without.body), path
                    assert cookies_of(answer) == {}, path
                    assert secret not in answer.body and secret not in repr(answer.headers), path
        for secret in secrets:  # nor as a part of it
            for path in (f"/{house.code}/{secret}", f"/{house.code}/desk/{secret}", f"/{secret}"):
                assert caller.ask("GET", quote(path)).status == 404


@pytest.mark.parametrize("asked", [{}, {"meeting"}], ids=["nothing", "the meeting"])
def test_no_socket_takes_a_seat_from_its_address(gate: Gate, caller: Caller, asked: set[str]) -> None:
    house = caller.house
    connect = b"40" + json.dumps(dict.fromkeys(asked, house.code)).encode()
    for secret in secrets_of(gate, house):
        names = [name for name in NAMES if name != "sid"]  # that one is Engine.IO's own
        query = urlencode({"meeting": house.code, **dict.fromkeys(names, secret)})
        session = Polling(house.server, query)
        assert session.post(connect)[0] == 200
        assert session.get()[1].startswith("44{")
        with websocket(house.server, query=query) as line:
            assert line.send(frame(TEXT, connect))
            answer = line.read_frame()
            assert answer and answer[1].startswith(b"44{"), answer


def test_leaving_ends_the_cookie_and_joining_again_is_another_seat(caller: Caller) -> None:
    code = caller.house.code
    first = cookies_of(join(caller))[f"seat-{code}"]
    left = caller.ask("POST", f"/{code}/leave", b"", Origin=caller.house.server.address, Cookie=f"seat-{code}={first}")
    assert set(cookies_of(left).values()) == {""}
    assert cookies_of(join(caller))[f"seat-{code}"] != first
