"""The words that JavaScript needs, screen by screen; everything else stands in the templates."""

from __future__ import annotations

from collections.abc import Callable

from babel.plural import PluralRule
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

Words = dict[str, str | dict[str, str]]


def words(screen: str) -> Words:
    """Every string the scripts of one screen can show, in the language of the page."""
    return SCREENS[screen]()


def room() -> Words:
    """What a participant's phone can say."""
    return {
        "connecting": _("Connecting… What you write is kept on this phone."),
        "offline": _("No connection. What you write is kept on this phone and sent by itself."),
        "offline_memory": _("No connection. Keep this page open: what you write is sent when the connection is back."),
        "seat_gone": _("This page has lost its place in the meeting. Load it again to join; what you wrote is kept."),
        "refused": _("The meeting did not accept this. Nothing was changed."),
        "held": plural(
            lambda num: ngettext(
                "You are sending quickly; this goes out in %(num)s second by itself.",
                "You are sending quickly; this goes out in %(num)s seconds by itself.",
                num,
            )
        ),
        "held_behind": _("You are sending quickly; this goes out by itself after the one before."),
        "too_long": plural(
            lambda num: ngettext(
                "Too long by %(num)s character. Nothing was sent; your words are still here.",
                "Too long by %(num)s characters. Nothing was sent; your words are still here.",
                num,
            )
        ),
        "too_large": _("These characters take up too much room. Nothing was sent; use plainer ones or fewer of them."),
        "unsure": _(
            "Perhaps this arrived before you joined anew. Look among the questions, "
            "and send it again only if it is missing."
        ),
        "left": plural(lambda num: ngettext("%(num)s character left", "%(num)s characters left", num)),
        "over": plural(lambda num: ngettext("%(num)s character too many", "%(num)s characters too many", num)),
        "finish_first": _("Send or clear what you are writing here first; then correct the other one."),
        "new_questions": plural(lambda num: ngettext("%(num)s new question", "%(num)s new questions", num)),
        "new_order": _("Latest order"),
        "now": _("Now: %(title)s"),
        "more_mine": plural(lambda num: ngettext("Show %(num)s more", "Show %(num)s more", num)),
        "mine_sending": _("Your question is being sent."),
        "mine_unsent": _("Your question waits for the network; it will be sent by itself."),
        "mine_held": _("You are sending quickly; your question goes out in a moment by itself."),
        "mine_refused": _("Your question was not accepted. You can correct it."),
        "mine_waiting": _("Your question waits for review."),
        "mine_open": _("Your question is on the list."),
        "mine_highlighted": _("Your question is being answered now."),
        "mine_answered": _("Your question was answered."),
        "mine_archived": _("Your question was set aside."),
        "mine_declined": _("Your question was not taken up."),
        "mine_merged": _("Your question was joined with another one."),
        "mine_withdrawn": _("Your question was withdrawn."),
        "muted": _("The moderator has switched asking off for you."),
        "unmuted": _("You can ask questions again."),
        "still_muted": _("The moderator has read your message. Asking stays off for you."),
        "stopped": _("The moderator has stopped the meeting for a moment."),
    }


def desk() -> Words:
    """What the desk can say, its mirror of the stage included."""
    return (
        stage()
        | balance()
        | {
            "online": _("Connected"),
            "connecting": _("Connecting…"),
            "offline_short": _("No connection"),
            "offline": _("No connection. Nothing can be decided until it is back; it comes back by itself."),
            "offline_since": _(
                "No connection. You see the meeting as it was at %(time)s; what was decided until then is safe. "
                "Nothing can be decided until the connection is back; it comes back by itself."
            ),
            "seat_gone": _("This desk has lost its place in the meeting. Open your personal link again."),
            "here": plural(lambda num: ngettext("%(num)s person here", "%(num)s people here", num)),
            "meeting_open": _("open"),
            "meeting_paused": _("paused"),
            "meeting_stopped": _("stopped"),
            "meeting_ended": _("ended"),
            "meeting_forgotten": _("over for good"),
            "behind": plural(lambda num: ngettext("Show %(num)s new", "Show %(num)s new", num)),
            "planned": plural(lambda num: ngettext("%(num)s min", "%(num)s min", num)),
            "gone": plural(lambda num: ngettext("%(num)s min gone", "%(num)s min gone", num)),
            "minutes_left": plural(lambda num: ngettext("%(num)s min left", "%(num)s min left", num)),
            "time_up": _("Time is up"),
            "minutes_over": plural(lambda num: ngettext("%(num)s min over", "%(num)s min over", num)),
            "kind_email": _("an e-mail address"),
            "kind_phone": _("a phone number"),
            "kind_address": _("an address"),
            "kind_name": _("a name"),
            "kind_word": _("a word from your list"),
            "kind_author": _("the author's name"),
            "hidden": _("Hidden from everybody but the team: %(what)s"),
            "shown": _("Shown to everybody: %(what)s"),
            "appeals": plural(lambda num: ngettext("%(num)s appeal", "%(num)s appeals", num)),
            "no_selection": _("No question is selected."),
            "not_here": _("That does not apply to this question."),
            "nothing_next": _("nothing more"),
            "last_item": _("This is the last item of the programme."),
            "nothing_to_undo": _("There is nothing to undo."),
            "undone": _("Undone: %(what)s"),
            "final": _("This cannot be undone: %(what)s"),
            "unknown": _("No answer came to this, so it cannot be undone: %(what)s"),
            "changed": _("Somebody changed this meanwhile; it was left as it is."),
            "refused": _("The meeting did not accept this. Nothing was changed."),
            "not_sent": _("No connection: nothing was changed. Press again when it is back."),
            "lost": _("No answer came. What the lists show is what holds; press again if it is missing."),
            "watch": plural(
                lambda num: ngettext(
                    "%(num)s vote for this came from a seat taken just before, as one phone could do.",
                    "%(num)s votes for this came from seats taken just before, as one phone could do.",
                    num,
                )
            ),
            "watch_new": _("Votes arrive in a way that one phone could do: “%(about)s”"),
            "late": _("No answer yet: the connection is slow, or lost. What you did may still arrive."),
            "did_about": _("%(did)s: “%(about)s”"),
            "did_question.approve": _("Approved"),
            "did_question.decline": _("Declined"),
            "did_question.answer": _("Marked as answered"),
            "did_question.archive": _("Set aside"),
            "did_question.reopen": _("Put back"),
            "did_question.highlight": _("Highlighted on the stage"),
            "did_question.lower": _("Taken off the stage"),
            "did_question.merge": _("Joined with another question"),
            "did_question.reply": _("Replied in writing"),
            "did_question.unmask": _("Shown to everybody with all its words"),
            "did_question.mask": _("What could lead to somebody is hidden again"),
            "did_question.erase": _("Its words are deleted for good"),
            "did_seat.mute": _("Who asked this can ask nothing more"),
            "did_seat.keep": _("Kept muted"),
            "did_seat.unmute": _("Who asked this can ask again"),
            "did_item.present": _("Presented"),
            "did_item.add": _("Added to the programme"),
            "did_item.edit": _("Programme corrected"),
            "did_item.move": _("Moved in the programme"),
            "did_item.remove": _("Removed from the programme"),
            "did_meeting.open": _("The meeting is open"),
            "did_meeting.pause": _("The meeting is paused"),
            "did_meeting.stop": _("Stopped: asking is off, and the stage shows nothing but the title"),
            "did_meeting.end": _("The meeting has ended"),
            "did_meeting.forget": _("The meeting has forgotten who was here"),
            "did_meeting.settings": _("Settings changed"),
        }
    )


def balance() -> Words:
    """The usual stakeholder groups, as templates/_groups.html has them."""
    return {
        "group_civil-society": _("Civil society"),
        "group_affected": _("Affected communities and people"),
        "group_state": _("State"),
        "group_business": _("Business"),
        "group_intergovernmental": _("International organisation"),
        "group_academia": _("Academia"),
        "silent": _("Not heard yet: %(groups)s"),
        "no_group": _("No group named"),
    }


def stage() -> Words:
    """What the stage can say."""
    return {
        "left": plural(lambda num: ngettext("%(num)s min", "%(num)s min", num)),
        "over": plural(lambda num: ngettext("+%(num)s min", "+%(num)s min", num)),
    }


SCREENS: dict[str, Callable[[], Words]] = {"room": room, "desk": desk, "stage": stage}


class Blank(int):
    """A number that picks a plural form and prints as the gap where the real number goes."""

    def __str__(self) -> str:
        return "%(num)s"


def plural(sentence: Callable[[int], str]) -> dict[str, str]:
    """The forms of one sentence, by the CLDR plural categories that the page's language has."""
    rule = get_locale().plural_form
    return {category: sentence(Blank(example(rule, category))) for category in (*rule.tags, "other")}


def example(rule: PluralRule, category: str) -> int:
    """The smallest whole number of a category; some ("other" in Russian) hold fractions alone."""
    return next((number for number in range(200) if rule(number) == category), 0)
