"""The parts of a programme: which lines stand under which heading."""

from __future__ import annotations

import dataclasses

from facilitation.programme.dates import find_date
from facilitation.programme.draft import Draft
from facilitation.programme.labels import Label, find_label
from facilitation.programme.lines import Line
from facilitation.programme.spoken import find_languages
from facilitation.programme.times import find_time

#: Fields that a line or two fill: after them, the part in which they stand goes on.
_SHORT = frozenset({"title", "series", "date", "time", "languages", "moderator", "place"})

#: Fields that may be told on the label's own line or in a list under it.
_TOLD_INLINE = frozenset({"organisers", "partners"})

#: Fields whose entries may have labels and headings of their own.
_WITH_ENTRIES = frozenset({"agenda", "questions", "cases"})

_LABEL_LEVEL = 4  # a heading by its words alone, as deep as one in capitals


@dataclasses.dataclass(slots=True)
class Section:
    """Lines that fill one field; ``field`` is "front" before any heading and "other" under an unknown one."""

    field: str
    heading: Line | None = None
    level: int = _LABEL_LEVEL
    lines: list[Line] = dataclasses.field(default_factory=list)


def sections_of(lines: list[Line], draft: Draft) -> list[Section]:
    """Divide lines into sections by their headings and labels."""
    sections = [Section("front", level=9)]
    within = sections[0]  # what goes on after a label that fills its field on its own line
    for line in lines:
        current = sections[-1]
        label = find_label(line.text)
        if label and _begins_section(label, line, within):
            draft.understood(line, label.written)
            section = Section(label.field, line, line.level or _LABEL_LEVEL)
            sections.append(section)
            if label.rest:
                # What follows a label is no bullet of its own.
                section.lines.append(dataclasses.replace(line.saying(label.rest), depth=None, marker="", level=0))
            if label.field not in _SHORT and not (label.rest and label.field in _TOLD_INLINE):
                within = section
        elif _is_unknown_heading(line, within):
            within = Section("other", line, line.level)
            sections.append(within)
        elif current is not within and not _goes_on(current, line):
            # After a label in the middle of a list only what looks like its next entry goes on with the list.
            listed = within.field not in ("questions", "objectives") or line.bulleted or line.asks
            within = Section(within.field if listed else "other", None, within.level, [line])
            sections.append(within)
        else:
            current.lines.append(line)
    return sections


def _begins_section(label: Label, line: Line, within: Section) -> bool:
    if (
        label.field in ("cases", "agenda")
        and label.rest
        or find_time(line.text)
        and label.field not in ("date", "time")
    ):
        return False
    if label.field in ("description", "objectives", "place") and " " in label.written and label.rest.endswith("?"):
        return False
    if line.bulleted and not (label.rest or line.numbered or line.level):
        return False
    if within.field in _WITH_ENTRIES:
        if line.level and within.level < line.level:
            return False
        if line.bulleted and within.field == "agenda" and not line.level:
            return False
        if label.rest and within.field == "agenda" or not line.gap and not line.level and label.field != "date":
            return label.field in ("date", "time", "languages", "organisers", "partners")
    return True


def _is_unknown_heading(line: Line, within: Section) -> bool:
    """Tell whether a line looks like the heading of something that has no field."""
    if not line.level or line.bulleted and not line.numbered or find_time(line.text):
        return False
    if within.field == "front":
        # Titles look like this too; under a title, or after prose, it is a heading.
        return any(0 < other.level < line.level or len(other.text) > 200 for other in within.lines[-50:])
    if within.field in _WITH_ENTRIES:
        return line.level <= within.level and not line.asks
    return within.field != "description" or line.level <= within.level


def _goes_on(section: Section, line: Line) -> bool:
    """Tell whether a line still belongs to a short field: it must look like what the label asks for."""
    if section.field in _TOLD_INLINE:
        begun = section.lines[-1].text.endswith((",", "،", "、", "，", ";", " and"))
        return begun and not (line.gap or line.bulleted or line.level)
    if section.field == "languages":
        codes, unknown = find_languages(line.text)
        return bool(codes) and not unknown
    if section.field in ("date", "time"):
        found = find_date(line.text) if section.field == "date" else find_time(line.text)
        # "10:00 Opening" under "Times" is an entry of the agenda, not the time of the meeting.
        return found is not None and found.end - found.begin > len(line.text) // 2
    if section.field == "moderator":
        return not section.lines or line.bulleted and section.lines[-1].bulleted and not line.gap
    return not section.lines and not line.gap
