"""The persons on a programme: every speaker once, and who of them moderates."""

from __future__ import annotations

import re
from functools import cache

from facilitation.programme.draft import Draft
from facilitation.programme.lines import Line
from facilitation.programme.people import folded_name, read_person
from facilitation.programme.positions import tells_body, tells_role
from facilitation.programme.structure import Item, Speaker
from facilitation.programme.words import people
from facilitation.programme.words.folding import words

_SEVERAL = re.compile(r"\s*[;；؛]\s*")
_NAMES = re.compile(rf"\s*[,،、，]\s*|\s(?:{people.AND})\s", re.IGNORECASE)


def read_speakers(lines: list[Line], draft: Draft, moderating: bool = False) -> list[Line]:
    """Read lines that list persons; return the lines that name nobody."""
    left: list[Line] = []
    for line in lines:
        persons = _persons(line)
        for person in persons:
            person.moderator = person.moderator or moderating
            _add(person, line, draft)
        if not persons:
            left.append(line)
    _assume_chair(lines, draft)
    return left


def looks_like_person(line: Line) -> bool:
    """Tell whether a line names a person, wherever it stands."""
    return not line.level and not line.asks and read_person(line.text, sure=False) is not None


def merge_same(persons: list[Speaker]) -> list[Speaker]:
    """Keep each person once, with all that was said of them in different places."""
    kept: dict[str, Speaker] = {}
    for person in persons:
        known = kept.setdefault(folded_name(person.name), person)
        known.role = known.role or person.role
        known.organisation = known.organisation or person.organisation
        known.moderator = known.moderator or person.moderator
    return list(kept.values())


def name_speakers_of(items: list[Item], persons: list[Speaker]) -> None:
    """Name with each case study and speech those persons whom its title or text names."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for person in persons:
        if said := tuple(words(person.name)):
            by_first.setdefault(said[0], []).append((said, person.name))
    for item in items:
        if item.kind == "discussion" or item.speakers:
            continue
        spoken = words(f"{item.title}\n{item.text or ''}")
        for at, word in enumerate(spoken):
            for name, written in by_first.get(word, [])[:20]:
                if tuple(spoken[at : at + len(name)]) == name and written not in item.speakers:
                    item.speakers.append(written)


def _persons(line: Line) -> list[Speaker]:
    several = _SEVERAL.split(line.text)
    if len(several) > 1:
        persons = [read_person(part) for part in several if part]
        if all(persons):
            return [person for person in persons if person]
    names = _NAMES.split(line.text) if not line.bulleted else []
    if len(names) > 2 and all(_only_name(name) for name in names):
        return [Speaker(name=name) for name in names]
    person = read_person(line.text)
    return [person] if person else []


def _only_name(text: str) -> bool:
    person = read_person(text) if not tells_role(text) and not tells_body(text) else None
    return person is not None and person.role is None and person.organisation is None and len(text.split()) in (2, 3)


def _add(person: Speaker, line: Line, draft: Draft) -> None:
    draft.programme.speakers.append(person)
    # What told that the person moderates became a flag, and the joints between two roles became semicolons.
    draft.understood(line, _joints())


@cache
def _joints() -> frozenset[str]:
    return frozenset(words(" ".join([people.AND, people.BETWEEN, *people.MODERATORS]).replace("|", " ")))


def _assume_chair(lines: list[Line], draft: Draft) -> None:
    """Take for the moderator the one person who stands without a bullet before those with one."""
    plain = [line for line in lines if not line.bulleted]
    if len(plain) != 1 or len(lines) < 2 or lines[0] is not plain[0] or not lines[1].bulleted:
        return
    chair = read_person(plain[0].text)
    if chair and not any(person.moderator for person in draft.programme.speakers):
        for person in draft.programme.speakers:
            if person.name == chair.name:
                person.moderator = True
                draft.warn("moderator.assumed", person.name, plain[0])
