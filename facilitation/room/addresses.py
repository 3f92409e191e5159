"""E-mail addresses, and places on the net and on earth, in a folded text."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from itertools import chain
from string import ascii_lowercase

import regex

from facilitation.room.folding import Folded, fold

# Every repetition is bounded and every class ends where the next begins: no text makes these slow.
_LABEL = r"[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})"
# From the sign in the middle; the part before it is looked for backwards, since scripts without gaps run on into it.
_EMAIL = regex.compile(
    rf"(?:@| ?[\[({{<] ?(?:at|arroba|arobase|{fold('собака')}|@) ?[\])}}>] ?)"
    rf"(?:{_LABEL}(?: ?[\[({{{{] ?(?:dot|punto|point|{fold('точка')}) ?[\])}}}}] ?|\.)){{1,8}}[\p{{L}}\p{{N}}-]{{2,63}}"
)
_BOX = regex.compile(r"[\p{L}\p{N}._%+'-]")
_BOX_LIMIT = 64

# What a host's name ends with; two letters are a country. Elsewhere a full stop without a blank after it is a slip.
_ENDS = """
com net org int edu gov mil info biz name pro museum aero coop mobi asia tel jobs travel onion app dev online
site website xyz top club shop store blog news media press live link page space tech cloud email world global
foundation ngo ong social chat zone agency center today life plus click wiki рф рус бел укр қаз мкд срб орг ком
сайт онлайн дети москва مصر السعودية امارات الاردن المغرب الجزائر تونس سورية عراق عمان فلسطين قطر لبنان اليمن
السودان ليبيا ايران پاکستان شبكة موقع 中国 中國 公司 网络 網絡 香港 台湾 台灣 新加坡 在线 中文网 网址 ac ad ae
af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg
ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf
gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh
ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv
mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw
sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz
ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
"""
_PATH = r"(?::\d{1,5})?(?:[/?#][^\s<>\"«»“”]{0,2000}+)?"
# In plain letters a name also stands within a script that has no gaps; in others it needs one.
_HOSTS = (
    regex.compile(
        rf"(?<![a-z0-9@._-])(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,8}}(?P<end>[a-z]{{2,24}})(?![a-z0-9_-]){_PATH}"
    ),
    regex.compile(
        rf"(?<![\p{{L}}\p{{N}}@._-])(?:{_LABEL}\.){{1,8}}(?P<end>\p{{L}}{{2,24}})(?![\p{{L}}\p{{N}}_-]){_PATH}"
    ),
)
_URL = regex.compile(r"(?<![a-z0-9])(?:[a-z][a-z0-9+.-]{1,15}+://|mailto:|www\.|///)[^\s<>\"«»“”]{2,2000}+")
_HANDLE = regex.compile(r"(?<![\p{L}\p{N}@._/])@[a-z0-9_][a-z0-9_.]{2,30}+")
_IPV4 = regex.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2}|:\d{1,5})?(?!\.?\d)")
_IPV6 = regex.compile(
    r"(?<![\p{L}\p{N}:])(?:[0-9a-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4}|(?<=::))(?:/\d{1,3})?(?![\p{L}\p{N}:])"
)

# With minutes, or to the hundredth at least: whole degrees are a temperature as well.
_DEGREES = r"\d{1,3}(?:[.,]\d{2,8} ?°| ?° ?\d{1,2}(?:[.,]\d{1,6})? ?'(?: ?\d{1,2}(?:[.,]\d{1,4})? ?(?:\"|”|''))?)"
_POLE = rf"(?:[nsewo]|{'|'.join(map(fold, 'сювз'))}|{'|'.join(map(fold, ('شمال', 'جنوب', 'شرق', 'غرب')))})"
_PLACE = regex.compile(
    rf"{_POLE} ?{_DEGREES}|{_DEGREES} ?{_POLE}(?!\p{{L}})"
    r"|(?<![\d.,])[+-]?\d{1,2}\.\d{4,8} ?[ns]?[,; /]{1,3}[+-]?\d{1,3}\.\d{4,8}(?![\d.])"
    r"|(?<![\d.,])[+-]?\d{1,2},\d{4,8}[; /]{1,3}[+-]?\d{1,3},\d{4,8}(?!\d)"
    r"|(?<![\p{L}\p{N}])(?=[2-9]{0,7}[cfghjmpqrvwx])[23456789cfghjmpqrvwx]{4,8}\+[23456789cfghjmpqrvwx]{2,3}(?![\p{L}\p{N}])"
)
_LAST = ".,;:!?)]}'\"»”…،؛؟。，"


def find_emails(text: Folded) -> Iterator[tuple[int, int]]:
    """Where an e-mail address stands, also one that is written out for people."""
    for found in _EMAIL.finditer(text.text):
        begins, narrow = found.start(), text.text[found.start() - 1 : found.start()].isascii()
        while begins > 0 and found.start() - begins < _BOX_LIMIT:
            character = text.text[begins - 1]
            if not _BOX.match(character) or narrow and not character.isascii():
                break
            begins -= 1
        if begins < found.start():
            yield begins, found.end() - _run_on(found[0])


def find_addresses(text: Folded) -> Iterator[tuple[int, int]]:
    """Where an address on the net stands, or a point on earth."""
    for pattern in (_URL, _HANDLE, _PLACE):
        for found in pattern.finditer(text.text):
            yield found.start(), found.start() + len(found[0].rstrip(_LAST))
    for found in chain.from_iterable(pattern.finditer(text.text) for pattern in _HOSTS):
        # A capital behind the full stop begins a sentence.
        if found["end"] in _KNOWN_ENDS and not text.whole(*found.span("end")).istitle():
            yield found.start(), found.start() + len(found[0].rstrip(_LAST))
    for pattern in (_IPV4, _IPV6):
        for found in pattern.finditer(text.text):
            if _is_ip(found[0]):
                yield found.span()


_KNOWN_ENDS = frozenset(fold(_ENDS).split())


def _run_on(address: str) -> int:
    """How many characters of a script without gaps run on into the end of an address."""
    end = address.rpartition(".")[2]
    plain = len(end) - len(end.lstrip(ascii_lowercase))
    return len(end) - plain if plain >= 2 else 0


def _is_ip(written: str) -> bool:
    address = written.partition("/")[0]
    if address.count(":") == 1:
        address = address.partition(":")[0]
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    # Four single figures are the number of a section.
    return known.version == 6 and len(address) > 4 or known.version == 4 and len(address) > 7
