"""Doors to a meeting as different people find them: the API, a socket, a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_socketio.test_client import SocketIOTestClient

from facilitation.room.actor import Actor
from facilitation.web.origins import Origins
from facilitation.web.security import csrf_token
from facilitation.web.toll import Toll
from tests.conftest import House

SCREENS = {"participant": "room", "stage": "stage"}  # all others work at the desk
PATHS = {"room": "", "desk": "/desk", "stage": "/stage"}


def screen_of(role: str) -> str:
    """The screen that a role works at."""
    return SCREENS.get(role, "desk")


@dataclass
class Visitor:
    """Somebody at the doors of a meeting, with the token they hold, if any."""

    house: House
    token: str | None
    role: str = "participant"

    @classmethod
    def holding(cls, house: House, actor: Actor) -> Visitor:
        """The visitor that a seat makes."""
        return cls(house, house.tokens[actor.seat_id], actor.role)

    def post(self, path: str, payload: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """A JSON request: (status, answer)."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token is not None else {}
        response = self.house.app.test_client().post(f"/api/{self.house.code}{path}", json=payload, headers=headers)
        return response.status_code, response.get_json()

    def browser(self) -> FlaskClient:
        """A browser that keeps this visitor's seat."""
        browser = self.house.app.test_client()
        if self.token is not None:
            screen = screen_of(self.role)
            name = f"seat-{self.house.code}" + ("" if screen == "room" else f"-{screen}")
            browser.set_cookie(name, self.token)
        return browser

    def form(self, name: str, payload: dict[str, Any], browser: FlaskClient | None = None) -> Any:
        """A command sent as a form from the visitor's own page."""
        with self.house.app.test_request_context():
            csrf = csrf_token(self.token)
        fields = {field: _written(value) for field, value in payload.items()}
        fields |= {"csrf": csrf, "screen": screen_of(self.role)}
        return (browser or self.browser()).post(f"/{self.house.code}/commands/{name}", data=fields)

    def socket(self, **more: Any) -> SocketIOTestClient:
        """A socket opened with the visitor's token; it may not be connected."""
        auth = {"meeting": self.house.code} | ({"seat": self.token} if self.token is not None else {}) | more
        return self.house.app.extensions["socketio"].test_client(self.house.app, auth=auth)


def reconfigured(app: Flask, **changes: Any) -> None:
    """Let an app go on as one that was started with another configuration."""
    config = replace(app.extensions["facilitation.config"], **changes)
    app.extensions |= {
        "facilitation.config": config,
        "facilitation.origins": Origins(config),
        "facilitation.toll": Toll(config),
    }


def over_api(visitor: Visitor, name: str, payload: dict[str, Any]) -> str:
    """What became of a command sent to the API: "done" or the code of the refusal."""
    status, answer = visitor.post(f"/commands/{name}", payload)
    assert (status == 200) == ("error" not in answer)
    return "done" if status == 200 else str(answer["error"]["code"])


def over_socket(visitor: Visitor, name: str, payload: dict[str, Any]) -> str:
    """What became of a command emitted on a socket; who is refused at the handshake, is refused."""
    socket = visitor.socket()
    if not socket.is_connected():
        return "seat.unknown"
    answer = socket.emit(name, payload, callback=True)
    socket.disconnect()
    return "done" if answer.get("ok") else str(answer["error"]["code"])


def over_form(visitor: Visitor, name: str, payload: dict[str, Any]) -> str:
    """What became of a command sent as a form; who has no seat is led to the door, with words of theirs told so."""
    page = visitor.form(name, payload)
    path = f"/{visitor.house.code}{PATHS[screen_of(visitor.role)]}"
    if page.status_code == 303:
        # Only an appeal is told on the page where it is made.
        assert page.location in ((path, f"{path}/ask?done={name}") if name == "seat.appeal" else (path,))
        door = visitor.browser().get(path)
        return "done" if 'id="page"' in door.get_data(as_text=True) else "seat.unknown"
    if page.status_code == 401:
        assert "Nothing was sent" in page.get_data(as_text=True)
        return "seat.unknown"
    assert page.status_code == 403, page.status_code
    return "command.forbidden"


DOORS: dict[str, Callable[[Visitor, str, dict[str, Any]], str]] = {
    "api": over_api,
    "socket": over_socket,
    "form": over_form,
}


def _written(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(value)
    return (
        {True: "true", False: "false", None: ""}.get(value, str(value))
        if not isinstance(value, int) or isinstance(value, bool)
        else str(value)
    )
