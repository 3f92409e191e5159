"""What somebody might write into any field, and what may not come of it in any output."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import lxml.html
import msgspec
from markdown_it import MarkdownIt

# No id of anything: it has a blank.
PLAIN = "plain words"
HALF = "\ud800"
# By what they try to be; the first of each kind is short, for fields that hold little.
TEXTS = {
    "a formula": "=HYPERLINK(1)",
    "a formula after a tab": "\t@SUM(1+1)",
    "a formula after a return": "\r+1+1|'/C calc'!A0",
    "an element": "<b>x</b>",
    "an image": "<svg/onload=x()>",
    "an attribute": "\"onfocus=x() a='",
    "elements": (
        "\"'></textarea></title></select></script></template><script>alert(1)</script><img src=x onerror=alert(1)>"
        "--><!-- <b>]]><![CDATA[<b>x</b>]]><iframe src=javascript:alert(1)>"
    ),
    "placeholders": "{{7*7}}{%raw%}{#x#}${7*7} %(title)s %s {0} {title} &lt;b&gt;&#x202e;&amp;",
    "a link": "[x](javascript:x())",
    "links": (
        "![x](https://evil.example/x)\n[x]: https://evil.example 'x'\n[x] <https://evil.example>\n"
        "https://evil.example www.evil.example a@evil.example <!-- x --> <b>x</b> [x][x]"
    ),
    "emphasis": "**x** __y__ ~~z~~ `c`",
    "blocks": "# x\n\n## y\n\n---\n\n* z\n\n1. z\n\n> x\n\nout\n===\n\n| a | b |\n|---|---|\n| x | y |\n\n    code",
    "a fence": "```\nx\n```\n~~~\n<b>\n~~~",
    "turned around": "a\u202eb\u2066c\u200fd",
    "controls": "a\x1b[31mb\x07\x08\x7f\x9bc",
    "nul": "a\0b",
    "lines": "x\r\nSet-Cookie: a=b\r\n\r\n<b>a\u2028b\u2029c\x0bd\x0ce\x85f",
    "half a character": f"a{HALF}b\udfffc",
    "a tower": "e" + "\u0301" * 2000,
    "nothing to see": "\u200b\u200d\u2060\ufeff\ufff9",
}

# Controls but for tab and line feed, half characters, and what makes a line read otherwise than it is.
_RAW = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
# What Markdown can be besides text.
_ACTIVE = {"link_open", "image", "heading_open", "list_item_open", "table_open", "fence", "code_block", "code_inline"}
_ACTIVE |= {"em_open", "strong_open", "s_open", "hr", "html_block", "html_inline", "blockquote_open"}
OURS = "<!-- -->"
_ITEM = re.compile(r" *(?:-|\d+\.) ")
_READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def text_fields(struct: type[msgspec.Struct]) -> list[str]:
    """The fields of a payload into which text can be written, by the names that they have outside."""
    info = msgspec.inspect.type_info(struct)
    assert isinstance(info, msgspec.inspect.StructType)
    return [field.encode_name for field in info.fields if _takes_text(field.type)]


def is_list(struct: type[msgspec.Struct], name: str) -> bool:
    """Whether a field takes several texts."""
    info = msgspec.inspect.type_info(struct)
    assert isinstance(info, msgspec.inspect.StructType)
    return any(isinstance(kind, msgspec.inspect.ListType) for kind in _kinds(field_of(info, name)))


def field_of(info: msgspec.inspect.StructType, name: str) -> Any:
    """The type of a field."""
    return next(field.type for field in info.fields if field.encode_name == name)


def raw_in(text: str) -> list[str]:
    """Characters that no output may hold."""
    return [f"U+{ord(found):04X}" for found in _RAW.findall(text)]


def raw_in_json(body: str) -> list[str]:
    """The same of JSON, whatever way they are written there."""
    return [found for text in _strings(json.loads(body)) for found in raw_in(text)]


# Of these a text may cause more: a list has one for each line, a text is cut where something in it is marked,
# and a name is hidden where one is found in it.
MADE_OF_TEXT = frozenset({"li", "mark", "span", "p", "bdi"})


def elements(page: str) -> Counter[tuple[str, ...]]:
    """All elements of a page, with the names of their attributes."""
    document = lxml.html.document_fromstring(page)
    return Counter(
        (str(element.tag), *sorted(set(map(str, element.attrib)) - {"lang", "hidden"})) for element in document.iter()
    )


def raw_in_page(page: str) -> list[str]:
    """Characters that no page may hold, also where they are written as entities."""
    document = lxml.html.document_fromstring(page)
    values = [value for element in document.iter() for value in element.attrib.values()]
    return raw_in("\n".join([str(document.text_content()), *map(str, values)]))


def dangerous_in_page(page: str) -> list[str]:
    """Attributes that run something or lead elsewhere."""
    document = lxml.html.document_fromstring(page)
    return [
        f"{element.tag} {name}={value}"
        for element in document.iter()
        for name, value in element.attrib.items()
        if str(name).startswith("on")
        or (
            name in ("href", "src", "action", "formaction", "style") and not re.match(r"[/#?]|http://127|$", str(value))
        )
    ]


def active(markdown: str) -> Counter[str]:
    """How often Markdown, as CommonMark and its usual extensions read it, is more than text."""
    tokens = [token for block in _READER.parse(markdown) for token in (block, *(block.children or ()))]
    return Counter(token.type for token in tokens if token.type in _ACTIVE and token.content.strip() != OURS)


def ours(markdown: str) -> Counter[str]:
    """What of it is ours, by how lines begin: in a record, what was typed stands behind a mark of ours."""
    lines = markdown.splitlines()
    quoted = [line.lstrip().startswith(">") for line in lines]
    built = {
        "heading_open": sum(line.startswith("#") for line in lines),
        "list_item_open": sum(bool(_ITEM.match(line)) for line in lines),
        "blockquote_open": sum(is_ and not was for was, is_ in zip([False, *quoted], quoted, strict=False)),
        "strong_open": 1,  # which version it is
    }
    return Counter({kind: number for kind, number in built.items() if number})


def _kinds(kind: Any) -> Iterator[Any]:
    yield kind
    if isinstance(kind, msgspec.inspect.UnionType):
        for each in kind.types:
            yield from _kinds(each)


def _takes_text(kind: Any) -> bool:
    return any(
        isinstance(each, msgspec.inspect.StrType)
        or (isinstance(each, msgspec.inspect.ListType) and _takes_text(each.item_type))
        for each in _kinds(kind)
    )


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _strings(each)
