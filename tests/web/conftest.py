"""Every test has an app of its own; compiling each page once for all of them saves most of the time."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from facilitation.room.actor import Actor
from tests.conftest import House
from tests.matrix import Scene, set_scene


@pytest.fixture(scope="session")
def compiled_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where compiled templates are kept while the tests run."""
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(autouse=True)
def pages_compiled_once(app: Flask, compiled_pages: Path) -> None:
    """Let this test's app use what another has compiled."""
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled_pages))


@pytest.fixture
def scene(house: House, alice: Actor, bob: Actor, moderator: Actor, organiser: Actor) -> Scene:
    """A meeting in which every command has something to work on."""
    return set_scene(house, alice, bob, moderator, organiser)
