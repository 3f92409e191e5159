"""Every address that answers GET, and who may see what there."""

from __future__ import annotations

from dataclasses import dataclass

from facilitation.models.seat import ORGANISER, PARTICIPANT, ROLES, STAGE, TEAM
from facilitation.web.record import FORMATS

NOBODY, EVERYBODY, INSIDE = frozenset[str | None](), frozenset([*ROLES, None]), frozenset(ROLES)


@dataclass(frozen=True)
class Address:
    """One address: who sees the list there, who sees what waits and was declined, and what all others are answered."""

    path: str
    listed: frozenset[str | None] = NOBODY
    hidden: frozenset[str | None] = NOBODY
    opens: frozenset[str | None] = EVERYBODY
    others: int = 200
    bearer: bool = False
    nobody: int | None = None


HERE = "/<code:code>"
# Each rule that answers GET. Whoever adds one says here who may see what there.
TABLE: dict[str, list[Address]] = {
    "/": [Address("/")],
    "/new": [Address("/new")],
    "/away": [Address("/away")],
    "/healthz": [Address("/healthz")],
    HERE: [Address("/{code}", listed=frozenset({PARTICIPANT})), Address("/{code}?all=1", frozenset({PARTICIPANT}))],
    f"{HERE}/ask": [Address("/{code}/ask", opens=frozenset({PARTICIPANT}), others=303)],
    f"{HERE}/desk": [Address("/{code}/desk", listed=TEAM, hidden=TEAM)],
    f"{HERE}/stage": [Address("/{code}/stage", listed=TEAM | {STAGE})],
    f"{HERE}/organise": [Address("/{code}/organise")],  # a door where it is not the organiser's
    f"{HERE}/organise/forget": [Address("/{code}/organise/forget", opens=frozenset({ORGANISER}), others=303)],
    "/api/<code:code>/links": [
        Address("/api/{code}/links", opens=frozenset({ORGANISER}), others=403, bearer=True, nobody=401),
        Address("/api/{code}/links", opens=NOBODY, others=401),
    ],
    f"{HERE}/qr.svg": [Address("/{code}/qr.svg")],
    f"{HERE}/record.<format>": [
        *(Address(f"/{{code}}/record.{form}", listed=EVERYBODY) for form in FORMATS),
        *(
            Address(f"/{{code}}/record.{form}?version=confidential", TEAM, TEAM, TEAM, others=403, bearer=bearer)
            for form in FORMATS
            for bearer in (False, True)
        ),
    ],
    "/api/<code:code>/state": [
        Address("/api/{code}/state", listed=INSIDE, hidden=TEAM, opens=INSIDE, others=401, bearer=True),
        Address("/api/{code}/state", opens=NOBODY, others=401),  # a cookie is no proof there
    ],
}
