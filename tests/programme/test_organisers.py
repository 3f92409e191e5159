"""Bodies that organise a meeting, out of a sentence or a list."""

from __future__ import annotations

import pytest

from facilitation.programme import read
from facilitation.programme.organisers import read_organisers
from facilitation.programme.structure import Organiser


@pytest.mark.parametrize(
    "written",
    [
        "Delta Network (DNW)",
        "Delta Network - DNW",
        "DNW – Delta Network",
        "DNW (Delta Network)",
        "the Delta Network (DNW)",
    ],
)
def test_an_acronym_is_found_on_either_side(written):
    assert read_organisers(written) == [Organiser("Delta Network", "DNW")]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Delta Network, Lamp Room and Marsh Council", ["Delta Network", "Lamp Room", "Marsh Council"]),
        ("Delta Network and Marsh Council", ["Delta Network", "Marsh Council"]),
        (
            "Delta Network, Institute for Law and Trade (ILT) and Trade and Law Library (TLL)",
            ["Delta Network", "Institute for Law and Trade", "Trade and Law Library"],
        ),
        ("Lamp Room, Ministry of Labour and Trade", ["Lamp Room", "Ministry of Labour and Trade"]),
        (
            "Réseau du Delta, Maison des Témoins et Conseil du Marais",
            ["Réseau du Delta", "Maison des Témoins", "Conseil du Marais"],
        ),
        ("青苇河流中心、明灯基金会", ["青苇河流中心", "明灯基金会"]),
        ("شبكة الواحة، مركز النخيل", ["شبكة الواحة", "مركز النخيل"]),
    ],
)
def test_a_list_is_divided_where_one_body_ends(written, names):
    assert [one.name for one in read_organisers(written)] == names


@pytest.mark.parametrize(
    "line",
    [
        "Organised by Delta Network in collaboration with the Marsh Council",
        "Organisé par Delta Network en partenariat avec Marsh Council",
        "Organizado por Delta Network en colaboración con Marsh Council",
        "Организаторы: Delta Network при поддержке Marsh Council",
        "تنظيم: Delta Network بالتعاون مع Marsh Council",
        "Organisers: Delta Network\nPartners: Marsh Council",
        "Session organised by Delta Network\nin partnership with Marsh Council",
    ],
)
def test_those_who_help_are_partners(line):
    assert read(f"Safe streets\n\n{line}").organisers == [
        Organiser("Delta Network"),
        Organiser("Marsh Council", partner=True),
    ]
