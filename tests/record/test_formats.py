"""Whatever people type, a format keeps its own structure."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from facilitation.programme.structure import Item, Organiser, Programme, Speaker
from facilitation.record.as_json import as_json
from facilitation.record.as_markdown import as_markdown
from facilitation.record.events import SEEN_BY_ALL, TEAM_ALONE
from facilitation.record.markdown_text import inline, quoted
from facilitation.record.structure import Event, Transcript
from facilitation.record.words import Words
from facilitation.room.actor import Actor
from tests.record.conftest import NINE, WORDS, Clerk

HARMLESS = "Harmless"
NASTY = [
    "# Heading",
    "Heading\n===",
    "- list\n+ list\n* list\n1. list\n2) list",
    "| a | b |\n|---|---|\n| c | d |",
    "<script>alert(1)</script><img src=x onerror=y>",
    "[link](http://evil.example) ![image](x) [ref]: http://evil.example",
    "http://evil.example www.evil.example evil@evil.example",
    "> quote\n\n\n# After two blank lines\n    code\n```\nfence",
    "&lt;b&gt; `code` *em* __strong__ ~~gone~~ $x$ \\",
    "line\u2028# separator\u0085# next line\x0b# tab\r# return",
    "\u202etxet desrever",
]
# A mark that could begin something, and that no backslash takes its meaning from.
_BARE_MARK = re.compile(r"(?<!\\)(?:\\\\)*[`*_{}\[\]<>()#+.!|~&=:/@^$-]")


@pytest.mark.parametrize("text", NASTY)
def test_typed_text_has_no_meaning_in_markdown(text: str) -> None:
    for line in [inline(text), *(line.removeprefix("> ").removesuffix("\\") for line in quoted(text))]:
        if line != ">":
            assert not _BARE_MARK.search(line.replace("@<!-- -->", "@"))
    assert all(line.startswith(">") and "\n" not in line for line in quoted(text))
    assert len(inline(text).splitlines()) == 1


def test_typed_text_reads_as_it_was_typed() -> None:
    assert inline("Who pays – and why, in 2026?") == "Who pays – and why, in 2026?"
    assert quoted("One\ntwo\n\nthree") == ["> One\\", "> two", ">", "> three"]


def _typed_instead(thing: Any, text: str) -> Any:
    """The same data with ``text`` wherever HARMLESS was typed."""
    if isinstance(thing, dict):
        return {key: _typed_instead(value, text) for key, value in thing.items()}
    if isinstance(thing, list):
        return [_typed_instead(value, text) for value in thing]
    return text if thing == HARMLESS else thing


def _structure(written: str, text: str) -> list[str]:
    """The lines of Markdown that are not quoted, with the typed text made harmless again."""
    lines = [line for line in written.split("\n") if not re.match(r" *>", line)]
    return [line.replace(inline(text), HARMLESS) for line in lines]


@pytest.mark.parametrize("text", NASTY)
def test_typed_text_changes_no_line_of_markdown_but_its_own(
    clerk: Clerk, moderator: Actor, alice: Actor, text: str
) -> None:
    clerk.present(0, moderator, "i1")
    question = clerk.ask(1, alice, HARMLESS, name=HARMLESS)
    clerk.on(2, moderator, "approve", question)
    clerk.on(3, moderator, "reply", question, text=HARMLESS)
    clerk.on(4, moderator, "decline", question, reason=HARMLESS)
    clerk.at(5, moderator, "item.edit", {"item": "i1", "title": HARMLESS})
    harmless = clerk.read("confidential")
    harmless.planned = Programme(
        title=HARMLESS,
        description=HARMLESS,
        objectives=[HARMLESS],
        organisers=[Organiser(HARMLESS, HARMLESS)],
        speakers=[Speaker(HARMLESS, HARMLESS, HARMLESS)],
        items=[Item(HARMLESS, text=HARMLESS, questions=[HARMLESS], speakers=[HARMLESS])],
    )
    nasty = msgspec.convert(_typed_instead(msgspec.to_builtins(harmless), text), Transcript)
    written = as_markdown(nasty, WORDS)
    assert written.count(inline(text)) >= 12
    assert _structure(written, text) == _structure(as_markdown(harmless, WORDS), HARMLESS)


class Tags(HTMLParser):
    """The tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


@pytest.mark.parametrize("text", NASTY)
def test_typed_text_is_no_markup_in_html(
    clerk: Clerk, moderator: Actor, alice: Actor, client: FlaskClient, text: str
) -> None:
    url = f"/{clerk.house.code}/record.html"
    clerk.at(0, moderator, "meeting.settings", {"premoderation": False})
    question = clerk.ask(1, alice, "Harmless", name="Harmless")
    harmless = Tags(client.get(url).get_data(as_text=True)).tags
    clerk.on(2, alice, "withdraw", question)
    clerk.ask(3, alice, text, name=text[:80])
    page = client.get(url).get_data(as_text=True)
    assert Tags(page).tags == harmless
    assert re.search(r'<p class="said" dir="auto"', page)


def test_every_event_has_words() -> None:
    for what in SEEN_BY_ALL | TEAM_ALONE | {"question.ask", "question.reply"}:
        assert "%" not in WORDS.happened(Event(what, NINE, question=7))
    assert WORDS.happened(Event("question.merge", NINE, question=7, into=3)) == "Question 7 joined with question 3"


def test_json_writes_times_as_phones_read_them(clerk: Clerk, moderator: Actor) -> None:
    clerk.present(0, moderator, "i1")
    assert b'"begins": "2026-11-22T09:00:00.000Z"' in as_json(clerk.read())


def test_markdown_tells_times_durations_and_what_goes_on(clerk: Clerk, moderator: Actor) -> None:
    clerk.present(0, moderator, "i1")
    clerk.present(72, moderator, "i2")
    written = as_markdown(clerk.read(minute=75), WORDS)
    assert "Opening · 00:00 · 2026-11-22 09:00 UTC · 72 min (planned: 10 min)" in written
    assert "Discussion · 01:12 · 2026-11-22 10:12 UTC · being discussed, 3 min so far (planned: 20 min)" in written


def test_offsets_need_no_zone() -> None:
    assert [Words.offset(seconds) for seconds in (0, 720, 36_059, -150, None)] == [
        "00:00",
        "00:12",
        "10:00",
        "−00:02",
        "",
    ]
