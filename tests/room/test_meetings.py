"""The life of a meeting and its settings."""

from __future__ import annotations

import msgspec
import pytest

from facilitation.db import reading, writing
from facilitation.errors import Refused
from facilitation.programme.structure import Item, Organiser, Programme
from facilitation.room import meetings
from facilitation.room.codes import show_code
from facilitation.room.joining import TakeSeat
from facilitation.room.meetings import Settings
from facilitation.room.seats import meeting_with
from tests.witness import everything_in, nothing_changes, refused


class TestCreating:
    def test_it_begins_open_with_its_programme_and_the_usual_settings(self, house, alice):
        state = house.state(alice)
        meeting = state["meeting"]
        assert (meeting["code"], meeting["title"]) == (house.code, "Protecting those who speak up")
        assert (meeting["state"], meeting["current"], meeting["highlighted"]) == ("open", None, None)
        switches = {name: value for name, value in meeting["settings"].items() if name != "groups"}
        on = dict.fromkeys(("premoderation", "asking", "voting", "names"), True)
        assert switches == on | {"protection": False, "closed": False, "forget_after": 15}
        assert [state["items"][item]["position"] for item in ("i1", "i2", "i3")] == [0, 1, 2]
        assert state["items"]["i2"]["questions"] == ["Who pays?", "Who decides?"]

    def test_it_has_a_secret_link_for_every_role_but_the_participants(self, house):
        assert set(house.links) == {"moderator", "rapporteur", "interpreter", "stage"}
        assert len(set(house.links.values())) == 4

    def test_settings_can_be_chosen_beforehand(self, engine):
        code, _links = engine.create_meeting(Programme(title="A"), Settings(premoderation=False, groups=["Youth"]))
        settings = engine.join(engine.seated(code, engine.take_seat(code, TakeSeat())[0]))["state"]
        settings = msgspec.json.decode(settings)["meeting"]["settings"]
        assert (settings["premoderation"], settings["asking"], settings["groups"]) == (False, True, ["Youth"])

    def test_a_form_makes_one_meeting_alone(self, engine):
        code, _links = engine.create_meeting(Programme(title="A"), Settings(), "form-1")
        with nothing_changes(engine), refused("meeting.already_made", meeting=show_code(code)):
            engine.create_meeting(Programme(title="A"), Settings(), "form-1")

    @pytest.mark.postgres_alone("nobody else writes to SQLite meanwhile")
    def test_also_where_another_process_makes_it_in_the_same_moment(self, engine, monkeypatch):
        took = meetings.new_code

        def after_another():
            """Between the look and the writing of this process."""
            monkeypatch.setattr(meetings, "new_code", took)
            with writing(engine.database) as other:
                meetings.create(other, Programme(title="A"), Settings(), "form-1")
                other.commit()
            return took()

        monkeypatch.setattr(meetings, "new_code", after_another)
        with refused("meeting.already_made"):
            engine.create_meeting(Programme(title="A"), Settings(), "form-1")
        assert len(everything_in(engine)["meetings"]) == 1

    def test_without_a_title_there_is_none(self, engine):
        with nothing_changes(engine), refused("programme.empty"):
            engine.create_meeting(Programme(), Settings())

    def test_a_title_is_bounded(self, engine):
        with nothing_changes(engine), refused("programme.too_long", limit=500):
            engine.create_meeting(Programme(title="é" * 501), Settings())

    def test_what_deceives_goes_from_the_programme_too(self, engine):
        items = [Item(id="i1", title="No\u202ew\0", text="b\u2066y", questions=["Wh\u202dy?"], speakers=["A\x1bna"])]
        engine.create_meeting(Programme(title="Ti\u202etle", items=items), Settings())
        stored = everything_in(engine)
        row = next(iter(stored["items"]))
        assert "Now" in row and "by" in row and ["Why?"] in row and ["Ana"] in row
        assert "Title" in next(iter(stored["meetings"]))


class TestLiving:
    def test_paused_and_opened_again(self, house, alice, moderator):
        for command, state in (("meeting.pause", "paused"), ("meeting.open", "open")):
            house.do(moderator, command)
            assert house.state(alice)["meeting"]["state"] == state

    def test_ended_and_after_a_hasty_end_opened_again(self, house, alice, moderator):
        house.do(moderator, "meeting.end")
        with refused("meeting.ended"):
            house.ask(alice)
        house.do(moderator, "meeting.open")
        assert house.ask(alice)

    @pytest.mark.parametrize("command", ["meeting.open", "meeting.pause", "meeting.end"])
    def test_what_is_already_so_is_left_alone(self, house, moderator, engine, command):
        house.do(moderator, command)
        with nothing_changes(engine):
            assert house.do(moderator, command)["ok"]

    def test_a_command_without_fields_takes_none(self, house, moderator, engine):
        with nothing_changes(engine), refused("payload.invalid"):
            house.do(moderator, "meeting.end", really=True)

    def test_another_meeting_goes_on(self, house, alice, stranger):
        house.do(stranger, "meeting.end")
        assert house.state(alice)["meeting"]["state"] == "open"


class TestSettings:
    @pytest.mark.parametrize("switch", ["premoderation", "asking", "voting", "names"])
    def test_each_is_set_by_itself(self, house, alice, moderator, engine, switch):
        before = house.state(alice)["meeting"]["settings"]
        house.do(moderator, "meeting.settings", **{switch: False})
        assert house.state(alice)["meeting"]["settings"] == before | {switch: False}
        with nothing_changes(engine):
            house.do(moderator, "meeting.settings", **{switch: False})

    def test_nothing_set_changes_nothing(self, house, moderator, engine):
        with nothing_changes(engine):
            house.do(moderator, "meeting.settings")

    @pytest.mark.parametrize("payload", [{"asking": "no"}, {"asking": None}, {"groups": "Youth"}, {"state": "ended"}])
    def test_another_shape_is_refused(self, house, moderator, engine, payload):
        with nothing_changes(engine), refused("payload.invalid"):
            house.do(moderator, "meeting.settings", **payload)

    def test_groups_are_cleaned_and_stand_once(self, house, moderator, alice):
        house.do(moderator, "meeting.settings", groups=["Youth ", "Youth", " ", "Press\u202e\ncorps"])
        assert house.state(alice)["meeting"]["settings"]["groups"] == ["Youth", "Press corps"]
        assert house.seat(group="Youth").group == "Youth"

    def test_groups_have_bounds(self, house, moderator, engine):
        for groups, code in ((["x" * 81], "group.too_long"), ([str(n) for n in range(21)], "group.too_many")):
            with nothing_changes(engine), refused(code):
                house.do(moderator, "meeting.settings", groups=groups)

    def test_the_title_can_be_corrected_but_not_emptied(self, house, moderator, alice, engine):
        house.do(moderator, "meeting.settings", title="Protecting everybody")
        assert house.state(alice)["meeting"]["title"] == "Protecting everybody"
        for title, code in ((" ", "programme.empty"), ("é" * 501, "programme.too_long")):
            with nothing_changes(engine), refused(code):
                house.do(moderator, "meeting.settings", title=title)

    def test_one_bad_wish_spoils_the_others(self, house, moderator, engine):
        with nothing_changes(engine), pytest.raises(Refused):
            house.do(moderator, "meeting.settings", asking=False, title="")


def test_a_programme_longer_than_can_be_edited_live_is_refused(engine):
    long = Programme(title="Long", items=[Item(id=f"i{number}", title="One more") for number in range(201)])
    with pytest.raises(Refused) as refusal:
        engine.create_meeting(long, Settings())
    assert refusal.value.code == "item.too_many"


def test_nothing_of_the_programme_turns_lines_around(house, engine):
    programme = Programme(
        title="A\u202eB",
        description="C\u202eD\x1bE",
        organisers=[Organiser(name="F\u2066G")],
        items=[Item(id="i1", title="H\u202eI", questions=["J\u202eK"])],
    )
    code, _links = engine.create_meeting(programme, Settings())
    with reading(engine.database) as db:
        meeting = meeting_with(db, code)
        stored = f"{meeting.title} {meeting.programme}"
    assert not set("\u202e\u2066\x1b") & set(stored)
    assert all(f"{first}{second}" in stored for first, second in ("AB", "CD", "DE", "FG", "HI", "JK"))
