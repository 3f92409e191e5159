"""One commit, one archive: the same bytes wherever it is built; and the list of its parts names every pin."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
from io import BytesIO

import pytest

from tests.server import ROOT

pytestmark = pytest.mark.slow

# Two people: their umask, time zone, language and git's settings.
ONE = (0o022, {"TZ": "UTC", "LANG": "C"}, "")
OTHER = (
    0o077,
    {"TZ": "Pacific/Kiritimati", "LANG": "ar_EG.UTF-8"},
    "[tar]\n\tumask = user\n[core]\n\tautocrlf = true\n",
)


def git(folder, *arguments):
    return subprocess.run(["git", "-C", folder, *arguments], capture_output=True, check=True).stdout.decode()


def build(folder, umask, environment, settings):
    """Clone the last commit into a folder, build it there, and give what came of it: name -> bytes."""
    home = folder.parent / f"home of {folder.name}"
    home.mkdir(parents=True)
    (home / ".gitconfig").write_text(settings)
    git(ROOT, "clone", "-q", "--no-hardlinks", ROOT, folder)
    subprocess.run(
        [sys.executable, ROOT / "scripts" / "release.py", folder],
        env=os.environ | environment | {"HOME": str(home)},
        umask=umask,
        check=True,
        capture_output=True,
    )
    return {file.name: file.read_bytes() for file in (folder / "dist").iterdir()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    if not (ROOT / ".git").exists():
        pytest.skip("this is no repository: an unpacked release has nothing to make one of")
    return build(tmp_path_factory.mktemp("one") / "here", *ONE)


@pytest.fixture(scope="module")
def archive(built):
    return next(content for name, content in built.items() if name.endswith(".tar.gz"))


def test_built_twice_it_is_the_same(built, tmp_path):
    elsewhere = build(tmp_path / "a much longer way to it" / "there", *OTHER)
    assert {name: hashlib.sha256(content).hexdigest() for name, content in elsewhere.items()} == {
        name: hashlib.sha256(content).hexdigest() for name, content in built.items()
    }


def test_gzip_adds_neither_name_nor_time_nor_system(archive):
    flags, moment, system = archive[3], archive[4:8], archive[9]
    assert (flags, moment, system) == (0, bytes(4), 255)


def test_it_holds_what_is_committed_and_nothing_else(archive):
    with tarfile.open(fileobj=BytesIO(gzip.decompress(archive))) as tar:
        packed = {member.name.partition("/")[2]: member for member in tar if member.isfile()}
        kept = {name: tar.extractfile(member).read() for name, member in packed.items()}
    entries = (line.split("\t") for line in git(ROOT, "ls-tree", "-r", "-z", "HEAD").rstrip("\0").split("\0"))
    committed = {name: about.split()[2] for about, name in entries}
    assert {name: blob(content) for name, content in kept.items()} == committed
    assert len({member.mtime for member in packed.values()}) == 1
    assert {member.mode for member in packed.values()} <= {0o644, 0o755}


def blob(content):
    """What git calls a file with this content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def test_the_sums_are_those_of_all_files(built):
    lines = dict(reversed(line.split("  ")) for line in built["SHA256SUMS"].decode().splitlines())
    files = {name: content for name, content in built.items() if name != "SHA256SUMS"}
    assert len(files) == 2
    # And of the tar, which no compressor changes.
    files |= {
        name.removesuffix(".gz"): gzip.decompress(content) for name, content in files.items() if name.endswith(".gz")
    }
    assert len(files) == 3
    assert lines == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    target = tmp_path_factory.mktemp("sbom") / "parts.json"
    subprocess.run([sys.executable, ROOT / "scripts" / "sbom.py", target, "1.0"], check=True, capture_output=True)
    return target.read_text()


def test_every_pin_stands_in_the_list_of_parts(parts):
    pins = re.findall(r"^([\w.-]+)==([^\s;#]+)", (ROOT / "requirements.txt").read_text(), re.M)
    expected = {(name, version, f"pkg:pypi/{name}@{version}") for name, version in pins}
    for path, package in json.loads((ROOT / "package-lock.json").read_text())["packages"].items():
        if path:
            name = path.rpartition("node_modules/")[2]
            expected.add((name, package["version"], f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"))
    assert len(expected) > 50
    listed = json.loads(parts)["components"]
    assert {(each["name"], each["version"], each["purl"]) for each in listed} == expected


def test_what_the_browser_gets_stands_with_its_hash(parts):
    listed = json.loads(parts)["components"]
    assert {each["hashes"][0]["alg"] for each in listed if each["purl"].startswith("pkg:npm")} == {"SHA-512"}


def test_the_list_of_parts_has_no_time_and_no_number_of_its_own(parts, tmp_path):
    told = json.loads(parts)
    assert "serialNumber" not in told
    assert "timestamp" not in told["metadata"]
    again = tmp_path / "again.json"
    subprocess.run([sys.executable, ROOT / "scripts" / "sbom.py", again, "1.0"], check=True, capture_output=True)
    assert again.read_text() == parts
