"""The files of ``deploy/`` are read by those for whom they are, and the documents name what they set."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest
import yaml

from scripts.check_nginx import command, installed, lacking, lay_out
from tests.server import ROOT

pytestmark = pytest.mark.slow

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text())
DOCKERFILE = (DEPLOY / "compose" / "Dockerfile").read_text()


def test_the_check_of_the_site_passes_or_says_that_it_did_not_happen():
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "check_nginx.py")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert ("NOT CHECKED" in done.stderr) == bool(lacking()) != (": fine" in done.stdout)


def test_a_site_that_nginx_refuses_fails_the_check(tmp_path):
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    shutil.copytree(DEPLOY, tmp_path / "deploy")
    with (tmp_path / "deploy" / "nginx" / "conf.d" / "facilitation.conf").open("a") as site:
        site.write("proxy_passs nowhere;\n")
    done = subprocess.run(
        [sys.executable, str(tmp_path / "scripts" / "check_nginx.py")], capture_output=True, text=True, check=False
    )
    assert bool(lacking()) or (done.returncode == 1 and "REFUSED" in done.stdout)


def test_the_site_with_the_processes_of_compose(tmp_path):
    new_enough = [nginx for nginx in installed() if version(nginx) >= (1, 27, 3)]
    if lacking() or not new_enough:
        pytest.skip("no nginx is installed that is as new as the one that compose.yaml names")
    lay_out(tmp_path / "nginx", new_enough[0], upstream_file=DEPLOY / "compose" / "processes.conf")
    read = command(new_enough[0], tmp_path / "nginx", "-t")
    done = subprocess.run(read, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def version(nginx: str) -> tuple[int, ...]:
    said = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=True).stderr
    return tuple(int(number) for number in re.findall(r"\d+", said.partition("/")[2]))


def test_the_units(tmp_path):
    verify = shutil.which("systemd-analyze")
    if not verify:
        pytest.skip("systemd-analyze is not installed, so nobody has read the units")
    for unit in (DEPLOY / "systemd").glob("facilitation*.[st]*"):
        text = unit.read_text().replace("/opt/facilitation/.venv/bin/python", sys.executable)
        (tmp_path / unit.name).write_text(text.replace("/opt/facilitation", str(ROOT)))
    done = subprocess.run([verify, "verify", *tmp_path.iterdir()], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "facilitation" in line]
    assert (ours, len(list(tmp_path.iterdir()))) == ([], 2)


def test_tor_reads_its_file(tmp_path):
    tor = shutil.which("tor")
    if not tor:
        pytest.skip("tor is not installed, so nobody has read torrc")
    text = (DEPLOY / "tor" / "torrc").read_text()
    (tmp_path / "torrc").write_text(text.replace("/var/lib/tor/", f"{tmp_path}/"))
    check = [tor, "--verify-config", "-f", str(tmp_path / "torrc"), "--DataDirectory", str(tmp_path / "data")]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_tor_is_led_to_the_loopback_alone_and_writes_nothing_down():
    lines = (DEPLOY / "tor" / "torrc").read_text().splitlines()
    said = [line.split() for line in lines if line and not line.startswith("#")]
    assert [rest[-1] for name, *rest in said if name == "HiddenServicePort"] == ["127.0.0.1:8001"]
    assert [rest for name, *rest in said if name in ("Log", "SocksPort")] == [["0"], ["notice", "stderr"]]


def test_compose_keeps_no_secret_and_gives_all_processes_the_same():
    one, two = COMPOSE["services"]["one"], COMPOSE["services"]["two"]
    assert one == two
    for name in ("ORGANISER_KEY", "SECRET_KEY"):
        assert one["environment"][name].startswith(f"${{{name}:?")
    asked_for = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose" / "compose.yaml").read_text()))
    example = (DEPLOY / "compose" / ".env.example").read_text()
    assert set(re.findall(r"^(\w+)=", example, re.M)) == asked_for
    assert re.findall(r"^\w+=(?!$)(.*)$", example, re.M) == ["ask.example.org"]
    ignored = subprocess.run(["git", "check-ignore", "deploy/compose/.env"], cwd=ROOT, capture_output=True, check=False)
    assert ignored.returncode == 0


def test_compose_finds_its_files():
    named = re.findall(r"- (\.\.?/[^:]+):", (DEPLOY / "compose" / "compose.yaml").read_text())
    there = [name for name in named if (DEPLOY / "compose" / name).exists()]
    assert set(named) - set(there) == {"./certificates"}
    sources = [
        source for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.M) for source in line.split()[:-1]
    ]
    assert sources and [source for source in sources if not (ROOT / source).exists()] == []


def test_every_variable_that_is_set_is_documented():
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs" / "operating.md").read_text(), re.M))
    unit = (DEPLOY / "systemd" / "facilitation@.service").read_text()
    lines = re.findall(r"^Environment=(.+)$", unit, re.M)
    given = {pair.partition("=")[0] for line in lines for pair in line.split()}
    given |= set(re.findall(r"^#?(\w+)=", (DEPLOY / "systemd" / "facilitation.env.example").read_text(), re.M))
    given |= set(COMPOSE["services"]["one"]["environment"])
    assert given - documented == set()
