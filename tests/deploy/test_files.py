"""The files of ``deploy/`` are read by those for whom they are."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scripts.check_nginx import lacking
from tests.server import ROOT

pytestmark = pytest.mark.slow


def test_the_check_of_the_site_passes_or_says_that_it_did_not_happen():
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "check_nginx.py")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert (": fine" in done.stdout) != ("NOT CHECKED" in done.stderr) == bool(lacking())
