"""What was planned, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from facilitation.programme.structure import Item, Programme, Speaker
from facilitation.record.markdown_text import inline, quoted
from facilitation.record.words import Words


def planned_lines(programme: Programme, words: Words) -> Iterator[str]:
    """The programme; what it leaves open is left out."""
    yield from _facts(programme, words)
    if programme.description:
        yield from ("", *quoted(programme.description))
    yield from _list(words.gettext("Objectives"), [inline(text) for text in programme.objectives])
    organisers = [
        _joined([organiser.name, organiser.acronym], [words.gettext("Partner")] if organiser.partner else [])
        for organiser in programme.organisers
    ]
    yield from _list(words.gettext("Organisers"), organisers)
    yield from _list(words.gettext("Speakers"), [_speaker(speaker, words) for speaker in programme.speakers])
    if programme.items:
        yield from ("", f"### {words.gettext('Programme')}", "")
    for number, item in enumerate(programme.items, 1):
        yield from _item(number, item, words)


def _facts(programme: Programme, words: Words) -> Iterator[str]:
    hours = "–".join(filter(None, (programme.starts, programme.ends)))
    for name, value in (
        (words.gettext("Title"), programme.title),
        (words.gettext("Series"), programme.series),
        (words.gettext("Part"), programme.part),
        (words.gettext("Date"), programme.date),
        (words.gettext("Time, as planned"), hours),
        (words.gettext("Languages"), words.languages(programme.languages)),
    ):
        if value:
            yield f"- {name}: {inline(value)}"


def _speaker(speaker: Speaker, words: Words) -> str:
    moderator = [words.gettext("Moderator")] if speaker.moderator else []
    return _joined([speaker.name, speaker.role, speaker.organisation], moderator)


def _item(number: int, item: Item, words: Words) -> Iterator[str]:
    yield f"{number}. {inline(item.title)}"
    indent = " " * (len(str(number)) + 2)
    facts = [words.kind(item.kind)]
    if item.minutes:
        facts.append(words.duration(item.minutes * 60))
    yield f"{indent}- {' · '.join(facts)}"
    if item.speakers:
        yield f"{indent}- {words.gettext('Speakers')}: {', '.join(inline(name) for name in item.speakers)}"
    for text in item.questions:
        yield f"{indent}- {inline(text)}"
    if item.text:
        yield from ("", *quoted(item.text, indent), "")


def _list(heading: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield from ("", f"### {heading}", "", *(f"- {entry}" for entry in entries))


def _joined(typed: list[str | None], ours: list[str]) -> str:
    return " · ".join([*(inline(text) for text in typed if text), *ours])
