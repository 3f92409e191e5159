"""Lines that a narrow page has broken are one paragraph again; what is meant as lines stays so."""

from __future__ import annotations

import pytest

from facilitation.programme import read

from .texts import read_example

HEAD = "# A session on rivers\n\n## About the session\n\n"
BROKEN = "Fishing communities set up a telephone line that is answered at night.\nIn two years it carried some three"


def described(text):
    return read(HEAD + text).description


def test_the_demo_of_a_case_study_reads_in_one():
    programme = read_example("demo.md")
    case = next(item for item in programme.items if item.kind == "case-study")
    assert "it carried some three hundred warnings; most" in case.text
    assert "\n" not in programme.description


def test_a_paragraph_is_one():
    assert described(BROKEN) == BROKEN.replace("\n", " ")


def test_paragraphs_stay_apart():
    assert described(f"{BROKEN}\nhundred warnings.\n\nAnd then it rained.").split("\n") == [
        BROKEN.replace("\n", " ") + " hundred warnings.",
        "",
        "And then it rained.",
    ]


def test_those_of_an_item_as_well():
    text = f"# A session\n\n## Run of show\n\n### Opening (10 min)\n\n{BROKEN}\nhundred.\n\nIt rained.\n"
    assert read(text).items[0].text == BROKEN.replace("\n", " ") + " hundred.\n\nIt rained."


@pytest.mark.parametrize(
    "lines",
    [
        "The river rose,\nthe river fell,\nand nobody was told.",
        "Harbour Light House\n14 Quay Street\nPort Almond",
        "This is what the session is about, in the words of those who came:\nthe river.",
        "The doors are open from nine in the morning, for everybody.\nPlace: the hall by the river.",
        f"{'A long line that no page has broken. ' * 5}\nAnother one.".replace(" \n", "\n"),
    ],
)
def test_lines_that_are_meant_stay(lines):
    assert described(lines).count("\n") >= 1


def test_chinese_is_joined_without_a_blank():
    text = "守护河流与森林的人常常独自面对风险本次会议邀请社区代表\n律师和企业共同讨论怎样在伤害发生之前提供帮助。"
    assert described(text) == text.replace("\n", "")
