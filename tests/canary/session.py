"""A session in which everything is done that somebody can do, and in which every word is a mark."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from tests.canary.marks import mark
from tests.canary.person import Person
from tests.canary.refusals import refusals
from tests.server import Server

VERSIONS = ("public", "confidential")
# What is taken back while the session goes on, and what goes when it is forgotten; all else stays until it is purged.
TAKEN_BACK = ("withdrawn", "withdrawn name", "before", "erased", "reply to erased")
FORGOTTEN = ("declined", "reason", "declined name")
WORDS = (
    *("title", "description", "group", "item", "waiting", "open", "name", "email", "after", "merged", "reply"),
    *TAKEN_BACK,
    *FORGOTTEN,
)


@dataclass
class Session:
    """One meeting, and a stranger to it at another process.

    ``words`` is what is written in it, ``secrets`` opens something, ``refused`` was never taken.
    """

    server: Server
    elsewhere: Server
    telling: dict[str, str]
    words: dict[str, str] = field(default_factory=lambda: {what: mark(what) for what in WORDS})
    secrets: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    code: str = ""
    person: Person = field(init=False)
    stranger: Person = field(init=False)
    moderator: str = ""
    seats: list[str] = field(default_factory=list)

    async def begin(self) -> None:
        """Make the meeting, from the same browser that does all else, and come in by every door."""
        words = self.words
        self.person = Person(self.server.address, "", self.telling)
        programme = {
            "title": words["title"],
            "description": words["description"],
            "items": [{"title": words["item"], "id": "i1"}],
        }
        body = {"programme": programme, "settings": {"groups": [words["group"], "state"]}}
        status, made = await self.person.api("POST", "/api/meetings", body)
        assert status == 201, made
        self.person.code = self.code = made["code"]
        self.stranger = Person(self.elsewhere.address, self.code, self.telling)
        invites = {role: link.partition("#")[2] for role, link in made["links"].items() if role != "participant"}
        self.secrets |= {f"link of the {role}": secret for role, secret in invites.items()}
        self.moderator = self._seat("moderator's seat", await self.person.take_seat(invite=invites["moderator"]))
        for number in range(4):
            seat = await self.person.take_seat(group=words["group"], language="fr")
            self.seats.append(self._seat(f"seat {number}", seat))
        await self._forms(invites)

    async def tickets(self, organiser: str) -> None:
        """Close the meeting, hand out codes, use one, and open it again."""
        self._seat("organiser's seat", organiser)
        answer = await self.person.do(organiser, "ticket.add", count=3)
        self.secrets |= {f"ticket {number}": ticket for number, ticket in enumerate(answer["tickets"])}
        await self.person.do(organiser, "meeting.settings", closed=True)
        self._seat("seat by ticket", await self.person.take_seat(ticket=answer["tickets"][0]))
        await self.person.do(organiser, "meeting.settings", closed=False)

    async def play(self) -> None:
        """Ask and decide, until there is one question in every state; withdraw and erase nothing yet."""
        words, (one, two, three, voter) = self.words, self.seats
        ask, do, moderator = self.person.ask, self.person.do, self.moderator
        await do(moderator, "item.present", item="i1")
        asked = self.questions
        asked["open"] = await ask(one, f"Open: {words['open']}", name=words["name"])
        asked["waiting"] = await ask(one, f"Waiting: {words['waiting']}, write to {words['email']}@example.org")
        asked["declined"] = await ask(one, f"Declined: {words['declined']}", name=words["declined name"])
        asked["withdrawn"] = await ask(two, f"Withdrawn: {words['withdrawn']}", name=words["withdrawn name"])
        asked["edited"] = await ask(two, f"Before: {words['before']}")
        asked["merged"] = await ask(two, f"Merged: {words['merged']}")
        asked["erased"] = await ask(three, f"Erased: {words['erased']}")
        for what in ("open", "withdrawn", "edited", "merged", "erased"):
            await do(moderator, "question.approve", question=asked[what])
        await do(moderator, "question.reply", question=asked["open"], text=f"Reply: {words['reply']}")
        await do(moderator, "question.reply", question=asked["erased"], text=words["reply to erased"])
        await do(moderator, "question.decline", question=asked["declined"], reason=words["reason"])
        await do(voter, "vote.cast", question=asked["open"], value=1)
        await do(moderator, "question.merge", from_=asked["merged"], into=asked["open"])
        await self.everything_is_read()
        await self._over_sockets()
        await refusals(self.person, self.seats[3], self.refused)

    async def take_back(self) -> None:
        """Withdraw, correct and erase."""
        _one, two, *_rest = self.seats
        line = await self.person.line({"seat": two})
        await line.ask("question.withdraw", {"question": self.questions["withdrawn"]})
        await line.hang_up()
        await self.person.polling(
            {"seat": two},
            ("question.edit", {"question": self.questions["edited"], "text": f"After: {self.words['after']}"}),
        )
        await self.person.do(self.moderator, "question.erase", question=self.questions["erased"])

    async def everything_is_read(self) -> dict[str, bytes]:
        """Every page and every record, by everybody: what they got."""
        code, got = self.code, dict[str, bytes]()
        paths = ["", "/ask", "/desk", "/stage", "/qr.svg", "?all=1", "?lang=fr"]
        paths += [f"/record.{form}?version={version}" for form in ("json", "md", "html") for version in VERSIONS]
        for who, browser in (("who has seats", self.person), ("a stranger", self.stranger)):
            for path in paths:
                got[f"page {path} for {who}"] = (await browser.get(f"/{code}{path}"))[1].encode()
        for name in ("moderator's seat", "seat 0", "seat 1", "seat 2"):
            _status, state = await self.person.api("GET", f"/api/{code}/state", seat=self.secrets[name])
            got[f"state for {name}"] = json.dumps(state, ensure_ascii=False).encode()
        return got

    async def forget(self) -> None:
        """Let the meeting forget who was there."""
        await self.person.do(self.moderator, "meeting.forget")

    async def end(self) -> None:
        """Close the browsers."""
        await self.person.http.close()
        await self.stranger.http.close()

    def _seat(self, name: str, token: str) -> str:
        self.secrets[name] = token
        return token

    async def _forms(self, invites: dict[str, str]) -> None:
        """Without scripts: join, ask and enter; the seats stay in cookies."""
        code, person = self.code, self.person
        assert (await person.form(f"/{code}", f"/{code}/join", group=self.words["group"]))[0] == 200
        asked = await person.form(f"/{code}/ask", f"/{code}/commands/question.ask", text="A form's question")
        assert asked[0] == 200 and "A form&#39;s question" in asked[1]
        for role, screen in (("rapporteur", "desk"), ("stage", "stage")):
            link = f"{self.server.address}/{code}/{screen}#{invites[role]}"
            assert (await person.form(f"/{code}/{screen}", f"/{code}/enter", invite=link))[0] == 200
        for cookie in person.http.cookie_jar:
            if "seat-" in cookie.key:
                self.secrets[f"cookie {cookie.key}"] = cookie.value
        assert sum(name.startswith("cookie") for name in self.secrets) == 3

    async def _over_sockets(self) -> None:
        """A WebSocket by cookie, with a command; long polling by token, with another; both read the state."""
        line = await self.person.line({})
        await line.ask("vote.cast", {"question": self.questions["open"], "value": 1})
        await line.hang_up()
        vote = ("vote.cast", {"question": self.questions["open"], "value": 1})
        (answer,) = await self.person.polling({"seat": self.seats[1]}, vote)
        assert answer.get("ok"), answer
