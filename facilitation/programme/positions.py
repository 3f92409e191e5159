"""What is said of a person: in which role, and of which organisation."""

from __future__ import annotations

import re

from facilitation.programme.words import people
from facilitation.programme.words.folding import words

_AND = re.compile(rf"\s(?:{people.AND})\s", re.IGNORECASE)
_BETWEEN = re.compile(rf"\s(?:{people.BETWEEN})\s?", re.IGNORECASE)
_CHINESE_HELD = re.compile(rf"(.+?)((?:副|总|执行)?(?:{people.CHINESE_ROLES}))")
ACRONYM = re.compile(r"\b[A-Z][A-Za-z]?[A-Z&]{1,}[A-Za-z&-]*\b")
_CHINESE_ROLES = people.CHINESE_ROLES.split("|")
_CHINESE_BODIES = people.CHINESE_BODIES.split("|")


def role_and_organisation(parts: list[str]) -> tuple[str | None, str | None]:
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
    """Split "Director of the Delta Network" into role and organisation; Chinese puts the role last."""
    if (chinese := _CHINESE_HELD.fullmatch(part)) and tells_body(chinese[1]):
        return chinese[2], chinese[1]
    for between in _BETWEEN.finditer(part):
        role, body = part[: between.start()].strip(), part[between.end() :].strip()
        if tells_role(role) and body and tells_body(body) and not body[0].islower():
            return role, body
    return None, None


def tells_role(part: str) -> bool:
    """Tell whether a part of a person's line holds a word for what somebody does."""
    said = words(part)
    return not people.ROLES.isdisjoint(said) or any(role in part for role in _CHINESE_ROLES)


def _leads_role(part: str) -> bool:
    """Tell whether a part is a role first of all, whatever body it names: "Director of the Network"."""
    before = _BETWEEN.split(part, maxsplit=1)[0]
    return tells_role(before) and not (tells_body(before) and ACRONYM.search(before))


def tells_body(part: str) -> bool:
    """Tell whether a part of a person's line holds a word for where somebody belongs, or an acronym."""
    said = words(part)
    if not people.BODIES.isdisjoint(said) or any(body in part for body in _CHINESE_BODIES):
        return True
    return any(len(found) > 1 and found != "CEO" for found in ACRONYM.findall(part))
