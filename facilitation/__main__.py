"""``python -m facilitation``: the command line."""

import os
import signal
import sys

from facilitation.cli import facilitation

os.umask(0o077)  # what is stored is for its owner alone, wherever DATABASE_URL puts it
# Told to go, or left by its terminal, a command ends as by Ctrl+C: it removes what it has half written.
for _told in (signal.SIGTERM, signal.SIGHUP):
    if signal.getsignal(_told) is signal.SIG_DFL:  # under nohup it is not
        signal.signal(_told, lambda number, _frame: sys.exit(128 + number))
facilitation()
