"""Asks pip-audit and npm whether anything pinned has a known vulnerability, and says where nobody could be asked.

"None found" is said only where a service answered about every package: pip-audit itself also says so where the index
has no list of vulnerabilities and every single package was skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
PINS = ("requirements.txt", "requirements-dev.txt")
# An index with a list of vulnerabilities, and where it has none, the one that most of them come from.
SERVICES = ("pypi", "osv")


@dataclass
class Answer:
    """What a service said: of how many packages, with which vulnerabilities, and whom it does not know."""

    asked: int = 0
    found: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    silence: str = ""  # why nobody could be asked


def main(folder: Path) -> int:
    """One line each for Python and the browser's files, and one more for each vulnerability."""
    answers = {"Python": python(folder), "npm": npm(folder)}
    return max(_say(kind, answer) for kind, answer in answers.items())


def python(folder: Path) -> Answer:
    """What is known of the packages of requirements.txt and requirements-dev.txt."""
    silence = []
    for service in SERVICES:
        pins = [word for name in PINS for word in ("-r", str(folder / name))]
        # Everything is pinned, so nothing has to be resolved, and nothing is installed.
        options = ["-s", service, "--no-deps", "--disable-pip", "--progress-spinner", "off", "-f", "json"]
        ran = _run([sys.executable, "-m", "pip_audit", *options, *pins])
        answer = of_pip_audit(ran.stdout, ran.stderr)
        if not answer.silence:
            return answer
        silence.append(f"{service}: {answer.silence}")
    return Answer(silence="; ".join(silence))


def of_pip_audit(told: str, faults: str) -> Answer:
    """Read pip-audit's JSON; where it gave none, or skipped everything, nobody was asked."""
    try:
        packages = json.loads(told)["dependencies"]
    except (ValueError, KeyError):
        return Answer(silence=_last_line(faults))
    answer = Answer(len(packages))
    for package in packages:
        if "skip_reason" in package:
            answer.unknown.append(package["name"])
        answer.found += [f"{package['name']} {package['version']}: {each['id']}" for each in package.get("vulns", [])]
    if len(answer.unknown) == answer.asked:
        return Answer(silence="the index tells of no vulnerabilities of any package")
    return answer


def npm(folder: Path) -> Answer:
    """What is known of the packages of package-lock.json."""
    if not shutil.which("npm"):
        return Answer(silence="there is no npm on this machine")
    ran = _run(["npm", "audit", "--package-lock-only", "--json"], folder)
    return of_npm(ran.stdout, len(json.loads((folder / "package-lock.json").read_text())["packages"]) - 1)


def of_npm(told: str, packages: int) -> Answer:
    """Read npm's JSON; what has no list of vulnerabilities is a fault, not an answer."""
    try:
        answer = json.loads(told)
        found = answer["vulnerabilities"]
    except (ValueError, KeyError):
        return Answer(silence="the registry takes no such question")
    return Answer(packages, [f"{name}: {each.get('severity', '?')}" for name, each in found.items()])


def _say(kind: str, answer: Answer) -> int:
    if answer.silence:
        print(f"vulnerabilities ({kind}): NOT CHECKED, since nobody could be asked from here ({answer.silence})")
        return 0
    known = answer.asked - len(answer.unknown)
    print(f"vulnerabilities ({kind}): {len(answer.found) or 'none'} known in {known} of {answer.asked} packages")
    for each in answer.found:
        print(f"  {each}")
    for name in answer.unknown:
        print(f"  {name}: the service does not know this version")
    return 1 if answer.found or answer.unknown else 0


def _run(command: list[str], folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"NO_COLOR": "1", "PYTHONWARNINGS": "ignore"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def _last_line(faults: str) -> str:
    lines = faults.strip().splitlines() or ["no reason given"]
    return lines[-1][:120]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
