"""What the reader of programmes was not sure of, in the organiser's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

WARNINGS = {
    "unrecognised": _l("This line fits nowhere; it is kept in the description: “%(about)s”"),
    "title.missing": _l("No line looks like a title. Please check it."),
    "date.missing": _l("No date was found."),
    "date.ambiguous": _l("This date could be read in two ways; please check it: “%(about)s”"),
    "date.several": _l("There is more than one date; the first was taken: “%(about)s”"),
    "languages.missing": _l("No languages were found."),
    "language.unknown": _l("This language is not known here: “%(about)s”"),
    "organisers.missing": _l("No organisers were found."),
    "speakers.missing": _l("No speakers were found."),
    "speaker.no_organisation": _l("No organisation was found for %(about)s."),
    "moderator.missing": _l("No moderator was found."),
    "moderator.assumed": _l("%(about)s stands apart from the other speakers and was taken for the moderator."),
    "questions.missing": _l("No discussion questions were found. You can add them below."),
    "question.heading_assumed": _l("This question was taken to head the ones after it: “%(about)s”"),
    "case_study.assumed": _l("A case study was found in the text and made an item: “%(about)s”"),
    "times.disordered": _l("This time is earlier than the one before it: “%(about)s”"),
    "encoding.assumed": _l("The file is not in Unicode; please check letters with accents."),
}


def in_words(warning: str) -> str:
    """One warning as a sentence."""
    code, _, about = warning.partition(": ")
    return str(WARNINGS[code] % {"about": about})
