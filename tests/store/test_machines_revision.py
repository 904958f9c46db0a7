"""Revision 0115: machines, which ran what, and when the next crawl is due; back and forward, with data."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.schedule.machines import known_machines, note_started
from cryptodrug_scraper.store.migrate import downgrade, upgrade

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

SEEN = datetime(2018, 11, 1, tzinfo=UTC)
RUNS = text("SELECT entry, outcome, machine FROM schedule_run")
ENTRIES = text("SELECT entry, first_seen_at, next_due_at FROM schedule_entry")


def test_runs_stay_and_their_machines_are_not_known_after_a_way_back(database: Database) -> None:
    with database.engine.connect() as connection:
        with connection.begin():
            note_started(connection, "lab-1", ["weekly"], "0" * 64)
            connection.execute(
                text("INSERT INTO schedule_entry VALUES ('weekly', 'dream', :seen, :seen)"), {"seen": SEEN}
            )
            connection.execute(
                text(
                    "INSERT INTO schedule_run (entry, due_at, market, outcome, machine) "
                    "VALUES ('weekly', :seen, 'dream', 'complete', 'lab-1')"
                ),
                {"seen": SEEN},
            )

        downgrade(connection, "0111")
        assert ["weekly"] == connection.execute(text("SELECT entry FROM schedule_run")).scalars().all()
        connection.rollback()
        upgrade(connection)

        assert [("weekly", "complete", None)] == [tuple(row) for row in connection.execute(RUNS)]
        assert [("weekly", SEEN, None)] == [tuple(row) for row in connection.execute(ENTRIES)]
        assert {} == known_machines(connection)
        assert connection.execute(text("SELECT due_since FROM research.market_look")).scalars().all()
