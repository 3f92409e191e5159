"""Whatever the rules let through, the database takes: as long as people count, not as code points count."""

from __future__ import annotations

import msgspec

from facilitation.programme.structure import Item, Programme
from facilitation.room.joining import TakeSeat
from facilitation.room.meetings import Settings

# One character to a person, eleven to a database.
FAMILY = "👨🏽‍👩🏽‍👧🏽‍👦🏽"


def test_the_longest_name_group_and_question(house, moderator):
    group = FAMILY * 80
    house.do(moderator, "meeting.settings", groups=[group], title=FAMILY * 500)
    alice = house.seat(group=group)
    house.ask(alice, FAMILY * 500, name_=FAMILY * 80)
    [question] = house.state(moderator)["questions"].values()
    assert (question["text"], question["name"]) == (FAMILY * 500, FAMILY * 80)
    assert question["group"] == group
    assert house.state(moderator)["meeting"]["title"] == FAMILY * 500


def test_the_longest_id_of_an_item(engine):
    programme = Programme(title="A", items=[Item(id="x" * 64, title="B")])
    code, links = engine.create_meeting(programme, Settings())
    moderator = engine.seated(code, engine.take_seat(code, TakeSeat(invite=links["moderator"]))[0])
    engine.perform(moderator, "item.present", {"item": "x" * 64})
    alice = engine.seated(code, engine.take_seat(code, TakeSeat())[0])
    engine.perform(alice, "question.ask", {"text": "Why?"})
    state = msgspec.json.decode(engine.join(alice)["state"])
    assert state["meeting"]["current"] == "x" * 64


def test_a_nul_in_what_people_write_is_left_out(house, alice, moderator):
    house.ask(alice, "a\0b", name_="c\0d", language="e\0n")
    house.do(moderator, "item.add", title="a\0b", text="c\0d", questions=["e\0f"], speakers=["g\0h"])
    [question] = house.state(moderator)["questions"].values()
    assert (question["text"], question["name"], question["language"]) == ("ab", "cd", "en")
    added = max(house.state(moderator)["items"].values(), key=lambda item: item["position"])
    assert (added["title"], added["text"], added["questions"], added["speakers"]) == ("ab", "cd", ["ef"], ["gh"])
