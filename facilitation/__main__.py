"""``python -m facilitation``: the command line."""

from facilitation.cli import facilitation

facilitation()
