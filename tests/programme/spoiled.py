"""Documents that are not as they should be, and what is said to them."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from facilitation.errors import Refused
from facilitation.programme import read
from facilitation.programme.codes import REFUSALS


def refusal(source: str | bytes, filename: str | None = None) -> str:
    with pytest.raises(Refused) as refused:
        read(source, filename)
    assert refused.value.code in REFUSALS
    return refused.value.code


def packed(**parts: bytes) -> bytes:
    """A real DOCX with parts added or replaced."""
    plain, changed = io.BytesIO(), io.BytesIO()
    Document().save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, old.read(name)))
        for name, content in parts.items():
            new.writestr(name, content)
    return changed.getvalue()
