"""Pings: one look at all, who is due is asked, who is silent is given up."""

from __future__ import annotations

import time

from facilitation.wire.pings import Pings


class Phone:
    closed = closing = False
    last_ping = None

    def __init__(self):
        self.heard = []

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
