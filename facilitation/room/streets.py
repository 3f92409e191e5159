"""Street addresses in a folded text, as far as simple rules go: a word for a street, a few words, and a number."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from facilitation.room.folding import Folded, any_of

# One word of a name; each repetition is bounded and no class holds the blank that ends it.
_NAME = r"[\p{L}\p{N}'.-]{1,30}"
_NUMBER = r"\d{1,5}[a-z]?(?:[-/]\d{1,4}[a-z]?)?(?![\p{L}\p{N}])"
_DOORS = "apt apartment flat unit suite floor корпус корп к квартира кв"
# Both a way and a way of doing: with a capital it is one that is on a map.
_VAGUE = "drive square court place way terrace close highway crescent gardens row"
_ON_THE_MAP = "street st road rd avenue ave lane boulevard blvd"
_FRANCE = "rue avenue av boulevard bd place chemin allée impasse quai route cours passage square villa résidence"
_SPAIN = "calle avenida avda av carrera cra paseo plaza pza camino carretera calzada jirón pasaje"
_RUSSIA = """
улица ул проспект просп пр-т переулок пер площадь пл набережная наб шоссе бульвар б-р проезд тупик
"""
_ARABIA = "شارع طريق حي زقاق جادة ميدان نهج"
_HOUSES = "رقم مبنى بناية منزل بيت عمارة شقة"
_BOXES = "а/я ص.ب ص.ب."
_NO_NAMES = """
in on the of a an at to from by for with and or people women men who were was are is their my our your this that every
each any no other same main years days hours minutes percent
"""

# What may follow to say which door.
_FLAT = rf"(?:,? ?(?:{any_of(_DOORS)})\.? ?{_NUMBER}){{0,2}}"
_HOUSE = rf"(?:{any_of('дом д')})?\.? ?{_NUMBER}{_FLAT}"
# Behind the name, with the number before it: 12 High Street.
_ENGLISH = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}]){_NUMBER},? (?P<name>(?:{_NAME} ){{1,3}}?)"
    rf"(?P<kind>{any_of(_ON_THE_MAP)}|(?P<vague>{any_of(_VAGUE)}))(?![\p{{L}}\p{{N}}]){_FLAT}"
)
_OTHERS = (
    # Before the name, with the number before it: 12, rue de la Paix.
    rf"(?<![\p{{L}}\p{{N}}]){_NUMBER}(?: ?(?:bis|ter|quater))?,? (?:{any_of(_FRANCE)})\.? "
    rf"(?:(?:de|du|des|la|le|les|l|d) ?'? ?){{0,3}}{_NAME}(?: {_NAME})?",
    # Before the name, with the number behind it: calle Mayor 12, ул. Ленина, д. 5, شارع النيل رقم 12.
    rf"(?<![\p{{L}}\p{{N}}])(?:c/|(?:{any_of(_SPAIN)})\.?) ?(?:{_NAME},? ){{1,5}}?"
    rf"(?:#|n\.?o?\.? ?|num\.? ?|numero )?{_NUMBER}",
    rf"(?<![\p{{L}}\p{{N}}])(?:{any_of(_RUSSIA)})\.? (?:{_NAME},? ){{1,4}}?{_HOUSE}",
    rf"(?:{_NAME} ){{1,2}}(?:{any_of(_RUSSIA)})\.?,? ?{_HOUSE}",
    rf"(?<![\p{{L}}\p{{N}}])(?:{any_of('дом д')})\.? ?{_NUMBER},? ?"
    rf"(?:{any_of('корпус корп к квартира кв')})\.? ?{_NUMBER}",
    rf"(?<![\p{{L}}\p{{N}}])(?:{_NUMBER},? ?)?[وبف]?(?:ال)?(?:{any_of(_ARABIA)}) (?:{_NAME}[,،]? ){{1,4}}?"
    rf"(?:{any_of(_HOUSES)})? ?{_NUMBER}",
    rf"(?<![\p{{L}}\p{{N}}]){_NUMBER}[,،]? (?:ال)?(?:{any_of(_ARABIA)}) {_NAME}",
    r"(?<![\p{L}\p{N}])(?:p\.? ?o\.? ?box|b\.? ?p\.?|apartado(?: postal)?|boite postale|صندوق بريد"
    rf"|{any_of(_BOXES)}) ?:? ?\d{{1,6}}",
)
_COMPILED = tuple(map(regex.compile, _OTHERS))
_CHINESE = regex.compile(r"[路街道巷弄]\d{1,5}[号號弄](?:\d{1,5}[号號楼樓栋棟座室单元层層]{1,2}){0,4}")
# Where a Chinese address cannot have begun yet.
_BEFORE = "在住是到去于於从往来我他她们的"
_FURTHER = 24


_NO_NAME = frozenset(_NO_NAMES.split())


def find(text: Folded) -> Iterator[tuple[int, int]]:
    """Where a street address stands."""
    for found in _ENGLISH.finditer(text.text):
        names = found["name"].split()
        known = not _NO_NAME.intersection(names)
        if known and (found["vague"] is None or text.whole(*found.span("vague"))[0].isupper()):
            yield found.span()
    for pattern in _COMPILED:
        for found in pattern.finditer(text.text):
            yield found.span()
    for found in _CHINESE.finditer(text.text):
        yield _begun(text.text, found.start()), found.end()


def _begun(text: str, at: int) -> int:
    begins = at
    while begins > 0 and at - begins < _FURTHER:
        character = text[begins - 1]
        if not regex.match(r"\p{Han}", character) or character in _BEFORE:
            break
        begins -= 1
    return begins
