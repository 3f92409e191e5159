"""nginx in front of processes; every test runs with each nginx that is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scripts.check_nginx import installed, lacking
from tests.deploy.front import Front


@pytest.fixture(params=installed() or [""], ids=lambda path: Path(path).name)
def nginx(request: pytest.FixtureRequest) -> str:
    """An nginx that is installed."""
    if missing := lacking():
        pytest.skip(missing)
    return str(request.param)


@pytest.fixture
def front(nginx: str, tmp_path: Path) -> Iterator[Callable[..., Front]]:
    """Starts nginx in front of the processes on these ports; it is gone at the end."""
    started: list[Front] = []

    def start(*processes: int) -> Front:
        started.append(Front(nginx, tmp_path / f"nginx{len(started)}", processes))
        started[-1].start()
        return started[-1]

    yield start
    for each in started:
        each.stop()
