"""Taking a seat, and whose a token is."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from facilitation.models import Meeting
from facilitation.room.joining import TakeSeat
from tests.witness import everything_in, nothing_changes, refused, written


def test_without_an_invitation_one_is_a_participant(house, engine):
    token, role = engine.take_seat(house.code, TakeSeat())
    assert role == "participant"
    assert engine.seated(house.code, token).role == "participant"


@pytest.mark.parametrize("role", ["moderator", "rapporteur", "interpreter", "stage"])
def test_an_invitation_gives_its_role(house, role):
    assert house.seat(role).role == role


def test_group_and_language_are_what_the_seat_chose(alice):
    assert (alice.group, alice.language) == ("civil-society", "en")


def test_the_code_is_read_in_any_form(house, engine):
    written = f" {house.code[:4].lower()}-{house.code[4:].lower()} "
    token, _role = engine.take_seat(written, TakeSeat())
    assert engine.seated(written, token)


def test_every_seat_is_a_new_one(house):
    assert house.seat().seat_id != house.seat().seat_id


def test_a_wrong_invitation_is_refused(house, engine):
    with nothing_changes(engine), refused("invite.unknown"):
        engine.take_seat(house.code, TakeSeat(invite="guessed"))


def test_another_meetings_invitation_is_refused(house, engine, stranger):
    other = next(code for code in _codes(engine) if code != house.code)
    with nothing_changes(engine), refused("invite.unknown"):
        engine.take_seat(other, TakeSeat(invite=house.links["moderator"]))


def test_an_unknown_meeting_is_refused(engine):
    with refused("meeting.unknown"):
        engine.take_seat("AAAAAAAA", TakeSeat())


def test_a_group_that_the_meeting_does_not_name_is_refused(house, engine):
    with nothing_changes(engine), refused("group.unknown"):
        engine.take_seat(house.code, TakeSeat(group="martians"))


def test_a_language_code_is_short(house, engine):
    with nothing_changes(engine), refused("language.too_long", limit=20):
        engine.take_seat(house.code, TakeSeat(language="x" * 21))


ODD = ["+44 7700 900123", "0770", "en-07700900", "en-0770-0900-1231", "Jane Doe", "e", "en_US", "<b>", "french"]


@pytest.mark.parametrize("language", ODD)
def test_nothing_travels_as_a_language_that_is_none(house, engine, alice, language):
    with nothing_changes(engine), refused("language.invalid"):
        engine.take_seat(house.code, TakeSeat(language=language))
    with nothing_changes(engine), refused("language.invalid"):
        house.ask(alice, language=language)


@pytest.mark.parametrize(
    "language", ["en", "fr-CA", "zh-Hant-TW", "es-419", "ckb", "de-CH-1996", "sl-rozaj-biske", " ar "]
)
def test_a_language_code_is_taken(house, alice, language):
    assert house.seat(language=language).language == language.strip()
    question = house.ask(alice, language=language)
    assert house.mine(alice)[question]["language"] == language.strip()


def test_nobody_new_sits_down_when_it_is_over_but_the_team_may(house, engine, moderator):
    house.do(moderator, "meeting.end")
    with refused("meeting.ended"):
        engine.take_seat(house.code, TakeSeat())
    assert house.seat("rapporteur").role == "rapporteur"


def test_a_pause_keeps_nobody_out(house, moderator):
    house.do(moderator, "meeting.pause")
    assert house.seat().role == "participant"


@pytest.mark.parametrize("token", ["", "guessed", "\ud800", "x" * 100_000])
def test_a_wrong_token_is_nobodys(house, engine, token):
    with refused("seat.unknown"):
        engine.seated(house.code, token)


def test_a_token_is_worth_nothing_in_another_meeting_and_nothing_tells_which_exist(house, engine, alice, stranger):
    for code in (*_codes(engine), "AAAAAAAA"):
        if code != house.code:
            with refused("seat.unknown"):
                engine.seated(code, house.tokens[alice.seat_id])


def test_not_even_where_both_had_the_same_keys(house, engine, organiser, stranger):
    written(house, update(Meeting).values(key=b"k" * 32, team_key=b"t" * 32))
    token, _role = engine.take_seat(house.code, TakeSeat())
    invite = house.do(organiser, "link.add", role="stage")["secret"]
    other = next(code for code in _codes(engine) if code != house.code)
    assert engine.seated(house.code, token)
    with refused("seat.unknown"):
        engine.seated(other, token)
    with nothing_changes(engine), refused("invite.unknown"):
        engine.take_seat(other, TakeSeat(invite=invite))


def _codes(engine):
    return [row[1] for row in everything_in(engine)["meetings"]]
