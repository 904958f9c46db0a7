"""Revision 0110: the ledger of what was published; from a released database forward and back, with rows in it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import insert, text

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.downgrade_loss import refuse_loss_of_ledger
from cryptodrug_scraper.store.migrate import downgrade, upgrade
from cryptodrug_scraper.store.models.publication import Publication
from tests.store.released.keep import FOLDER, contents
from tests.support.command import run_command

if TYPE_CHECKING:
    from sqlalchemy import Connection

PUBLISHED: dict[str, Any] = {
    "publication_id": UUID(int=7), "published_at": datetime(2026, 11, 1, 12, tzinfo=UTC), "kind": "report",
    "name": "study.html", "country": "BE", "first_day": date(2018, 11, 1), "last_day": date(2019, 11, 30),
    "definition": "D2", "attribution": "A1", "study_id": "cryptodrug", "study_digest": "0" * 64, "markets": ["dream"],
    "derivation": UUID(int=9), "digest": "1" * 64, "shown": b"\x00\xff bytes", "unreleased_at": None,
    "unreleased_why": None,
}  # fmt: skip
DRAFT = PUBLISHED | {
    "publication_id": UUID(int=8), "unreleased_at": datetime(2026, 11, 2, tzinfo=UTC), "unreleased_why": "a draft",
}  # fmt: skip
NEWEST_WITHOUT = "0109"


def ledger(connection: Connection) -> list[dict[str, Any]]:
    rows = [dict(row) for row in connection.execute(text("SELECT * FROM publication ORDER BY 1")).mappings()]
    connection.rollback()
    return [row | {"shown": bytes(row["shown"])} for row in rows]


def held(connection: Connection) -> dict[str, Any]:
    found = contents(connection)
    connection.rollback()
    return found


@pytest.mark.usefixtures("restored_home")
@pytest.mark.slow
def test_a_released_database_gets_a_ledger_that_no_downgrade_loses_unasked() -> None:
    released = json.loads((FOLDER / "0.2.0.json").read_text(encoding="utf-8"))

    with open_database() as database, database.engine.connect() as connection:
        assert ledger(connection) == []  # what was published before is not known
        refuse_loss_of_ledger(connection, NEWEST_WITHOUT)  # and nothing would be lost
        before = held(connection)
        with connection.begin():
            connection.execute(insert(Publication), [PUBLISHED, DRAFT])

        for revision in (NEWEST_WITHOUT, "0100", "base"):
            with pytest.raises(StoreError, match=r"published \(2\), and revision .* --forget-publications"):
                refuse_loss_of_ledger(connection, revision)
            assert ledger(connection) == [PUBLISHED, DRAFT]
        refuse_loss_of_ledger(connection, "0110")  # which can hold it

        downgrade(connection, "0110")
        upgrade(connection)
        assert ledger(connection) == [PUBLISHED, DRAFT]

        downgrade(connection, "0100")
        upgrade(connection)
        assert ledger(connection) == []
        after = held(connection)
    rows = after.pop("rows")
    assert {name: rows[name] for name in released["rows"]} == released["rows"]
    assert {**after, "rows": released["rows"]} == released
    assert before.pop("rows").keys() == rows.keys()


@pytest.mark.usefixtures("own_home")
@pytest.mark.slow
def test_the_command_refuses_even_if_it_is_confirmed_and_says_how_it_may_go() -> None:
    with open_database() as database, database.engine.begin() as connection:
        connection.execute(insert(Publication), [PUBLISHED])
    command = ("db", "downgrade", NEWEST_WITHOUT, "--yes")
    refused = run_command(*command, code=5)
    assert b"--forget-publications" in refused.stderr
    assert b"cryptodrug db dump" in refused.stderr
    with open_database() as database, database.engine.connect() as connection:
        assert ledger(connection) == [PUBLISHED]
    run_command(*command, "--forget-publications")
    with open_database(any_revision=True) as database:
        assert database.revision == NEWEST_WITHOUT
