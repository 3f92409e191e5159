"""Lines that name a person: who, in which role, of which organisation."""

from __future__ import annotations

import re
from functools import cache

from facilitation.programme.lines import EDGES
from facilitation.programme.structure import Speaker
from facilitation.programme.words import people
from facilitation.programme.words.folding import fold, words

MOST_CHARACTERS = 500  # of one person's line; what is longer is prose

_COMMAS = re.compile(r"\s*[,;،；，|]\s*|\s[-–—]\s")
_AFTER_NAME = re.compile(r"\s*[,;،；，|]\s*|\s[-–—]\s|\s?[—–]\s?|\s*[:：]\s+|\s*：|\s*[(（]")
_BRACKETS = re.compile(r"[(（]([^()（）]{1,300})[)）]")
_AND = re.compile(rf"\s(?:{people.AND})\s", re.IGNORECASE)
_BETWEEN = re.compile(rf"\s(?:{people.BETWEEN})\s?", re.IGNORECASE)
_CHINESE_HELD = re.compile(rf"(.+?)((?:副|总|执行)?(?:{people.CHINESE_ROLES}))")
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]?[A-Z&]{1,}[A-Za-z&-]*\b")

_CAPITALISED = r"(?:[^\W\d_a-zа-яёàâçéèêëîïôûùüÿñáíóúäö][\w'’.-]*|[^\W\d_]['’][^\W\d_][\w'’-]*)"
_NAME = re.compile(
    rf"(?:(?i:{people.HONORIFICS})\.?\s)*{_CAPITALISED}(?:\s(?:{_CAPITALISED}|(?:{people.PARTICLES})\b)){{0,6}}"
)


def read_person(text: str, sure: bool = True) -> Speaker | None:
    """Read a person's line, or return None where it is none.

    ``sure`` says that the line stands where persons are listed; without it the line must show a name of two
    words or more and a role or an organisation.
    """
    if not text or len(text) > MOST_CHARACTERS or text.rstrip(EDGES).endswith(("?", "؟", "？", ":", "：")):
        return None
    name, said = _split_name(text)
    if not _names_somebody(name, sure) or tells_role(name) and not said:
        return None
    parts, moderator = _without_moderating(said)
    if not sure and not any(tells_role(part) or tells_body(part) for part in parts) and not moderator:
        return None
    if not sure and text.endswith((".", "。")) and len(words(text)) > 25:
        return None
    role, organisation = _role_and_organisation(parts)
    return Speaker(name=name, role=role, organisation=organisation, moderator=moderator)


def _split_name(text: str) -> tuple[str, list[str]]:
    """Split a line into the name and the parts said of it; brackets after the name hold parts too."""
    match = _AFTER_NAME.search(text)
    if not match or match.start() == 0:
        return text.strip(EDGES), []
    name, rest = text[: match.start()].strip(EDGES), text[match.end():].strip(EDGES)
    if match[0].strip()[-1:] in ("(", "（"):
        inside, _, after = rest.partition(")" if "(" in match[0] else "）")
        rest = f"{inside}, {after.strip(' ,-–—:،')}" if after.strip(" ,-–—:،") else inside
    return name, _parts(rest)


def _parts(text: str) -> list[str]:
    """Split at commas and dashes, but not inside brackets and not before an organisation's own acronym."""
    parts: list[str] = []
    depth = begin = 0
    cuts = {match.start(): match for match in _COMMAS.finditer(text)}
    for at, sign in enumerate(text):
        depth += (sign in "(（") - (sign in ")）")
        if at in cuts and depth <= 0:
            cut = cuts[at]
            if cut[0].strip() in "-–—" and _ACRONYM.fullmatch(text[cut.end():].partition(",")[0].strip()):
                continue
            parts.append(text[begin:at])
            begin = cut.end()
    return [part for part in [*parts, text[begin:]] if part.strip()]


def _names_somebody(name: str, sure: bool) -> bool:
    if not name or any(c.isdigit() for c in name) or len(name) > 80:
        return False
    if any(c.isupper() or c.islower() for c in name):
        return bool(_NAME.fullmatch(name)) and _capitals(name) >= (1 if sure else 2)
    # Scripts without capitals: a name is short, and what follows it must tell (see above).
    return len(words(name)) <= 6


def _capitals(name: str) -> int:
    return sum(1 for word in name.split() if word[0].isupper())


def _without_moderating(parts: list[str]) -> tuple[list[str], bool]:
    """Take out what only says that the person moderates, as a part or in brackets at its end."""
    kept: list[str] = []
    moderator = False
    for part in parts:
        brackets = _BRACKETS.search(part)
        if " ".join(words(part)) in _moderators():
            moderator = True
            continue
        if brackets and " ".join(words(brackets[1])) in _moderators():
            moderator, part = True, part[: brackets.start()] + part[brackets.end():]
        if part.strip(EDGES + ".)"):
            kept.append(part.strip(EDGES))
    return kept, moderator


@cache
def _moderators() -> frozenset[str]:
    return frozenset(" ".join(words(phrase)) for phrase in people.MODERATORS)


def _role_and_organisation(parts: list[str]) -> tuple[str | None, str | None]:
    """Divide what is said of a person: the organisation begins with the first part that looks like one.

    Roles and organisations held together are separated by semicolons, in the same order on both sides.
    """
    if not parts:
        return None, None
    if len(parts) == 1:
        return _from_one(parts[0])
    first = next((at for at, part in enumerate(parts) if tells_body(part) and not _leads_role(part)), None)
    if first is None and _leads_role(parts[-1]) and all(_leads_role(part) for part in parts):
        role, organisation = _from_one(parts[-1])
        return "; ".join([*parts[:-1], role or ""]).strip("; "), organisation
    if first is None:
        split = [_from_one(part) for part in parts]
        if any(organisation for _, organisation in split) and all(role for role, _ in split):
            return "; ".join(r for r, _ in split if r), "; ".join(o for _, o in split if o)
        first = len(parts) - 1
    if first == 0:  # the organisation comes first: roles follow
        roles = [part for part in parts[1:] if tells_role(part) and not tells_body(part)]
        return ", ".join(roles) or None, ", ".join(part for part in parts if part not in roles)
    return ", ".join(parts[:first]), ", ".join(parts[first:])


def _from_one(part: str) -> tuple[str | None, str | None]:
    held = [_held(piece) for piece in _AND.split(part)]
    if len(held) > 1 and all(role and organisation for role, organisation in held):
        return "; ".join(role for role, _ in held if role), "; ".join(body for _, body in held if body)
    role, organisation = _held(part)
    if role and organisation:
        return role, organisation
    if tells_role(part):
        return part, None
    # Neither a known role nor a known kind of body: organisations are written like names, roles seldom are.
    return (part, None) if part[:1].islower() and not tells_body(part) else (None, part)


def _held(part: str) -> tuple[str | None, str | None]:
    """Split "Director of the Delta Network" into role and organisation; Chinese puts them the other way round."""
    if (chinese := _CHINESE_HELD.fullmatch(part)) and tells_body(chinese[1]):
        return chinese[2], chinese[1]
    for between in _BETWEEN.finditer(part):
        role, body = part[: between.start()].strip(), part[between.end():].strip()
        if tells_role(role) and body and tells_body(body) and not body[0].islower():
            return role, body
    return None, None


def tells_role(part: str) -> bool:
    """Tell whether a part of a person's line holds a word for what somebody does."""
    said = words(part)
    return not people.ROLES.isdisjoint(said) or any(role in part for role in people.CHINESE_ROLES.split("|"))


def _leads_role(part: str) -> bool:
    """Tell whether a part is a role first of all, though it may name a body after it: "Director of the Network"."""
    before = _BETWEEN.split(part, maxsplit=1)[0]
    return tells_role(before) and not (tells_body(before) and _ACRONYM.search(before))


def tells_body(part: str) -> bool:
    """Tell whether a part of a person's line holds a word for where somebody belongs, or an acronym."""
    said = words(part)
    if not people.BODIES.isdisjoint(said) or any(body in part for body in people.CHINESE_BODIES.split("|")):
        return True
    return any(len(found) > 1 and found != "CEO" for found in _ACRONYM.findall(part))


def folded_name(name: str) -> str:
    """Fold a name so that two ways of writing it compare equal."""
    return " ".join(words(fold(name)))
