"""Words that may stand in a heading beside what it names; folded, in six languages."""

from __future__ import annotations

#: Words that may go along with a heading phrase without changing what it means.
ALONGSIDE: dict[str, str] = {
    "en": "the a an of for on this our to be is are and by in your session sessions event meeting "
    "webinar workshop "
    "roundtable key main guiding leading discussion discussed debate proposed suggested possible open "
    "available "
    "working specific overall general brief short side confirmed invited list provided jointly held "
    "session's",
    "fr": "le la les l de des du d un une notre nos et en a au aux pour sur cette ce ces session "
    "seance reunion "
    "evenement atelier cles cle principale principales principaux directrices discussion debat debattre "
    "disponibles travail generaux generale specifiques conjointement liste invites par parallele",
    "es": "el la los las de del un una nuestro y e en a al para sobre esta este sesion evento reunion "
    "taller clave "
    "principales orientadoras guia debate discusion dialogo disponibles trabajo general generales "
    "especificos "
    "conjuntamente lista invitados por paralelo",
    "ru": "для и на в по с сессии сессия мероприятия мероприятие встречи заседания заседание семинара "
    "ключевые "
    "основные главные главная основная обсуждения дискуссии рабочие доступные совместно список проведения",
    "zh": "本 次 会 议 的 本次 主 要 关 键 讨 论 可 用 工 作 与 和 活 动 场 及 引 导",
    "ar": "هذه هذا في من الى على جلسة اجتماع فعالية ندوة رئيسية رئيسي نقاش مناقشة متاحة عمل عامة خاصة "
    "قائمة مقترحة مطروحة توجيهية مشترك",
}
