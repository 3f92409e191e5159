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
    "a\n:-:\nb",
    "Title #\n---\n== ==\n-\n1.",
    "_www.evil.example_ FTP://evil.example @evil a@-b",
]
# What could begin something: a mark that no backslash takes its meaning from, or one at the start or end of a line.
_BARE_MARK = re.compile(r"(?<!\\)(?:\\\\)*(?:[`*_\[\]<&|~${]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_BEGINNING = re.compile(r"^(?:[#>=+:-]|\d{1,9}[.)](?:\s|$)|\s)|(?:^|\s)#+$")


@pytest.mark.parametrize("text", NASTY)
def test_typed_text_has_no_meaning_in_markdown(text: str) -> None:
    quote = quoted(text)
    for line in [inline(text), *(re.sub(r"\\$", "", line.removeprefix(">").removeprefix(" ")) for line in quote)]:
        alone = line.replace("@<!-- -->", "＠")
        assert not _BARE_MARK.search(alone) and not _BEGINNING.search(alone) and "@" not in alone
    assert all(line.startswith(">") and "\n" not in line for line in quote)
    assert len(inline(text).splitlines()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Who pays – and why, in 2026?",
        "2026-03-12, 10:00–12:00",
        "CLIMATE, LAND AND VOICE: a dialogue (part 2)",
        "C# or F#? 100% sure, 1.5 times = more + less > none!",
        "1986.5",
        "Meet @ noon",
    ],
)
def test_what_can_begin_nothing_reads_as_it_was_typed(text: str) -> None:
    assert inline(text) == text and quoted(text) == [f"> {text}"]


def test_lines_that_were_typed_stay_lines() -> None:
    assert quoted("One\ntwo\n\nthree") == ["> One\\", "> two", ">", "> three"]


def test_an_address_is_broken_once_and_no_more() -> None:
    assert inline("dialogue@example.org") == "dialogue@<!-- -->example.org"
    assert inline("https://example.org/a-b") == "https\\://example.org/a-b"


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
    question = clerk.ask(3, alice, text, name=text[:80])
    clerk.on(3, moderator, "unmask", question, whole=True)
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


def test_markdown_says_under_which_item_a_question_was_asked_and_names_languages(
    clerk: Clerk, moderator: Actor, alice: Actor
) -> None:
    question = clerk.ask(1, alice, "Why?", item="i2")
    clerk.on(2, moderator, "approve", question)
    clerk.on(3, moderator, "highlight", question)
    transcript = clerk.read()
    transcript.planned.languages = ["en", "zh-Hant", "sw", "ils"]
    written = as_markdown(transcript, WORDS)
    assert "- Item: What keeps defenders safe?\n" in written.split("## Outcome")[1]
    assert "The answer to question 1 began" in written
    assert "- Languages: English, Chinese (Traditional), Swahili, ils\n" in written
    assert "- Languages: anglais, " in as_markdown(transcript, Words(WORDS.gettext, WORDS.ngettext, "fr"))


def test_the_page_names_languages_and_items(clerk: Clerk, moderator: Actor, alice: Actor, client: FlaskClient) -> None:
    question = clerk.ask(1, alice, "Why?", item="i2")
    clerk.on(2, moderator, "approve", question)
    page = client.get(f"/{clerk.house.code}/record.html").get_data(as_text=True)
    assert "What keeps defenders safe?" in page.split('id="outcome"')[1]
