"""Takes forms apart, within bounds that hold however many crumbs a body is made of."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any
from urllib.parse import parse_qsl

from flask import Request
from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

# Bytes of a line before a part of a form, which may hold a file's name; and such lines.
HEAD, HEADS = 1024, 3
# Bytes of these lines before all parts: those of the longest programme have 100 KB.
ALL_HEADS = 256 * 1024


class FormParser(FormDataParser):
    """Reads a form, or refuses it: with 413 where it has too many fields or words, with 400 where it is none.

    Werkzeug's own bounds neither the fields of a body in one line nor what stands before each part of one in parts,
    and works for seconds on some of 12 MB.
    """

    max_form_parts: int
    max_form_memory_size: int

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        """The stream, and the fields and files that were in it."""
        fields: list[tuple[str, str]] = []
        files: list[tuple[str, FileStorage]] = []
        if mimetype == "application/x-www-form-urlencoded":
            fields = self._in_line(stream.read())
        elif mimetype == "multipart/form-data":
            try:
                for part, content in self._parts(stream.read(), (options or {}).get("boundary", "")):
                    if part.filename is None:
                        fields.append((part.name, content.decode(errors="replace")))
                    else:
                        files.append((part.name, FileStorage(BytesIO(content), part.filename, part.name)))
            except ParserLimitReached:
                raise RequestEntityTooLarge from None
            except MultipartError:
                raise BadRequest from None
        return stream, self.cls(fields), self.cls(files)

    def _in_line(self, body: bytes) -> list[tuple[str, str]]:
        if body.count(b"&") >= self.max_form_parts:
            raise RequestEntityTooLarge
        return parse_qsl(body.decode(errors="replace"), keep_blank_values=True)

    def _parts(self, body: bytes, boundary: str) -> Iterator[tuple[Any, bytes]]:
        """Each part with its content, which is in one piece since all of the body is parsed at once."""
        heads = words = 0
        limits = {"max_header_size": HEAD, "max_header_count": HEADS, "max_segment_count": self.max_form_parts}
        with PushMultipartParser(boundary, strict=True, **limits) as parser:
            for event in parser.parse(body):
                if isinstance(event, MultipartSegment):
                    part, content = event, b""
                    heads += sum(len(value) for _name, value in part.headerlist)
                elif event:
                    content = event
                    words += len(content) if part.filename is None else 0
                else:
                    yield part, content
                if heads > ALL_HEADS or words > self.max_form_memory_size:
                    raise RequestEntityTooLarge


class FormRequest(Request):
    """A request whose form is read within these bounds."""

    form_data_parser_class = FormParser
