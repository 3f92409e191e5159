"""The configuration: read from the environment, refused where it would be unsafe."""

from __future__ import annotations

import dataclasses
import errno
import os
import stat
import tempfile

import pytest
from sqlalchemy import make_url

from facilitation.app import create_app
from facilitation.config import Config, ConfigError
from facilitation.db import db


@pytest.fixture
def environment(tmp_path):
    """The least that a test's environment says."""
    return {"DATA_DIR": str(tmp_path / "var")}


def test_what_holds_when_nothing_is_said(environment, tmp_path):
    config = Config.from_environment(environment)
    assert (config.host, config.port, config.address) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert config.database_url == f"sqlite:///{tmp_path / 'var' / 'facilitation.sqlite'}"
    assert config.organiser_key is None and config.migrate


@pytest.mark.parametrize("name", ["a%20b", "a?b", "a b", "é#"])
def test_a_folder_may_have_any_name(tmp_path, name):
    config = Config.from_environment({"DATA_DIR": str(tmp_path / name)})
    assert make_url(config.database_url).database == str(tmp_path / name / "facilitation.sqlite")


def test_the_data_is_its_owners_alone(environment, tmp_path):
    Config.from_environment(environment)
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "var" / "secret").stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_made_or_written_is_told(environment, tmp_path, monkeypatch):
    (tmp_path / "var").write_text("a file")
    for folder in (tmp_path / "var", tmp_path / "var" / "below"):
        with pytest.raises(ConfigError, match=rf"DATA_DIR={folder} .* as a folder: (File exists|Not a directory)"):
            Config.from_environment({"DATA_DIR": str(folder)})

    def refuse(**_where):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(ConfigError, match="as a folder: Permission denied"):
        Config.from_environment({"DATA_DIR": str(tmp_path / "other")})


def test_the_secret_is_made_once_and_kept(environment):
    first = Config.from_environment(environment).secret_key
    assert len(first) >= 32 and Config.from_environment(environment).secret_key == first
    assert Config.from_environment(environment | {"SECRET_KEY": "told"}).secret_key == "told"


def test_processes_that_start_at_once_have_one_secret(environment, tmp_path, monkeypatch):
    theirs = tmp_path / "var" / "secret"

    def overtaken(made, path, link=os.link):
        theirs.write_text("the first one's")
        link(made, path)

    monkeypatch.setattr(os, "link", overtaken)
    assert Config.from_environment(environment).secret_key == "the first one's"
    assert [path.name for path in theirs.parent.iterdir()] == ["secret"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])
def test_strangers_may_not_reach_it_without_a_key(environment, host):
    with pytest.raises(ConfigError, match="ORGANISER_KEY"):
        Config.from_environment(environment | {"HOST": host})
    assert Config.from_environment(environment | {"HOST": host, "ORGANISER_KEY": "key"}).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "::1"])
def test_this_machine_alone_needs_none(environment, host):
    assert Config.from_environment(environment | {"HOST": host}).host == host


def test_nor_may_they_by_way_of_a_server_in_front(environment):
    behind = environment | {"PUBLIC_URL": "https://ask.example"}
    with pytest.raises(ConfigError, match="ORGANISER_KEY"):
        Config.from_environment(behind)
    assert Config.from_environment(behind | {"ORGANISER_KEY": "key"}).address == "https://ask.example"
    assert Config.from_environment(environment | {"PUBLIC_URL": "http://localhost:9000"}).organiser_key is None


@pytest.mark.parametrize("port", ["", "http", "-1", "65536", "80.5", "²"])
def test_a_port_is_a_number(environment, port):
    with pytest.raises(ConfigError, match="PORT"):
        Config.from_environment(environment | {"PORT": port})


def test_the_port_for_metrics_is_one_or_none(environment):
    assert Config.from_environment(environment | {"METRICS_PORT": ""}).metrics_port is None
    assert Config.from_environment(environment | {"METRICS_PORT": "9464"}).metrics_port == 9464
    for port in ("here", "0"):  # what is on a port that nobody knows, nobody reads
        with pytest.raises(ConfigError, match="METRICS_PORT"):
            Config.from_environment(environment | {"METRICS_PORT": port})


def test_logs_are_text_or_json(environment):
    assert [Config.from_environment(environment | {"LOG_FORMAT": said}).log_format for said in ("", "json")] == [
        "text",
        "json",
    ]
    with pytest.raises(ConfigError, match="LOG_FORMAT"):
        Config.from_environment(environment | {"LOG_FORMAT": "xml"})


@pytest.mark.parametrize(
    "url",
    [
        "mysql://x/y",
        "postgresql+psycopg2://h/x",
        "postgresql+asyncpg://h/x",
        "postgresql://h",
        "sqlite://",
        "sqlite:///",
        "sqlite:///?timeout=9",
        "var/x.sqlite",
        "sqlite:///:memory:",
        "sqlite:///file:x?mode=memory&uri=true",
    ],
)
def test_another_database_is_refused(environment, url):
    with pytest.raises(ConfigError, match="DATABASE_URL"):
        Config.from_environment(environment | {"DATABASE_URL": url})


def test_a_relative_file_is_the_one_that_the_claim_and_the_backup_mean(environment, tmp_path, monkeypatch):
    """Flask-SQLAlchemy has a folder of its own for such paths, in the release."""
    monkeypatch.chdir(tmp_path)
    config = Config.from_environment(environment | {"DATABASE_URL": "sqlite:///live 1%25.sqlite?timeout=9"})
    assert make_url(config.database_url).database == str(tmp_path / "live 1%.sqlite")
    assert make_url(config.database_url).query == {"timeout": "9"}
    with create_app(dataclasses.replace(config, migrate=False)).app_context():
        assert db.engine.url.database == str(tmp_path / "live 1%.sqlite")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_as_people_write_it(environment, scheme):
    config = Config.from_environment(
        environment | {"DATABASE_URL": f"{scheme}://me:p%40ss@host:5433/there?sslmode=require"}
    )
    assert config.database_url == "postgresql+psycopg://me:p%40ss@host:5433/there?sslmode=require"
    assert not config.on_sqlite


def test_a_refused_address_does_not_show_its_password(environment):
    for url in (
        "mysql://me:hidden@h/x",
        "postgresql://me:hidden@h",
        "://me:hidden@h/x",
        "postgresql://me:hidden@h:x/y",
    ):
        with pytest.raises(ConfigError) as refused:
            Config.from_environment(environment | {"DATABASE_URL": url})
        assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("url", ["redis://h:1/0", "rediss://h", "valkey://h", "unix:///run/valkey.sock"])
def test_a_message_queue_goes_with_postgresql_only(environment, url):
    with pytest.raises(ConfigError, match="several processes cannot share SQLite"):
        Config.from_environment(environment | {"MESSAGE_QUEUE_URL": url})
    there = environment | {"DATABASE_URL": "postgresql://h/x"}
    assert Config.from_environment(there | {"MESSAGE_QUEUE_URL": url}).message_queue_url == url
    assert Config.from_environment(there).message_queue_url is None


def test_another_message_queue_is_refused(environment):
    with pytest.raises(ConfigError, match="MESSAGE_QUEUE_URL") as refused:
        Config.from_environment(
            environment | {"DATABASE_URL": "postgresql://h/x", "MESSAGE_QUEUE_URL": "amqp://me:hidden@h"}
        )
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ({"PUBLIC_URL": "https://ask.example/", "ORGANISER_KEY": "key"}, "https://ask.example"),
        ({"PUBLIC_URL": ""}, "http://127.0.0.1:8000"),
        ({"HOST": "::1", "PORT": "9000"}, "http://[::1]:9000"),
    ],
)
def test_where_people_reach_it(environment, said, address):
    assert Config.from_environment(environment | said).address == address


ONION = "http://" + "a2" * 28 + ".onion"


def test_an_onion_service_beside_the_name_or_alone(environment):
    keyed = environment | {"ORGANISER_KEY": "key"}
    both = Config.from_environment(keyed | {"PUBLIC_URL": "https://ask.example", "ONION_URL": ONION + "/"})
    assert (both.address, both.onion_url) == ("https://ask.example", ONION)
    assert Config.from_environment(keyed | {"PUBLIC_URL": ONION}).address == ONION
    with pytest.raises(ConfigError, match="ORGANISER_KEY"):
        Config.from_environment(environment | {"ONION_URL": ONION})


@pytest.mark.parametrize("url", ["https" + ONION[4:], ONION[:-7] + "1.onion", ONION + "/path", "http://short.onion",
                                 ONION.upper(), ONION[7:], "http://me@" + ONION[7:], ONION + ".example"])  # fmt: skip
def test_an_onion_service_has_its_own_kind_of_address(environment, url):
    with pytest.raises(ConfigError, match="ONION_URL"):
        Config.from_environment(environment | {"ORGANISER_KEY": "key", "ONION_URL": url})


@pytest.mark.parametrize("url", ["https://", "https://me@ask.example", "https://ask.example:x", "https://ask.example?a",
                                 "https://ask.example#a", "https://[", "http://short.onion"])  # fmt: skip
def test_a_public_address_is_what_a_browser_would_name_as_its_origin(environment, url):
    with pytest.raises(ConfigError, match="PUBLIC_URL"):
        Config.from_environment(environment | {"ORGANISER_KEY": "key", "PUBLIC_URL": url})


def test_a_proxy_is_in_front_or_not(environment):
    said = [Config.from_environment(environment | {"BEHIND_PROXY": value}).behind_proxy for value in ("", "0", "1")]
    assert said == [False, False, True] and not Config.from_environment(environment).behind_proxy
    with pytest.raises(ConfigError, match="BEHIND_PROXY"):
        Config.from_environment(environment | {"BEHIND_PROXY": "yes"})


def test_it_cannot_be_changed_afterwards(environment):
    with pytest.raises(dataclasses.FrozenInstanceError):
        Config.from_environment(environment).port = 1
