"""Looks for keys, passwords and tokens: in every tracked file as it is now, and in all that was ever committed.

What looks like one and is none stands in pyproject.toml under [tool.facilitation.secrets]. A find is told by its place
and kind, never by its words.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from detect_secrets import SecretsCollection
from detect_secrets.settings import default_settings

ROOT = Path(__file__).parents[1]
ADDED_TO = re.compile(r"^\+\+\+ (?:b/(.*)|/dev/null)$")


def main(folder: Path) -> int:
    """Say in one line what was looked through, and in one more for each find."""
    tracked = [path for path in _git(folder, "ls-files", "-z").split("\0") if (folder / path).is_file()]
    with tempfile.TemporaryDirectory() as place:
        past = list(_write_down(folder, Path(place)))
        found = sorted({*_scan(folder, tracked), *(f"{found} (in the history)" for found in _scan(Path(place), past))})
    commits = _git(folder, "rev-list", "--count", "HEAD").strip()
    shallow = _git(folder, "rev-parse", "--is-shallow-repository").strip() == "true"
    print(
        f"secrets: {len(found) or 'none'} in {len(tracked)} tracked files and the history of {commits} commits"
        + (", which is not all of it: this is a shallow clone" if shallow else "")
    )
    for each in found:
        print(f"  {each}")
    return 1 if found else 0


def _scan(folder: Path, paths: list[str]) -> Iterator[str]:
    examples = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["facilitation"]["secrets"]["examples"])
    with default_settings():
        found = SecretsCollection(root=str(folder))
        found.scan_files(*paths)
    for path, secret in found:
        if secret.secret_value not in examples:
            yield f"{path}: {secret.type}"


def _write_down(folder: Path, place: Path) -> Iterator[str]:
    """Every line that any commit added, once for each path, and every message, as files to look through."""
    lines: dict[str, dict[str, None]] = {"messages": {}}
    lines["messages"].update(dict.fromkeys(_git(folder, "log", "--format=%B").splitlines()))
    path = None
    # -m: what a merge itself changed counts as well.
    for line in _git(folder, "log", "-m", "-p", "-U0", "--no-renames", "--no-color", "--format=").split("\n"):
        if head := ADDED_TO.match(line):
            path = head[1]
        elif path and line.startswith("+"):
            lines.setdefault(path, {})[line[1:]] = None
    for path, added in lines.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text("\n".join(added), encoding="utf-8", errors="replace")
        yield path


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "core.quotePath=false", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
