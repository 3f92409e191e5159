"""What is rendered once for many: never behind the meeting, and nobody's own in anybody else's page."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from facilitation.web import screens
from facilitation.web.kept_pages import _GAP, KeptPages, SharedPage
from tests.web.scenes import Visitor


def door(house, **options):
    """The join page as a stranger's browser gets it."""
    return house.app.test_client().get(f"/{house.code}", **options).get_data(as_text=True)


def phone(house, actor, query=""):
    """A participant's page."""
    return Visitor.holding(house, actor).browser().get(f"/{house.code}{query}").get_data(as_text=True)


def marks(page, name):
    """What stands in the hidden fields of this name."""
    return re.findall(rf'name="{name}" value="([^"]*)"', page)


def kept(engine, actor):
    """What is kept of what everyone sees of an actor's meeting."""
    return engine.snapshots.shelves.of(actor.meeting_id)


@pytest.fixture
def drawn(monkeypatch):
    """Counts how often the screens are drawn; ``meanwhile`` is done once while one is."""
    drawn = SimpleNamespace(times=0, meanwhile=lambda: None)

    def counted(*arguments, rendered=screens._rendered, **context):
        drawn.times += 1
        meanwhile, drawn.meanwhile = drawn.meanwhile, lambda: None
        meanwhile()
        return rendered(*arguments, **context)

    monkeypatch.setattr(screens, "_rendered", counted)
    monkeypatch.setattr(screens, "BEHIND", 3600.0)  # however slow the machine is
    return drawn


class TestTheDoor:
    @pytest.mark.parametrize(
        ("command", "payload", "shown"),
        [("meeting.settings", {"title": "Another title"}, "Another title"),
         ("meeting.settings", {"groups": ["Our neighbours"]}, "Our neighbours"),
         ("meeting.end", {}, "This meeting has ended.")],
    )  # fmt: skip
    def test_a_change_shows_at_once(self, house, moderator, command, payload, shown):
        assert shown not in door(house) and shown not in door(house)
        house.do(moderator, command, **payload)
        assert shown in door(house)

    def test_it_speaks_to_each_in_their_language(self, house):
        for _again in range(2):
            assert '<html lang="fr"' in door(house, headers={"Accept-Language": "fr"})
            assert '<html lang="en"' in door(house, headers={"Accept-Language": "en"})
            assert '<html lang="ar" dir="rtl"' in door(house, query_string={"lang": "ar"})

    def test_a_refusal_is_told_to_who_caused_it(self, house):
        before = door(house)
        refused = house.app.test_client().post(f"/{house.code}/join", data={"csrf": "old"}).get_data(as_text=True)
        assert 'id="refusal"' in refused
        assert door(house) == before and 'id="refusal"' not in before

    def test_each_meeting_has_its_own(self, house, stranger, engine):
        house.do(house.seat("moderator"), "meeting.settings", title="The first")
        house.do(stranger, "meeting.settings", title="The second")
        with engine.database.connect() as database:
            codes = [code for (code,) in database.exec_driver_sql("SELECT code FROM meetings ORDER BY id")]
        for code, title in zip(codes, ("The first", "The second"), strict=True):
            assert f"<title>{title}</title>" in house.app.test_client().get(f"/{code}").get_data(as_text=True)

    def test_an_unknown_meeting_is_unknown(self, house):
        assert house.app.test_client().get("/AAAA-AAAA").status_code == 404


class TestThePhone:
    def test_what_is_shared_carries_nobodys_marks(self, house, alice, bob, moderator):
        house.open_question(house.seat(), moderator)
        hers, his = phone(house, alice), phone(house, house.seat(language="en"))
        assert set(marks(hers, "csrf")) != set(marks(his, "csrf"))
        assert len(set(marks(hers, "csrf"))) == len(set(marks(his, "csrf"))) == 1
        ids = [*marks(hers, "id"), *marks(his, "id")]
        assert len(ids) == len(set(ids)) > 2
        assert _GAP not in hers + his and "civil-society" not in hers + his

    def test_its_forms_are_taken(self, house, alice, bob, moderator):
        question = house.open_question(bob, moderator)
        for seat in (alice, house.seat(language="en")):
            page = phone(house, seat)
            fields = {"csrf": marks(page, "csrf")[0], "id": marks(page, "id")[0], "question": question, "value": "1"}
            browser = Visitor.holding(house, seat).browser()
            assert browser.post(f"/{house.code}/commands/vote.cast", data=fields).status_code == 303
        assert house.state(moderator)["questions"][question]["score"] == 2

    def test_who_supports_or_asked_sees_their_own(self, house, alice, moderator):
        reader = house.seat(language="en")
        question = house.open_question(house.seat(), moderator)
        assert 'aria-pressed="true"' not in phone(house, reader)
        house.do(alice, "vote.cast", question=question, value=1)
        assert 'aria-pressed="true"' in phone(house, alice)
        assert 'aria-pressed="true"' not in phone(house, reader)
        house.ask(alice, "Only for the team to see?")
        assert "Only for the team to see?" in phone(house, alice)
        assert "Only for the team to see?" not in phone(house, reader)

    def test_a_change_shows_at_once(self, house, alice, bob, moderator):
        question = house.open_question(bob, moderator, "Who pays for this?")
        assert "Who pays for this?" in phone(house, alice)
        house.do(bob, "question.withdraw", question=question)
        assert "Who pays for this?" not in phone(house, alice)

    def test_what_was_taken_back_is_not_left_in_a_kept_page(self, house, engine, alice, bob, moderator):
        question = house.open_question(bob, moderator)
        house.settle()
        phone(house, alice)
        assert kept(engine, alice)
        house.do(bob, "question.withdraw", question=question)
        house.settle()
        assert not kept(engine, alice)

    def test_what_is_taken_back_while_a_page_is_drawn_is_not_kept(self, house, engine, alice, bob, moderator, drawn):
        question = house.open_question(bob, moderator, "Who pays for this?")
        house.settle()

        def take_back():
            house.do(bob, "question.withdraw", question=question)
            house.settle()

        drawn.meanwhile = take_back
        assert "Who pays for this?" in phone(house, alice)
        assert not kept(engine, alice) and "Who pays for this?" not in phone(house, alice)

    def test_while_people_vote_it_is_drawn_once(self, house, engine, alice, moderator, drawn):
        question = house.open_question(house.seat(), moderator)
        house.settle()
        for _ in range(20):
            house.do(house.seat(), "vote.cast", question=question, value=1)
            house.settle()
            assert question in phone(house, alice)
        assert drawn.times == 1

    @pytest.mark.parametrize("act", ["question.decline", "question.answer", "question.highlight"])
    def test_whatever_else_changes_shows_at_once_also_among_votes(self, house, alice, moderator, drawn, act):
        question = house.open_question(house.seat(), moderator, "Who pays for this?")
        house.settle()
        before = phone(house, alice)
        house.do(house.seat(), "vote.cast", question=question, value=1)
        house.do(moderator, act, question=question)
        house.do(house.seat(), "vote.cast", question=house.open_question(house.seat(), moderator), value=1)
        after = phone(house, alice)
        assert 'data-state="open"' in before.partition("Who pays for this?")[0]
        assert 'data-state="open"' not in re.sub(r"(?s)^.*<li class", "", after.partition("Who pays for this?")[0])
        assert ("Who pays for this?" in after) == (act != "question.decline") and drawn.times == 2

    def test_it_follows_the_scores_a_little_later(self, house, alice, moderator, monkeypatch, drawn):
        question = house.open_question(house.seat(), moderator)
        house.settle()
        phone(house, alice)
        house.do(house.seat(), "vote.cast", question=question, value=1)
        assert '<span class="count" data-text="score">0</span>' in phone(house, alice)
        monkeypatch.setattr(screens, "BEHIND", 0.0)
        assert '<span class="count" data-text="score">1</span>' in phone(house, alice)
        phone(house, alice)
        assert drawn.times == 2

    def test_a_seat_that_was_taken_away_is_shown_nothing(self, house, alice, moderator):
        player = house.seat(rehearsal=True)
        assert phone(house, alice) and 'id="open"' in phone(house, player)
        house.do(moderator, "rehearsal.wipe")
        assert 'id="open"' not in phone(house, player)

    def test_language_and_length_are_their_own(self, house, bob, moderator):
        reader, author = house.seat(), house.seat()
        for number in range(31):
            house.open_question(author, moderator, f"Question {number}?")
        for _again in range(2):
            assert '<html lang="fr"' in phone(house, bob)
            assert '<html lang="en"' in phone(house, reader)
            assert phone(house, reader).count("card question") == 31  # with the one that scripts fill
            assert phone(house, reader, "?all=1").count("card question") == 32


def test_gaps_are_filled_anew_for_each():
    from facilitation.web.kept_pages import CSRF, ID, SEAT_MARK

    page = SharedPage(f"<{CSRF}|{SEAT_MARK}|{ID}|{ID}>")
    first, second = page.filled("c", "m"), page.filled("d", "n")
    assert re.fullmatch(r"<c\|m\|[0-9a-f]{32}-\d+\|[0-9a-f]{32}-\d+>", first)
    assert re.fullmatch(r"<d\|n\|.*>", second) and first[4:] != second[4:]


def test_no_more_are_kept_than_are_of_use():
    pages = KeptPages()
    for number in range(1000):
        pages.page(number, 1, lambda number=number: str(number))
    assert len(pages._kept) < 300
    assert pages.page(999, 1, lambda: "anew") == "999"
    assert pages.page(999, 2, lambda: "anew") == "anew"
