"""On what the figures were taken."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.server import ROOT

_LIBRARIES = ("eventlet", "flask-socketio", "python-socketio", "sqlalchemy", "aiohttp")


def machine() -> dict[str, Any]:
    """Processor, memory, Python, libraries, and how busy the machine was already."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1024**3, 1),
        "system": f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}",
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "load_before": round(os.getloadavg()[0], 2),
    }


def commit() -> str:
    """The commit that was measured, with a + where files of the server differ from it."""
    changed = _git("status", "--porcelain", "--", "facilitation", "wsgi.py", "templates")
    return _git("rev-parse", "--short=10", "HEAD") + ("+" if changed else "")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _git(*arguments: str) -> str:
    asked = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return asked.stdout.strip() or "" if asked.returncode == 0 else "unknown"
