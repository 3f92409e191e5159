"""The programme while it is being read, and the account of what became of every word."""

from __future__ import annotations

from dataclasses import dataclass, field

from facilitation.programme.codes import warning
from facilitation.programme.lines import Line
from facilitation.programme.structure import Programme
from facilitation.programme.words.folding import words


@dataclass(slots=True)
class Draft:
    """A programme being read from lines.

    Readers put what they understood into ``programme``; a label, a date or a time, which ends in a field in
    another form than it was written, they report with ``understood``; what they leave goes to ``keep``.
    """

    programme: Programme = field(default_factory=Programme)
    dates_read: int = 0  # a text may hold thousands of lines that look like dates; a programme has one
    _understood: dict[int, set[str]] = field(default_factory=dict)
    _kept: dict[int, Line] = field(default_factory=dict)
    _warned: list[tuple[int, str]] = field(default_factory=list)

    def understood(self, line: Line, written: str | frozenset[str]) -> None:
        """Account for words of a line whose meaning went into a field in another form."""
        said = words(written) if isinstance(written, str) else written
        self._understood.setdefault(line.number, set()).update(said)

    def keep(self, line: Line, recognised: bool = False) -> None:
        """Keep a line in the description; unless it belongs there, say so in a warning."""
        already = self._kept.get(line.number)
        if already and line.text not in already.text:
            line = line.saying(f"{already.text} {line.text}")
        self._kept[line.number] = line
        if not recognised:
            self.warn("unrecognised", line.text, line)

    def warn(self, code: str, about: str = "", line: Line | None = None) -> None:
        """Add a warning, once; those about a line come in the order of the text."""
        entry = (line.number if line else 0, warning(code, about))
        if entry not in self._warned[-200:]:
            self._warned.append(entry)

    def prose(self) -> str:
        """Return the lines kept so far, one a line."""
        return "\n".join(self._kept[number].text for number in sorted(self._kept))

    def account(self, lines: list[Line]) -> None:
        """Keep every line of which a word ended nowhere: nothing is lost, whatever a reader forgot."""
        everywhere = set(words("\n".join(_strings(self.programme))))
        for line in self._kept.values():
            everywhere.update(line.words)
        for line in lines:
            missing = set(line.words) - everywhere - self._understood.get(line.number, set())
            if missing and line.number not in self._kept:
                self.keep(line)

    def finish(self) -> Programme:
        """Write the description and the warnings in the order of the text, and return the programme."""
        kept = [self._kept[number] for number in sorted(self._kept)]
        description = ""
        for before, line in zip([None, *kept], kept, strict=False):
            marked = f"{line.marker} {line.text}" if line.bulleted else line.text
            description += (line.joint(before) if before else "") + marked
        self.programme.description = description
        self.programme.warnings = [text for _, text in sorted(self._warned, key=lambda entry: entry[0])]
        return self.programme


def _strings(programme: Programme) -> list[str]:
    """List every text in the fields of a programme, except those that are not written out of its words."""
    found = [programme.title, programme.series or "", programme.part or "", *programme.objectives]
    for organiser in programme.organisers:
        found += [organiser.name, organiser.acronym or ""]
    for speaker in programme.speakers:
        found += [speaker.name, speaker.role or "", speaker.organisation or ""]
    for item in programme.items:
        found += [item.title, item.text or "", *item.questions]
    return found
