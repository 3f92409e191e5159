"""``python -m facilitation``: the command line."""

import os

from facilitation.cli import facilitation

os.umask(0o077)  # what is stored is for its owner alone, wherever DATABASE_URL puts it
facilitation()
