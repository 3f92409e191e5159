"""Processes at one database share a channel of the queue, and nobody else hears it."""

from __future__ import annotations

import pytest
from sqlalchemy import NullPool, create_engine

from facilitation.engine.between import channel_of
from tests.postgres import Postgres

pytestmark = pytest.mark.postgres


def test_each_database_has_a_channel_of_its_own(postgres: Postgres) -> None:
    """Also one that was copied whole; and whoever may do nothing but connect can tell."""
    first = postgres.create("channel")
    copy = postgres.create("channel copied", template="channel")
    postgres.execute("CREATE ROLE ordinary LOGIN")
    try:
        urls = (first, first.replace("postgres@", "ordinary@"), copy)
        channels = [channel_of(create_engine(url, poolclass=NullPool)) for url in urls]
    finally:
        postgres.execute("DROP ROLE ordinary")
        for name in ("channel", "channel copied"):
            postgres.drop(name)
    assert channels[0] == channels[1] != channels[2]
    assert channels[0].startswith("facilitation:")
