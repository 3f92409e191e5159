"""One reader per field that a label can name; each returns the lines that do not belong to it."""

from __future__ import annotations

from collections.abc import Callable

from facilitation.programme.draft import Draft
from facilitation.programme.front import read_title, repeats, take_when
from facilitation.programme.lines import Line, rejoined
from facilitation.programme.organisers import joints, read_organisers
from facilitation.programme.sections import Section
from facilitation.programme.speakers import read_speakers
from facilitation.programme.spoken import find_languages


def _title(section: Section, draft: Draft) -> list[Line]:
    draft.programme.title = ""
    for line in section.lines[:1]:
        read_title(line, draft)
    return section.lines[1:]


def _series(section: Section, draft: Draft) -> list[Line]:
    for line in section.lines[:1]:
        if draft.programme.series and not repeats(line, draft):
            return section.lines
        draft.programme.series = draft.programme.series or line.text
    return section.lines[1:]


def _when(section: Section, draft: Draft) -> list[Line]:
    rest = [take_when(line, draft) for line in section.lines]
    return [line for line in rest if line.text]


def _languages(section: Section, draft: Draft) -> list[Line]:
    for line in section.lines:
        codes, unknown = find_languages(line.text)
        known = draft.programme.languages
        draft.programme.languages = [*known, *(code for code in codes if code not in known)]
        if codes and not unknown:
            draft.understood(line, line.text)
        for name in unknown:
            draft.warn("language.unknown", name, line)
        if unknown:
            draft.keep(line, recognised=True)
    return []


def _place(section: Section, draft: Draft) -> list[Line]:
    # There is no field for places and practical matters: the line stays whole, label included.
    if section.heading:
        draft.keep(section.heading, recognised=True)
    for line in section.lines:
        if section.heading is None or line.number != section.heading.number:
            draft.keep(line, recognised=True)
    return []


def _objectives(section: Section, draft: Draft) -> list[Line]:
    left: list[Line] = []
    lines = rejoined(section.lines)
    for at, line in enumerate(lines):
        after_list = at > 0 and lines[at - 1].bulleted and line.gap and not line.bulleted
        if left or after_list:
            left.append(line)
        elif line.text.endswith((":", "：")) and not line.bulleted:
            draft.keep(line, recognised=True)  # "The session aims to:"
        else:
            draft.programme.objectives.append(line.text)
    return left


def _speakers(section: Section, draft: Draft) -> list[Line]:
    return read_speakers(section.lines, draft)


def _moderator(section: Section, draft: Draft) -> list[Line]:
    return read_speakers(section.lines, draft, moderating=True)


def _organisers(section: Section, draft: Draft) -> list[Line]:
    listed = [line for line in section.lines if line.bulleted]
    left = [
        line
        for line in section.lines
        if listed and not line.bulleted or line.text.endswith((".", "?")) and len(line.text) > 300
    ]
    others = set(left)
    lines = [line for line in section.lines if line not in others]
    for text in _paragraphs(lines):
        draft.programme.organisers += read_organisers(text, partner=section.field == "partners")
    for line in lines:
        draft.understood(line, joints())
    return left


def _paragraphs(lines: list[Line]) -> list[str]:
    """Join the lines of one list that runs on over several; a bullet is an organiser of its own."""
    texts: list[str] = []
    for line in lines:
        if texts and not line.bulleted and texts[-1].endswith((",", "،", "、", "，", ";", " and")):
            texts[-1] = f"{texts[-1]} {line.text}"
        else:
            texts.append(line.text)
    return texts


READERS: dict[str, Callable[[Section, Draft], list[Line]]] = {
    "title": _title,
    "series": _series,
    "date": _when,
    "time": _when,
    "languages": _languages,
    "place": _place,
    "objectives": _objectives,
    "speakers": _speakers,
    "moderator": _moderator,
    "organisers": _organisers,
    "partners": _organisers,
}
