"""Lines that a narrow page has broken are one paragraph again; what is meant as lines stays so."""

from __future__ import annotations

import pytest

from facilitation.programme import read

from .texts import read_example

HEAD = "# A session on rivers\n\n## About the session\n\n"
BROKEN = (
    "Fishing communities set up a telephone line that is answered at night. In two\n"
    "years it carried some three hundred warnings, and most of them were answered.\n"
    "Nobody was hurt."
)
AGENDA = "# A session\n\n## Run of show\n\n### Opening (10 min)\n\n"
OBJECTIVES = (
    "Participants will understand how all the rivers of the land are protected by law\n"
    "Participants will meet three communities of the lakes who have gone to court\n"
    "Participants will leave with a plan of their own for the whole of the next year."
)


def described(text):
    return read(HEAD + text).description


def test_the_demo_reads_in_one():
    programme = read_example("demo.md")
    case = next(item for item in programme.items if item.kind == "case-study")
    assert "it carried some three hundred warnings; most" in case.text
    assert "\n" not in case.text
    assert "\n" not in programme.description


def test_a_paragraph_is_one():
    assert described(BROKEN) == BROKEN.replace("\n", " ")


def test_paragraphs_stay_apart():
    assert described(f"{BROKEN}\n\nAnd then it rained.").split("\n") == [
        BROKEN.replace("\n", " "),
        "",
        "And then it rained.",
    ]


def test_those_of_an_item_as_well():
    assert read(f"{AGENDA}{BROKEN}\n\nIt rained.\n").items[0].text == BROKEN.replace("\n", " ") + "\n\nIt rained."


def test_a_line_does_not_go_on_from_one_that_was_taken_out():
    text = (
        "A song of the river is sung by the children of all the schools of the village, and\n"
        "who has ever heard it without asking for the name of the one who made it up?\n"
        "then there is bread."
    )
    item = read(AGENDA + text).items[0]
    assert item.questions == [text.split("\n")[1]]
    assert item.text == "\n".join(text.split("\n")[::2])


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("The river rose,\nthe river fell,\nand nobody was told.", id="verse"),
        pytest.param(
            "Demain, dès l’aube, à l’heure où blanchit la campagne,\nJe partirai. Vois-tu, je sais que tu m’attends.",
            id="alexandrines",
        ),
        pytest.param("Harbour Light House\n14 Quay Street\nPort Almond", id="address"),
        pytest.param(
            "This is what the session is about, in the words of those who came to it:\nthe river.", id="colon"
        ),
        pytest.param(
            "The doors are open from nine in the morning, for everybody.\nDoors: the hall by the river.", id="label"
        ),
        pytest.param("A long line that no page has broken. " * 5 + "It has\nanother one.", id="wide"),
        pytest.param(OBJECTIVES, id="objectives"),
        pytest.param(
            "Art. 1 Every village sends two people whom it has chosen itself\n"
            "Art. 2 Nobody speaks for longer than three minutes at a time\n"
            "Art. 3 What is said here stays here until the village agrees.",
            id="articles",
        ),
        pytest.param(
            "What a company owes to those who live beside its mine\n"
            "What a court can do before the harm is done to a river\n"
            "Who pays for the journey of a witness, and who for the bread",
            id="questions",
        ),
        pytest.param(
            "The link to the meeting will be sent to everybody who has registered\n"
            "www.example.org/rivers\nThank you for coming to the house by the river.",
            id="links",
        ),
        pytest.param(
            "Please call the office of the union if you cannot come to the hall\n+254 700 000 000 Mombasa\n+51 99 Lima",
            id="telephones",
        ),
        pytest.param("we will talk about\nrivers\nforests\nfisheries", id="short lower-case list"),
        pytest.param(
            "rivers that are protected by the laws of the land and by its judges\n"
            "forests that are kept by the people who have always lived there.",
            id="long lower-case list",
        ),
        pytest.param(
            "We want everybody who comes to leave with an understanding of how\n"
            "rivers are protected by law and what a village can do about it now\n"
            "forests are kept by those who live there and what they need for it",
            id="list that goes on from a sentence",
        ),
        pytest.param(
            "The doors open at nine and the first round begins right after.\n"
            "Lunch is served in the garden by the people of the village.\n"
            "Please bring a cup.",
            id="a paragraph on each line",
        ),
        pytest.param(
            "Fishing communities set up a telephone line for the night and the day\n"
            "that carried some three hundred warnings in two years, most of which were answered.",
            id="a line that was not full",
        ),
        pytest.param(
            "📅 Friday 3 July 2026, in the main hall of the town library\n"
            "📍 Harbour Light House, second floor, beside the old bridge\n"
            "🍞 Bread and soup for everybody who stays until the end.",
            id="emoji",
        ),
        pytest.param(
            "Round\tthe topic of the round and those who speak of it on the day\tRoom\n"
            "one\twhat was lost when the dam was opened at night in the rain\tthe hall.",
            id="tabs",
        ),
        pytest.param(
            "Round     the topic of the round and those who speak of it on the day\n"
            "one       what was lost when the dam was opened at night in the rain.",
            id="columns of blanks",
        ),
        pytest.param(
            "Fishing communities set up a telephone line that they call an early-\nwarning line.", id="broken word"
        ),
        pytest.param(
            "川と森を守る人びとの声を聞くための会議をひらきます\n"
            "裁判所で村の人びとを助ける弁護士をまねきます\n"
            "川の水を守るために会社ができることを話しあいます",
            id="Japanese list",
        ),
        pytest.param(
            "नदियों और जंगलों की रक्षा करने वाले लोग अक्सर अकेले ही जोखिम का सामना करते हैं।\nबैठक सुबह नौ बजे शुरू होगी।",
            id="Hindi paragraphs",
        ),
        pytest.param(
            "تواجه المجتمعات التي تحمي الأنهار والغابات أخطارا كثيرة وحدها في أغلب الأحيان.\nالغداء في الحديقة.",
            id="Arabic paragraphs",
        ),
    ],
)
def test_lines_that_are_meant_stay(lines):
    assert described(lines) == lines


@pytest.mark.parametrize("mark", ["  ", "\\"])
def test_breaks_that_markdown_asks_for_stay(mark):
    assert described(BROKEN.replace("\n", f"{mark}\n")).count("\n") == 2


def test_rows_of_a_table_stay():
    rows = (
        "| country | river | what happened there in the last two years, as far as we were told |\n|---|---|---|\n"
        "| Kenya | Tana | the dam was opened twice without any warning to those who fish |\n"
        "| the north | Narmada | seven villages were moved and then they were moved again. |"
    )
    assert len(described(rows).split("\n")) == 3


def test_what_a_calendar_says_stays_as_it_is():
    event = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//EN\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20260701T000000Z\n"
        "DTSTART:20260703T090000Z\nDTEND:20260703T110000Z\nSUMMARY:Rivers and courts\nDESCRIPTION:{}\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )
    text = event.format(BROKEN.replace(",", "\\,").replace("\n", "\\n")).replace("\n", "\r\n")
    assert read(text, "event.ics").description == BROKEN


def test_chinese_is_joined_without_a_blank():
    text = (
        "守护河流与森林的人常常独自面对风险本次会议邀请各个社区的代表和律师\n"
        "以及企业共同讨论怎样在伤害发生之前及时提供帮助并且听取沿岸村庄居民\n"
        "的意见。"
    )
    assert described(text) == text.replace("\n", "")


def test_korean_is_joined_with_one():
    text = (
        "강과 숲을 지키는 사람들은 종종 혼자서 위험을 마주합니다 이번 회의는 지역 사회의\n"
        "대표와 변호사와 기업을 초대하여 함께 이야기를 나누고 마을의 목소리를 듣는 자리를\n"
        "마련합니다."
    )
    assert described(text) == text.replace("\n", " ")
