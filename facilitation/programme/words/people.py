"""Words that tell a person's role, a person's organisation and who moderates; folded, in six languages."""

from __future__ import annotations

#: A part of a speaker's line with one of these words names what the person does.
_ROLES = (
    # en
    "director coordinator co secretary general president chair chairperson chairman chairwoman vice "
    "deputy manager "
    "representative officer advisor adviser ambassador minister rapporteur expert professor lecturer "
    "researcher "
    "lawyer attorney journalist activist defender advocate head lead leader founder cofounder member "
    "fellow analyst "
    "specialist consultant counsel counsellor commissioner delegate envoy partner associate executive "
    "editor writer "
    "student facilitator elder chief judge organiser organizer campaigner spokesperson trainer "
    "teacher librarian engineer scholar ombudsperson "
    # fr
    "directeur directrice coordinateur coordinatrice coordonnateur coordonnatrice secretaire "
    "presidente president "
    "representant representante responsable conseiller conseillere ambassadeur ambassadrice ministre "
    "rapporteuse "
    "experte professeur professeure chercheur chercheuse avocat avocate journaliste militant "
    "militante defenseure "
    "defenseur chef cheffe fondateur fondatrice membre chargee charge juriste juge "
    # es
    "directora coordinador coordinadora secretaria secretario presidenta presidente representante "
    "gerente asesor "
    "asesora embajador embajadora ministra ministro relator relatora experto experta profesor profesora "
    "investigador investigadora abogado abogada periodista activista defensor defensora jefe jefa fundador "
    "fundadora miembro oficial lideresa lider jueza juez "
    # ru
    "директор координатор секретарь председатель президент заместитель руководитель представитель "
    "представительница "
    "советник посол министр докладчик докладчица эксперт профессор исследователь исследовательница "
    "адвокат юрист "
    "журналист журналистка активист активистка правозащитник правозащитница основатель основательница "
    "член глава "
    # ar, without the article
    "مدير مديرة منسق منسقة امين امينة رئيس رئيسة نائب نائبة ممثل ممثلة مستشار مستشارة سفير سفيرة وزير "
    "وزيرة مقرر "
    "مقررة خبير خبيرة استاذ استاذة باحث باحثة محام محامي محامية صحفي صحفية ناشط ناشطة مدافع مدافعة "
    "مؤسس مؤسسة عضو "
    "عضوة قاض قاضية"
)
ROLES = frozenset(_ROLES.split())

#: A part of a speaker's line with one of these words names where the person belongs.
_BODIES = (
    "organisation organization organisations organizations council network federation association "
    "union institute "
    "foundation centre center university college school mission embassy ministry office agency "
    "commission committee "
    "coalition alliance collective group forum fund programme program society league movement company "
    "corporation "
    "inc ltd plc gmbh bank department unit resource international trust initiative observatory bureau "
    "service "
    "services watch secretariat court authority government nations platform partnership "
    # fr
    "conseil reseau syndicat institut fondation universite ecole ambassade ministere bureau agence comite "
    "collectif groupe fonds societe ligue mouvement entreprise banque observatoire cour gouvernement "
    "internationale "
    "plateforme maison "
    # es
    "organizacion consejo red federacion asociacion sindicato instituto fundacion centro universidad "
    "escuela mision "
    "embajada ministerio oficina agencia comision comite coalicion alianza colectivo grupo foro fondo "
    "sociedad liga "
    "movimiento empresa banco observatorio corte gobierno internacional plataforma iniciativa "
    # ru
    "организация организации совет сеть федерация ассоциация союз институт фонд центр университет "
    "посольство "
    "министерство агентство комиссия комитет коалиция альянс объединение группа форум общество лига "
    "движение "
    "компания банк отдел бюро мемориал дом миссия "
    # ar
    "منظمة مجلس شبكة اتحاد جمعية نقابة معهد مركز جامعة كلية بعثة سفارة وزارة مكتب وكالة لجنة ائتلاف تحالف "
    "مجموعة منتدى صندوق رابطة حركة شركة بنك هيئة مرصد"
)
BODIES = frozenset(_BODIES.split())

#: Chinese writes no spaces: these are looked for inside a part.
CHINESE_ROLES = (
    "主任|主席|秘书长|协调员|代表|顾问|大使|部长|报告员|专家|教授|研究员|律师|记者|负责人|创始人|成员"
    "|经理|总监|法官|活动家"
)
CHINESE_BODIES = (
    "组织|委员会|网络|联合会|协会|工会|研究所|基金会|中心|大学|学院|使团|使馆|办公室|联盟|论坛|公司|银行|小组|学会"
)

#: Said of a person in brackets or after a comma, these make the person the moderator.
_MODERATORS = (
    "moderator|chair|chairperson|facilitator|moderateur|moderatrice|animateur|animatrice|facilitateur"
    "|facilitatrice"
    "|moderador|moderadora|facilitador|facilitadora|модератор|ведущий|ведущая|фасилитатор|主 持 人"
    "|主 持|مدير جلسة"
    "|مديرة جلسة|ميسر|ميسرة|ميسر جلسة|ميسرة جلسة|session chair|session moderator"
)
MODERATORS = frozenset(_MODERATORS.split("|"))

#: Between a role and its organisation inside one part: "Director of the Delta Network".
BETWEEN = (
    "of the|of|at the|at|for the|for|with the|with|de la|de l['’]|de los|de las|del|de|du|des|d['’]"
    "|au sein de"
    "|en el|en la|в|при"
)

#: Between two roles, and before the last in a list.
AND = "and|et|y|e|и"

#: Before a name, kept with it.
HONORIFICS = (
    r"mr|mrs|ms|mx|dr|prof|sir|dame|rev|h\.e|hon|amb|m|mme|mlle|me|sr|sra|srta|dra|lic|ing|г-н|г-жа|проф|"
    r"د|السيد|السيدة|الأستاذ|الأستاذة|الدكتور|الدكتورة"
)

#: Small words inside names.
PARTICLES = "de|da|do|dos|das|del|della|di|du|la|le|las|los|van|von|der|den|ter|bin|bint|ibn|al|el|abu|y|e|of|ould"
