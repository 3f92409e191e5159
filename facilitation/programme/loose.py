"""Lines without a heading of their own: what they are is told by how they look."""

from __future__ import annotations

from facilitation.programme.agenda import kind_of, read_agenda
from facilitation.programme.draft import Draft
from facilitation.programme.front import repeats
from facilitation.programme.lines import Line
from facilitation.programme.questions import read_questions
from facilitation.programme.sections import Section
from facilitation.programme.speakers import looks_like_person, read_speakers
from facilitation.programme.structure import Item
from facilitation.programme.times import find_minutes, has_time

_PROSE_CHARACTERS = 120


def read_loose(section: Section, lines: list[Line], draft: Draft, questions_told: bool) -> list[Item]:
    """Read agenda lines, questions and persons out of lines; keep the rest, and return the items found."""
    items: list[Item] = []
    if sum(1 for line in lines if has_time(line.text)) >= 2:
        first = next(at for at, line in enumerate(lines) if has_time(line.text))
        items += read_agenda(lines[first:], draft)
        lines = lines[:first]
    told = section.field == "description"
    persons = [line for line in lines if looks_like_person(line) and (line.bulleted or not told)]
    read_speakers(persons, draft)
    named = set(persons)
    rest = [line for line in lines if line not in named]
    asking = [line for line in rest if line.asks and (line.bulleted or not told)] if not questions_told else []
    items += read_questions(asking, draft)
    asked = set(asking)
    for line in rest:
        # In a description only a line of its own can be the title again; others are part of what is told.
        if line not in asked and (told and not line.gap or not repeats(line, draft)):
            headed = section.field == "other" and section.heading is not None  # its heading was told already
            belongs = told or headed or section.field == "front" and _prose(line)
            draft.keep(line, recognised=belongs)
    return items


def away_from_list(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Divide lines into those of a list and those that follow it: persons, and lone lines after a gap."""
    of_list: list[Line] = []
    others: list[Line] = []
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        heads = following is not None and following.bulleted and not looks_like_person(following)
        lone = bool(others) or bool(of_list) and any(other.bulleted for other in of_list)
        if looks_like_person(line) or lone and line.gap and not line.bulleted and not line.asks and not heads:
            others.append(line)
        else:
            of_list.append(line)
    return of_list, others


def is_entry(section: Section) -> bool:
    """Tell whether an unknown heading is an entry of the run of show: "Opening remarks (10 min)"."""
    heading = section.heading
    if heading is None or section.field != "other":
        return False
    return bool(find_minutes(heading.text) or kind_of(heading.text))


def _prose(line: Line) -> bool:
    return len(line.text) > _PROSE_CHARACTERS or line.text.endswith((".", "。", "!"))
