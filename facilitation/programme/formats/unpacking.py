"""Whether a packed document is safe to unpack."""

from __future__ import annotations

import io
import zipfile
import zlib

from facilitation.errors import Refused
from facilitation.programme import limits


def inspect(source: bytes) -> None:
    """Refuse what is unsafe to unpack, by the zip's own table of contents and the head of each XML part."""
    if len(source) > limits.DOCX_BYTES:
        raise Refused("programme.too_large", limit=limits.DOCX_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as parts:
            entries = parts.infolist()
            xml = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
            if sum(entry.file_size for entry in entries) > limits.DOCX_EXPANDED_BYTES:
                raise Refused("programme.too_large", limit=limits.DOCX_EXPANDED_BYTES)
            if sum(entry.file_size for entry in xml) > limits.DOCX_XML_BYTES or len(entries) > limits.DOCX_PARTS:
                raise Refused("programme.too_large", limit=limits.DOCX_XML_BYTES)
            # Reading stops at the size in the table of contents: an entry cannot be larger than it says.
            # Entities need a document type, which no word processor writes; UTF-16 cannot hide one here.
            if any(b"<!DOCTYPE" in parts.read(entry).replace(b"\0", b"") for entry in xml):
                raise Refused("programme.unreadable", format="docx")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        # Damaged, cut off, encrypted, or packed in a way that is not known here.
        raise Refused("programme.unreadable", format="docx") from error
