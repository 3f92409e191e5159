"""Lines into a programme: the one understanding that all formats share."""

from __future__ import annotations

from facilitation.programme.agenda import read_agenda
from facilitation.programme.cases import find_cases
from facilitation.programme.draft import Draft
from facilitation.programme.fields import READERS
from facilitation.programme.front import read_front
from facilitation.programme.lines import Line, rejoined
from facilitation.programme.loose import away_from_list, is_entry, read_loose
from facilitation.programme.questions import read_questions
from facilitation.programme.sections import Section, sections_of
from facilitation.programme.speakers import merge_same, name_speakers_of
from facilitation.programme.structure import Item, Programme

_TITLE_CHARACTERS = 120  # of the first words that stand in for a title


def read_lines(lines: list[Line]) -> Programme:
    """Read a programme from lines; whatever they hold, the answer is a draft that a person can correct."""
    draft = Draft()
    sections = sections_of(lines, draft)
    loose: list[tuple[Section, list[Line]]] = []
    for section in sections:
        if section.field in READERS:
            loose.append((section, READERS[section.field](section, draft)))
        elif section.field == "front":
            loose.append((section, read_front(section.lines, draft)))
    items = _read_items(sections, loose, draft)
    programme = draft.programme
    programme.items = items
    programme.speakers = merge_same(programme.speakers)
    programme.organisers = list({(one.name, one.acronym): one for one in programme.organisers}.values())
    _add_cases(draft)
    name_speakers_of(programme.items, programme.speakers)
    number(programme.items)
    _title(lines, draft)
    draft.account(lines)
    _warn_of_absences(draft)
    return draft.finish()


def number(items: list[Item]) -> None:
    """Give every item without an id a short one of its own, in order: "i1", "i2" …"""
    taken = {item.id for item in items}
    following = (f"i{n}" for n in range(1, 2 * len(items) + 1))
    for item in items:
        if not item.id:
            item.id = next(free for free in following if free not in taken)


def _read_items(sections: list[Section], loose: list[tuple[Section, list[Line]]], draft: Draft) -> list[Item]:
    agenda: list[Item] = []
    cases: list[Item] = []
    questions: list[Item] = []
    order = [section.field for section in sections if section.field in ("cases", "questions")]
    told = any(section.field == "questions" for section in sections)
    entries = [section for section in sections if is_entry(section)]
    for section in sections:
        if section.field == "agenda":
            agenda += read_agenda(section.lines, draft)
        elif section.field == "cases":
            cases += _as_cases(read_agenda(section.lines, draft))
        elif section.field == "questions":
            of_list, others = away_from_list(rejoined(section.lines))
            questions += read_questions(of_list, draft)
            loose.append((Section("other"), others))
        elif section.heading and section.field == "other" and section in entries and len(entries) > 1:
            agenda += read_agenda([section.heading, *section.lines], draft)
        elif section.field in ("other", "description"):
            if section.field == "other" and section.heading:
                draft.keep(section.heading)
            loose.append((section, section.lines))
    for section, lines in loose:
        found = read_loose(section, lines, draft, told)
        timed = any(item.minutes for item in found)
        agenda, questions = (agenda + found, questions) if timed else (agenda, questions + found)
    if agenda:
        return _woven(_woven(agenda, cases), questions)
    return questions + cases if order[:1] == ["questions"] else cases + questions


def _woven(agenda: list[Item], questions: list[Item]) -> list[Item]:
    """Put the questions where the agenda discusses: after its last discussion, or before it closes."""
    after = max((at for at, item in enumerate(agenda, start=1) if item.kind in ("discussion", "floor")), default=None)
    before = next((at for at, item in enumerate(agenda) if item.kind == "closing"), len(agenda))
    at = before if after is None else after
    return [*agenda[:at], *questions, *agenda[at:]]


def _as_cases(items: list[Item]) -> list[Item]:
    for item in items:
        item.kind = "case-study"
    return items


def _add_cases(draft: Draft) -> None:
    items = draft.programme.items
    if any(item.kind == "case-study" for item in items):
        return
    for case, discussed in find_cases(draft.prose(), items):
        at = next((n for n, item in enumerate(items) if item is discussed), None)
        if at is None:
            at = next((n for n, item in enumerate(items) if item.kind == "discussion"), len(items))
        items.insert(at, case)
        draft.warn("case_study.assumed", case.title)


def _title(lines: list[Line], draft: Draft) -> None:
    if not draft.programme.title:
        first = (lines[0].text.rstrip(":：") or lines[0].text)[:_TITLE_CHARACTERS]
        draft.programme.title = draft.programme.series or first
        draft.warn("title.missing")


def _warn_of_absences(draft: Draft) -> None:
    programme = draft.programme
    asked = any(item.questions or item.kind == "discussion" for item in programme.items)
    for code, present in (
        ("date.missing", programme.date),
        ("languages.missing", programme.languages),
        ("organisers.missing", programme.organisers),
        ("speakers.missing", programme.speakers),
        ("moderator.missing", any(person.moderator for person in programme.speakers)),
        ("questions.missing", asked),
    ):
        if not present:
            draft.warn(code)
    for person in programme.speakers:
        if not person.organisation:
            draft.warn("speaker.no_organisation", person.name)
