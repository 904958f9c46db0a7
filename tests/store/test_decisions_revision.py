"""Revision 0118: the ledger of decisions; from a released database forward and back, with rows in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.decisions.ledger import add, decisions_of
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.downgrade_loss import loss_by_downgrade, refuse_loss_of_decisions
from cryptodrug_scraper.store.dump import dump, restore
from cryptodrug_scraper.store.migrate import downgrade, upgrade
from tests.decisions.deciding import CLASS, COUNTRY, FIELD, PRICE, decided, link, unchecked
from tests.store.released.keep import FOLDER, contents
from tests.support.command import run_command

if TYPE_CHECKING:
    from pathlib import Path

DECIDED = decided(
    unchecked(link("dream/a", "empire/Ω"), decided_why="two\nlines, and 'quotes'"),
    unchecked(COUNTRY, value={"origin_codes": ["BE", "NL"]}),
    unchecked(PRICE, "rejected"),
    unchecked(CLASS, "corrected", {"drug_class": "Benzos"}),
    unchecked(FIELD, "corrected", {"price_amount": None}),
)
NEWEST_WITHOUT = "0117"


@pytest.mark.usefixtures("restored_home")
@pytest.mark.slow
def test_a_released_database_gets_a_ledger_that_no_downgrade_loses_unasked() -> None:
    released = json.loads((FOLDER / "0.2.0.json").read_text(encoding="utf-8"))

    with open_database() as database, database.engine.connect() as connection:
        refuse_loss_of_decisions(connection, NEWEST_WITHOUT)  # nothing would be lost
        with connection.begin():
            assert {} == decisions_of(connection)
            add(connection, DECIDED)
        with connection.begin():
            assert DECIDED == decisions_of(connection)
        for revision in (NEWEST_WITHOUT, "0100", "base"):
            with pytest.raises(StoreError, match=r"decided \(5\), and revision .* --forget-decisions"):
                refuse_loss_of_decisions(connection, revision)
        assert {"public.decision": (5, 0)} == loss_by_downgrade(connection, NEWEST_WITHOUT).rows
        connection.rollback()
        downgrade(connection, "0100")
        upgrade(connection)
        with connection.begin():
            assert {} == decisions_of(connection)
        after = contents(connection)
    rows = after.pop("rows")
    assert {name: rows[name] for name in released["rows"]} == released["rows"]
    assert {**after, "rows": released["rows"]} == released


@pytest.mark.usefixtures("made_home")
@pytest.mark.slow
def test_a_dump_has_the_ledger_and_the_command_refuses_to_lose_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_database() as database, database.engine.begin() as connection:
        add(connection, DECIDED)
    dump(tmp_path / "dump")
    refused = run_command("db", "downgrade", NEWEST_WITHOUT, "--yes", code=5)
    assert b"--forget-decisions" in refused.stderr
    assert b"cryptodrug decision export" in refused.stderr
    run_command("db", "downgrade", NEWEST_WITHOUT, "--yes", "--forget-decisions")
    with open_database(any_revision=True) as database:
        assert database.revision == NEWEST_WITHOUT

    monkeypatch.setenv("CRYPTODRUG_HOME", str(tmp_path / "other"))
    restore(tmp_path / "dump")
    with open_database() as database, database.engine.begin() as connection:
        assert DECIDED == decisions_of(connection)
        with pytest.raises(Exception, match="kind_word"), connection.begin_nested():
            connection.execute(text("UPDATE decision SET kind = 'weather'"))
