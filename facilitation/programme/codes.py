"""Every code this package can answer with, and what it means; the web layer turns them into sentences."""

from __future__ import annotations

#: Codes in ``Programme.warnings``; those with data carry it after a colon: ``"unrecognised: Bring a pen"``.
WARNINGS: dict[str, str] = {
    "unrecognised": "this line fits no field and stays in the description",
    "title.missing": "no line looks like a title; the first words of the text stand in for it",
    "date.missing": "the text names no date",
    "date.ambiguous": "this date could be read month first; it was read day first",
    "date.several": "the text names another date besides the first; it stays in the description",
    "languages.missing": "the text names no language",
    "language.unknown": "this is not a language name that is known here; it stays in the description",
    "organisers.missing": "the text names nobody who organises the meeting",
    "speakers.missing": "the text names no speaker",
    "speaker.no_organisation": "the text gives this speaker no organisation",
    "moderator.missing": "the text neither names nor sets apart a moderator",
    "moderator.assumed": "this speaker stands apart before the others and was taken for the moderator",
    "questions.missing": "the text holds no discussion question",
    "question.heading_assumed": "this question stands without a bullet and was taken to head those after it",
    "case_study.assumed": "this case study was found in running text and made an item of its own",
    "times.disordered": "the time of this entry is earlier than that of the entry before it",
    "encoding.assumed": "the text is not Unicode and was read as Windows-1252",
}

#: Codes of ``Refused`` that reading can raise, with the details they carry.
REFUSALS: dict[str, str] = {
    "programme.empty": "there is no text in it",
    "programme.too_large": "it is larger than is read; details: limit (bytes)",
    "programme.too_many_lines": "it has more lines than are read; details: limit",
    "programme.binary": "it is not text and not a document that is read here",
    "programme.unreadable": "it is damaged or unsafe; details: format (docx, ics or yaml), line where known",
    "programme.not_read": "reading it took more time or memory than reading may take, or broke off",
    "programme.invalid": "the structured form does not hold; details: field, the path of what is wrong",
}

EXCERPT_CHARACTERS = 80


def warning(code: str, about: str = "") -> str:
    """Write one warning: its code and, after a colon, what it is about, cut to one short line."""
    if code not in WARNINGS:
        raise ValueError(f"undocumented warning {code}")
    excerpt = " ".join(about.split())
    if len(excerpt) > EXCERPT_CHARACTERS:
        excerpt = excerpt[: EXCERPT_CHARACTERS - 1].rstrip() + "…"
    return f"{code}: {excerpt}" if excerpt else code
