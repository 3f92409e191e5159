"""Bullets, numbers and letters before a line, and how deep they nest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

# U+F0B7 and its neighbours are what word processors paste for their own bullets.
_SIGNS = "•·‣◦▪▫■□●○◆◇♦❖➢➤►▶▸✓✔→⁃∙*+–—-\uf0b7\uf0a7\uf0d8\uf076"

_SIGN = re.compile(rf"([{re.escape(_SIGNS)}])(?:\s+|(?<=[•●▪■◦‣\uf0b7\uf0a7]))(?=\S)")
_WORD_CIRCLE = re.compile(r"(o)(?:\t\s*|  \s*)(?=\S)")
_NUMBER = re.compile(
    r"(\d{1,3}(?:\.\d{1,2}){1,3}\.?(?=\s)|\(?\d{1,3}[.):/](?!\d)|[①-⑳]"
    r"|[（(]?[一二三四五六七八九十]{1,3}[、）)]|\d{1,2}、)\s*(?=\S)"
)
_DOTTED_TIME = re.compile(r"\d{1,2}\.\d{2}(?!\d|\.)")
_ROMAN = re.compile(r"(\(?[ivxIVX]{1,5}[.)])\s+(?=\S)")
_LETTER = re.compile(r"(\(?[^\W\d_][)]|[^\W\d_A-ZА-Я][.])\s+(?=\S)")
_CAPITAL = re.compile(r"([A-ZА-Я])\.\s+(?=\S)")

_TASK = re.compile(r"\[[ xX]\]\s+")


@dataclass(slots=True)
class Bullets:
    """Reads the markers of one text; ``capitals`` are the capital letters that may count as list letters."""

    capitals: frozenset[str] = frozenset()
    _open: list[tuple[int, str]] = field(default_factory=list)

    @classmethod
    def of(cls, lines: Iterable[str]) -> Bullets:
        """Prepare for a text: "A. Dourra" is a name unless another line begins with the next letter."""
        letters = {match[1] for line in lines if (match := _CAPITAL.match(line.lstrip()))}
        listed = {c for c in letters if chr(ord(c) + 1) in letters or chr(ord(c) - 1) in letters}
        return cls(frozenset(listed))

    def split(self, line: str) -> tuple[str, str]:
        """Split a line (without its indent) into its marker, or "", and its text."""
        if (match := _CAPITAL.match(line)) and match[1] in self.capitals:
            return match[1] + ".", line[match.end() :]
        for shape in (_SIGN, _WORD_CIRCLE, _NUMBER, _ROMAN, _LETTER):
            if match := shape.match(line):
                if shape is _NUMBER and _reads_as_time(match[1]):
                    continue
                text = line[match.end() :]
                return match[1], _TASK.sub("", text, count=1) if shape is _SIGN else text
        return "", line

    def depth(self, marker: str, indent: int) -> int:
        """Tell how deep a marker nests among the open ones: by its indent, else by a change of its kind."""
        if "." in marker.strip("."):
            return marker.strip(".").count(".")
        here = (indent, _kind(marker))
        while self._open and self._open[-1][0] > indent:
            self._open.pop()
        if here in self._open:
            del self._open[self._open.index(here) + 1 :]
        elif self._open and self._open[-1][0] == indent and not _nests(here[1], self._open[-1][1]):
            self._open[-1] = here
        else:
            self._open.append(here)
        return len(self._open) - 1

    def close(self) -> None:
        """Forget the open lists: a heading begins something else."""
        self._open.clear()


def _reads_as_time(marker: str) -> bool:
    return bool(_DOTTED_TIME.fullmatch(marker.rstrip(".")))


def _kind(marker: str) -> str:
    bare = marker.strip("().（）、")
    if bare.isdigit() or bare in "①②③④⑤⑥⑦⑧⑨⑩":
        return "number"
    if _ROMAN.match(marker + " x") and bare not in ("v", "x"):
        return "roman"
    return "letter" if bare.isalpha() else marker


def _nests(kind: str, under: str) -> bool:
    """Tell whether a marker at the same indent begins a list inside, as "a)" does after "1." ."""
    order = {"number": 1, "letter": 2, "roman": 3}
    return order.get(kind, 4) > order.get(under, 4) or (under in "•●■" and kind in "◦○o–-")
