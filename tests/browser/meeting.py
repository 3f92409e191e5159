"""A meeting on the real server, and what a test arranges in it without a browser."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.server import Server

TITLE = "Protecting those who speak up"
PROGRAMME: dict[str, Any] = {
    "title": TITLE,
    "items": [
        {"title": "Welcome and introduction", "kind": "opening", "minutes": 10},
        {"title": "What keeps defenders safe?", "questions": ["Who pays?", "Who decides?"], "minutes": 20},
        {"title": "What happens next", "kind": "closing"},
    ],
}


@dataclass
class Meeting:
    """Made over the API; `do` plays people who are not on any screen."""

    server: Server
    code: str
    links: dict[str, str]
    passphrase: str = ""
    seats: dict[str, str] = field(default_factory=dict)

    @classmethod
    def on(cls, server: Server, programme: dict[str, Any] | None = None, **settings: Any) -> Meeting:
        """A new meeting on this server."""
        body = {"programme": programme or PROGRAMME, "settings": settings}
        status, made = server.call("POST", "/api/meetings", body)
        assert status == 201, made
        return cls(server, made["code"], made["links"], made["passphrase"])

    def do(self, who: str, name: str, /, **payload: Any) -> dict[str, Any]:
        """One command of somebody: "moderator", or a participant by any other name."""
        order = {"id": str(uuid.uuid4()), **payload}
        status, answer = self.server.call("POST", f"/api/{self.code}/commands/{name}", order, self._seat(who))
        if status == 429:  # who goes as fast as this is several people
            del self.seats[who]
            return self.do(who, name, **payload)
        assert status == 200, answer
        return dict(answer)

    def ask(self, text: str, who: str = "someone", **payload: Any) -> str:
        """A question on the list: its id."""
        question = str(self.do(who, "question.ask", text=text, **payload)["question"])
        self.do("moderator", "question.approve", question=question)
        return question

    def approve(self, text: str) -> None:
        """Put the question with these words on the list."""
        (question,) = self.questions(text)
        self.do("moderator", "question.approve", question=question["id"])

    def questions(self, text: str) -> list[dict[str, Any]]:
        """Every question of the meeting with these words."""
        return [question for question in self.state()["questions"].values() if question["text"] == text]

    def state(self) -> dict[str, Any]:
        """The whole of it, as the team sees it."""
        status, answer = self.server.call("GET", f"/api/{self.code}/state", seat=self._seat("moderator"))
        assert status == 200, answer
        return dict(answer["state"])

    def item(self, title: str) -> str:
        """The id of the item with this title."""
        return next(key for key, item in self.state()["items"].items() if item["title"] == title)

    def _seat(self, who: str) -> str:
        if who not in self.seats:
            wish = {"invite": self.links[who].partition("#")[2]} if who in self.links else {}
            status, answer = self.server.call("POST", f"/api/{self.code}/seats", wish)
            assert status == 201, answer
            self.seats[who] = answer["seat"]
        return self.seats[who]
