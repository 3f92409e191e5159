"""Documents made to be slow or to trip the reader: each element is visited once, and what is wrong is refused."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic

import pytest

from facilitation.errors import Refused
from facilitation.programme import limits, read

from .spoiled import packed, refusal

SECONDS = 8  # generous, for busy machines: what is not linear takes minutes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD = "<w:p><w:r><w:t>word</w:t></w:r></w:p>"


def holding(body: str) -> bytes:
    return packed(**{"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()})


def nested(before: str, inside: str, after: str, depth: int) -> str:
    return before * depth + inside + after * depth


@pytest.mark.parametrize(
    "body",
    [
        nested("<w:p><w:r><w:txbxContent>", WORD, "</w:txbxContent></w:r></w:p>", 60),
        nested("<w:tbl><w:tr><w:tc>", WORD * 20_000, "</w:tc></w:tr></w:tbl>", 60),
        "<w:p>" + nested("<w:r>", "<w:t>word</w:t>" + "<w:t/>" * 290_000, "</w:r>", 200) + "</w:p>",
        "<w:p>" + nested("<w:r>", "<w:t/>" * 1_500_000, "</w:r>", 200) + "</w:p>",
        nested("<w:sdt>", WORD * 5_000, "</w:sdt>", 200),
        "<w:p/>" * 1_500_000,
        "<w:p/>" * 290_000,
        WORD * 250_000,
        WORD * 90_000,
        '<w:p><w:pPr><w:pStyle w:val="unknown"/></w:pPr><w:r><w:t>word</w:t></w:r></w:p>' * 9_000,
    ],
    ids=[
        "boxes",
        "tables",
        "runs",
        "elements",
        "wrappers",
        "empty",
        "less empty",
        "paragraphs",
        "less paragraphs",
        "unknown styles",
    ],
)
def test_documents_are_read_in_time_however_they_nest(body):
    source = holding(body)
    begun = monotonic()
    with suppress(Refused):
        read(source, "programme.docx")
    assert monotonic() - begun < SECONDS


def test_paragraphs_are_counted_while_they_are_read():
    assert refusal(holding(WORD * (limits.LINES + 1))) == "programme.too_many_lines"
    assert refusal(holding("<w:p/>" * 10 * (limits.LINES + 1))) == "programme.too_many_lines"
    assert refusal(holding("<w:p/>" * (limits.DOCX_ELEMENTS + 1))) == "programme.too_large"


@pytest.mark.parametrize("level", ["x", "9" * 5_000])
def test_a_level_that_is_no_number_is_unreadable(level):
    numbered = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/></w:numPr></w:pPr><w:r><w:t>word</w:t></w:r></w:p>'
    assert refusal(holding(numbered)) == "programme.unreadable"


def test_a_document_type_is_refused_whatever_follows_it():
    part = f'<w:document xmlns:w="{W}"><w:body>{WORD}</w:body></w:document>'.encode()
    assert read(packed(**{"word/document.xml": part}), "programme.docx")
    typed = b'<!DOCTYPE w:document [<!ENTITY more "more">]>' + part
    assert refusal(packed(**{"word/document.xml": typed})) == "programme.unreadable"


@pytest.mark.parametrize("part", [b"<x/>", b'<?xml version="1.0" encoding="utf-7"?>+ADw-a/>'])
def test_a_part_that_is_something_else_is_unreadable(part):
    assert refusal(packed(**{"word/document.xml": part})) == "programme.unreadable"


@pytest.mark.parametrize("part", [b"<x/>", b'<?xml version="1.0" encoding="utf-7"?>+ADw-a/>'])
def test_styles_that_are_something_else_do_not_trip_the_reader(part):
    with suppress(Refused):
        read(packed(**{"word/styles.xml": part}))
