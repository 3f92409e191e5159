"""What was counted in a rehearsal."""

from __future__ import annotations

from collections import Counter

_WORDS = {
    "came": ("person came", "people came"),
    "asked": ("question asked", "questions asked"),
    "edited": ("edited", "edited"),
    "withdrawn": ("withdrawn", "withdrawn"),
    "voted": ("vote", "votes"),
    "lost": ("line lost and found again", "lines lost and found again"),
    "returned": ("left and came back", "left and came back"),
    "approved": ("approved", "approved"),
    "declined": ("declined", "declined"),
    "joined": ("joined with another", "joined with another"),
    "highlighted": ("highlighted", "highlighted"),
    "answered": ("answered", "answered"),
    "presented": ("item presented", "items presented"),
    "refused": ("refusal", "refusals"),
}


class Tally(Counter[str]):
    """How often each thing happened; ``here`` counts who is in the meeting now."""

    def now(self) -> str:
        """The state of play in a few words."""
        return f"{self['here']} here, {self['asked']} asked, {self['voted']} votes"

    def closing(self) -> str:
        """One line of counts, without what never happened."""
        said = [f"{self[key]} {words[self[key] != 1]}" for key, words in _WORDS.items() if self[key]]
        return ", ".join(said) or "nothing happened"
