"""The programme, live."""

from __future__ import annotations

import pytest

from tests.witness import nothing_changes, question_of, refused


def order(house, actor):
    items = house.state(actor)["items"].values()
    assert sorted(item["position"] for item in items) == list(range(len(items)))
    return [item["title"] for item in sorted(items, key=lambda item: item["position"])]


OPENING, SAFETY, CLOSING = "Opening", "What keeps defenders safe?", "Closing"


class TestPresenting:
    def test_every_phone_shows_the_current_item(self, house, alice, moderator):
        house.do(moderator, "item.present", item="i2")
        meeting = house.state(alice)["meeting"]
        assert meeting["current"] == "i2" and meeting["presented_at"]

    def test_presenting_it_again_does_not_restart_its_clock(self, house, moderator, engine):
        house.do(moderator, "item.present", item="i2")
        with nothing_changes(engine):
            house.do(moderator, "item.present", item="i2")

    def test_an_item_that_is_not_there_is_refused(self, house, moderator, engine):
        house.do(moderator, "item.remove", item="i3")
        for item in ("i3", "i99", ""):
            with nothing_changes(engine), refused("item.unknown"):
                house.do(moderator, "item.present", item=item)

    def test_the_same_name_in_another_meeting_is_another_item(self, house, alice, stranger):
        house.do(stranger, "item.present", item="i2")
        assert house.state(alice)["meeting"]["current"] is None


class TestAdding:
    def test_at_the_end_unless_told(self, house, alice, moderator):
        house.do(moderator, "item.add", title="Poll", kind="poll")
        house.do(moderator, "item.add", title="Welcome", position=0)
        assert order(house, alice) == ["Welcome", OPENING, SAFETY, CLOSING, "Poll"]

    def test_with_everything(self, house, alice, moderator):
        fields = {"title": "Case", "kind": "case-study", "text": "One\ntwo", "minutes": 15}
        lists = {"questions": ["Why?", " "], "speakers": ["Ana\n"]}
        item = house.do(moderator, "item.add", **fields, **lists)["item"]
        seen = house.state(alice)["items"][item]
        assert {name: seen[name] for name in fields} == fields
        assert (seen["questions"], seen["speakers"]) == (["Why?"], ["Ana"])

    def test_a_blank_text_is_none(self, house, alice, moderator):
        item = house.do(moderator, "item.add", title="Poll", text=" \n")["item"]
        assert house.state(alice)["items"][item]["text"] is None

    @pytest.mark.parametrize("position", [-5, 99, 10**15])
    def test_a_place_outside_is_the_nearest_inside(self, house, alice, moderator, position):
        house.do(moderator, "item.add", title="Poll", position=position)
        assert order(house, alice).index("Poll") == (0 if position < 0 else 3)

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"title": " "}, "item.empty"),
            ({"title": "é" * 501}, "item.too_long"),
            ({"title": "A", "text": "é" * 5_001}, "item.too_long"),
            ({"title": "A", "questions": ["é" * 1_001]}, "item.too_long"),
            ({"title": "A", "speakers": ["é" * 201]}, "item.too_long"),
            ({"title": "A", "questions": ["Why?"] * 31}, "item.too_many"),
            ({"title": "A", "minutes": 0}, "item.bad_minutes"),
            ({"title": "A", "minutes": -1}, "item.bad_minutes"),
            ({"title": "A", "minutes": 1_441}, "item.bad_minutes"),
            ({"title": "A", "minutes": 10**30}, "item.bad_minutes"),
            ({"title": "A", "minutes": "ten"}, "payload.invalid"),
            ({"title": "A", "kind": "dance"}, "payload.invalid"),
            ({"title": "A", "kind": "\ud800"}, "payload.invalid"),
            ({"title": "A", "\ud800": 1}, "payload.invalid"),
            ({"title": "A", "id": "mine!"}, "payload.invalid"),
            ({"kind": "poll"}, "payload.invalid"),
        ],
    )
    def test_bounds(self, house, moderator, engine, fields, code):
        with nothing_changes(engine), refused(code):
            house.do(moderator, "item.add", **fields)

    def test_a_programme_holds_two_hundred_items(self, house, moderator, engine, monkeypatch):
        monkeypatch.setattr("facilitation.room.agenda.ITEMS_LIMIT", 4)
        house.do(moderator, "item.add", title="The fourth")
        with nothing_changes(engine), refused("item.too_many", limit=4):
            house.do(moderator, "item.add", title="The fifth")


class TestEditing:
    def test_what_is_left_out_stays(self, house, alice, moderator):
        before = house.state(alice)["items"]["i2"]
        house.do(moderator, "item.edit", item="i2", title="What keeps them\u202e safe?", minutes=None)
        changed = {"title": "What keeps them safe?", "minutes": None, "revision": None}
        assert house.state(alice)["items"]["i2"] | {"revision": None} == before | changed

    def test_the_same_again_changes_nothing(self, house, moderator, engine):
        with nothing_changes(engine):
            house.do(moderator, "item.edit", item="i2", title=SAFETY, minutes=20)
            house.do(moderator, "item.edit", item="i2")

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"title": ""}, "item.empty"),
            ({"minutes": 0}, "item.bad_minutes"),
            ({"kind": None}, "payload.invalid"),
            ({"position": 0}, "payload.invalid"),
        ],
    )
    def test_bounds(self, house, moderator, engine, fields, code):
        with nothing_changes(engine), refused(code):
            house.do(moderator, "item.edit", item="i2", **fields)

    def test_one_bad_field_spoils_the_others(self, house, moderator, engine):
        with nothing_changes(engine), refused("item.bad_minutes"):
            house.do(moderator, "item.edit", item="i2", title="Half done", minutes=0)

    def test_a_removed_item_is_unknown(self, house, moderator, engine):
        house.do(moderator, "item.remove", item="i2")
        with nothing_changes(engine), refused("item.unknown"):
            house.do(moderator, "item.edit", item="i2", title="Back")


class TestMoving:
    @pytest.mark.parametrize(
        ("item", "position", "titles"),
        [
            ("i3", 0, [CLOSING, OPENING, SAFETY]),
            ("i1", 1, [SAFETY, OPENING, CLOSING]),
            ("i1", 99, [SAFETY, CLOSING, OPENING]),
            ("i2", -1, [SAFETY, OPENING, CLOSING]),
        ],
    )
    def test_to_another_place(self, house, alice, moderator, item, position, titles):
        house.do(moderator, "item.move", item=item, position=position)
        assert order(house, alice) == titles

    def test_to_where_it_stands_changes_nothing(self, house, moderator, engine):
        with nothing_changes(engine):
            house.do(moderator, "item.move", item="i2", position=1)

    def test_an_unknown_item_stays_unknown(self, house, moderator, engine):
        with nothing_changes(engine), refused("item.unknown"):
            house.do(moderator, "item.move", item="i99", position=0)


class TestRemoving:
    def test_the_others_close_up(self, house, alice, moderator):
        house.do(moderator, "item.remove", item="i1")
        assert order(house, alice) == [SAFETY, CLOSING]

    def test_what_was_asked_under_it_stays(self, house, alice, bob, moderator):
        question = house.ask(alice, item="i2")
        house.do(moderator, "question.approve", question=question)
        house.do(moderator, "item.remove", item="i2")
        assert question_of(house.state(bob), question)["item"] == "i2"

    def test_the_current_item_is_current_no_more(self, house, alice, moderator):
        house.do(moderator, "item.present", item="i2")
        house.do(moderator, "item.remove", item="i2")
        meeting = house.state(alice)["meeting"]
        assert (meeting["current"], meeting["presented_at"]) == (None, None)

    def test_removing_twice_is_removing_once(self, house, moderator, engine):
        house.do(moderator, "item.remove", item="i2")
        with nothing_changes(engine):
            assert house.do(moderator, "item.remove", item="i2")["ok"]

    def test_an_item_that_never_was_is_unknown(self, house, moderator, engine):
        with nothing_changes(engine), refused("item.unknown"):
            house.do(moderator, "item.remove", item="i99")

    def test_another_meetings_programme_stays(self, house, alice, stranger):
        house.do(stranger, "item.remove", item="i2")
        assert order(house, alice) == [OPENING, SAFETY, CLOSING]


class TestRestoring:
    def test_it_stands_where_it_stood_with_what_was_asked_under_it(self, house, moderator, alice):
        question = house.ask(alice, item="i2")
        house.do(moderator, "item.remove", item="i2")
        house.do(moderator, "item.restore", item="i2")
        items = house.state(alice)["items"]
        assert [items[item]["position"] for item in ("i1", "i2", "i3")] == [0, 1, 2]
        assert house.mine(alice)[question]["item"] == "i2"

    def test_one_that_was_not_removed_stays_as_it_is(self, house, moderator, engine):
        with nothing_changes(engine):
            house.do(moderator, "item.restore", item="i2")

    def test_one_of_another_meeting_is_unknown(self, house, moderator, engine):
        with nothing_changes(engine), refused("item.unknown"):
            house.do(moderator, "item.restore", item="i99")
