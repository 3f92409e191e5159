"""Imports point one way: web → engine → room → models; programme knows none of these, record little."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "facilitation"

# A line that takes something from a module of tests.
FROM_A_TEST = re.compile(r"^\s*(?:from|import) +(?:tests)?\.(?:\w+\.)*test_\w+.*", re.M)

# What each layer may import of the package, besides itself.
MAY = {
    "errors": set(),
    "logs": set(),
    "metrics": set(),
    "sqlite": set(),
    "postgres": set(),
    "db": {"sqlite", "postgres"},
    "config": set(),
    "file_search": set(),
    "leftovers": {"db", "file_search"},
    "models": {"db"},
    "programme": {"errors", "logs"},
    "record": {"models", "programme"},
    "backup": {"models", "db", "migrations", "claim", "config"},
    "room": {"models", "programme", "errors"},
    "wire": {"logs"},
    "engine": {"wire", "room", "models", "programme", "errors", "db", "leftovers", "logs", "metrics"},
    "purge": {"engine", "room", "errors", "db", "postgres", "migrations", "claim", "config"},
    "web": {
        "engine",
        "purge",
        "wire",
        "room",
        "models",
        "programme",
        "record",
        "errors",
        "db",
        "logs",
        "metrics",
        "config",
    },
}


def imports_of(path):
    """Names of all modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layers_used_by(path):
    """The package's layers that a file imports from."""
    dotted = (name.split(".") for name in imports_of(path))
    names = {parts[1] for parts in dotted if parts[0] == "facilitation" and len(parts) > 1}
    return {name for name in names if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file()}


def files_of(layer):
    path = PACKAGE / layer
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


@pytest.mark.parametrize("layer", MAY)
def test_one_way(layer):
    against = {
        str(path.relative_to(ROOT)): wrong
        for path in files_of(layer)
        if (wrong := layers_used_by(path) - MAY[layer] - {layer})
    }
    assert against == {}


def test_what_is_allowed_is_needed():
    idle = {
        layer: unused
        for layer, allowed in MAY.items()
        if (unused := allowed - {used for path in files_of(layer) for used in layers_used_by(path)})
    }
    assert idle == {}


def test_nothing_below_the_web_knows_the_web_framework():
    below = [path for layer in ("models", "programme", "room", "record") for path in files_of(layer)]
    web = {"flask", "flask_socketio", "flask_babel", "werkzeug", "jinja2", "socketio", "engineio"}
    assert [str(path) for path in below if web & {name.split(".")[0] for name in imports_of(path)}] == []


def test_only_the_starting_file_names_eventlet():
    files = [*PACKAGE.rglob("*.py"), ROOT / "wsgi.py"]
    naming = {path.name for path in files if "eventlet" in {name.split(".")[0] for name in imports_of(path)}}
    assert naming == {"wsgi.py"}


def test_no_test_imports_from_a_test():
    """What two of them need has a place of its own: a test may be moved, or go."""
    files = sorted((ROOT / "tests").rglob("*.py"))
    assert [(path.name, line) for path in files for line in FROM_A_TEST.findall(path.read_text())] == []
