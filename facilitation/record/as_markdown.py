"""The transcript as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from facilitation.models.question import WITHDRAWN
from facilitation.record.markdown_text import inline, quoted
from facilitation.record.planned_markdown import planned_lines
from facilitation.record.structure import Event, Outcome, Question, Stretch, Transcript
from facilitation.record.unhurried import unhurried
from facilitation.record.words import Words

# Ours alone: a blank line that was typed stands behind the mark of its quoted block.
_SPARE_BLANKS = re.compile(r"\n{3,}")


def as_markdown(transcript: Transcript, words: Words) -> str:
    """CommonMark; everything typed is escaped, and what may hold several lines stands in a quoted block."""
    text = "\n".join(unhurried(_lines(transcript, words)))
    return _SPARE_BLANKS.sub("\n\n", text).strip() + "\n"


def _lines(transcript: Transcript, words: Words) -> Iterator[str]:
    yield f"# {inline(transcript.title)}"
    yield ""
    yield f"**{words.version(transcript.version)}**"
    yield ""
    code = f"{transcript.code[:4]}-{transcript.code[4:]}"
    yield f"- {words.gettext('Code')}: {code}"
    yield f"- {words.progress(transcript.state)}"
    if transcript.forgotten_at:
        yield f"- {words.forgotten(transcript.forgotten_at)}"
    yield f"- {words.gettext('Written at')}: {words.moment(transcript.written_at)}"
    yield f"- {words.gettext('Times are in UTC; hours and minutes before them count from the first item.')}"
    if transcript.left_out:
        yield f"- {words.left_out(transcript.left_out)}"
    if transcript.masked:
        yield f"- {words.masked()}"
    yield from _heading(2, words.gettext("Planned"))
    yield from planned_lines(transcript.planned, words)
    yield from _heading(2, words.gettext("Timeline"))
    questions = transcript.outcome.questions()
    if not transcript.timeline:
        yield words.gettext("Nothing has happened yet.")
    for stretch in transcript.timeline:
        yield from _stretch(stretch, questions, words)
    yield from _heading(2, words.gettext("Outcome"))
    yield from _outcome(transcript.outcome, words)


def _heading(level: int, text: str) -> Iterator[str]:
    yield from ("", f"{'#' * level} {text}", "")


def _stretch(stretch: Stretch, questions: dict[int, Question], words: Words) -> Iterator[str]:
    named = stretch.item and stretch.item.title
    yield from _heading(3, inline(named) if named else words.phase(stretch))
    facts = [words.offset(stretch.offset), words.moment(stretch.begins)]
    if stretch.item:
        facts = [words.kind(stretch.item.kind), *facts, words.lasted(stretch)]
    yield _joined(facts)
    yield ""
    for event in stretch.events:
        yield from _event(event, stretch, questions, words)


def _event(event: Event, stretch: Stretch, questions: dict[int, Question], words: Words) -> Iterator[str]:
    facts = [words.offset(event.offset), words.moment(event.at, stretch.begins), words.happened(event)]
    if event.what == "question.ask" and event.question:
        facts += _about(questions[event.question], words)
    elif event.role:
        facts.append(words.role(event.role))
    yield f"- {_joined(facts)}"
    if event.title:
        yield f"  - {words.gettext('Item')}: {inline(event.title)}"
    if event.reason:
        yield f"  - {words.gettext('Reason')}: {inline(event.reason)}"
    if event.text:
        yield ""
        yield from quoted(event.text, "  ")
    yield ""


def _outcome(outcome: Outcome, words: Words) -> Iterator[str]:
    for state in outcome.__struct_fields__:
        questions: list[Question] = getattr(outcome, state)
        if questions or state in ("open", "answered"):
            yield from _heading(3, words.state(state))
        if not questions and state in ("open", "answered"):
            yield words.gettext("None.")
        for question in questions:
            yield from _question(question, words)


def _question(question: Question, words: Words) -> Iterator[str]:
    yield f"- {_joined([words.gettext('Question %(num)s', num=question.number), *_about(question, words)])}"
    if question.title and question.text:
        yield f"  - {words.gettext('Item')}: {inline(question.title)}"
    if question.into:
        yield f"  - {words.gettext('Joined with question %(num)s', num=question.into)}"
    if question.joined:
        joined = ", ".join(str(number) for number in question.joined)
        yield f"  - {words.gettext('Joined with it: %(numbers)s', numbers=joined)}"
    if question.reason:
        yield f"  - {words.gettext('Reason')}: {inline(question.reason)}"
    if question.hidden:
        yield f"  - {words.hidden(question.hidden)}"
    if question.text:
        yield ""
        yield from quoted(question.text, "  ")
    elif question.state != WITHDRAWN:
        yield f"  - {words.erased()}"
    for reply in question.replies:
        yield ""
        yield f"  {words.gettext('Written answer')}:"
        yield ""
        yield from quoted(reply.text, "  ")
    yield ""


def _about(question: Question, words: Words) -> list[str]:
    """What is told of a question beside its text; a withdrawn one has nothing left to tell."""
    if not question.text:
        return []
    facts = [words.gettext("Being answered now")] if question.state == "highlighted" else []
    facts.append(words.gettext("Support: %(num)s", num=question.score))
    if question.name:
        facts.append(inline(question.name))
    if question.group:
        facts.append(inline(words.group(question.group)))
    return facts


def _joined(facts: list[str]) -> str:
    return " · ".join(fact for fact in facts if fact)
