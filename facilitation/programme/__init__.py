"""Reads what was planned: a programme in any usual form into the structured programme."""

from facilitation.programme.formats.yaml import to_yaml
from facilitation.programme.reading import read, text_in
from facilitation.programme.structured import from_structure

__all__ = ["from_structure", "read", "text_in", "to_yaml"]
