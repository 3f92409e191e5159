"""The scripts' own tests, which run under Node."""

from __future__ import annotations

import subprocess

from tests.javascript import node
from tests.server import ROOT


def test_the_scripts_pass_their_own_tests() -> None:
    files = sorted(str(file) for file in (ROOT / "tests" / "js").glob("*.test.mjs"))
    assert files
    run = subprocess.run([*node(), "--test", *files], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stdout + run.stderr
