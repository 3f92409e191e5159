"""Writes the list of all that a server is made of, as CycloneDX JSON: the same bytes from the same pins.

Python's part comes from requirements.txt by cyclonedx-py, the browser's from package-lock.json. There is no time and no
random number in it.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).parents[1]
FORM = "1.6"


def sbom(folder: Path, version: str) -> str:
    """The list for the pins in this folder, checked against CycloneDX's own schema."""
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", "--output-reproducible", "--sv", FORM]
    made = subprocess.run([*command, str(folder / "requirements.txt")], capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(made.stdout)
    told["components"] += of_npm(json.loads((folder / "package-lock.json").read_text()))
    itself = {"type": "application", "bom-ref": "facilitation", "name": "facilitation", "version": version}
    told["metadata"]["component"] = itself
    for component in told["components"]:
        component["bom-ref"] = component["purl"]
    told["components"].sort(key=lambda component: component["purl"])
    references = [component["bom-ref"] for component in told["components"]]
    told["dependencies"] = [{"ref": "facilitation", "dependsOn": references}, *({"ref": each} for each in references)]
    text = json.dumps(told, indent=2, sort_keys=True) + "\n"
    if wrong := JsonStrictValidator(SchemaVersion.from_version(FORM)).validate_str(text):
        raise ValueError(f"this is not CycloneDX {FORM}: {wrong}")
    return text


def of_npm(lock: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The packages of a lock file; `integrity` is a hash in base64, of which the form wants the hexadecimal."""
    for path, package in lock["packages"].items():
        if not path:
            continue
        name, version = path.rpartition("node_modules/")[2], package["version"]
        kind, _, digest = package["integrity"].partition("-")
        yield {
            "type": "library",
            "name": name,
            "version": version,
            "purl": f"pkg:npm/{quote(name)}@{version}",
            "hashes": [{"alg": f"SHA-{kind.removeprefix('sha')}", "content": base64.b64decode(digest).hex()}],
            **({"licenses": [{"license": {"id": package["license"]}}]} if "license" in package else {}),
        }


if __name__ == "__main__":
    _, target, version = sys.argv
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    Path(target).write_text(sbom(ROOT, version), encoding="utf-8", newline="\n")
    print(f"{target}: {len(json.loads(Path(target).read_text())['components'])} packages")
