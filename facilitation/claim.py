"""One server per data folder: a second writer would fork the truth."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import TextIO

from facilitation.config import ConfigError


def claim(data_dir: Path) -> TextIO:
    """Claim the folder for this process until the returned file is closed, or the process is gone, however it goes.

    Raises ConfigError where another server has it.
    """
    file = (data_dir / "lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise ConfigError(f"Another server is running on {data_dir}. Stop it first, or set DATA_DIR.") from None
    return file
