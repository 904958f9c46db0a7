from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cryptodrug_scraper.cli.db import db
from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.page.market import markets
from cryptodrug_scraper.store.database import URL_VARIABLE
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.models.derived import DerivedBase
from cryptodrug_scraper.store.revisions import head_revision

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database


def run(*arguments: str) -> str:
    result = CliRunner().invoke(db, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_every_command_has_help_with_an_example() -> None:
    for name in db.commands:
        assert "Example:" in run(name, "--help")
        assert "Exit codes:" in run(name, "--help")


def test_the_schema_is_made_and_taken_away(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, empty_url)

    assert f"and {head_revision()} is the newest; run: cryptodrug db upgrade" in run("status")
    assert head_revision() in run("upgrade")
    assert "listing_observation" in run("status")
    assert "is at revision base" in run("downgrade", "base", "--yes")
    assert json.loads(run("status", "--json"))["tables"] == []


def test_the_status_counts_rows_bytes_and_months(database: Database, some_pages: Any, load_pages: Any) -> None:
    load_pages(some_pages)

    status = json.loads(run("status", "--json"))
    tables = {table["table"]: table for table in status["tables"]}

    assert ("named", head_revision(), database.server_version) == (
        *(status["server"], status["revision"], status["version"]),
    )
    assert {*Base.metadata.tables, *DerivedBase.metadata.tables} == set(tables)
    assert (60, 3) == (tables["listing_observation"]["rows"], tables["listing_observation"]["months"])
    assert (len(markets()), None) == (tables["market"]["rows"], tables["market"]["months"])
    assert 0 < tables["market"]["size"] < tables["listing_observation"]["size"] < status["size_bytes"]


def test_the_status_hides_the_password_and_the_url_shows_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = database.engine.url.set(password="secret")  # noqa: S106
    monkeypatch.setenv(URL_VARIABLE, address.render_as_string(hide_password=False))

    assert "secret" not in run("status")
    assert "secret" in run("url", "--owner")
    assert run("url").startswith("postgresql://cryptodrug_reader@")


def test_an_unknown_revision_is_an_error(database: Database) -> None:
    with pytest.raises(StoreError, match="revisions are base, 0100"):
        run("downgrade", "later", "--yes")
    assert database.revision == head_revision()


def test_a_named_server_is_not_stopped(database: Database) -> None:
    with pytest.raises(ConfigurationError, match="its own administrator stops"):
        run("stop")
    assert not database.is_embedded
