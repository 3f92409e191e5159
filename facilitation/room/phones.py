"""Telephone numbers in a folded text: told from dates, times, sums, symbols of documents and articles of law."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from facilitation.room.folding import any_of

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:1[3-9]|2[01])\d\d"
# Dates as figures, and times: they cut a row of figures in two.
_DATE = regex.compile(
    rf"(?<![\d./-])(?:{_YEAR}([./-]){_MONTH}\1{_DAY}|{_DAY}([./-])(?:{_MONTH}|{_DAY})\2(?:{_YEAR}|\d\d))(?!\d|[./-]\d)"
    r"|(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)"
)
_DAY_IN_A_ROW = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
# Figures with little between them: as many as a question can hold, since more than a number has may hide one.
_ROW = regex.compile(r"(?<!\p{N})(?:\+ ?|00)?\(?\d(?:[ .()/-]{0,3}\d){4,600}+")
_LONGEST = 17
_GROUP = regex.compile(r"\d{1,20}")
_THOUSANDS = regex.compile(r"[1-9]\d{0,2}(?:([ .'])\d{3})(?:\1\d{3}){0,6}")
_RANGE = regex.compile(r" ?- ?")
_APART = regex.compile(r" ?[/-] ?")

# What stands just before or behind a row of figures and tells what it is.
_CALLS = """
tel phone phones mobile cell call fax whatsapp signal telegram viber sms dial portable appelez appeler movil celular
llamar llame телефон тел звоните моб هاتف اتصل جوال موبايل 电话 手机 致电
"""
_LAWS = """
article articles art arts act law laws section sec para paras paragraph paragraphs resolution resolutions res decree
rule case application doc document page pages p pp no nos num loi décret arrêté ley decreto resolución artículo ст п
статья статьи закон закона резолюция резолюции مادة المادة قانون قرار رقم 第 § #
"""
_MONEY = "$ € £ ¥ ₽ ₹ ₪ ₩ ₺ usd eur gbp chf us rs rub cny rmb"
_UNITS = """
$ € £ ¥ ₽ ₹ ₪ ₩ ₺ % ‰ usd eur gbp chf us rub cny rmb yen dollar dollars euro euros pounds francs roubles rubles dinars
riyals pesos people persons women men children cases votes percent per million millions billion thousand personnes
personas km kg ha hectares руб рублей долларов евро человек млн млрд тыс دولار يورو دينار ريال شخص مليون
"""
_CALLED = regex.compile(rf"(?:{any_of(_CALLS)})[^\d\n]{{0,24}}$")
_OF_LAW = regex.compile(rf"(?<!\p{{L}})(?:{any_of(_LAWS)})[ .:°]{{0,3}}$")
_SUM_BEFORE = regex.compile(rf"(?<!\p{{L}})(?:{any_of(_MONEY)}) ?$")
_SUM_BEHIND = regex.compile(rf" ?(?:(?:{any_of(_UNITS)})(?!\p{{L}})|{any_of('人 元 美元 万 亿')})")


def find(text: str) -> Iterator[tuple[int, int]]:
    """Where a telephone number stands in a folded text."""
    bare = _DATE.sub(lambda date: "\n" * len(date[0]), text)
    for row in _ROW.finditer(bare):
        before, behind = bare[max(0, row.start() - 40) : row.start()], bare[row.end() : row.end() + 20]
        if _is_number(row[0], before, behind):
            # A bracket around all of it is none of its own.
            yield row.start() + (row[0].startswith("(") and ")" not in row[0]), row.end()


def _is_number(row: str, before: str, behind: str) -> bool:
    groups = _GROUP.findall(row)
    figures = sum(map(len, groups))
    if figures > _LONGEST:
        return not _are_sums(row, groups)
    if row.startswith("+"):
        return figures >= 7
    if _CALLED.search(before):
        return True
    if figures < 7 or before.endswith("/") or _SUM_BEFORE.search(before) or _SUM_BEHIND.match(behind):
        return False
    return not (_is_sum(row, groups) or _is_of_law(row, groups, before))


def _is_sum(row: str, groups: list[str]) -> bool:
    """Thousands, years, or from one to another; but nine figures that begin as mobile numbers do may be one."""
    if len(groups) == 3 and all(len(group) == 3 for group in groups) and groups[0][0] in "6789" and "." not in row:
        return False
    if len(groups) == 1:
        return row.endswith("000") and row[0] != "0" or regex.fullmatch(_DAY_IN_A_ROW, row) is not None
    if all(len(group) == 4 and regex.fullmatch(_YEAR, group) for group in groups):
        return True
    return (
        all(_THOUSANDS.fullmatch(part) for part in _RANGE.split(row))
        or regex.fullmatch(r"\d{1,2}\.\d\d ?- ?\d{1,2}\.\d\d", row) is not None
    )


def _are_sums(row: str, groups: list[str]) -> bool:
    """Whether all of a row that is too long for one number are sums or years; else there are two, or one and more."""
    if all(len(group) == 4 and regex.fullmatch(_YEAR, group) for group in groups):
        return True
    parts = [(part, _GROUP.findall(part)) for part in _APART.split(row)]
    return all(sum(map(len, own)) <= _LONGEST and _is_sum(part, own) for part, own in parts)


def _is_of_law(row: str, groups: list[str], before: str) -> bool:
    """A number with its year, as laws, cases and resolutions have: 1999/1, 2004-575, 58170/13, 1325 (2000)."""
    if len(groups) == 2 and len(groups[0]) + len(groups[1]) <= 10:
        first, second = groups
        if regex.fullmatch(_YEAR, first) and len(second) <= 4 and row[4] in "/-":
            return True
        if "/" in row and 3 <= len(first) <= 6 and (len(second) == 2 or regex.fullmatch(_YEAR, second)):
            return True
        if "(" in row and len(first) <= 4 and regex.fullmatch(_YEAR, second):
            return True
    figures = sum(map(len, groups))
    return figures <= 8 and not row.startswith("0") and _OF_LAW.search(before) is not None
