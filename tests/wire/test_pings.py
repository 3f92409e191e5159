"""Pings: one look at all, who is due is asked, who is silent is given up."""

from __future__ import annotations

import time
import weakref

import pytest

from facilitation.wire.pings import Pings


class Phone:
    closed = closing = False
    last_ping = None

    sent = 0

    def __init__(self):
        self.heard = []
        self.gone = False

    def sent_lately(self):
        return self.sent

    def let_go(self):
        self.gone = True

    def send(self, pkt):
        self.heard.append(pkt.packet_type)

    unread = False

    def has_unread(self):
        return self.unread

    def give_up(self):
        self.closed = True


def quiet_pings():
    pings = Pings(25, 20)
    pings._started = True  # looked at by hand
    return pings


def test_who_answers_is_asked_again_and_who_is_silent_is_given_up():
    pings, lively, silent = quiet_pings(), Phone(), Phone()
    begun = time.monotonic()
    pings.schedule(lively)
    pings.schedule(silent)
    pings.look(begun + 24)
    assert (lively.heard, silent.heard) == ([], [])
    pings.look(begun + 26)
    assert len(lively.heard) == len(silent.heard) == 1
    pings.schedule(lively)  # its answer
    pings.look(begun + 45)
    assert not silent.closed
    pings.look(begun + 47)
    assert silent.closed and not lively.closed


def test_an_answer_to_the_second_question_counts_for_the_second():
    pings, phone = quiet_pings(), Phone()
    begun = time.monotonic()
    pings.schedule(phone)
    pings.look(begun + 26)
    pings.schedule(phone)
    pings.look(begun + 26 + 25)  # asked again, the first deadline passed long ago
    assert not phone.closed and len(phone.heard) == 2


def test_who_has_gone_is_not_asked():
    pings, phone = quiet_pings(), Phone()
    pings.schedule(phone)
    phone.closed = True
    pings.look(time.monotonic() + 30)
    assert phone.heard == []


def test_whose_answer_nobody_has_read_yet_is_not_given_up():
    pings, phone = quiet_pings(), Phone()
    begun = time.monotonic()
    pings.schedule(phone)
    pings.look(begun + 26)
    phone.unread = True
    pings.look(begun + 47)
    assert not phone.closed
    phone.unread = False
    pings.look(begun + 68)
    assert phone.closed


@pytest.mark.parametrize(("sent", "until"), [(40_000, 20), (99_000, 40), (150_000, 60)])
def test_who_may_still_read_what_came_before_the_ping_is_not_given_up(sent, until):
    """At 5,000 bytes a second."""
    pings, phone = quiet_pings(), Phone()
    begun = time.monotonic()
    pings.schedule(phone)
    phone.sent = sent
    pings.look(begun + 26)
    for waited in range(20, until, 20):
        pings.look(begun + 26 + waited + 0.1 * waited / 20)
        assert not phone.closed
    pings.look(begun + 26 + until + 1)
    assert phone.closed


def test_who_has_gone_is_not_held_until_it_is_due():
    pings = quiet_pings()
    phone = Phone()
    gone = weakref.ref(phone)
    pings.schedule(phone)
    del phone
    assert gone() is None
    pings.look(time.monotonic() + 26)


def test_who_proves_no_seat_in_time_has_to_go():
    pings, stranger = quiet_pings(), Phone()
    pings.newcomers.expect(stranger, 0)
    pings.look(time.monotonic() + 21)
    assert stranger.closed


def test_what_is_left_of_a_closed_socket_is_ended():
    pings, phone = quiet_pings(), Phone()
    pings.schedule(phone)
    phone.closed = True
    pings.look(time.monotonic() + 26)
    assert phone.gone


def test_what_is_left_of_a_socket_closed_after_its_ping_is_ended():
    """A seat that was taken back while its phone read nothing: it answers no ping any more."""
    pings, phone = quiet_pings(), Phone()
    begun = time.monotonic()
    pings.schedule(phone)
    pings.look(begun + 26)
    phone.closed = True
    pings.look(begun + 45)
    assert not phone.gone
    pings.look(begun + 47)
    assert phone.gone


def test_who_answered_and_was_closed_since_gets_its_time(monkeypatch):
    pings, phone = quiet_pings(), Phone()
    begun = time.monotonic()
    pings.schedule(phone)
    pings.look(begun + 26)
    monkeypatch.setattr(time, "monotonic", lambda: begun + 40)
    pings.schedule(phone)  # its answer, and then it is closed
    phone.closed = True
    pings.look(begun + 47)
    assert not phone.gone
    pings.look(begun + 66)
    assert phone.gone
