"""The agenda: entries with their times, kinds and minutes, and what stands under each."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from facilitation.programme.draft import Draft
from facilitation.programme.labels import find_label
from facilitation.programme.lines import EDGES, Line
from facilitation.programme.people import read_person
from facilitation.programme.questions import split_questions
from facilitation.programme.structure import Item, Kind, Speaker
from facilitation.programme.times import Span, find_minutes, has_time, minutes_between
from facilitation.programme.words.agenda import KINDS
from facilitation.programme.words.folding import words

_AFTER_TIME = re.compile(r"^[\s:：,.–—|-]+")
_SPEAKER_PART = re.compile(r"\s[-–—]\s|[:：]\s|\s?[—–]\s")


def kind_of(title: str) -> Kind | None:
    """Tell the kind of an entry from its words; the words nearest its beginning decide."""
    said = words(title)
    found: list[tuple[int, int, Kind]] = []
    for order, (kind, phrases) in enumerate(_kinds().items()):
        for at in range(min(len(said), 12)):
            if any(tuple(said[at : at + len(phrase)]) == phrase for phrase in phrases):
                found.append((at if order > 1 else 0, order, kind))
                break
    return min(found)[2] if found else None


def read_agenda(lines: list[Line], draft: Draft, level: int = 0) -> list[Item]:
    """Read the entries of an agenda; a line begins one by its time, its heading, or the outermost bullet."""
    items: list[Item] = []
    times: list[Span | None] = []
    latest: Span | None = None
    last: Line | None = None  # of the entry's text
    begins = _entry_sign(lines)
    for line in lines:
        if begins(line):
            item, span = _entry(line, draft)
            if span and latest and minutes_between(latest.starts, span.starts) < 0:
                draft.warn("times.disordered", line.text, line)
            latest = span or latest
            items.append(item)
            times.append(span)
            last = None
        elif items:
            last = _under(items[-1], line, last, draft)
        else:
            draft.keep(line, recognised=True)
    _fill_minutes(items, times, draft)
    return items


def _entry_sign(lines: list[Line]) -> Callable[[Line], bool]:
    """Choose what begins an entry in these lines: times if there are any, else headings, bullets, lines."""
    if any(has_time(line.text) for line in lines):
        headed = {line.level for line in lines if has_time(line.text) and line.level}
        return lambda line: bool(has_time(line.text)) or line.level in headed
    headings = [line.level for line in lines if line.level]
    if headings and not lines[0].bulleted:
        top = min(headings)
        return lambda line: line.level == top
    if any(line.bulleted for line in lines):
        base = min(line.depth for line in lines if line.depth is not None)
        return lambda line: line.depth == base
    return lambda line: True


def _entry(line: Line, draft: Draft) -> tuple[Item, Span | None]:
    text, minutes = line.text, None
    if span := has_time(line.text):
        draft.understood(line, text[: span.end])
        text = _AFTER_TIME.sub("", text[span.end :])
    if found := find_minutes(text):
        minutes = found[0]
        draft.understood(line, text[found[1] : found[2]])
        text = f"{text[: found[1]].rstrip(EDGES)} {text[found[2] :].lstrip(EDGES)}".strip(EDGES + "–—-,:")
    title, speaker = _speaker_after(text)
    if speaker:
        _introduce(speaker, draft)
    item = Item(title=title or line.text, kind=kind_of(title) or "discussion", minutes=minutes)
    if speaker:
        item.speakers = [speaker.name]
    return item, span


def _speaker_after(text: str) -> tuple[str, Speaker | None]:
    """Split "Opening remarks – Amina Dourra, Coordinator" into title and speaker, where it is one."""
    for match in list(_SPEAKER_PART.finditer(text))[:3]:
        if speaker := read_person(text[match.end() :], sure=False):
            return text[: match.start()].strip(EDGES), speaker
    return text.strip(EDGES), None


def _under(item: Item, line: Line, last: Line | None, draft: Draft) -> Line | None:
    """Take a line under an entry: questions, a speaker, or text; return the last line of its text."""
    label = find_label(line.text)
    told = label.field if label else ""
    if label and told in ("questions", "speakers", "moderator", "description", "objectives"):
        draft.understood(line, label.written)
        if not label.rest:
            return last
        line = line.saying(label.rest)
    if line.asks:
        item.questions += split_questions(line.text)
    elif speaker := read_person(line.text, sure=told in ("speakers", "moderator")):
        speaker.moderator = speaker.moderator or told == "moderator"
        _introduce(speaker, draft)
        item.speakers.append(speaker.name)
    elif line.bulleted and item.kind == "discussion" and not line.finished:
        item.questions.append(line.text)
    else:
        item.text = f"{item.text}{line.joint(last)}{line.text}" if item.text and last else line.text
        return line
    return last


def _introduce(speaker: Speaker, draft: Draft) -> None:
    draft.programme.speakers.append(speaker)


def _fill_minutes(items: list[Item], times: list[Span | None], draft: Draft) -> None:
    """Give entries the minutes between their time and the next; tell when the meeting starts and ends."""
    known = [span for span in times if span]
    if not known:
        return
    programme = draft.programme
    programme.starts = programme.starts or known[0].starts
    programme.ends = programme.ends or known[-1].ends
    for item, span, after in zip(items, times, [*times[1:], None], strict=True):
        if span and item.minutes is None:
            ends = span.ends or (after.starts if after else programme.ends)
            gap = minutes_between(span.starts, ends) if ends else 0
            item.minutes = gap if gap > 0 else None


@cache
def _kinds() -> dict[Kind, list[tuple[str, ...]]]:
    return {kind: [tuple(words(phrase)) for phrase in phrases.split("|")] for kind, phrases in KINDS.items()}
