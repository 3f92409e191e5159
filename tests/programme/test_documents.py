"""DOCX: what word processors keep in odd places is read too."""

from __future__ import annotations

import io

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from facilitation.programme import read
from facilitation.programme.structure import Programme


def read_document(document) -> Programme:
    written = io.BytesIO()
    document.save(written)
    return read(written.getvalue(), "programme.docx")


def titled():
    document = Document()
    document.add_paragraph("Safe streets", style="Title")
    return document


def append(document, xml: str) -> None:
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))


def test_a_table_of_times_is_the_agenda():
    document = titled()
    table = document.add_table(rows=0, cols=2)
    for time, entry in (("10:00", "Opening"), ("10:20", "Debate"), ("11:00", "Closing")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = time, entry
    assert [item.minutes for item in read_document(document).items] == [20, 40, None]


def test_a_merged_cell_is_read_once():
    document = titled()
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Bring a lamp and a friend."
    assert read_document(document).description.count("Bring a lamp") == 1


def test_inserted_text_is_read_and_deleted_text_is_not():
    document = titled()
    append(
        document,
        "<w:p><w:ins w:id='1' w:author='a'><w:r><w:t>Lamps are lit.</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText>Lamps are out.</w:delText></w:r></w:del></w:p>",
    )
    assert read_document(document).description == "Lamps are lit."


def test_content_controls_and_links_are_read():
    document = titled()
    append(
        document,
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Doors are open.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )
    append(document, "<w:p><w:hyperlink><w:r><w:t>Maps are drawn.</w:t></w:r></w:hyperlink></w:p>")
    description = read_document(document).description
    assert "Doors are open." in description
    assert "Maps are drawn." in description


def test_headers_and_footers_are_read():
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Forum on Streets 2031"
    document.sections[0].footer.paragraphs[0].text = "Printed on old maps."
    document.add_paragraph("Safe streets", style="Title")
    programme = read_document(document)
    assert (programme.title, programme.series) == ("Safe streets", "Forum on Streets 2031")
    assert "Printed on old maps." in programme.description


def test_numbered_paragraphs_nest_by_their_level():
    document = titled()
    document.add_heading("Questions", 1)
    for level, text in ((0, "What is light for?"), (1, "Who pays?"), (0, "Who walks?")):
        append(
            document,
            f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr></w:pPr>"
            f"<w:r><w:t>{text}</w:t></w:r></w:p>",
        )
    assert [(item.title, item.questions) for item in read_document(document).items] == [
        ("What is light for?", ["Who pays?"]),
        ("Who walks?", []),
    ]


def test_an_agenda_in_a_table_within_a_table_keeps_its_rows():
    document = titled()
    table = document.add_table(rows=1, cols=1).cell(0, 0).add_table(rows=0, cols=2)
    for time, entry in (("10:00", "Opening"), ("10:20", "Debate"), ("11:00", "Closing")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = time, entry
    assert [(item.title, item.minutes) for item in read_document(document).items] == [
        ("Opening", 20),
        ("Debate", 40),
        ("Closing", None),
    ]


def test_a_box_within_a_box_is_read_once():
    document = titled()
    nested = "<w:r><w:t>Bring a lamp.</w:t></w:r>"
    for _ in range(3):
        nested = f"<w:r><w:txbxContent><w:p>{nested}</w:p></w:txbxContent></w:r>"
    append(document, f"<w:p>{nested}</w:p>".replace("<w:p>", "<w:p >").replace("<w:p >", "<w:p>", 1))
    assert read_document(document).description == "Bring a lamp."
