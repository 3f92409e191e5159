"""How running text names a case study, in six languages: the name is the group ``case``.

``NAMED`` points at a case by its name ("the Lumbe river case study"); ``TOLD`` introduces one by telling what
it is ("using the example of …"). A name holds no sentence sign, so that each search stays within its clause.
"""

from __future__ import annotations

_CLAUSE = r"(?P<case>[^.,;:?!()؟،؛。，？\n]{3,160})"
_NAME = r"(?P<case>[^\s.,;:?!()]+(?: [^\s.,;:?!()]+){0,5}?)"

TOLD: tuple[str, ...] = (
    rf"\b(?:using|taking|with|through) the (?:example|case) of {_CLAUSE}",
    rf"\b(?:à partir|en partant|à travers) de l['’](?:exemple|expérience) (?:de la |du |des |de l['’]"
    rf"|de |d['’]){_CLAUSE}",
    rf"\b(?:à partir|en partant) du cas (?:de la |du |des |de l['’]|de |d['’]){_CLAUSE}",
    rf"\b(?:a partir|tomando|usando) (?:del|el) (?:ejemplo|caso) (?:del |de la |de los |de las |de "
    rf"){_CLAUSE}",
    rf"\bна примере {_CLAUSE}",
    r"以(?P<case>[^，。；？\n]{2,60})为例",
    rf"(?:من خلال|باستخدام) (?:مثال|حالة) {_CLAUSE}",
)

NAMED: tuple[str, ...] = (
    rf"\bthe {_NAME} case(?: study)?\b",
    rf"\bl['’]étude de cas (?:de la |du |des |de l['’]|de |d['’]|sur ){_CLAUSE}",
    rf"\bel (?:estudio de )?caso (?:del |de la |de los |de las |de |sobre ){_CLAUSE}",
    r"案例[“「](?P<case>[^”」\n]{2,60})[”」]",
)

#: How a telling begins when it introduces a case without naming it: "a case from …".
UNNAMED: tuple[str, ...] = (r"an? case\b", r"un cas\b", r"un caso\b", r"одного случая\b", r"一个案例")
