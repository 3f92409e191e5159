"""The words of the record, shared by Markdown and HTML.

gettext and the locale are handed in by whoever asks: the record knows no web, while the string extractor still finds
every sentence by the names of the two calls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from babel import Locale, UnknownLocaleError

from facilitation.models.mask import MASK
from facilitation.record.structure import Event, Stretch


@dataclass(frozen=True)
class Words:
    """What the record says, in one language; the calls are as in Flask-Babel."""

    gettext: Callable[..., str]
    ngettext: Callable[..., str]
    locale: str = "en"

    def version(self, version: str) -> str:
        """Which version this is, and who may read it."""
        return {
            "public": self.gettext("Public version: what everybody in the meeting could see."),
            "confidential": self.gettext("Confidential version: for the team of this meeting alone."),
        }[version]

    def progress(self, state: str) -> str:
        """How far the meeting is."""
        return {
            "open": self.gettext("The meeting is going on."),
            "paused": self.gettext("The meeting is paused."),
            "ended": self.gettext("The meeting has ended."),
        }[state]

    def forgotten(self, at: datetime) -> str:
        """Since when nothing joins one person's contributions."""
        return self.gettext("Since %(time)s nobody can find out who asked or supported what.", time=self.moment(at))

    def phase(self, stretch: Stretch) -> str:
        """The heading of a stretch that has no title of its own."""
        return {
            "item": self.gettext("An item that was later taken out of the programme"),
            "before": self.gettext("Before the first item"),
            "between": self.gettext("Between items"),
            "after": self.gettext("After the end"),
        }[stretch.phase]

    def kind(self, kind: str) -> str:
        """What sort of item it is."""
        return {
            "opening": self.gettext("Opening"),
            "discussion": self.gettext("Discussion"),
            "case-study": self.gettext("Case study"),
            "speaker": self.gettext("Speaker"),
            "poll": self.gettext("Poll"),
            "floor": self.gettext("Open floor"),
            "break": self.gettext("Break"),
            "closing": self.gettext("Closing"),
        }.get(kind, kind)

    def group(self, group: str) -> str:
        """A stakeholder group: a usual one by its code, an organiser's own as it was written."""
        return {
            "civil-society": self.gettext("Civil society"),
            "affected": self.gettext("Affected communities and people"),
            "state": self.gettext("State"),
            "business": self.gettext("Business"),
            "intergovernmental": self.gettext("International organisation"),
            "academia": self.gettext("Academia"),
        }.get(group, group)

    def role(self, role: str) -> str:
        """Who did it."""
        return {
            "participant": self.gettext("Participant"),
            "moderator": self.gettext("Moderator"),
            "rapporteur": self.gettext("Rapporteur"),
            "interpreter": self.gettext("Interpreter"),
            "organiser": self.gettext("Organiser"),
        }.get(role, role)

    def state(self, state: str) -> str:
        """The heading over the questions of which this became."""
        return {
            "open": self.gettext("Open questions"),
            "answered": self.gettext("Answered questions"),
            "archived": self.gettext("Set aside"),
            "waiting": self.gettext("Waiting for review"),
            "declined": self.gettext("Not taken up"),
            "merged": self.gettext("Joined with another question"),
            "withdrawn": self.gettext("Withdrawn by their authors, or deleted"),
        }[state]

    def happened(self, event: Event) -> str:
        """One sentence for one event; what was typed stands elsewhere."""
        if event.what == "question.highlight" and event.question is None:
            return self.gettext("No question was being answered any more")
        if event.into:
            return self.gettext("Question %(num)s joined with question %(into)s", num=event.question, into=event.into)
        return self._sentences[event.what].replace("%(num)s", str(event.question))

    @cached_property
    def _sentences(self) -> dict[str, str]:
        # Translated once, and not again for each of thousands of events.
        return {
            "meeting.open": self.gettext("The meeting was opened"),
            "meeting.pause": self.gettext("The meeting was paused"),
            "meeting.stop": self.gettext("The moderator stopped the meeting for a moment"),
            "meeting.end": self.gettext("The meeting was ended"),
            "item.add": self.gettext("Added to the programme"),
            "item.remove": self.gettext("Taken out of the programme"),
            "question.ask": self.gettext("Question %(num)s was asked"),
            "question.edit": self.gettext("Question %(num)s was corrected by its author"),
            "question.withdraw": self.gettext("Question %(num)s was withdrawn by its author"),
            "question.erase": self.gettext("The words of question %(num)s were deleted by the team"),
            "question.unmask": self.gettext("What is hidden of question %(num)s was shown, or hidden again"),
            "seat.mute": self.gettext("Whoever asked question %(num)s could ask nothing more"),
            "seat.unmute": self.gettext("Whoever asked question %(num)s could ask again"),
            "question.approve": self.gettext("Question %(num)s was put on the list"),
            "question.decline": self.gettext("Question %(num)s was not taken up"),
            "question.merge": self.gettext("Question %(num)s was joined with another"),
            "question.reopen": self.gettext("Question %(num)s was taken up again"),
            "question.highlight": self.gettext("The answer to question %(num)s began"),
            "question.answer": self.gettext("Question %(num)s was marked as answered"),
            "question.archive": self.gettext("Question %(num)s was set aside"),
            "question.reply": self.gettext("Question %(num)s was answered in writing"),
        }

    def erased(self) -> str:
        """In the place of a text that is there no more."""
        return self.gettext("Its words are deleted.")

    def masked(self) -> str:
        """In the version for everybody: what the mask is."""
        return self.gettext("%(mask)s stands for something that is hidden so that nobody is put in danger.", mask=MASK)

    def hidden(self, kinds: list[str]) -> str:
        """In the version for the team: what everybody else does not see."""
        names = {
            "email": self.gettext("an e-mail address"),
            "phone": self.gettext("a phone number"),
            "address": self.gettext("an address"),
            "name": self.gettext("a name"),
            "word": self.gettext("a word from your list"),
            "author": self.gettext("the author's name"),
        }
        return self.gettext(
            "Hidden from everybody but the team: %(what)s",
            what=self.gettext(", ").join(names.get(kind, kind) for kind in kinds),
        )

    def languages(self, codes: list[str]) -> str:
        """Languages by their names, as this one calls them; a code that has no name stands for itself."""
        return self.gettext(", ").join(self._language(code) for code in codes)

    def _language(self, code: str) -> str:
        reader = Locale.parse(self.locale, sep="-")
        try:
            name = reader.languages.get(code) or Locale.parse(code, sep="-").get_display_name(reader)
        except (UnknownLocaleError, ValueError):
            name = None
        return name or code

    def lasted(self, stretch: Stretch) -> str:
        """How long something was presented, beside what was planned."""
        spent = self.duration(stretch.seconds or 0)
        if stretch.going_on:
            spent = self.gettext("being discussed, %(time)s so far", time=spent)
        if stretch.item and stretch.item.minutes:
            planned = self.duration(stretch.item.minutes * 60)
            return self.gettext("%(time)s (planned: %(planned)s)", time=spent, planned=planned)
        return spent

    def duration(self, seconds: int) -> str:
        """Minutes; seconds where there is not a whole minute."""
        if seconds < 60:
            return self.gettext("%(num)s s", num=seconds)
        return self.gettext("%(num)s min", num=seconds // 60)

    def left_out(self, num: int) -> str:
        """What of a rehearsal is not in the record."""
        return self.ngettext(
            "%(num)s question of a rehearsal is left out.", "%(num)s questions of a rehearsal are left out.", num
        )

    @staticmethod
    def offset(seconds: int | None) -> str:
        """Hours and minutes from the beginning, which need no time zone; before it, with a minus."""
        if seconds is None:
            return ""
        minutes = abs(seconds) // 60
        return f"{'−' if seconds < 0 else ''}{minutes // 60:02d}:{minutes % 60:02d}"

    @staticmethod
    def moment(at: datetime, beside: datetime | None = None) -> str:
        """A moment in UTC; the day is left out where it is that of ``beside``."""
        at = at.astimezone(UTC)
        same_day = beside is not None and beside.astimezone(UTC).date() == at.date()
        return at.strftime("%H:%M UTC" if same_day else "%Y-%m-%d %H:%M UTC")
