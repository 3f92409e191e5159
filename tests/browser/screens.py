"""The phone, the desk and the stage as their people know them: by roles, names and words."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.meeting import TITLE, Meeting


def reads(place: Locator, words: str | re.Pattern[str]) -> None:
    """A person sees these words there: a card holds the words for every state, and shows those of its own."""
    expect(place).to_contain_text(words, use_inner_text=True, ignore_case=True)


def reads_not(place: Locator, words: str | re.Pattern[str]) -> None:
    """Nobody sees these words there."""
    expect(place).not_to_contain_text(words, use_inner_text=True, ignore_case=True)


# Words and how large they stand, as a share of the screen's height.
SIZES = """main => {
  const hasWords = each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim())
  return Object.fromEntries([...main.querySelectorAll("*")]
    .filter(each => each.checkVisibility() && hasWords(each))
    .map(each => [each.textContent.trim(), parseFloat(getComputedStyle(each).fontSize) / innerHeight]))
}"""


class Screen:
    """One page of one browser."""

    def __init__(self, page: Page, meeting: Meeting) -> None:
        self.page = page
        self.meeting = meeting

    def button(self, name: str) -> Locator:
        """A button by its first words; a key or a count may follow."""
        return self.page.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).filter(visible=True)


class Phone(Screen):
    """A participant's phone."""

    def open(self, address: str | None = None) -> None:
        """Follow the link for everybody, as if the QR code had been scanned."""
        link = self.meeting.links["participant"]
        self.page.goto(link.replace(self.meeting.server.address, address) if address else link)

    def join(self, address: str | None = None, title: str = TITLE) -> None:
        """Scan, tap: in; and the scripts are awake."""
        self.open(address)
        self.button("Join").click()
        self.in_the_room(title)
        self.is_awake()

    def in_the_room(self, title: str = TITLE) -> None:
        """The meeting's page is there."""
        expect(self.page.get_by_role("heading", name=title, level=1, exact=True)).to_be_visible()
        expect(self.now).to_be_visible()

    def is_awake(self) -> None:
        """The scripts have arrived: from here on nothing needs the line."""
        expect(self.page.get_by_text(re.compile("^[0-9]+ characters left$"))).to_have_count(1)

    def is_live(self) -> None:
        """The line is up: what is presented arrives."""
        title = "What happens next"
        self.meeting.do("moderator", "item.present", item=self.meeting.item(title))
        expect(self.now.get_by_role("heading", name=title)).to_be_visible()

    def is_offline(self) -> None:
        """It has noticed that there is no line, and says so."""
        expect(self.page.get_by_role("contentinfo").get_by_text(re.compile("^No connection"))).to_be_visible()

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("textbox", name="Ask a question")

    @property
    def now(self) -> Locator:
        return self.page.get_by_role("region", name="Now")

    @property
    def mine(self) -> Locator:
        return self.page.get_by_role("region", name="My questions")

    @property
    def list(self) -> Locator:
        return self.page.get_by_role("region", name=re.compile("^Questions"))

    def ask(self, text: str) -> None:
        """Write a question and send it."""
        self.composer.fill(text)
        self.button("Send").click()
        expect(self.my_card(text)).to_be_visible()

    def my_card(self, text: str) -> Locator:
        """One's own question and what became of it."""
        return self.mine.get_by_role("listitem").filter(has_text=text)

    def card(self, text: str) -> Locator:
        """A question on the list of everybody."""
        return self.list.get_by_role("listitem").filter(has_text=text)

    def support_of(self, text: str) -> Locator:
        """The button under a question; one that is being answered may still hold its place on the list as well."""
        cards = self.page.get_by_role("listitem").filter(has_text=text)
        return cards.get_by_role("button", name=re.compile("^Support")).first

    def shows_support(self, text: str, count: int, pressed: bool) -> None:
        """So many support a question, and this phone does or does not."""
        expect(self.support_of(text)).to_have_attribute("aria-pressed", str(pressed).lower())
        reads(self.support_of(text), re.compile(rf"\b{count}\b"))

    def closed(self) -> Locator:
        """What was answered or set aside, unfolded."""
        box = self.page.get_by_role("group").filter(has_text="Answered and set aside")
        if box.get_attribute("open") is None:
            box.get_by_text("Answered and set aside").click()
        return box


class Desk(Screen):
    """The moderator's laptop."""

    def enter(self, role: str = "moderator") -> None:
        """Open the personal link, and wait for the line."""
        self.page.goto(self.meeting.links[role])
        self.is_connected()

    def is_connected(self) -> None:
        """The desk says that what it shows is live."""
        expect(self.page.get_by_text("Connected", exact=True)).to_be_visible()

    def press(self, *keys: str) -> None:
        """Keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def lane(self, name: str) -> Locator:
        """One of "Waiting for review", "On the list", "Decided"."""
        return self.page.get_by_role("list", name=re.compile(f"^{name}"))

    def card(self, lane: str, text: str) -> Locator:
        """A question in a lane."""
        return self.lane(lane).get_by_role("listitem").filter(has_text=text)

    def select(self, lane: str, text: str) -> Locator:
        """Put the keys on this question."""
        card = self.card(lane, text)
        card.get_by_text(text).click()
        expect(card).to_have_attribute("aria-current", "true")
        return card

    def says(self, words: str) -> None:
        """The line at the foot tells what was done."""
        reads(self.page.get_by_role("contentinfo").get_by_role("status"), words)

    def menu(self, button: str) -> None:
        """One of the buttons under "Meeting"."""
        if self.button(button).count() == 0:
            self.page.get_by_text(re.compile("^Meeting:")).click()
        self.button(button).first.click()


class Stage(Screen):
    """The big screen."""

    def enter(self) -> None:
        """Open the link of the big screen."""
        self.page.goto(self.meeting.links["stage"])
        expect(self.page.get_by_role("main")).to_be_visible()

    def main(self, text: str) -> Locator:
        """Words on the stage."""
        return self.page.get_by_role("main").get_by_text(text, exact=True)

    def is_large(self, text: str) -> None:
        """These words are the largest on the screen, and large: read from thirty metres."""
        expect(self.main(text)).to_be_visible()
        sizes = self.page.get_by_role("main").evaluate(SIZES)
        assert sizes[text] == max(sizes.values()), sizes
        assert sizes[text] > 0.05, sizes
