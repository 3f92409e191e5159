"""Words that tell what kind of entry a line of the agenda is; folded, in six languages."""

from __future__ import annotations

from facilitation.programme.structure import Kind

#: kind -> phrases. The kinds are tried in this order: "Break-out discussion" must not be a break.
KINDS: dict[Kind, str] = {
    "case-study": "case study|case studies|case example|etude de cas|etudes de cas|estudio de caso"
    "|estudios de caso"
    "|caso practico|тематическое исследование|пример из практики|разбор случая|разбор примера|案 例|个 案"
    "|دراسة حالة|دراسات حالة",
    "poll": "poll|straw poll|survey|sondage|encuesta|sondeo|опрос|голосование|投 票|民 意 调 查|استطلاع",
    "floor": "open floor|floor|q a|questions and answers|question and answer|comments from the "
    "audience|open mic"
    "|questions from participants|questions from the audience|tour de table|questions de la salle"
    "|echanges avec la salle|questions et reponses|parole a la salle|preguntas del publico|preguntas "
    "y respuestas"
    "|palabra al publico|вопросы и ответы|вопросы из зала|вопросы участников|свободный микрофон|自 由 "
    "发 言|问 答"
    "|提 问|اسئلة واجوبة|اسئلة حضور|فتح باب نقاش|مداخلات حضور",
    "break": "break|coffee|coffee break|lunch|pause|pause cafe|dejeuner|pausa|receso|cafe|almuerzo"
    "|перерыв|кофе"
    "|кофе брейк|обед|休 息|茶 歇|午 餐|استراحة|غداء",
    "opening": "opening|welcome|introduction|introductions|introductory|ouverture|accueil|bienvenue"
    "|mot de bienvenue"
    "|apertura|bienvenida|inauguracion|introduccion|открытие|приветствие|вступительное слово|开 幕|开 "
    "场|致 辞"
    "|欢 迎|افتتاح|افتتاحية|ترحيب|كلمة ترحيبية",
    "closing": "closing|close|wrap up|conclusion|conclusions|concluding|next steps|farewell|cloture"
    "|mot de la fin"
    "|clausura|cierre|conclusiones|закрытие|завершение|заключение|заключительное слово|итоги"
    "|подведение итогов"
    "|闭 幕|总 结|结 束|اختتام|ختام|ختامية|خاتمة",
    "discussion": "discussion|debate|panel|roundtable|round table|dialogue|breakout|break out|groups"
    "|debat|echange"
    "|table ronde|dialogue|debate|dialogo|mesa redonda|panel|дискуссия|обсуждение|диалог|круглый стол"
    "|讨 论|对 话"
    "|辩 论|نقاش|مناقشة|حوار",
    "speaker": "keynote|statement|statements|presentation|address|remarks|testimony|speech"
    "|intervention|expose"
    "|temoignage|allocution|presentation|discours|ponencia|discurso|testimonio|presentacion"
    "|exposicion|доклад"
    "|выступление|презентация|свидетельство|演 讲|发 言|报 告|كلمة|عرض|شهادة|مداخلة",
}

#: Units of minutes, as written after a number.
MINUTES = "minutes|minute|mins|min|minutos|minuto|минут[аы]?|мин|分钟|分鐘|دقيقة|دقائق|د"
