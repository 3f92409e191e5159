"""Lists the licence of everything that a server needs, and fails on one that pyproject.toml does not allow.

Under [tool.facilitation.licences] stand the licences as packages name them, and those of packages that name none.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PINNED = re.compile(r"^([\w.-]+)==([^\s;#]+)")


def main(folder: Path) -> int:
    """One line for each package, and one that judges."""
    rules = tomllib.loads((folder / "pyproject.toml").read_text())["tool"]["facilitation"]["licences"]
    found = [*_of_python(folder), *_of_npm(folder)]
    wrong = []
    for name, version, named in found:
        licence = named or rules["named_elsewhere"].get(name, "")
        good = is_allowed(licence, set(rules["allowed"]))
        if not good:
            wrong.append(name)
        print(f"  {name} {version}: {licence or 'names none'}{'' if good else '  <- not on the list'}")
    print(f"licences: {len(wrong) or 'none'} of {len(found)} packages not on the list in pyproject.toml")
    return 1 if wrong else 0


def is_allowed(licence: str, allowed: set[str]) -> bool:
    """Whether these words allow it: of what "OR" joins, one; of what "AND" joins, all."""
    if licence in allowed:
        return True
    return any(all(part in allowed for part in choice.split(" AND ")) for choice in licence.split(" OR "))


def _of_python(folder: Path) -> Iterator[tuple[str, str, str]]:
    for line in (folder / "requirements.txt").read_text().splitlines():
        if pinned := PINNED.match(line):
            yield pinned[1], pinned[2], _named(pinned[1])


def _named(package: str) -> str:
    """A package's own words: the field that is meant for it, the older field where it is a name, the classifiers."""
    try:
        said = metadata(package)
    except PackageNotFoundError:
        return ""
    short = str(said["License"]) if "License" in said and len(str(said["License"])) < 30 else ""
    classifiers = (each.split(" :: ") for each in said.get_all("Classifier", []))
    classified = [words[-1] for words in classifiers if words[0] == "License"]
    return str(said["License-Expression"]) if "License-Expression" in said else short or " AND ".join(classified)


def _of_npm(folder: Path) -> Iterator[tuple[str, str, str]]:
    for path, package in json.loads((folder / "package-lock.json").read_text())["packages"].items():
        if path:
            yield path.rpartition("node_modules/")[2], package["version"], package.get("license", "")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
