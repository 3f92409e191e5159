"""What `make audit` looks for is not there, and would be found."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from scripts.audit_licences import is_allowed
from scripts.audit_vulnerabilities import Answer, of_npm, of_pip_audit
from tests.server import ROOT

LICENCES = {"MIT", "BSD-3-Clause"}
RULES = '[tool.facilitation.licences]\nallowed = ["MIT", "BSD-3-Clause"]\nnamed_elsewhere = {}\n'


def audit(name, *arguments):
    command = [sys.executable, str(ROOT / "scripts" / f"audit_{name}.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_licences_of_all_that_is_pinned_are_on_the_list():
    told = audit("licences")
    assert told.returncode == 0, told.stdout
    pinned = [line for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line]
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert f"none of {len(pinned) + len(lock) - 1} packages" in told.stdout


@pytest.mark.parametrize("licence", ["AGPL-3.0-only", None], ids=["another", "none"])
def test_a_licence_that_is_not_on_the_list_fails(tmp_path, licence):
    package = {"version": "1.0", **({"license": licence} if licence else {})}
    (tmp_path / "pyproject.toml").write_text(RULES)
    (tmp_path / "requirements.txt").write_text("flask==3.1.3\n")
    (tmp_path / "package-lock.json").write_text(json.dumps({"packages": {"": {}, "node_modules/odd": package}}))
    told = audit("licences", tmp_path)
    assert told.returncode == 1
    assert f"odd 1.0: {licence or 'names none'}  <-" in told.stdout
    assert "flask 3.1.3: BSD-3-Clause\n" in told.stdout


@pytest.mark.parametrize(
    ("licence", "good"),
    [
        ("MIT", True),
        ("MIT OR AGPL-3.0-only", True),
        ("MIT AND BSD-3-Clause", True),
        ("MIT AND AGPL-3.0-only", False),
        ("AGPL-3.0-only AND MIT OR GPL-3.0-only", False),
        ("", False),
    ],
)
def test_licences_that_are_joined(licence, good):
    assert is_allowed(licence, LICENCES) is good


@pytest.fixture
def repository(tmp_path):
    """A repository with one harmless commit; `commit` adds another."""

    def git(*arguments):
        who = {f"GIT_{role}_{what}": "a@b.test" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        environment = os.environ | who | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        subprocess.run(["git", "-C", tmp_path, *arguments], env=environment, check=True, capture_output=True)

    def commit(words, message="A change"):
        (tmp_path / "settings.py").write_text(words)
        git("add", ".")
        git("commit", "-m", message)

    git("init", "-q")
    commit("COLOUR = 'red'\n")
    return tmp_path, commit


# Put together here, so that this file does not hold what the scan looks for.
KEY = "AKIA" + "Q3EGSJ7XW2LMV5RT"


def test_a_repository_without_a_secret(repository):
    told = audit("secrets", repository[0])
    assert (told.returncode, told.stdout) == (0, "secrets: none in 1 tracked files and the history of 1 commits\n")


def test_a_secret_is_found_by_its_place_and_not_repeated(repository):
    folder, commit = repository
    commit(f"KEY = '{KEY}'\n")
    told = audit("secrets", folder)
    assert told.returncode == 1
    assert "settings.py: AWS Access Key\n" in told.stdout
    assert KEY not in told.stdout + told.stderr


def test_a_secret_that_was_taken_out_again_is_found_in_the_history(repository):
    folder, commit = repository
    commit(f"KEY = '{KEY}'\n")
    commit("KEY = None\n")
    told = audit("secrets", folder)
    assert told.returncode == 1
    assert "settings.py: AWS Access Key (in the history)\n" in told.stdout


def test_a_secret_in_a_message_is_found(repository):
    folder, commit = repository
    commit("COLOUR = 'blue'\n", f"Try {KEY}")
    assert "messages: AWS Access Key (in the history)\n" in audit("secrets", folder).stdout


@pytest.mark.slow
def test_nothing_here_and_nothing_in_the_history_is_a_secret():
    if not (ROOT / ".git").exists():
        pytest.skip("this is no repository: an unpacked release has no history")
    told = audit("secrets")
    assert told.returncode == 0, told.stdout


def python(*packages):
    return of_pip_audit(json.dumps({"dependencies": list(packages)}), "")


FINE = {"name": "flask", "version": "3.1.3", "vulns": []}
HOLED = {"name": "jinja2", "version": "3.1.2", "vulns": [{"id": "PYSEC-2024-1"}]}
SKIPPED = {"name": "odd", "skip_reason": "Dependency not found"}


def test_vulnerabilities_are_told_by_package_and_name():
    assert python(FINE, HOLED) == Answer(2, ["jinja2 3.1.2: PYSEC-2024-1"])


def test_one_package_that_the_service_does_not_know_is_told():
    assert python(FINE, SKIPPED) == Answer(2, unknown=["odd"])


def test_an_index_that_knows_nothing_of_any_package_is_not_taken_for_a_clean_bill():
    assert python(SKIPPED, SKIPPED).silence


def test_a_service_that_cannot_be_reached_says_so_in_its_own_words():
    assert of_pip_audit("", "Traceback\nConnectionError: no such name\n") == Answer(
        silence="ConnectionError: no such name"
    )


def test_npms_answers():
    assert of_npm('{"vulnerabilities": {}}', 9) == Answer(9)
    assert of_npm('{"vulnerabilities": {"ws": {"severity": "high"}}}', 9).found == ["ws: high"]
    assert of_npm('{"message": "405 Method Not Allowed"}', 9).silence


def test_the_audit_fails_where_something_was_found_and_not_where_nobody_could_be_asked(capsys):
    from scripts.audit_vulnerabilities import _say

    assert _say("Python", python(FINE, HOLED)) == 1
    assert _say("Python", python(FINE, SKIPPED)) == 1
    assert _say("Python", python(FINE)) == 0
    assert "NOT CHECKED" not in capsys.readouterr().out
    assert _say("Python", python(SKIPPED)) == 0
    assert "NOT CHECKED" in capsys.readouterr().out
