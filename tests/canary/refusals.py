"""Requests that are refused or malformed, and quote somebody."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tests.canary.marks import mark
from tests.canary.person import Person


async def refusals(person: Person, seat: str, sent: dict[str, str]) -> None:
    """Send all of it with a participant's seat; each door gets a mark of its own, which is added to what was sent."""
    for number, send in enumerate((_bad_apis, _bad_pages, _bad_sockets)):
        word = sent[f"refused {number}"] = mark(f"refused{number}")
        await asyncio.wait_for(send(person, seat, word), 60)


async def _bad_apis(person: Person, seat: str, word: str) -> None:
    api, code = person.api, person.code
    commands = f"/api/{code}/commands"
    bodies: list[Any] = [
        {"text": word * 40},
        {"text": word, word: word},
        {"text": [word]},
        {"text": word, "item": word},
        {"text": word, "id": word},
        {"text": word, "name": word * 10},
        {"text": word, "language": word * 10},
        f'{{"text": "{word}'.encode(),
        word.encode("utf-16"),
        [word],
    ]
    for body in bodies:
        assert (await api("POST", f"{commands}/question.ask", body, seat))[0] >= 400, body
    for name, body in ((f"question.{word}", {}), ("vote.cast", {"question": word, "value": 1})):
        assert (await api("POST", f"{commands}/{name}", body, seat))[0] >= 400
    for wish in ({"invite": word}, {"group": word}, {word: word}, {"ticket": word, "group": word}):
        assert (await api("POST", f"/api/{code}/seats", wish))[0] >= 400
    assert (await api("GET", f"/api/{code}/state", seat=word.encode().hex()))[0] == 401
    for programme in ({"title": word, word: 1}, {"title": word, "date": word}, [word]):
        assert (await api("POST", "/api/meetings", {"programme": programme}))[0] == 400


async def _bad_pages(person: Person, seat: str, word: str) -> None:
    code = person.code
    for path in (
        f"/{word}",
        f"/{code}/{word}",
        f"/{code}?lang={word}",
        f"/{code}/record.{word}",
        f"/?{word}={word}",
    ):
        await person.get(path)
    await person.get(f"/{code}/record.md?version={word}", **{"If-None-Match": word.encode().hex()})
    await person.form(f"/{code}/ask", f"/{code}/commands/question.ask", text=word * 40)
    await person.form(f"/{code}/ask", f"/{code}/commands/question.ask", text=word, csrf="00")
    await person.form(f"/{code}/ask", f"/{code}/commands/question.ask", text=word, screen=word)
    await person.form("/", "/join", code=word)
    pasted = f"{word}\n\n10:00 {word}\nSpeakers: {word}"
    await person.form("/new", "/new", text=pasted)  # read and shown, and nothing is made of it
    for name in ("a.docx", "a.ics", f"{word}.txt"):
        await person.upload("/new", "/new", name, word.encode() * 9)


async def _bad_sockets(person: Person, seat: str, word: str) -> None:
    bad: list[tuple[str, dict[str, Any]]] = [
        (word, {word: word}),
        ("question.ask", {"text": word * 40}),
        ("question.ask", {"text": word, word: 1}),
        ("question.edit", {"question": word, "text": word}),
    ]
    assert all("error" in answer for answer in await person.polling({"seat": seat}, *bad))
    for packet in (f"42{word}", f'420["question.ask",{{"text":"{word}"', f"45{word}", word, f"b{word}"):
        url = f"{person.address}/socket.io/?EIO=4&transport=websocket&{word}={word}"
        async with person.http.ws_connect(url) as web:
            await web.send_str(f"40{json.dumps({'meeting': person.code, 'seat': seat})}")
            await web.send_str(packet)
            await web.send_bytes(packet.encode())
            await web.receive()
    for auth in ({"meeting": word}, {"meeting": person.code, "seat": word}, {"meeting": person.code, "screen": word}):
        async with person.http.ws_connect(f"{person.address}/socket.io/?EIO=4&transport=websocket") as web:
            await web.send_str(f"40{json.dumps(auth)}")
            await web.receive()
