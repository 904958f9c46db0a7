"""Revision 0119: the ledger of adjudication; forward and back with rows in it, and in a dump."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.adjudication.ledger import Ledger, add, ledger_of
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.downgrade_loss import loss_by_downgrade, refuse_loss_of_adjudication
from cryptodrug_scraper.store.dump import dump, restore
from cryptodrug_scraper.store.migrate import downgrade, upgrade
from tests.adjudication.test_lines import WHOLE
from tests.support.command import run_command

if TYPE_CHECKING:
    from pathlib import Path

NEWEST_WITHOUT = "0118"


@pytest.mark.usefixtures("made_home")
@pytest.mark.slow
def test_no_downgrade_loses_answers_unasked_and_a_dump_has_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_database() as database, database.engine.connect() as connection:
        refuse_loss_of_adjudication(connection, NEWEST_WITHOUT)  # nothing would be lost
        with connection.begin():
            add(connection, WHOLE)
        for revision in (NEWEST_WITHOUT, "0100", "base"):
            with pytest.raises(StoreError, match=r"answered \(6\), and revision .* --forget-adjudication"):
                refuse_loss_of_adjudication(connection, revision)
        assert {
            "public.adjudication_answer": (6, 0),
            "public.adjudication_item": (4, 0),
            "public.adjudication_sample": (1, 0),
        } == loss_by_downgrade(connection, NEWEST_WITHOUT).rows
        connection.rollback()
    dump(tmp_path / "dump")
    refused = run_command("db", "downgrade", NEWEST_WITHOUT, "--yes", code=5)
    assert b"cryptodrug adjudication export" in refused.stderr
    with open_database() as database, database.engine.connect() as connection:
        downgrade(connection, NEWEST_WITHOUT)
        connection.rollback()
        upgrade(connection)
        with connection.begin():
            assert Ledger({}, {}) == ledger_of(connection)

    monkeypatch.setenv("CRYPTODRUG_HOME", str(tmp_path / "other"))
    restore(tmp_path / "dump")
    with open_database() as database, database.engine.begin() as connection:
        assert WHOLE == ledger_of(connection)
        with pytest.raises(Exception, match="step_word"), connection.begin_nested():
            connection.execute(text("UPDATE adjudication_answer SET step = 'guessing'"))
