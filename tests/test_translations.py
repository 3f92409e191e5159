"""Every catalogue says everything that the code says, whole: no gap, no lost placeholder, no wrong number of forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from gettext import c2py
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
CATALOGUES = sorted(ROOT.glob("facilitation/translations/*/LC_MESSAGES/messages.po"))
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
EDGES = re.compile(r"^\s*|\s*$")

Key = tuple[str, ...]


@cache
def in_the_code() -> frozenset[Key]:
    """What `make translations` finds, by the same mapping and the same words."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    template = Catalog()
    keywords = DEFAULT_KEYWORDS | {"_l": None}
    for _file, _line, words, _comments, context in extract_from_dir(
        ROOT, methods, options, keywords, (), None, True, _in
    ):
        template.add(words, context=context)
    return frozenset(key(message) for message in template if message.id)


def _in(folder: str | Path) -> bool:
    """Templates in folders that begin with an underscore hold words too; Babel leaves those out unless told."""
    return not Path(folder).name.startswith(".") and Path(folder).name != "node_modules"


def key(message: Message) -> Key:
    return (message.context or "", *forms(message.id))


def forms(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


@cache
def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def messages(path: Path) -> Iterator[Message]:
    """All but the header."""
    return (message for message in catalogue(path) if message.id)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "path" in metafunc.fixturenames:
        metafunc.parametrize("path", CATALOGUES, ids=[path.parents[1].name for path in CATALOGUES])


def test_there_are_catalogues_in_the_other_languages_of_the_united_nations():
    assert [path.parents[1].name for path in CATALOGUES] == ["ar", "es", "fr", "ru", "zh"]


@pytest.mark.parametrize(
    "words",
    [
        ("", "Quick exit"),
        ("", "%(num)s new question", "%(num)s new questions"),
        ("", "There is no such page."),
        ("", "Decline this question"),
        ("button", "Support"),
    ],
    ids=["template", "plural", "lazy", "folder with an underscore", "context"],
)
def test_what_the_code_says_is_found(words: Key):
    assert words in in_the_code()


def test_it_has_what_the_code_has(path: Path):
    there = {key(message) for message in messages(path)}
    assert sorted(in_the_code() - there) == [], "run `make translations`, then translate these"
    assert sorted(there - in_the_code()) == [], "no longer in the code: run `make translations`"
    assert not catalogue(path).obsolete


def test_it_is_complete(path: Path):
    assert [message.id for message in messages(path) if not all(map(str.strip, forms(message.string)))] == []
    assert [message.id for message in messages(path) if message.fuzzy] == []


def test_plurals_have_the_forms_of_the_language(path: Path):
    wanted = catalogue(path).num_plurals
    assert wanted == Catalog(locale=path.parents[1].name).num_plurals
    for message in messages(path):
        assert len(forms(message.string)) == (wanted if message.pluralizable else 1), message.id


def test_scripts_and_server_choose_the_same_form(path: Path):
    """Scripts go by the language's plural category, the server by the formula of the header."""
    category = Locale.parse(path.parents[1].name).plural_form
    formula = c2py(catalogue(path).plural_expr)
    chosen: dict[str, set[int]] = {}
    for number in range(1000):
        chosen.setdefault(category(number), set()).add(formula(number))
    assert all(len(forms) == 1 for forms in chosen.values()), chosen


def test_placeholders_are_those_of_the_source(path: Path):
    for message in messages(path):
        for text in forms(message.string):
            names = set(PLACEHOLDER.findall(text))
            wanted = [set(PLACEHOLDER.findall(source)) for source in forms(message.id)]
            # A form for one number alone may say the number in a word.
            assert names in wanted or (message.pluralizable and names == wanted[-1] - {"num"}), message.id
            assert "%" not in text % dict.fromkeys(names, ""), message.id


def test_blanks_are_those_of_the_source(path: Path):
    for message in messages(path):
        if message.id == ", ":  # Chinese separates a list with a mark that holds its own blank
            continue
        for text in forms(message.string):
            assert EDGES.findall(text) == EDGES.findall(forms(message.id)[0]), message.id
            assert not re.search(r"\s{2}", text), message.id
