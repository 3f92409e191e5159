"""Makes the release archive of the commit that is checked out, the list of its parts, and their sums, in dist/.

The same commit, with the same tags, gives the same tar and the same list, wherever and by whomever they are built: what
is packed is the commit and not the folder, times are the commit's, and neither a umask, a time zone nor git's own
settings have a say. Compressed, the tar is the same bytes where Python has the same zlib; so its own sum is told too.
"""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from sbom import sbom  # noqa: E402 - it lies beside this file

# Settings of a person's own that would change what is packed.
PLAIN = (
    "-c",
    "tar.umask=0022",
    "-c",
    "core.autocrlf=false",
    "-c",
    "core.eol=lf",
    "-c",
    "core.attributesFile=/dev/null",
)


def main(repository: Path) -> None:
    """Build into dist/ of this repository, and say what came of it."""
    # Twelve digits, since git's own choice grows with the number of objects in a clone.
    version = _git(repository, "describe", "--tags", "--always", "--abbrev=12").decode().strip().removeprefix("v")
    name = f"facilitation-{version}"
    if _git(repository, "status", "--porcelain", "--untracked-files=no"):
        print("Not everything here is committed: the release is of the last commit, without it.", file=sys.stderr)
    tar = _git(repository, "archive", "--format=tar", f"--prefix={name}/", "HEAD")
    made = {f"{name}.tar.gz": _packed(tar), f"{name}.cdx.json": _parts(repository, version).encode()}
    told = sorted({**made, f"{name}.tar": tar}.items())
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {file}\n" for file, content in told)
    folder = repository / "dist"
    folder.mkdir(exist_ok=True)
    for file, content in {**made, "SHA256SUMS": sums.encode()}.items():
        (folder / file).write_bytes(content)
    print(sums, end="")


def _packed(tar: bytes) -> bytes:
    """Compressed, without the name, the time and the system that gzip would add."""
    packed = gzip.compress(tar, compresslevel=9, mtime=0)
    return packed[:9] + b"\xff" + packed[10:]  # which system is told differs between versions of Python


def _parts(repository: Path, version: str) -> str:
    with tempfile.TemporaryDirectory() as place:
        for file in ("requirements.txt", "package-lock.json"):
            (Path(place) / file).write_bytes(_git(repository, "show", f"HEAD:{file}"))
        return sbom(Path(place), version)


def _git(repository: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", *PLAIN, "-C", str(repository), *arguments], capture_output=True, check=True).stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
