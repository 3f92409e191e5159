"""What cannot be read is refused with a code, never with a traceback."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitation.errors import Refused
from facilitation.programme import limits, read
from facilitation.programme.codes import REFUSALS

from .spoiled import packed, refusal
from .texts import EXAMPLES, codes


@pytest.mark.parametrize("source", ["", b"", "  \n\t\n", "\ufeff", "---\n***", b"\xef\xbb\xbf"])
def test_a_text_without_words_is_empty(source):
    assert refusal(source) == "programme.empty"


@pytest.mark.parametrize(
    "source",
    [
        b"\x89PNG\r\n\x1a\n",
        b"%PDF-1.7 words",
        b"a\0b",
        "a\0b",
        "half \ud800 a character",
        bytes(range(1, 32)) * 9,
        b"{\\rtf1 words}",
        b"\xff\xfea\0b\0\0",
    ],
)
def test_what_is_not_text_is_binary(source):
    assert refusal(source) == "programme.binary"


def test_a_text_beyond_the_limit_is_too_large():
    assert refusal("é" * (limits.TEXT_BYTES // 2 + 1)) == "programme.too_large"
    assert refusal(b"a" * (limits.TEXT_BYTES + 1)) == "programme.too_large"
    assert refusal(b"a" * 10 * limits.TEXT_BYTES) == "programme.too_large"


def test_more_lines_than_anybody_plans_are_too_many():
    assert refusal("a\n" * (limits.LINES + 1)) == "programme.too_many_lines"
    assert refusal("BEGIN:VCALENDAR\n" + "A:1\n" * limits.LINES) == "programme.too_many_lines"


@pytest.mark.parametrize(
    ("source", "filename"),
    [
        (b"PK\x03\x04 but no archive", "programme.docx"),
        ("no archive at all", "programme.docx"),
        (packed()[:-200], "cut-off.docx"),
        (packed(**{"word/document.xml": b"<broken"}), None),
        (packed(**{"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), None),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT", None),
        ("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR", None),
        ("title: [unclosed", "programme.yaml"),
        ("title: &a words\nitems: [*a]", "programme.yml"),
        ("title: the bell \x07 in a file of many words", "programme.yaml"),
        ("title: " + "[" * 5000, "programme.yaml"),
        ("title: !!python/object/apply:os.getcwd []", "programme.yaml"),
        ("title: !!timestamp 9999", "programme.yaml"),
        ("title: !!bool perhaps", "programme.yaml"),
        ('title: !!int ""', "programme.yaml"),
        ("title: !!omap [a]", "programme.yaml"),
    ],
)
def test_a_damaged_or_unsafe_document_is_unreadable(source, filename):
    assert refusal(source, filename) == "programme.unreadable"


def test_a_document_that_unpacks_beyond_the_limit_is_refused_before_unpacking():
    assert refusal(packed(**{"word/media/bomb.bin": b"\0" * (limits.DOCX_EXPANDED_BYTES + 1)})) == "programme.too_large"
    assert refusal(packed(**{"word/comments.xml": b" " * (limits.DOCX_XML_BYTES + 1)})) == "programme.too_large"


def test_a_document_without_words_is_empty():
    assert refusal(packed()) == "programme.empty"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_texts_are_read_in_any_encoding(encoding):
    programme = read("Café für alle\n\nÀ propos\nNous écoutons.".encode(encoding))
    assert programme.title == "Café für alle"
    assert "encoding.assumed" not in codes(programme)


def test_old_office_texts_are_read_with_a_warning():
    programme = read("Café “ouvert”\n\nÀ propos\nNous écoutons.".encode("cp1252"))
    assert programme.title == "Café “ouvert”"
    assert "encoding.assumed" in codes(programme)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=400)),
    st.sampled_from([None, "a.yaml", "a.ics", "a.docx"]),
)
def test_anything_is_read_or_refused(source, filename):
    try:
        programme = read(source, filename)
    except Refused as refused:
        assert refused.code in REFUSALS
    else:
        assert programme.title.strip()
        codes(programme)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(EXAMPLES), st.data())
def test_a_damaged_example_is_read_or_refused(path, data):
    source = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        source[data.draw(st.integers(0, len(source) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(source), path.name)
    except Refused as refused:
        assert refused.code in REFUSALS
