"""What the command makes of what it is given, without a server."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from facilitation.rehearsal.command import rehearse
from facilitation.rehearsal.stock import Decks, stock
from facilitation.rehearsal.venue import NoMeeting, Venue
from facilitation.room.questions import TEXT_LIMIT
from facilitation.room.text import characters, tidy


@pytest.mark.parametrize(
    ("link", "venue"),
    [
        ("http://127.0.0.1:8000/ABCD-EFGH", Venue("http://127.0.0.1:8000", "ABCDEFGH")),
        ("http://127.0.0.1:8000/abcdefgh/", Venue("http://127.0.0.1:8000", "ABCDEFGH")),
        ("https://q.example/ABCDEFGH/desk#s3cret", Venue("https://q.example", "ABCDEFGH", "s3cret")),
        ("https://q.example/ask/ABCDEFGH/stage#s", Venue("https://q.example/ask", "ABCDEFGH", "s")),
    ],
)
def test_a_link_leads_to_a_meeting(link: str, venue: Venue) -> None:
    assert Venue.behind(link) == venue


@pytest.mark.parametrize("link", ["", "ABCDEFGH", "http://", "http://q.example/", "ftp://q.example/ABCDEFGH"])
def test_other_links_do_not(link: str) -> None:
    with pytest.raises(NoMeeting):
        Venue.behind(link)


def test_a_refused_link_does_not_show_its_secret() -> None:
    done = CliRunner().invoke(rehearse, ["--meeting", "http://q.example/ABC/desk#s3cret"])
    assert done.exit_code == 2
    assert "s3cret" not in done.output


@pytest.mark.parametrize("wipe", [[], ["--wipe"]])
def test_no_server_is_said_in_words(wipe: list[str]) -> None:
    done = CliRunner().invoke(rehearse, ["--meeting", "http://127.0.0.1:9/ABCDEFGH/desk#secret", *wipe])
    assert done.exit_code == 1
    assert "no server answers at http://127.0.0.1:9. Start one with make run; " in done.output
    assert "give the same PORT here." in done.output


def test_no_demo_meeting_is_said_in_words(tmp_path: Path) -> None:
    done = CliRunner().invoke(rehearse, env={"DATA_DIR": str(tmp_path)})
    assert done.exit_code == 1
    assert "there is no demo meeting yet" in done.output


@pytest.mark.parametrize("languages", ["de", "en=many", "", "en=0"])
def test_a_mix_of_languages_that_cannot_be_played(languages: str) -> None:
    done = CliRunner().invoke(rehearse, ["--languages", languages, "--meeting", "http://127.0.0.1:9/ABCDEFGH#s"])
    assert done.exit_code == 2


@pytest.mark.parametrize("language", stock())
def test_everything_in_stock_can_be_sent_as_it_is(language: str) -> None:
    words = stock()[language]
    longest = max(words.afterthoughts, key=len)
    for question in words.questions:
        assert tidy(question) == question
        assert len(characters(f"{question} {longest}")) <= TEXT_LIMIT
    assert len(set(words.questions)) >= 12


def test_no_question_comes_twice_before_all_were_asked() -> None:
    from random import Random

    decks = Decks(Random(1))
    dealt = [decks.deal("fr") for _ in range(24)]
    assert set(dealt[:12]) == set(dealt[12:]) == set(stock()["fr"].questions)
