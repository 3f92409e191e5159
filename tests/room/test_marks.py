"""What could lead to somebody is marked, seen by the moderator, and masked for everybody else."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
import regex
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from facilitation.db import reading
from facilitation.engine.jobs import Job
from facilitation.models import Meeting, Question
from facilitation.room import addresses, phones, streets
from facilitation.room.folding import Folded, fold
from facilitation.room.lookup import meeting_of
from facilitation.room.marks import mark, marks_in, remark
from tests.server import ROOT
from tests.witness import nothing_changes, question_of, refused

PHONE = "Call +33 6 12 34 56 78, please?"
MASKED = "Call ▒▒▒, please?"


def found(text, lists=None):
    """The marked stretches, each with its kind."""
    return [(text[begins:ends], kind) for begins, ends, kind in marks_in(text, lists or {}) or []]


def keep(house, actor, **lists):
    """The organiser's lists become others."""

    def change(db: Session) -> None:
        meeting: Meeting = meeting_of(db, actor)
        before = meeting.lists
        meeting.lists = {**before, **lists}
        remark(db, meeting, before)

    house.engine.writer.submit(Job(change, meetings=(actor.meeting_id,)))


class TestWhatIsFound:
    @pytest.mark.parametrize(
        "address",
        [
            "amina.k@example.org",
            "amina+x@mail.example.co.uk",
            "иван@пример.рф",
            "a＠b.com",
            "amina [at] example [dot] org",
            "amina(at)example.org",
        ],
    )
    def test_e_mail_addresses(self, address):
        assert found(f"Write to {address}?") == [(address, "email")]

    @pytest.mark.parametrize(
        "number",
        [
            "+33 6 12 34 56 78",
            "+9627912345",
            "0033 6 12 34 56 78",
            "0612345678",
            "06.12.19.85.44",
            "(212) 555-0143",
            "555-0143",
            "8 (495) 123-45-67",
            "138 1234 5678",
            "612 345 678",
            "٠٧٩ ١٢٣ ٤٥٦٧",
            "+٩٦٢ ٧٩ ١٢٣ ٤٥٦٧",
            "۰۹۱۲۳۴۵۶۷۸۹",
            "०९८७६५४३२१०",
            "０９０－１２３４－５６７８",
        ],
    )
    def test_telephone_numbers(self, number):
        assert found(f"Ring {number} now?") == [(number, "phone")]

    @pytest.mark.parametrize(
        "numbers",
        [
            "612 345 678 - 698 765 432",
            "612345678 / 698765432",
            "+33 6 12 34 56 78 / 06 98 76 54 32",
            "07700 900123 0000000",
            "612 345 678 000 000 000",
            "07700900123000000000000000000000",
            "06/12/34/56/78/06/98/76/54/32",
            "8 916 123 45 67 8 916 765 43 21 8 916 555 55 55",
            "1" * 490,
        ],
    )
    def test_two_numbers_in_one_row_or_one_with_figures_behind_it(self, numbers):
        assert found(f"Ring {numbers} now?") == [(numbers, "phone")]

    def test_a_short_number_where_a_word_tells_what_it_is(self):
        assert found("Tel. 12 34 56?") == [("12 34 56", "phone")]
        assert found("We were 12 34 56?") == []

    @pytest.mark.parametrize(
        "text", ["电话13812345678谢谢", "ب13812345678", "2026-11-22 13812345678", "09:30-13812345678"]
    )
    def test_a_number_that_touches_something_else(self, text):
        assert ("13812345678", "phone") in found(text)

    @pytest.mark.parametrize(
        "text",
        [
            "What of 1999/1 and 53/144?",
            "Law No. 2004-575 of 21 June 2004",
            "Resolution 1325 (2000)",
            "A/HRC/RES/31/32, E/CN.4/1999/1",
            "Cases 58170/13 and 58170/2013",
            "On 2026-11-22 at 09:30, 22.11.2026, 22/11/2026 10:30-12:30, 20261122",
            "From 2015-2019 and 2015 2016 2017",
            "1 000 000 people, 1.000.000 €, $1,000,000, USD 2500000, 2500000 euros",
            "250 000 - 300 000 of them, 10.30-12.30",
            "250 000 000 000 - 300 000 000 000 of them, 1 000 000 000 / 2 500 000 000",
            "In 2014 2015 2016 2017 2018 2019, and 2015/2016/2017/2018/2019",
            "المادة ١٩ من ١٩٩٩/١ في ٢٠٢٦",
            "第19条 3000人 2500000元",
            "Article 19, 20 and 21; 37°C, 36,6°С",
            "12 people in the street, 10 women on the road, in 2 ways",
            "Who pays?So what e.g. i.e. U.N. p.ex. 4.2.1.3 10:30:45",
        ],
    )
    def test_what_is_no_trace_of_anybody(self, text):
        assert found(text) == []

    @pytest.mark.parametrize(
        "address",
        [
            "https://example.org/x?y=1",
            "www.hrw.org",
            "t.me/someone",
            "xyz123abc.onion",
            "example.com:8080/a",
            "пример.рф",
            "192.168.100.1",
            "10.0.0.12:8080",
            "2001:db8::1",
            "33.5138, 36.2765",
            "33°30′49″N",
            "8FVC9G8F+6X",
            "@some_handle",
            "12 High Street",
            "221B Baker Street, Flat 4",
            "12, rue de la Paix",
            "5 bis avenue Victor Hugo",
            "calle Mayor 12",
            "ул. Ленина, д. 5, кв. 3",
            "Ленинский проспект, 12",
            "شارع النيل رقم 12",
            "١٢ شارع النيل",
            "北京市海淀区中山路123号",
            "P.O. Box 123",
            "ص.ب ١٢٣٤",
        ],
    )
    def test_addresses(self, address):
        assert found(f"({address})") == [(address, "address")]

    def test_a_script_without_gaps_does_not_hide_them(self):
        assert found("我的邮箱是abc@example.com谢谢") == [("abc@example.com", "email")]
        assert found("访问hrw.org谢谢") == [("hrw.org", "address")]
        assert found("我住在海淀区中山路12号谢谢") == [("海淀区中山路12号", "address")]

    def test_places_are_counted_in_code_points_and_do_not_overlap(self):
        text = "👩🏽‍👧 e\u0301 x@example.org"
        begins = text.index("x@")
        assert marks_in(text, {"names": ["example"]}) == [[begins, len(text), "email"]]

    def test_nothing_is_none(self):
        assert marks_in("Who pays?", {}) is None


class TestNames:
    LISTS = {"names": ["Ahmed Al-Haddad", "José", "Иван Петров", "أحمد", "王小明", "Łukasz", "محمد علي", "Li"]}

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("Did AHMED al  haddad's file", "AHMED al  haddad"),
            ("did ahmed\u00a0Al‑Haddad", "ahmed\u00a0Al‑Haddad"),
            ("and jose!", "jose"),
            ("and Jose\u0301!", "Jose\u0301"),
            ("and Ｊｏｓé!", "Ｊｏｓé"),
            ("and J\u200bo\u00adse!", "J\u200bo\u00adse"),
            ("где иван петров", "иван петров"),
            ("قال أَحْمَد", "أَحْمَد"),
            ("قال احمد", "احمد"),
            ("وأحمد قال", "أحمد"),
            ("أحـــمد", "أحـــمد"),
            ("مُحَمَّد عَلِيّ", "مُحَمَّد عَلِيّ"),
            ("请问王小明在哪里", "王小明"),
            ("请问王 小明在哪里", "王 小明"),
            ("lukasz?", "lukasz"),
            ("Ahmed\u3164Al\uffa0Haddad", "Ahmed\u3164Al\uffa0Haddad"),
            ("Ahmed\u115fAl\u1160Haddad", "Ahmed\u115fAl\u1160Haddad"),
        ],
    )
    def test_a_name_however_it_is_written(self, text, name):
        assert found(text, self.LISTS) == [(name, "name")]

    @pytest.mark.parametrize(
        "text", ["Josefina", "limits", "Ahmed", "Al-Haddad", "Ahmed, or so, Al-Haddad", "محمود علي", "أحمدي"]
    )
    def test_parts_of_words_and_of_names_are_none(self, text):
        assert found(text, self.LISTS) == []

    def test_the_longest_of_those_that_begin_alike(self):
        lists = {"names": ["Ana", "Ana María", "Ana María Ruiz"]}
        assert found("Ana María Ruiz, Ana María Paz, Ana", lists) == [
            ("Ana María Ruiz", "name"),
            ("Ana María", "name"),
            ("Ana", "name"),
        ]

    def test_several_that_begin_alike_in_a_script_without_gaps(self):
        lists = {"names": ["王小明", "王大海", "王"]}
        assert found("王小明和王大海", lists) == [("王小明", "name"), ("王大海", "name")]

    @pytest.mark.parametrize("names", [[""], ["  "], ["-"], ["\u200b"], None, []])
    def test_a_list_of_nothing(self, names):
        assert found("Nothing - here", {"names": names}) == []


class TestWords:
    LISTS = {"words": {"en": ["idiot"], "fr": ["zut"]}, "use_words": True}

    def test_those_of_every_list(self):
        assert found("zut idiot", self.LISTS) == [("zut", "word"), ("idiot", "word")]

    @pytest.mark.parametrize("language", [None, "ar", "en", "fr-CA"])
    def test_whatever_language_the_question_names(self, house, alice, bob, moderator, language):
        keep(house, moderator, **self.LISTS)
        question = house.ask(alice, "zut idiot", language=language)
        house.do(moderator, "question.approve", question=question)
        assert question_of(house.state(bob), question)["text"] == "▒▒▒ ▒▒▒"

    def test_off_unless_they_are_used(self):
        assert found("zut idiot", {"words": self.LISTS["words"]}) == []
        assert found("zut idiot", self.LISTS | {"use_words": False}) == []


HOSTILE = [
    "1 ", "a.", "@", "a@", "1-", "(1)", "http://", "calle a ", "12 a ", "ул. ", "شارع ا ",
    "路1号1楼", "1:", ":", "a:", "1.1.1.", "a\u0301", "x", "我", "a-", "1°", "1,1234;",
    "1 rue de la ", "p.o.", "[at] ", "a [at] b [dot] ", "+", "+ 0", "0", "9 9/9(9)", "-",
    "c/ ", "д. 5, ", "a.b", "٠", "\u200b", "ﷺ", "𝟘", " ", "\n", "٫", "°'", "a b ", "::",
    "f:", "///",
]  # fmt: skip


def test_every_repetition_is_bounded():
    """No pattern goes back over a stretch that has no end: what a text costs grows with its length alone."""
    patterns = [
        pattern.pattern
        for module in (addresses, phones, streets)
        for value in vars(module).values()
        for pattern in (value if isinstance(value, tuple) else (value,))
        if isinstance(pattern, regex.Pattern)
    ]
    assert len(patterns) > 20
    # Without what is escaped, classes, and bounds: nothing is left that repeats.
    bare = [regex.sub(r"\\.|\[(?:\\.|[^\]\\])*\]|\{\d+(?:,\d+)?\}\+?", "", text) for text in patterns]
    assert [text for text in bare if regex.search(r"[*+]|\{\d+,\}", text)] == []


def test_no_text_keeps_it_busy_for_long():
    """As long as 500 characters can be, and with lists that fit badly: it comes to an end."""
    play = f"""
from facilitation.room.marks import marks_in
lists = {{
    "names": ["a a a a a b", *(f"a {{number}}" for number in range(500)), "我我我我b", "x" * 80],
    "words": {{"en": ["a" * length for length in range(1, 80)]}},
    "use_words": True,
}}
for piece in {HOSTILE!r}:
    marks_in((piece * 8_000)[:8_000], lists)
"""
    # A guard, not a measure: all of it takes two or three seconds, and a pattern that runs wild takes hours.
    assert subprocess.run([sys.executable, "-c", play], cwd=ROOT, timeout=120).returncode == 0


def test_any_text_keeps_its_places():
    chance = random.Random(4711)
    letters = "0123456789 .-/()@:a°'+,;rue calle شارع улица 路号我\u0301\u200bﷺ👩🏽‍👧"
    for _ in range(300):
        text = "".join(chance.choice(letters) for _ in range(200))
        at = 0
        for begins, ends, _kind in marks_in(text, {"names": ["a", "rue a"]}) or []:
            assert at <= begins < ends <= len(text)
            at = ends


SCRIPTS = """
Amina Khalil AMİNA Łukasz e\u0301 ﷺ ﬁ ß İ ` ’ – \u200b \u3164 \u1e9e a aa 12 High Street
+33 612345678 12345678 5 a@b.com amina.khalil@b.com hrw.org Иван Петров ул. Ленина 𝟘𝟙
أحمد وأحمد والأحمد بالكتاب مُحَمَّد علي ٠٧٩ 王小明 王小 明明 中山路12号 ไทย ひらがな
"""
PIECES = SCRIPTS.split()


def some(chance, most):
    """A few pieces of text in several scripts, with blanks between them or without."""
    return "".join(chance.choice(PIECES) + chance.choice(["", " ", " ", "-"]) for _ in range(chance.randrange(1, most)))


def covered(text, lists):
    """The places of all characters that are marked."""
    return {place for begins, ends, _kind in marks_in(text, lists) or [] for place in range(begins, ends)}


class TestMarkedInManyWays:
    """What saves time changes no mark."""

    def test_marked_anew_it_is_as_if_it_were_new(self, house, alice, moderator):
        chance = random.Random(4711)
        texts = {f"question-{number}": some(chance, 20) for number in range(150)}

        def fill(db: Session) -> None:
            meeting = db.get_one(Meeting, alice.meeting_id)
            for id_, text in texts.items():
                asked = Question(id=id_, meeting_id=meeting.id, seat_id=alice.seat_id, text=text, name=text[:80])
                mark(meeting, asked)
                db.add(asked)

        house.engine.writer.submit(Job(fill, meetings=(alice.meeting_id,)))
        for _ in range(6):
            lists = {"names": [some(chance, 4) for _ in range(5)], "words": {"en": [some(chance, 3)]}}
            keep(house, moderator, **lists, use_words=chance.random() < 0.5)
            with reading(house.engine.database) as db:
                kept = db.scalar(select(Meeting.lists).where(Meeting.id == alice.meeting_id))
                marked = {row.id: row for row in db.scalars(select(Question))}
            for id_, text in texts.items():
                assert marked[id_].marks == marks_in(text, kept), text
                assert marked[id_].name_hidden is bool(marks_in(text[:80], kept)), text

    def test_all_names_at_once_find_what_each_finds_alone(self):
        chance = random.Random(4712)
        for _ in range(300):
            text, names = some(chance, 20), [some(chance, 4) for _ in range(8)]
            together, alone = {"names": names}, [{"names": [name]} for name in names]
            assert covered(text, together) == set().union(*(covered(text, lists) for lists in alone))

    def test_each_character_leads_back_to_where_it_came_from(self):
        chance = random.Random(4713)
        for _ in range(300):
            text = some(chance, 20)
            folded = Folded(text)
            assert folded.text == "".join(map(fold, text))
            for place, character in enumerate(folded.text):
                assert character in fold(text[folded.span(place, place + 1)[0]])


class TestWhoSeesIt:
    def test_the_team_sees_all_and_what_is_marked(self, house, alice, moderator):
        question = house.ask(alice, PHONE)
        seen = question_of(house.state(moderator), question)
        assert (seen["text"], seen["marks"], seen["whole"]) == (PHONE, [[5, 22, "phone"]], False)

    def test_everybody_sees_a_mask(self, house, alice, bob, moderator):
        question = house.open_question(alice, moderator, PHONE)
        seen = question_of(house.state(bob), question)
        assert (seen["text"], seen["masked"]) == (MASKED, True)
        assert not {"marks", "whole"} & set(seen)

    def test_the_author_sees_their_words_and_that_others_do_not(self, house, alice, moderator):
        question = house.open_question(alice, moderator, PHONE)
        mine = house.mine(alice)[question]
        assert (mine["text"], mine["masked"]) == (PHONE, True)
        other = house.open_question(alice, moderator)
        assert house.mine(alice)[other]["masked"] is False
        assert "masked" not in question_of(house.state(alice), other)

    def test_the_moderator_lets_everyone_see_it_and_hides_it_again(self, house, alice, bob, moderator, engine):
        question = house.open_question(alice, moderator, PHONE)
        for whole, text in ((True, PHONE), (False, MASKED)):
            house.do(moderator, "question.unmask", question=question, whole=whole)
            assert question_of(house.state(bob), question)["text"] == text
            assert house.mine(alice)[question]["masked"] is not whole
            with nothing_changes(engine):
                house.do(moderator, "question.unmask", question=question, whole=whole)

    def test_new_words_are_marked_anew_and_no_leave_stands_for_them(self, house, alice, bob, moderator):
        question = house.open_question(alice, moderator, PHONE)
        house.do(moderator, "question.unmask", question=question, whole=True)
        house.do(alice, "question.edit", question=question, text="Write to a@example.org")
        house.do(moderator, "question.approve", question=question)
        assert question_of(house.state(bob), question)["text"] == "Write to ▒▒▒"

    def test_nothing_marked_changes_nothing_for_everybody(self, house, alice, moderator):
        question = house.open_question(alice, moderator)
        before = house.state(alice)
        house.do(moderator, "question.unmask", question=question, whole=True)
        assert house.state(alice) == before

    @pytest.mark.parametrize("name", ["Jane Doe", "j@example.org", "+44 7700 900123", "Bob jane doe"])
    def test_a_name_that_could_lead_to_somebody_is_hidden_whole(self, house, alice, bob, moderator, engine, name):
        keep(house, moderator, names=["Jane Doe"])
        question = house.ask(alice, "Who pays?", name_=name)
        house.do(moderator, "question.approve", question=question)
        seen = question_of(house.state(bob), question)
        assert (seen["text"], seen.get("name"), seen["masked"]) == ("Who pays?", None, True)
        assert "name_hidden" not in seen
        judged = question_of(house.state(moderator), question)
        assert (judged["name"], judged["name_hidden"], judged["marks"]) == (name, True, None)
        mine = house.mine(alice)[question]
        assert (mine["name"], mine["masked"]) == (name, True)
        house.do(moderator, "question.unmask", question=question, whole=True)
        seen = question_of(house.state(bob), question)
        assert (seen["name"], "masked" in seen, house.mine(alice)[question]["masked"]) == (name, False, False)

    def test_nobody_reads_the_lists_out_of_a_question_that_waits(self, house, alice, moderator):
        """By changing its words again and again: what is told is the same whether a name is listed or not."""
        keep(house, moderator, names=["Jane Doe"], words={"en": ["lighthouse"]}, use_words=True)
        question, other = house.ask(alice, "Who?", name_="Jane Doe"), house.ask(alice, "Who?", name_="John Roe")
        told = []
        for names in (("Jane Doe", "lighthouse"), ("John Roe", "windmill")):
            for name in names:
                house.do(alice, "question.edit", question=question, text=f"Who is {name}?")
                mine = house.mine(alice)[question]
                told.append({**mine, "text": "", "revision": mine["revision"] - house.mine(alice)[other]["revision"]})
        steps = [each.pop("revision") for each in told]
        assert steps == list(range(steps[0], steps[0] + 4))
        assert all(each == told[0] and each["masked"] is False for each in told)
        house.do(moderator, "question.decline", question=question)
        assert house.mine(alice)[question]["masked"] is False

    def test_nor_by_waiting_for_the_lists_to_change(self, house, alice, moderator):
        questions = [house.ask(alice, text) for text in ("Who is Jane Doe?", f"Jane Doe? {PHONE}")]
        house.do(moderator, "question.unmask", question=questions[1], whole=True)
        before = house.mine(alice)
        keep(house, moderator, names=["Jane Doe"])
        assert house.mine(alice) == before
        assert [before[question]["masked"] for question in questions] == [False, True]

    def test_once_everyone_sees_it_its_author_is_told_of_all_that_is_hidden(self, house, alice, moderator):
        keep(house, moderator, names=["Jane Doe"])
        question = house.ask(alice, "Who is Jane Doe?")
        house.do(moderator, "question.approve", question=question)
        assert house.mine(alice)[question]["masked"] is True
        house.do(alice, "question.edit", question=question, text="Who is Jane Doe, please?")  # it waits again
        assert house.mine(alice)[question]["masked"] is False

    def test_what_is_found_whatever_is_listed_is_told_while_it_waits(self, house, alice):
        question = house.ask(alice, PHONE)
        assert house.mine(alice)[question]["masked"] is True

    def test_any_other_name_is_shown(self, house, alice, bob, moderator):
        question = house.ask(alice, PHONE, name_="Alice")
        house.do(moderator, "question.approve", question=question)
        assert question_of(house.state(bob), question)["name"] == "Alice"
        assert question_of(house.state(moderator), question)["name_hidden"] is False

    def test_a_withdrawn_questions_name_is_hidden_no_more(self, house, alice, moderator):
        question = house.ask(alice, name_="j@example.org")
        house.do(alice, "question.withdraw", question=question)
        assert question_of(house.state(moderator), question)["name_hidden"] is False

    def test_what_it_was_joined_with_is_masked_for_whoever_asked_the_other(self, house, alice, bob, moderator):
        into = house.open_question(alice, moderator, PHONE)
        source = house.open_question(bob, moderator)
        house.do(moderator, "question.merge", from_=source, into=into)
        assert question_of(house.state(bob), house.mine(bob)[source]["into"])["text"] == MASKED

    def test_a_withdrawn_question_has_no_marks_left(self, house, alice, moderator):
        question = house.open_question(alice, moderator, PHONE)
        house.do(moderator, "question.unmask", question=question, whole=True)
        house.do(alice, "question.withdraw", question=question)
        seen = question_of(house.state(moderator), question)
        assert (seen["marks"], seen["whole"]) == (None, False)

    def test_another_meetings_moderator_cannot(self, house, alice, stranger, engine):
        question = house.ask(alice, PHONE)
        with nothing_changes(engine), refused("question.unknown"):
            house.do(stranger, "question.unmask", question=question, whole=True)


class TestWhenTheListsChange:
    def test_everything_is_marked_anew_at_once(self, house, alice, bob, moderator):
        question = house.open_question(alice, moderator, "What of Mr Haddad?")
        house.settle()
        house.sent.clear()
        keep(house, moderator, names=["Haddad"])
        house.settle()
        assert question_of(house.state(bob), question)["text"] == "What of Mr ▒▒▒?"
        assert [event for _room, event, payload in house.sent if event == "pulse"]
        keep(house, moderator, names=[])
        assert question_of(house.state(bob), question)["text"] == "What of Mr Haddad?"

    def test_a_name_as_well(self, house, alice, bob, moderator):
        question = house.ask(alice, name_="Mr Haddad")
        house.do(moderator, "question.approve", question=question)
        for names, shown in ((["Haddad"], None), ([], "Mr Haddad")):
            keep(house, moderator, names=names)
            assert question_of(house.state(bob), question).get("name") == shown

    def test_also_what_may_come_back(self, house, alice, bob, moderator):
        question = house.open_question(alice, moderator, "What of Mr Haddad?")
        house.do(moderator, "question.decline", question=question)
        keep(house, moderator, names=["Haddad"])
        house.do(moderator, "question.approve", question=question)
        assert question_of(house.state(bob), question)["text"] == "What of Mr ▒▒▒?"

    def test_the_same_marks_are_no_change(self, house, alice, moderator, engine):
        house.open_question(alice, moderator, PHONE)
        with nothing_changes(engine):
            keep(house, moderator)

    def test_what_was_shown_whole_is_hidden_again_where_something_new_is_marked(
        self, house, alice, bob, moderator, organiser
    ):
        question = house.open_question(alice, moderator, "Call +33 6 12 34 56 78 about Amina Khalil?")
        house.do(moderator, "question.unmask", question=question, whole=True)
        house.do(organiser, "meeting.lists", names=["Amina Khalil"])
        assert question_of(house.state(bob), question)["text"] == "Call ▒▒▒ about ▒▒▒?"
        assert question_of(house.state(moderator), question)["whole"] is False

    @pytest.mark.parametrize("given", [{"text": "Who pays?", "name_": "Amina Khalil"}, {"text": "Of Amina Khalil?"}])
    def test_also_where_nothing_was_marked_when_leave_was_given(self, house, alice, bob, moderator, organiser, given):
        question = house.ask(alice, **given)
        house.do(moderator, "question.approve", question=question)
        house.do(moderator, "question.unmask", question=question, whole=True)
        house.do(organiser, "meeting.lists", names=["Amina Khalil"])
        assert "Amina" not in repr(question_of(house.state(bob), question))

    @pytest.mark.parametrize(
        "given",
        [
            {"text": "Write to Amina.Khalil@example.org?"},
            {"text": "Who pays?", "name_": "Amina Khalil, +33 6 12 34 56 78"},
            {"text": "Who is this bandit, Amina Khalil?"},
        ],
    )
    def test_also_where_the_new_name_stands_in_what_was_marked_already(
        self, house, alice, bob, moderator, organiser, given
    ):
        house.do(organiser, "meeting.lists", words={"en": ["bandit, amina khalil"]}, use_words=True)
        question = house.ask(alice, **given)
        house.do(moderator, "question.approve", question=question)
        house.do(moderator, "question.unmask", question=question, whole=True)
        assert "Amina" in repr(question_of(house.state(bob), question))
        house.do(organiser, "meeting.lists", names=["Amina Khalil"])
        assert "Amina" not in repr(question_of(house.state(bob), question))

    @pytest.mark.parametrize("lists", [{"names": ["Amina"]}, {"names": ["Amina", "Haddad"]}, {"names": []}, {}])
    def test_leave_stands_where_nothing_new_is_found(self, house, alice, bob, moderator, organiser, lists):
        house.do(organiser, "meeting.lists", names=["Amina", "Bob"])
        question = house.ask(alice, PHONE + " Amina", name_="Bob")
        house.do(moderator, "question.approve", question=question)
        house.do(moderator, "question.unmask", question=question, whole=True)
        house.do(organiser, "meeting.lists", **lists)
        assert question_of(house.state(bob), question)["text"] == PHONE + " Amina"

    def test_of_what_an_earlier_release_stored_all_is_looked_for(self, house, alice, bob, moderator, organiser):
        question = house.open_question(alice, moderator, PHONE)
        house.do(moderator, "question.unmask", question=question, whole=True)
        unmarked = update(Question).values(traces=None, marks=None)
        house.engine.writer.submit(Job(lambda db: db.execute(unmarked) and None))
        house.do(organiser, "meeting.lists", names=["Haddad"])
        assert question_of(house.state(bob), question)["text"] == MASKED

    def test_of_any_other_nothing_is_looked_for_but_what_is_listed(
        self, house, alice, bob, moderator, organiser, monkeypatch
    ):
        """Everybody waits while all the questions of a meeting are marked anew."""
        question = house.open_question(alice, moderator, PHONE + " Haddad")
        for module, finder in (
            (addresses, "find_emails"),
            (addresses, "find_addresses"),
            (streets, "find"),
            (phones, "find"),
        ):
            monkeypatch.setattr(module, finder, None)
        house.do(organiser, "meeting.lists", names=["Haddad"])
        assert question_of(house.state(bob), question)["text"] == MASKED + " ▒▒▒"

    def test_what_was_found_goes_with_the_words(self, house, alice, moderator):
        def traces():
            with reading(house.engine.database) as db:
                return db.scalar(select(Question.traces))

        question = house.ask(alice, PHONE)
        assert traces() == [[5, 22, "phone"]]
        house.do(alice, "question.edit", question=question, text="Write to a@example.org")
        assert traces() == [[9, 22, "email"]]
        house.do(moderator, "question.decline", question=question)
        house.do(moderator, "meeting.forget")
        assert question_of(house.state(moderator), question)["text"] == ""
        assert traces() is None
