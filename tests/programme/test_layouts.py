"""The same programme in several layouts and formats gives the same structure."""

from __future__ import annotations

import io

import pytest
from docx import Document

from facilitation.programme import read
from facilitation.programme.structure import Item, Organiser, Programme, Speaker

BULLETED = """
Open doors, safe streets
3 May 2031, 10:00–12:00
Languages: English, French
Organised by Ferry Street Network (FSN) and Lamp Room Institute

About the session
A meeting about streets.

Objectives
• To listen
• To agree

Discussion questions
• What makes a street safe?
   ◦ Who decides?
   ◦ Who pays?
• What comes first?

Speakers
Moderator: Ayo Fernhill, Director, Ferry Street Network
• Mila Quince, Coordinator, Lamp Room Institute
"""

NUMBERED_CAPITALS = """
OPEN DOORS, SAFE STREETS

DATE: Saturday, May 3, 2031
TIME: from 10 am to 12 pm
WORKING LANGUAGES: EN / FR
ORGANIZERS:
- Ferry Street Network – FSN
- Lamp Room Institute

I. DESCRIPTION
A meeting about streets.

II. SESSION OBJECTIVES
a) To listen
b) To agree

III. GUIDING QUESTIONS
1. What makes a street safe?
   a) Who decides?
   b) Who pays?
2. What comes first?

IV. PANELLISTS
Ayo Fernhill (Director, Ferry Street Network) – moderator
Mila Quince – Coordinator, Lamp Room Institute
"""

MARKDOWN = """
# Open doors, safe streets

**Date:** 2031-05-03
**Time:** 10:00 - 12:00
**Languages:** English and French

## Organisers

* Ferry Street Network (FSN)
* Lamp Room Institute

## Background

A meeting about streets.

## Key objectives

1. To listen
2. To agree

## Questions for discussion

- **What makes a street safe?** Who decides? Who pays?
- What comes first?

## Speakers

- Ayo Fernhill, Director, *Ferry Street Network* (Chair)
- Mila Quince, Coordinator of the Lamp Room Institute
"""

UNDERLINED = """
Open doors, safe streets
========================
3.5.2031 | 10h00 - 12h00
Available languages: english; french
Hosted by: Ferry Street Network (FSN), Lamp Room Institute

Summary
-------
A meeting about streets.

Aims
----
* To listen
* To agree

Questions
---------
What makes a street safe?
Who decides?
Who pays?

What comes first?

Speakers
--------
Chaired by Ayo Fernhill, Director, Ferry Street Network
Mila Quince, Coordinator, Lamp Room Institute
"""


def document() -> bytes:
    file = Document()
    file.add_heading("Open doors, safe streets", 0)
    table = file.add_table(rows=0, cols=2)
    for cells in (
        ("Date", "3 May 2031"),
        ("Time", "10:00–12:00"),
        ("Languages", "English, French"),
        ("Organisers", "Ferry Street Network (FSN), Lamp Room Institute"),
    ):
        row = table.add_row().cells
        row[0].text, row[1].text = cells
    file.add_heading("About", 1)
    file.add_paragraph("A meeting about streets.")
    file.add_paragraph().add_run("Objectives").bold = True
    file.add_paragraph("To listen", style="List Bullet")
    file.add_paragraph("To agree", style="List Bullet")
    file.add_heading("Discussion questions", 1)
    file.add_paragraph("What makes a street safe?", style="List Number")
    file.add_paragraph("Who decides?", style="List Bullet 2")
    file.add_paragraph("Who pays?", style="List Bullet 2")
    file.add_paragraph("What comes first?", style="List Number")
    file.add_heading("Speakers", 1)
    file.add_paragraph("Moderator: Ayo Fernhill, Director, Ferry Street Network")
    file.add_paragraph("Mila Quince, Coordinator, Lamp Room Institute", style="List Bullet")
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


EXPECTED = Programme(
    title="Open doors, safe streets",
    date="2031-05-03",
    starts="10:00",
    ends="12:00",
    languages=["en", "fr"],
    description="A meeting about streets.",
    organisers=[Organiser("Ferry Street Network", "FSN"), Organiser("Lamp Room Institute")],
    objectives=["To listen", "To agree"],
    speakers=[
        Speaker("Ayo Fernhill", "Director", "Ferry Street Network", moderator=True),
        Speaker("Mila Quince", "Coordinator", "Lamp Room Institute"),
    ],
    items=[
        Item("What makes a street safe?", id="i1", questions=["Who decides?", "Who pays?"]),
        Item("What comes first?", id="i2"),
    ],
)


@pytest.mark.parametrize(
    "source",
    [BULLETED, NUMBERED_CAPITALS, MARKDOWN, UNDERLINED, document()],
    ids=["bulleted", "numbered", "markdown", "underlined", "docx"],
)
def test_the_layout_does_not_change_what_is_read(source):
    programme = read(source)
    if programme.title.isupper():
        programme.title = programme.title.capitalize()
    programme.warnings = [text for text in programme.warnings if not text.startswith("date.ambiguous")]
    assert programme == EXPECTED


@pytest.mark.parametrize("name", ["Forum on Land and Voice", "Regional Dialogue, Lamu 2025"])
def test_a_line_of_which_a_piece_is_left_is_kept_whole_and_warned_of_once(name):
    line = f"{name} – Nairobi 2026 – Session 4 (Part II)"
    programme = read(f"# Who owns the wind?\n\n{line}\n\nAbout the session\nA talk about wind.")
    assert (programme.title, programme.part) == ("Who owns the wind?", "Part II")
    assert programme.description.splitlines() == [line, "A talk about wind."]
    assert [text for text in programme.warnings if text.startswith("unrecognised")] == [f"unrecognised: {line}"]
    assert programme.speakers == []


QUESTIONS = "Questions\n- Who pays?\n- Who decides?\n\n"
CASES = "Case studies\n- Lake wind farm\n- Ridge project\n\n"


@pytest.mark.parametrize(
    ("sections", "titles"),
    [
        (QUESTIONS + CASES, ["Who pays?", "Who decides?", "Lake wind farm", "Ridge project"]),
        (CASES + QUESTIONS, ["Lake wind farm", "Ridge project", "Who pays?", "Who decides?"]),
    ],
)
def test_without_an_agenda_case_studies_and_questions_keep_their_order(sections, titles):
    assert [item.title for item in read(f"# Wind\n\n{sections}").items] == titles
