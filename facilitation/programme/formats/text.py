"""Plain text and Markdown into lines: people mix the two, so one reader takes both."""

from __future__ import annotations

import re

from facilitation.programme.bullets import Bullets
from facilitation.programme.lines import EDGES, Line, in_capitals, physical_lines
from facilitation.programme.paragraphs import with_paragraphs

_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
_CLOSING_HASHES = re.compile(r"\s#+$")
_RULE = re.compile(r"[-=_*~—–]{3,}|(?:[-*_] ){2,}[-*_]")
_QUOTE = re.compile(r"(?:>\s?)+(?=\S)")
_TABLE_RULE = frozenset("|:- 	")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,400})(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,400})(?<=[^\s*_])\1(?![\w*])")
_LINK = re.compile(r"!?\[([^\][\n]{0,400})\]\(<?([^()\s<>]{1,400})>?\)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_COMMENT = re.compile(r"<!--|-->")

_CAPITALS_LEVEL = 4  # below what Markdown and documents use for their titles, above a mere bold line
_BOLD_LEVEL = 5
_MOST_CELLS = 100  # of a row; a line with more bars is no row of a table


def lines_of_text(text: str, breaks_meant: bool = False) -> list[Line]:
    """Read a text into lines: headings, underlines, bullets, numbers, tables and emphasis become hints.

    ``breaks_meant`` tells that no page's width has broken its lines: none goes on with the one before.
    """
    found = [line.expandtabs(4) if line[:1] in " \t" else line for line in physical_lines(text)]
    bullets = Bullets.of(found)
    lines: list[Line] = []
    gap = True
    for number, source in enumerate(found, start=1):
        bare = source.strip(EDGES)
        if not bare or _RULE.fullmatch(bare):
            # A rule right under a line underlines it as a heading; anywhere else it only separates.
            if bare and not gap and lines and not lines[-1].bulleted and len(lines[-1].text) <= 200:
                lines[-1] = _underlined(lines[-1], bare)
            gap = True
            continue
        if "|" in bare and _TABLE_RULE.issuperset(bare):
            if lines and not gap:
                # The row above heads its columns: "Time, Session, Speaker" names fields, as a heading does.
                lines[-1] = lines[-1].saying(lines[-1].text.replace(" – ", " ").replace(": ", " "))
            continue
        line = _line(number, source, bare, gap, bullets)
        if not line.text:
            continue
        if lines and _continues(lines[-1], line, indented=source[:1] == " "):
            lines[-1] = lines[-1].saying(f"{lines[-1].text} {line.text}")
        else:
            lines.append(line)
        gap = False
    return lines if breaks_meant else with_paragraphs(lines, found)


def without_markup(text: str) -> str:
    """Take Markdown's signs out of a text and leave its words; a link keeps its address in brackets."""
    for _ in range(2):  # emphasis inside strong
        text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
    text = _LINK.sub(lambda m: m[1] if m[1] in ("", m[2]) else f"{m[1]} ({m[2]})", text) if "](" in text else text
    text = _COMMENT.sub("", text)
    return _ESCAPED.sub(r"\1", text).strip(EDGES)


def _line(number: int, source: str, bare: str, gap: bool, bullets: Bullets) -> Line:
    bare = _QUOTE.sub("", bare, count=1)
    if match := _HASHES.match(bare):
        bullets.close()
        text = _CLOSING_HASHES.sub("", bare[match.end() :])
        marker, text = bullets.split(text)
        return Line(number, without_markup(text), level=len(match[1]), marker=marker, gap=gap)
    if bare.startswith("|") and bare.count("|") <= _MOST_CELLS:
        return Line(number, without_markup(table_row(bare.strip("|").split("|"))), gap=gap)
    marker, text = bullets.split(bare)
    bold = bool(_STRONG.fullmatch(text)) and len(text) <= 120
    text = without_markup(text)
    level = _CAPITALS_LEVEL if in_capitals(text) else _BOLD_LEVEL if bold else 0
    if not marker:
        return Line(number, text, level=level, gap=gap)
    indent = len(source) - len(source.lstrip())
    return Line(number, text, level=level, depth=bullets.depth(marker, indent), marker=marker, gap=gap)


def _continues(before: Line, line: Line, indented: bool) -> bool:
    """Tell whether a line is the rest of a bullet that a narrow page has broken."""
    if not before.bulleted or line.bulleted or line.level or line.gap or before.text.endswith((".", "?", ":", "؟")):
        return False
    return line.text[0].islower() or (indented and len(before.text) >= 50)


def _underlined(line: Line, rule: str) -> Line:
    level = 1 if rule[0] == "=" else 2
    return Line(line.number, line.text, level=level, marker=line.marker, gap=line.gap)


def table_row(cells: list[str]) -> str:
    """Write a table's row as a line: its first cell leads, as a time or a label does."""
    kept = [cell.strip(EDGES) for cell in cells if cell.strip(EDGES)]
    if len(kept) == 2 and not kept[0][0].isdigit():
        return f"{kept[0].rstrip(':')}: {kept[1]}"
    return " ".join(kept[:2] if kept and kept[0][0].isdigit() else kept[:1]) + "".join(
        f" – {cell}" for cell in (kept[2:] if kept and kept[0][0].isdigit() else kept[1:])
    )
