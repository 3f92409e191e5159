"""The organiser, before: paste, correct, create, get the links; and everything that may be pasted by mistake."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from io import BytesIO

import pytest
from docx import Document

from facilitation.programme.limits import TEXT_BYTES
from facilitation.room.joining import TakeSeat
from facilitation.web.security import csrf_token
from tests.witness import everything_in, nothing_changes

TEXT = """# Protecting those who speak up

Date: 26 November 2026
Languages: English, French

## Speakers

- Ana Quill, Director, Shelter Network

## Discussion

- Who pays?
- Who decides?
"""


@pytest.fixture
def csrf(app):
    """What a form of a page without a seat carries."""
    with app.test_request_context():
        return csrf_token(None)


@pytest.fixture
def organiser(client, csrf):
    """Posts a form of the organiser's pages."""

    def post(path, **fields):
        return client.post(path, data=in_parts({"csrf": csrf} | fields), content_type=IN_PARTS)

    return post


IN_PARTS = "multipart/form-data; boundary=zanzibar"


def in_parts(fields):
    """A form as browsers send it: Werkzeug's client leaves out the end of the head before a field that is empty."""
    body = b""
    for name, given in fields.items():
        for value in given if isinstance(given, list) else [given]:
            content, file = (value[0].read(), value[1]) if isinstance(value, tuple) else (value.encode(), None)
            head = f'form-data; name="{name}"' + (f'; filename="{file}"' if file else "")
            body += f"--zanzibar\r\nContent-Disposition: {head}\r\n\r\n".encode() + content + b"\r\n"
    return body + b"--zanzibar--\r\n"


def fields_on(page):
    """The fields of the review form as a browser would send them back: name -> values."""
    form = re.search(r'<form[^>]*action="/new/create".*?</form>', page.get_data(as_text=True), re.S)[0]
    fields = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        name, value = (re.search(rf'{part}="([^"]*)"', tag) for part in ("name", "value"))
        if 'type="checkbox"' in tag and "checked" not in tag.split("value=")[-1] + tag:
            continue
        if name:
            fields.setdefault(name[1], []).append(unescape(value[1]) if value else "on")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        fields.setdefault(name, []).append(unescape(text))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        fields.setdefault(name, []).append(re.search(r'value="([^"]*)" selected', options)[1])
    return fields


class TestFromTextToLinks:
    def test_paste_review_create_links(self, organiser, engine):
        review = organiser("/new", text=TEXT)
        assert review.status_code == 200
        fields = fields_on(review)
        assert fields["title"] == ["Protecting those who speak up"]
        assert "Ana Quill" in fields["speaker-name"]
        fields["title"] = ["Protecting everybody"]
        links = organiser("/new/create", **fields)
        shown = links.get_data(as_text=True)
        assert links.status_code == 200 and "Protecting everybody" in shown
        code = everything_in(engine)["meetings"][0][1]
        for role, screen in (
            ("moderator", "desk"),
            ("rapporteur", "desk"),
            ("interpreter", "desk"),
            ("stage", "stage"),
        ):
            secrets = re.findall(rf"{code}/{screen}#([A-Za-z0-9_-]+)", shown)
            assert role in {engine.take_seat(code, TakeSeat(invite=secret))[1] for secret in secrets}

    def test_reading_creates_nothing(self, organiser, engine):
        with nothing_changes(engine):
            assert organiser("/new", text=TEXT).status_code == 200
            assert organiser("/new/read", text=TEXT).status_code == 200

    def test_what_was_read_and_not_touched_is_what_is_created(self, organiser, engine, client):
        direct = client.post("/api/meetings", json={"programme": TEXT}).get_json()["programme"]
        organiser("/new/create", **fields_on(organiser("/new", text=TEXT)))
        stored = [column for row in everything_in(engine)["meetings"] for column in row if isinstance(column, dict)]
        created = [programme for programme in stored if "items" in programme][-1]
        assert created["items"] == direct["items"] and created["speakers"] == direct["speakers"]
        assert (created["title"], created["date"], created["languages"]) == (
            direct["title"], direct["date"], direct["languages"],
        )  # fmt: skip

    def test_a_file_will_do(self, organiser):
        page = organiser("/new", file=(BytesIO(TEXT.encode()), "programme.md"))
        assert page.status_code == 200 and "Ana Quill" in page.get_data(as_text=True)

    @pytest.mark.parametrize("name", ["programme.md", "programme.txt", "PROGRAMME.TXT", "programme"])
    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
    def test_the_text_of_a_file_can_be_corrected_and_read_again(self, organiser, name, encoding):
        text = TEXT.replace("Ana", "Ána")
        page = organiser("/new", file=(BytesIO(text.encode(encoding)), name))
        shown = re.search(r'<textarea[^>]*id="source"[^>]*>(.*?)</textarea>', page.get_data(as_text=True), re.S)[1]
        assert unescape(shown).strip() == text.strip()
        assert "Ben Quill" in organiser("/new/read", text=unescape(shown).replace("Ána", "Ben")).get_data(as_text=True)

    def test_a_word_file_is_corrected_in_its_fields_alone(self, organiser):
        document, file = Document(), BytesIO()
        document.add_paragraph("A meeting about Zanzibar")
        document.save(file)
        page = organiser("/new", file=(BytesIO(file.getvalue()), "a.docx"))
        assert page.status_code == 200 and "Zanzibar" in page.get_data(as_text=True)
        assert 'id="source"' not in page.get_data(as_text=True)

    def test_switches_that_were_left_out_are_off(self, organiser, engine):
        organiser("/new/create", title="A", asking="on")
        (row,) = everything_in(engine)["meetings"]
        settings = next(column for column in row if isinstance(column, dict) and "asking" in column)
        switches = {name: settings[name] for name in ("premoderation", "asking", "voting", "names")}
        assert switches == {"premoderation": False, "asking": True, "voting": False, "names": False}

    def test_rows_left_empty_are_ignored_and_ticks_stay_with_their_rows(self, organiser, engine):
        organiser(
            "/new/create",
            **{
                "title": "A",
                "speaker-name": ["", "Ana", "Ben"],
                "speaker-role": ["", "", "Chair"],
                "speaker-organisation": ["", "", ""],
                "speaker-moderator": ["2"],
            },
        )
        (row,) = everything_in(engine)["meetings"]
        programme = next(column for column in row if isinstance(column, dict) and "speakers" in column)
        assert [(each["name"], each.get("moderator", False)) for each in programme["speakers"]] == [
            ("Ana", False), ("Ben", True),
        ]  # fmt: skip


BAD_TEXTS = {
    "empty": ("", 400),
    "blank": (" \n\t\n", 400),
    "no word in it": ("--- *** ---", 400),
    "binary": ("\0\1\2\3" * 50, 400),
    "five megabytes": ("a line of a programme\n" * 250_000, 413),
    "far too many lines": ("line\n" * 20_000, 413),
}

ODD_TEXTS = {
    "a thousand lines": "\n".join(f"{n}. Item number {n}" for n in range(1_000)),
    "one endless line": "word " * 20_000,
    "without a question": "# A meeting\n\nWe meet.\n",
    "one word": "Hello",
    "right to left": "# حماية المدافعين\n\nالتاريخ: 26 نوفمبر 2026\n\n## أسئلة للنقاش\n\n- من يدفع؟\n- من يقرر؟\n",
    "emoji": "# 👩‍👩‍👧‍👦\n\n- 🇰🇪?\n",
    "markup": "<h1>A</h1><script>alert(1)</script>\n{{ 7*7 }} {% raw %}\n",
    "percent signs": "# 100 %(about)s of 50% %s %d\n\n## Speakers\n\n- %(about)s, %s\n",
    "overrides": "# A \u202emeeting\u2066\n\n- Who\u202d?\n",
    "carriage returns": "# A meeting\r\rSpeakers\r- Ana\r",
    "only bullets": "- \n- \n* \n",
    "looks like YAML": "title: A\nitems: 5\n",
    "broken YAML": "title: [A\nitems: {\n",
    "a bomb of YAML": "a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\ntitle: *c\n",
    "broken calendar": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\n",
}

BAD_FILES = {
    "empty": (b"", "a.txt"),
    "nothing in a Word file": (b"", "a.docx"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "a.png"),
    "a PDF": (b"%PDF-1.7 ...", "a.pdf"),
    "an old Word file": (b"\xd0\xcf\x11\xe0" + b"\0" * 500, "a.doc"),
    "an archive that is none": (b"PK\x03\x04 broken", "a.docx"),
    "text named as Word": (b"# A meeting", "a.docx"),
    "noise": (bytes(range(256)) * 20, "a.txt"),
    "half of UTF-16": (b"\xff\xfea", "a.txt"),
    "five megabytes": (b"a line\n" * 750_000, "a.txt"),
}


class TestWhatMayBePasted:
    @pytest.mark.parametrize(("text", "status"), BAD_TEXTS.values(), ids=BAD_TEXTS)
    def test_what_cannot_be_read_is_refused_with_a_sentence(self, organiser, engine, text, status):
        with nothing_changes(engine):
            page = organiser("/new", text=text)
        assert page.status_code == status
        assert 'role="alert"' in page.get_data(as_text=True)

    @pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
    def test_what_is_odd_is_read_or_refused_and_then_created(self, organiser, text):
        review = organiser("/new", text=text)
        assert review.status_code in (200, 400)
        assert "<script>alert" not in review.get_data(as_text=True)
        if review.status_code == 200:
            assert organiser("/new/create", **fields_on(review)).status_code in (200, 400)

    def test_more_rows_than_a_meeting_holds_are_refused_before_a_page_is_made_of_them(self, organiser):
        page = organiser("/new", text="\n".join(f"10:00 Item {n}" for n in range(300)))
        assert page.status_code == 400
        assert "10:00 Item 299" in page.get_data(as_text=True)

    @pytest.mark.parametrize("text", ["# A meeting\n" + "\n" * 5 + "Zanzibar", "\0\1Zanzibar"])
    def test_what_was_pasted_is_kept(self, organiser, text):
        assert "Zanzibar" in organiser("/new", text=text).get_data(as_text=True)

    @pytest.mark.parametrize(("content", "name"), BAD_FILES.values(), ids=BAD_FILES)
    def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(self, organiser, engine, content, name):
        with nothing_changes(engine):
            page = organiser("/new", file=(BytesIO(content), name))
        assert page.status_code in (400, 413)
        assert 'role="alert"' in page.get_data(as_text=True)

    def test_right_to_left_is_read_as_well(self, organiser):
        page = organiser("/new", text=ODD_TEXTS["right to left"]).get_data(as_text=True)
        assert "حماية المدافعين" in page and "من يدفع؟" in page


class TestWhatMayBeCorrectedWrongly:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"title": ""},
            {"title": "é" * 501},
            {"date": "tomorrow"},
            {"starts": "25:00"},
            {"languages": "English, !!"},
            {"item-minutes": "ten"},
            {"item-minutes": "99999"},
            {"item-minutes": "²"},
            {"item-kind": "dance"},
            {"item-title": "", "item-text": "Zanzibar text"},
        ],
    )
    def test_nothing_is_created_and_everything_typed_is_kept(self, organiser, engine, wrong):
        typed = {
            "title": "Zanzibar title",
            "description": "Zanzibar description",
            "objectives": "Zanzibar objective",
            "organiser-name": "Zanzibar organiser",
            "organiser-acronym": "ZO",
            "speaker-name": "Zanzibar speaker",
            "speaker-role": "Zanzibar role",
            "speaker-organisation": "Zanzibar organisation",
            "item-kind": "discussion",
            "item-title": "Zanzibar item",
            "item-text": "Zanzibar text",
            "item-minutes": "10",
            "item-questions": "Zanzibar question?",
            "item-speakers": "Zanzibar speaker",
            "source": "Zanzibar source",
        } | wrong
        with nothing_changes(engine):
            page = organiser("/new/create", **typed)
        assert page.status_code == 400
        shown = page.get_data(as_text=True)
        assert 'role="alert"' in shown
        lost = [value for name, value in typed.items() if name != "item-kind" and value and value not in shown]
        assert lost == []

    def test_nothing_at_all(self, organiser, engine):
        with nothing_changes(engine):
            assert organiser("/new/create").status_code == 400

    def test_what_was_typed_is_no_markup(self, organiser):
        page = organiser("/new/create", title="</textarea><script>alert(1)</script>", date="x")
        assert "<script>alert" not in page.get_data(as_text=True)


def everything(said):
    """Every field in which the organiser's pages take words, with these in it."""
    return dict.fromkeys(("text", "source", "title", "description", "speaker-name", "item-title"), said)


# More than anybody types, and less than a field of a draft may hold.
MUCH = "Zanzibar " * 16_000


class TestWhoMay:
    @pytest.mark.parametrize("path", ["/new", "/new/read", "/new/create"])
    def test_a_form_of_ours_alone(self, client, engine, path):
        """A form that has expired loses nothing; a stranger's megabytes, which nobody reads, would fill the memory."""
        with nothing_changes(engine):
            page = client.post(path, data=everything("Zanzibar"))
            assert page.status_code == 403 and "Zanzibar" in page.get_data(as_text=True)
            page = client.post(path, data=in_parts({"text": MUCH, "source": MUCH}), content_type=IN_PARTS)
            assert page.status_code == 403 and "Zanzibar" not in page.get_data(as_text=True)

    @pytest.mark.parametrize("key", ["", "wrong", "é", "key "])
    def test_where_there_is_a_key_only_with_it(self, app, organiser, client, engine, key):
        app.extensions["facilitation.config"] = replace(app.extensions["facilitation.config"], organiser_key="key")
        assert 'name="key"' in client.get("/new").get_data(as_text=True)
        with nothing_changes(engine):
            for path in ("/new", "/new/read", "/new/create"):
                page = organiser(path, **everything("Zanzibar"), key=key)
                assert page.status_code == 401 and "Zanzibar" in page.get_data(as_text=True), path
                page = organiser(path, text=MUCH, source=MUCH, key=key)
                assert page.status_code == 401 and "Zanzibar" not in page.get_data(as_text=True), path
            answer = client.post("/api/meetings", json={"programme": TEXT}, headers={"Authorization": "Bearer wrong"})
            assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, "organiser.key_wrong")

    def test_with_the_key_all_the_way(self, app, organiser, client):
        app.extensions["facilitation.config"] = replace(app.extensions["facilitation.config"], organiser_key="key")
        review = organiser("/new", text=TEXT, key="key")
        assert organiser("/new/create", **fields_on(review)).status_code == 200
        headers = {"Authorization": "Bearer key"}
        assert client.post("/api/meetings", json={"programme": TEXT}, headers=headers).status_code == 201


class TestTheLongest:
    """A programme as long as any that is read, in letters of three bytes, with as many rows as are shown."""

    @pytest.fixture
    def review(self, organiser):
        words = "क्षत्रि क्षत्रि क्षत्रि क्षत्रि क्षत्रि"
        structure = {
            "title": "Zanzibar",
            "languages": ["hi"],
            "speakers": [{"name": f"{words} {n}", "role": words, "organisation": words} for n in range(200)],
            "organisers": [{"name": f"{words} {n}", "acronym": f"A{n}"} for n in range(200)],
            "items": [{"title": f"{words} {n}", "text": words, "questions": [words] * 2} for n in range(200)],
        }
        text = json.dumps(structure, ensure_ascii=False)  # which is YAML, too
        structure["description"] = words * ((TEXT_BYTES - len(text.encode()) - 200) // len(words.encode()))
        file = BytesIO(json.dumps(structure, ensure_ascii=False).encode())
        review = organiser("/new", file=(file, "programme.yaml"))
        assert review.status_code == 200
        return review

    def test_its_forms_are_sent_in_parts(self, review):
        forms = re.findall(r'<form[^>]*action="/new/[^>]*>', review.get_data(as_text=True))
        assert [form for form in forms if 'enctype="multipart/form-data"' not in form] == [] and len(forms) == 2

    def test_it_becomes_a_meeting(self, organiser, engine, review):
        assert organiser("/new/create", **fields_on(review)).status_code == 200
        assert len(everything_in(engine)["items"]) == 200

    def test_it_is_read_again(self, organiser, review):
        again = organiser("/new/read", text=fields_on(review)["source"][0])
        assert again.status_code == 200 and fields_on(again).keys() == fields_on(review).keys()

    def test_nothing_of_it_is_lost_where_it_does_not_hold(self, organiser, engine, review):
        typed = fields_on(review) | {"date": ["tomorrow"], "id": ["a"]}
        with nothing_changes(engine):
            page = organiser("/new/create", **typed)
        assert page.status_code == 400
        again = fields_on(page)
        for name in ("csrf", "id"):
            del typed[name], again[name]
        assert {name: [each for each in given if each] for name, given in again.items()} == {
            name: [each for each in given if each] for name, given in typed.items()
        }


def test_the_door_tells_organisers_and_partners_apart(organiser, engine, client):
    rows = {"organiser-name": ["Land Forum", "Rafto"], "organiser-acronym": ["", ""], "organiser-partner": ["1"]}
    organiser("/new/create", title="A", **rows)
    code = everything_in(engine)["meetings"][0][1]
    page = client.get(f"/{code}").get_data(as_text=True)
    organised, partners = page.split("Organised by")[1].split("In partnership with")
    assert "Land Forum" in organised and "Rafto" not in organised and "Rafto" in partners


def test_loading_the_links_page_again_makes_no_second_meeting(organiser, engine):
    fields = fields_on(organiser("/new", text=TEXT))
    assert organiser("/new/create", **fields).status_code == 200
    with nothing_changes(engine):
        again = organiser("/new/create", **fields)
    assert again.status_code == 409
    assert "made already" in again.get_data(as_text=True)
