"""What one person causes is the same in a small room and in a hall: beside the one pulse, it concerns who did it."""

from __future__ import annotations

from collections import Counter

import pytest
from flask_socketio.test_client import SocketIOTestClient

from facilitation.room.actor import Actor
from tests.conftest import House
from tests.web.scenes import Visitor

Traffic = dict[str, Counter[str]]


class Room:
    """Open pages of so many others, of the team, and of the one who does something."""

    def __init__(self, house: House, moderator: Actor, others: int) -> None:
        house.engine.heartbeat.stop()  # it comes by the clock, whatever anybody does
        self.house = house
        self.question = house.open_question(house.seat(), moderator)
        self.actor = house.seat()
        self.pages = [_joined(house, actor) for actor in (moderator, *(house.seat() for _ in range(others)))]

    def traffic(self) -> Traffic:
        """What each act sends, to how many pages."""
        self._sent()
        told: Traffic = {}
        page = _joined(self.house, self.actor)
        self.pages.append(page)
        told["join"] = self._sent()
        vote = {"question": self.question, "value": 1}
        for name, payload in (("question.ask", {"text": "Why?"}), ("vote.cast", vote)):
            assert page.emit(name, payload, callback=True)["ok"]
            told[name] = self._sent()
        self.pages.remove(page)
        page.disconnect()
        told["leave"] = self._sent()
        return told

    def _sent(self) -> Counter[str]:
        self.house.settle()
        return Counter(message["name"] for page in self.pages for message in page.get_received())


def _joined(house: House, actor: Actor) -> SocketIOTestClient:
    page = Visitor.holding(house, actor).socket()
    assert page.emit("join", {}, callback=True)["ok"]
    return page


@pytest.mark.parametrize("others", [2, 200])
def test_nobody_elses_line_is_used_but_for_the_pulse(house: House, moderator: Actor, others: int) -> None:
    room = Room(house, moderator, others)
    traffic = room.traffic()
    everybody = others + 2
    assert traffic == {
        "join": Counter(),
        "question.ask": Counter(pulse=1, yours=1),  # it waits for review: the team alone learns of it, and its author
        "vote.cast": Counter(pulse=everybody),
        "leave": Counter(),
    }
