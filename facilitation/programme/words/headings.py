"""What headings and labels are called: field -> phrases, for each language.

A line is a heading when one of these phrases is in it and everything else in it is a word that may go along
("Key discussion questions", "Objectifs de la session"); so the tables stay short and cover many wordings.
"""

from __future__ import annotations

#: field -> phrases, separated by "|". The same phrase in two fields of a language would be an error.
HEADINGS: dict[str, dict[str, str]] = {
    "en": {
        "description": "about|description|background|context|summary|overview|introduction|abstract"
        "|concept note"
        "|rationale|synopsis",
        "objectives": "objective|objectives|aim|aims|goals|purpose|expected outcomes|intended outcomes",
        "questions": "question|questions|discussion points|points for discussion|topics for discussion",
        "speakers": "speaker|speakers|panellist|panellists|panelist|panelists|panel|panel members|presenters"
        "|discussants|resource persons",
        "moderator": "moderator|moderators|moderated by|chair|chairs|chairperson|chaired by"
        "|facilitator|facilitators"
        "|facilitated by",
        "organisers": "organiser|organisers|organizer|organizers|organised by|organized by|co organised by"
        "|co organized by|co organisers|co organizers|hosted by|hosts|convened by|conveners|convenors",
        "partners": "partner|partners|in collaboration with|in partnership with|in cooperation with"
        "|with the support of|supported by|co sponsors|co sponsored by|sponsors",
        "agenda": "agenda|programme|program|run of show|running order|schedule|timetable",
        "languages": "language|languages|interpretation",
        "date": "date|when",
        "time": "time|hours",
        "place": "venue|location|where|place|room|duration|format|registration|contact",
        "title": "title|session title",
        "series": "series|conference|forum",
        "cases": "case studies|cases",
    },
    "fr": {
        "description": "a propos|description|contexte|presentation|resume|introduction|note conceptuelle",
        "objectives": "objectif|objectifs|buts|finalite|resultats attendus",
        "questions": "question|questions|points de discussion|points a debattre",
        "speakers": "intervenant|intervenante|intervenants|intervenantes|orateurs|oratrices|panelistes|conferenciers",
        "moderator": "moderateur|moderatrice|moderation|animateur|animatrice|animation|anime par|animee par"
        "|modere par|moderee par|facilitateur|facilitatrice|president de seance|presidente de seance",
        "organisers": "organisateur|organisateurs|organisatrices|organise par|organisee par|co organise par"
        "|co organisee par|coorganise par|coorganisee par|coorganisateurs",
        "partners": "partenaire|partenaires|en collaboration avec|en partenariat avec|en cooperation avec"
        "|avec le soutien de|avec l appui de",
        "agenda": "ordre du jour|programme|deroule|deroulement",
        "languages": "langue|langues|interpretation",
        "date": "date|quand",
        "time": "heure|heures|horaire|horaires",
        "place": "lieu|salle|duree|format|inscription|contact",
        "title": "titre",
        "series": "serie|conference|forum",
        "cases": "etudes de cas",
    },
    "es": {
        "description": "acerca de|descripcion|antecedentes|contexto|resumen|presentacion|introduccion|nota conceptual",
        "objectives": "objetivo|objetivos|finalidad|propositos|proposito|resultados esperados",
        "questions": "pregunta|preguntas|puntos de discusion|temas de discusion",
        "speakers": "ponente|ponentes|panelista|panelistas|oradores|oradoras|expositores|expositoras|participan",
        "moderator": "moderador|moderadora|moderacion|modera|moderado por|moderada por|facilitador|facilitadora",
        "organisers": "organizador|organizadora|organizadores|organizadoras|organizado por|organizada "
        "por|organizan"
        "|coorganizado por|coorganizada por|organizacion|convocan|convocado por",
        "partners": "socio|socios|aliados|en colaboracion con|en cooperacion con|en alianza con|con el apoyo de",
        "agenda": "agenda|orden del dia|programa|cronograma",
        "languages": "idioma|idiomas|lengua|lenguas|interpretacion",
        "date": "fecha|cuando",
        "time": "hora|horas|horario",
        "place": "lugar|sala|duracion|formato|inscripcion|contacto",
        "title": "titulo",
        "series": "serie|conferencia|foro",
        "cases": "estudios de caso|casos",
    },
    "ru": {
        "description": "о|об|описание|контекст|введение|предпосылки|общая информация|аннотация|справка",
        "objectives": "цель|цели|задача|задачи|цели и задачи|ожидаемые результаты",
        "questions": "вопрос|вопросы|темы для обсуждения",
        "speakers": "спикер|спикеры|докладчик|докладчики|выступающие|участники дискуссии|эксперты|ораторы",
        "moderator": "модератор|модераторы|ведущий|ведущая|председатель|председательствует|фасилитатор",
        "organisers": "организатор|организаторы|организовано|организована|организаторами выступают|проводит|проводят",
        "partners": "партнер|партнеры|в сотрудничестве с|совместно с|при поддержке|в партнерстве с",
        "agenda": "повестка|повестка дня|программа|расписание|регламент|порядок проведения",
        "languages": "язык|языки|перевод",
        "date": "дата|когда",
        "time": "время|часы",
        "place": "место|место проведения|зал|продолжительность|формат|регистрация|контакты",
        "title": "название|тема",
        "series": "серия|конференция|форум",
        "cases": "примеры из практики|тематические исследования",
    },
    "zh": {
        "description": "关于|简介|背景|概述|介绍|说明|摘要",
        "objectives": "目标|目的|宗旨|预期成果",
        "questions": "问题|议题|讨论要点",
        "speakers": "发言人|发言者|演讲人|演讲者|嘉宾|主讲人",
        "moderator": "主持人|主持|主席|协调人",
        "organisers": "主办|主办方|主办单位|组织者|组织方|主办机构",
        "partners": "合作伙伴|合作方|合作单位|协办|协办方|协办单位|支持单位",
        "agenda": "议程|日程|流程|程序|日程安排",
        "languages": "语言|语种|口译",
        "date": "日期",
        "time": "时间",
        "place": "地点|会场|时长|形式|报名|联系",
        "title": "标题|题目|名称",
        "series": "系列|论坛",
        "cases": "案例|案例研究|个案研究",
    },
    "ar": {
        "description": "عن|حول|وصف|نبذة|خلفية|سياق|ملخص|مقدمة|مذكرة مفاهيمية",
        "objectives": "هدف|اهداف|غاية|نتائج متوقعة",
        "questions": "سؤال|اسئلة|نقاط نقاش|محاور نقاش",
        "speakers": "متحدث|متحدثون|متحدثين|متحدثات|متكلمون|مشاركون في حلقة|محاضرون",
        "moderator": "مدير جلسة|مديرة جلسة|ميسر|ميسرة|رئيس جلسة|رئيسة جلسة|يدير جلسة|تدير جلسة|ادارة جلسة",
        "organisers": "منظم|منظمون|منظمين|تنظيم|ينظمها|من تنظيم|جهات منظمة|جهة منظمة|تنظمها",
        "partners": "شريك|شركاء|بالتعاون مع|بالشراكة مع|بدعم من",
        "agenda": "جدول اعمال|برنامج|برنامج جلسة",
        "languages": "لغة|لغات|ترجمة فورية",
        "date": "تاريخ|متى",
        "time": "وقت|توقيت|ساعة",
        "place": "مكان|قاعة|مدة|تسجيل|اتصال",
        "title": "عنوان",
        "series": "سلسلة|مؤتمر|منتدى",
        "cases": "دراسات حالة|دراسات حالات",
    },
}
