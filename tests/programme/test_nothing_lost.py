"""Nothing of a text is lost: every line ends in some field, or in the description with a warning."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitation.programme import read
from facilitation.programme.organisers import joints
from facilitation.programme.words.folding import words
from facilitation.programme.words.headings import HEADINGS

from .texts import EXAMPLES, FORUM_SESSION, everything_in

LABELS = {word for fields in HEADINGS.values() for phrases in fields.values() for word in words(phrases)}
LABELS |= set(
    words("session sessions available languages key discussion of the la les de et session's seance сессии обсуждения")
)
TEXTS = [path for path in EXAMPLES if path.suffix in (".txt", ".md")]


def marks(word: str) -> bool:
    """A letter alone may be a list's: "b)"."""
    return len(word) == 1 and word < "\u3400"


def lost(text: str) -> list[str]:
    """The lines of which a word is in no field, though it is no label, joint, number or language name.

    Dates, times and minutes become fields in another form: lines that hold digits are compared without those
    words that stand beside the digits.
    """
    programme = read(text)
    kept = set(words(everything_in(programme))) | LABELS | joints()
    missing = []
    for line in text.splitlines():
        said = [word for word in words(re.sub(r"\S*\d\S*", " ", line)) if word not in kept and not marks(word)]
        measured = bool(re.search(r"\d", line))
        names_languages = bool(
            set(words(line)) & set(words(" ".join(fields["languages"] for fields in HEADINGS.values())))
        )
        if said and not names_languages and not (measured and len(said) <= 4):
            missing.append(line)
    return missing


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_line_of_every_example_ends_in_a_field(path):
    assert lost(path.read_text(encoding="utf-8")) == []


def test_every_line_of_a_published_session_ends_in_a_field():
    assert lost(FORUM_SESSION) == []


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([FORUM_SESSION, *(path.read_text(encoding="utf-8") for path in TEXTS)]).flatmap(
        lambda text: st.permutations(text.splitlines())
    )
)
def test_lines_in_any_order_are_kept(lines):
    assert lost("\n".join(lines)) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(FORUM_SESSION.splitlines()), max_size=30),
    st.lists(st.text(st.characters(categories=["L", "N", "P", "Zs", "S"]), max_size=80), max_size=10),
    st.randoms(),
)
def test_strange_lines_among_known_ones_are_kept(known, strange, random):
    lines = [*known, *(f"word{number} {text}" for number, text in enumerate(strange)), "last words"]
    random.shuffle(lines)
    kept = set(words(everything_in(read("\n".join(lines)))))
    for number in range(len(strange)):
        assert f"word{number}" in kept


def test_what_was_not_recognised_is_named_and_stays_in_the_description():
    programme = read("Save the delta\n\nSpeakers\n• Ada Fernhill, Director, Delta Network\n\nPlease bring a lamp")
    assert "Please bring a lamp" in programme.description
    assert "unrecognised: Please bring a lamp" in programme.warnings


def test_a_thousand_lines_are_read():
    programme = read("Delta\n\nQuestions\n" + "\n".join(f"- What about river {n}?" for n in range(1000)))
    assert len(programme.items) == 1000
    assert len({item.id for item in programme.items}) == 1000
