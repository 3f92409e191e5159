"""Words that tell what a meeting is a part of, and which part: "Forum", "Part II"; in six languages."""

from __future__ import annotations

#: A title line with one of these words names the series that the meeting belongs to.
_SERIES = (
    "forum conference summit congress assembly festival week days series symposium convention "
    "conference sommet congres assemblee semaine journee journees cycle colloque "
    "foro conferencia cumbre congreso asamblea semana jornada jornadas ciclo simposio "
    "форум конференция саммит конгресс неделя форума цикл "
    "منتدى مؤتمر قمة اسبوع سلسلة"
)
SERIES = frozenset(_SERIES.split())
CHINESE_SERIES = "论坛|大会|峰会|会议周|系列"

#: Before or around the number of a part.
PART_BEFORE = "part|partie|parte|часть|الجزء|القسم|جزء"
PART_NUMBER = r"[ivx]{1,5}|\d{1,2}|one|two|three|four|un|deux|trois|uno|dos|tres|الأول|الثاني|الثالث|الرابع"
PART_ORDINAL = (
    r"(?:first|second|third|fourth|première|deuxième|seconde|troisième|quatrième|primera|segunda"
    r"|tercera|cuarta"
    r"|первая|вторая|третья|четвёртая|четвертая)\s(?:part|partie|parte|часть)"
)
PART_CHINESE = r"第[一二三四五六七八九十\d]{1,3}部分"

#: Levantine month names, in order; the calendar library knows the others.
_LEVANTINE = "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول"
LEVANTINE_MONTHS = tuple(_LEVANTINE.split("|"))
GREGORIAN_MONTHS = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)

#: Month names by stem, to find where a date might stand; what it says is left to the calendar library.
MONTHS = (
    "jan feb mar apr may jun jul aug sep oct nov dec "
    "janv fevr fév févr mars avr mai juin juil aou aoû sept déc "
    "ene abr ago dic set "
    "янв фев мар апр мая май июн июл авг сен окт ноя дек "
    "يناير فبراير مارس أبريل ابريل مايو يونيو يوليو أغسطس اغسطس سبتمبر أكتوبر اكتوبر نوفمبر ديسمبر "
    "جانفي فيفري أفريل ماي جوان جويلية أوت"
)

#: Weekday names by stem; a weekday before a date belongs to it.
WEEKDAYS = (
    "mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|mié|mie|jue|vie|sáb|sab|dom|пон|вто|сре"
    "|чет|пят|суб|вос"
    "|الأحد|الاحد|الاثنين|الإثنين|الثلاثاء|الأربعاء|الاربعاء|الخميس|الجمعة|السبت|星期"
)
