"""The head of a programme: title, series, part, date and time, out of the lines before any heading."""

from __future__ import annotations

import re

from facilitation.programme.dates import find_date
from facilitation.programme.draft import Draft
from facilitation.programme.lines import EDGES, Line
from facilitation.programme.times import find_time, has_time
from facilitation.programme.words import meeting
from facilitation.programme.words.folding import words

MOST_CHARACTERS = 250  # of a title; what is longer is prose

_MOST_DATES = 100  # that are looked at; the others stay in their lines

_PART = re.compile(
    rf"[(\[（]?\s?((?:{meeting.PART_BEFORE})\s(?:{meeting.PART_NUMBER})|{meeting.PART_ORDINAL}|{meeting.PART_CHINESE})(?!\w)\s?[)\]）]?",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s+[-–—|/]\s+|\s*—\s*")
_LOOSE_EDGES = EDGES + "-–—|,،，;:：·."
_BRACKETED = re.compile(r"[(（\[].*[)）\]]", re.DOTALL)


def read_front(lines: list[Line], draft: Draft) -> list[Line]:
    """Take title, series, part, date and time from the front lines; return the lines of anything else."""
    timed = [at for at, line in enumerate(lines) if has_time(line.text)]
    head = lines[: timed[0]] if len(timed) > 1 else lines  # two lines that begin with a time are an agenda
    left: list[Line] = lines[len(head) :]
    titles: list[Line] = []
    for line in head:
        rest = take_when(line, draft)
        if not rest.text:
            continue
        if _may_be_title(rest, titles):
            titles.append(rest)
        else:
            left.append(line if rest.text == line.text else rest)
    return sorted([*left, *_choose(titles, draft)], key=lambda line: line.number)


def take_when(line: Line, draft: Draft) -> Line:
    """Take the date and the time of day out of a line, if the draft has none yet; return what is left."""
    if len(line.text) > 2 * MOST_CHARACTERS:
        return line  # prose: a date in it is something that is told
    programme, rest, dated = draft.programme, line, False
    if draft.dates_read < _MOST_DATES and (day := find_date(line.text)):
        draft.dates_read += 1
        written = line.text[day.begin : day.end]
        if programme.date not in (None, day.iso):
            draft.warn("date.several", written, line)
            return line
        programme.date, dated = day.iso, True
        rest = _without(line, day.begin, day.end, draft)
        if day.ambiguous:
            draft.warn("date.ambiguous", written, line)
    if (span := find_time(rest.text)) and programme.starts is None and (dated or span.ends):
        programme.starts, programme.ends = span.starts, span.ends
        if span.zone:
            draft.keep(line, recognised=True)  # there is no field for a time zone
        rest = _without(rest, span.begin, span.end, draft)
    return rest


def _without(line: Line, begin: int, end: int, draft: Draft) -> Line:
    """Cut a date or a time off a line, unless it stands inside a sentence, which needs it to read."""
    before, after = line.text[:begin].strip(_LOOSE_EDGES), line.text[end:].strip(_LOOSE_EDGES)
    if before and (after or line.text.rstrip(EDGES).endswith((".", "。"))):
        return line
    draft.understood(line, line.text[begin:end])
    return line.saying(f"{before} {after}")


def read_title(line: Line, draft: Draft) -> None:
    """Read a line that is known to be the title, with the part and the series that it may name."""
    for left in _choose([line], draft):
        draft.keep(left)


def repeats(line: Line, draft: Draft) -> bool:
    """Tell whether a line only says again, perhaps in brackets, what title, series or part already say."""
    programme = draft.programme
    said = line.words
    again = [words(text) for text in (programme.title, programme.series or "", programme.part or "")]
    return bool(said) and any(_contains(one, said) for one in again)


def _may_be_title(line: Line, titles: list[Line]) -> bool:
    if line.level == 1:
        return True
    if len(line.text) > MOST_CHARACTERS or line.bulleted or line.asks and titles:
        return False
    # After the title, a line that ends like a sentence begins the description.
    return not line.text.rstrip(EDGES).endswith((".", "。", "؛", ";", ":", "："))


def _choose(lines: list[Line], draft: Draft) -> list[Line]:
    """Choose title and series among the candidates; return the lines that became neither."""
    programme = draft.programme
    candidates: list[tuple[str, Line]] = []
    for line in lines:
        pieces = [line.text] if line.text.count(" - ") > 4 else _SEPARATOR.split(_without_part(line, draft))
        candidates += [(piece.strip(_LOOSE_EDGES), line) for piece in pieces if piece.strip(_LOOSE_EDGES)]
    plain = [entry for entry in candidates if not _is_series(entry[0])]
    series = [entry for entry in candidates if _is_series(entry[0])] if plain else []
    if series and programme.series is None:
        programme.series = max((text for text, _ in series[:2]), key=len)
    ranked = plain or candidates
    if ranked and not programme.title:
        lead = next((entry for entry in ranked if entry[1].level == 1), ranked[0])
        # A short form first, the full title later: the one that says everything is the title.
        full = [text for text, _ in ranked if _begins(words(text), words(lead[0]))]
        programme.title = max(full, key=len)
    left: dict[int, Line] = {}
    taken: set[int] = set()
    for text, line in candidates:
        if repeats(line.saying(text), draft):
            taken.add(line.number)
        else:
            left[line.number] = line
    for number in taken & left.keys():
        draft.keep(left.pop(number))  # as it was written: the pieces that are left say little alone
    return list(left.values())


def _without_part(line: Line, draft: Draft) -> str:
    found = _PART.search(line.text)
    if not found or draft.programme.part:
        return line.text
    draft.programme.part = found[1]
    before, after = (
        line.text[: found.start()].rstrip(EDGES + ",،:-–—"),
        line.text[found.end() :].lstrip(EDGES),
    )
    if not before:
        return after.lstrip(EDGES + ":：-–—.")
    return f"{before} {after}" if after[:1] in "-–—|" else f"{before} — {after}" if after else before


def _is_series(text: str) -> bool:
    said = words(text) or [""]
    names = not meeting.SERIES.isdisjoint(said) or any(word in text for word in meeting.CHINESE_SERIES.split("|"))
    # Series are held year by year: a short name that ends with a year is one, whatever it is called.
    yearly = len(said) <= 8 and len(said[-1]) == 4 and said[-1].isdigit() and said[-1][:2] in ("19", "20", "21")
    return (names or yearly) and len(said) <= 14 and not text.rstrip().endswith(("?", "؟"))


def _begins(said: list[str], beginning: list[str]) -> bool:
    return said[: len(beginning)] == beginning


def _contains(said: list[str], piece: list[str]) -> bool:
    return any(said[at : at + len(piece)] == piece for at in range(len(said) - len(piece) + 1))
