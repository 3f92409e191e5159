"""Every attribute of every page is one that browsers know: a blank that is lost glues two into one that none knows."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.web.organising import browser_of, send, with_passphrase
from tests.web.scenes import Visitor

TEMPLATES = Path(__file__).parents[2] / "templates"
KNOWN = {
    "accept", "action", "alt", "autocapitalize", "autocomplete", "autocorrect", "autofocus", "charset", "checked",
    "class", "cols", "content", "controls", "d", "datetime", "dir", "disabled", "draggable", "enctype", "enterkeyhint",
    "fill", "for", "form", "formaction", "formmethod", "formnovalidate", "height", "hidden", "href", "hreflang",
    "http-equiv", "id", "inert", "inputmode", "label", "lang", "list", "loading", "max", "maxlength", "media", "method",
    "min", "minlength", "multiple", "name", "novalidate", "open", "pattern", "placeholder", "popover", "popovertarget",
    "readonly", "rel", "required", "role", "rows", "scope", "selected", "size", "sizes", "spellcheck", "src", "step",
    "start", "style", "stroke", "stroke-linecap", "stroke-linejoin", "stroke-width", "tabindex", "target", "title",
    "translate", "transform", "type", "value", "version", "viewbox", "width", "wrap", "xmlns", "cx", "cy", "r", "x",
    "y", "rx", "ry", "x1", "x2", "y1", "y2", "points", "preserveaspectratio", "fill-rule", "shape-rendering",
    "accept-charset", "focusable", "download", "span", "colspan", "rowspan", "headers", "async", "defer", "nonce",
    "color",
}  # fmt: skip


class Attributes(HTMLParser):
    """Collects what no browser knows, and what one element says twice."""

    def __init__(self) -> None:
        super().__init__()
        self.odd: list[str] = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _value in attrs]
        odd = [name for name in names if name not in KNOWN and not re.fullmatch(r"(aria|data)-[a-z-]+", name)]
        if odd or len(set(names)) < len(names):
            self.odd.append(self.get_starttag_text() or tag)


def odd_in(page):
    found = Attributes()
    found.feed(page.get_data(as_text=True))
    return found.odd


@pytest.fixture
def lived_in(house, organiser, moderator, alice, bob):
    """A meeting in which there is one of everything."""
    with_passphrase(house)
    first = house.open_question(alice, moderator)
    house.ask(bob, "Call +49 30 1234567, or write to ana@example.org")
    house.do(moderator, "question.highlight", question=first)
    house.do(organiser, "link.add", role="stage", name_="Hall", single=True)
    house.do(organiser, "meeting.settings", protection=True, premoderation=False)
    house.do(organiser, "meeting.lists", names=["Ana"], use_words=True)
    items = house.state(moderator)["items"]
    house.do(moderator, "item.present", item=next(iter(items)))
    return house


def test_on_every_page(lived_in, organiser, moderator, alice, client):
    code = lived_in.code
    phone, desk = (Visitor.holding(lived_in, actor).browser() for actor in (alice, moderator))
    stage = Visitor.holding(lived_in, lived_in.seat("stage")).browser()
    organises = browser_of(lived_in, organiser)
    for_all = ("/", "/new", "/away", f"/{code}", f"/{code}/desk", f"/{code}/organise", "/QQQQQQQQ", "/QQQQQQQQ/desk")
    pages = [client.get(path) for path in for_all]
    pages += [phone.get(f"/{code}"), phone.get(f"/{code}/ask"), desk.get(f"/{code}/desk"), stage.get(f"/{code}/stage")]
    pages += [organises.get(f"/{code}/organise{more}") for more in ("", "?done=meeting.settings", "/forget")]
    pages += [organises.get(f"/{code}/record.html?version=confidential"), client.get(f"/{code}/record.html")]
    programme = "A meeting\n\nSpeakers: Ana Quill, Zanzibar\n\n10:00 Welcome\n10:10 Who pays?"
    read = send(client, "/new", "/new", text=programme)
    pages += [read, send(organises, f"/{code}/organise", f"/{code}/commands/link.add")]
    pages += [send(organises, f"/{code}/organise", f"/{code}/commands/ticket.add", count="2")]
    assert not [odd for page in pages for odd in odd_in(page)]
    for made in pages:
        assert made.mimetype == "text/html"


def test_no_template_ends_a_line_with_a_tag_before_the_next_attribute():
    """``trim_blocks`` takes the end of such a line, and with it what parts two attributes."""
    glued = []
    for file in TEMPLATES.rglob("*.html"):
        source = file.read_text()
        for found in re.finditer(r"%\}\n[ \t]*(?=[\w{])", source):
            markup = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", source[: found.end()], flags=re.S)
            if markup.rfind("<") > markup.rfind(">"):
                glued.append(f"{file.name}:{source[: found.start()].count(chr(10)) + 1}")
    assert not glued
