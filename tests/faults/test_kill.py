"""kill -9 between any two steps and in a burst: nothing acknowledged is missing, nothing is there twice."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest

from tests.server import Server

pytestmark = pytest.mark.slow

PROGRAMME = {"title": "A session", "items": [{"title": "First"}, {"title": "Second"}]}


class Session:
    """A whole session as a list of steps, each with what must be true for ever after it was acknowledged."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.code = ""
        self.seats: dict[str, str] = {}
        self.questions: dict[str, str] = {}
        self.acknowledged: list[tuple[dict[str, Any], dict[str, Any]]] = []

    def api(self, method: str, path: str, body: Any = None, who: str | None = None) -> Any:
        status, answer = self.server.call(method, f"/api{path}", body, self.seats.get(who or ""))
        assert status in (200, 201), answer
        return answer

    def do(self, who: str, name: str, **payload: Any) -> dict[str, Any]:
        order = {"id": str(uuid.uuid4()), **payload}
        answer = self.api("POST", f"/{self.code}/commands/{name}", order, who)
        self.acknowledged.append(({"who": who, "name": name, "order": order}, answer))
        return dict(answer)

    def create(self) -> None:
        made = self.api("POST", "/meetings", {"programme": PROGRAMME})
        self.code = made["code"]
        self.invite = made["links"]["moderator"].partition("#")[2]

    def sit(self) -> None:
        for name, wish in (("moderator", {"invite": self.invite}), ("alice", {}), ("bob", {"group": "state"})):
            self.seats[name] = self.api("POST", f"/{self.code}/seats", wish)["seat"]

    def present(self) -> None:
        self.do("moderator", "item.present", item="i2")

    def ask(self) -> None:
        for name, text in (("kept", "Who answers for this?"), ("taken back", "Never mind"), ("not now", "Later")):
            self.questions[name] = self.do("alice", "question.ask", text=text)["question"]

    def decide(self) -> None:
        self.do("moderator", "question.approve", question=self.questions["kept"])
        self.do("moderator", "question.decline", question=self.questions["not now"], reason="Asked already")

    def vote(self) -> None:
        self.do("bob", "vote.cast", question=self.questions["kept"], value=1)

    def withdraw(self) -> None:
        self.do("alice", "question.withdraw", question=self.questions["taken back"])

    def highlight(self) -> None:
        self.do("moderator", "question.highlight", question=self.questions["kept"])

    def finish(self) -> None:
        self.do("moderator", "question.reply", question=self.questions["kept"], text="We do")
        self.do("moderator", "question.answer", question=self.questions["kept"])
        self.do("moderator", "meeting.end")

    STEPS = (create, sit, present, ask, decide, vote, withdraw, highlight, finish)


def test_between_any_two_steps(server: Server) -> None:
    session = Session(server)
    for step in Session.STEPS:
        step(session)
        before = [session.api("GET", f"/{session.code}/state", None, who) for who in session.seats]
        server.kill()
        server.start()
        after = [session.api("GET", f"/{session.code}/state", None, who) for who in session.seats]
        assert after == before
        for command, first_answer in session.acknowledged:
            path = f"/{session.code}/commands/{command['name']}"
            assert session.api("POST", path, command["order"], command["who"]) == first_answer
        again = [session.api("GET", f"/{session.code}/state", None, who) for who in session.seats]
        assert again == before, "a repeat of what was acknowledged changed something"
    kept = after[0]["state"]["questions"][session.questions["kept"]]
    assert (kept["state"], kept["score"], len(kept["replies"])) == ("answered", 1, 1)
    assert after[0]["state"]["questions"][session.questions["taken back"]]["text"] == ""


@pytest.mark.parametrize("moment", [1, 7, 25])
def test_in_the_middle_of_a_burst(server: Server, moment: int) -> None:
    session = Session(server)
    session.create()
    session.sit()
    seats = [session.api("POST", f"/{session.code}/seats", {})["seat"] for _ in range(12)]
    acknowledged: dict[str, str] = {}
    enough = threading.Event()

    def ask(number: int) -> None:
        text, order_id = f"question {number}", str(uuid.uuid4())
        try:
            status, answer = server.call(
                "POST",
                f"/api/{session.code}/commands/question.ask",
                {"id": order_id, "text": text},
                seats[number % len(seats)],
            )
        except (OSError, ValueError):
            return  # the line broke before an answer: then nothing was promised
        if status == 200:
            acknowledged[answer["question"]] = text
            if len(acknowledged) >= moment:
                enough.set()

    crowd = [threading.Thread(target=ask, args=(number,)) for number in range(60)]
    for thread in crowd:
        thread.start()
    assert enough.wait(20)
    server.kill()
    for thread in crowd:
        thread.join()
    server.start()
    state = session.api("GET", f"/{session.code}/state", None, "moderator")["state"]
    stored = {question["id"]: question["text"] for question in state["questions"].values()}
    assert acknowledged.items() <= stored.items()
    assert len(set(stored.values())) == len(stored), "something is there twice"


def test_a_polite_end_keeps_everything_and_leaves(server: Server) -> None:
    session = Session(server)
    for step in Session.STEPS[:4]:
        step(session)
    before = session.api("GET", f"/{session.code}/state", None, "moderator")
    assert server.stop() == 0
    server.start()
    assert session.api("GET", f"/{session.code}/state", None, "moderator") == before
