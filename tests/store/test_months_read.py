"""A question about one month looks into the tables of that month alone, however its days are given."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from tests.support.plans import looked_into

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

FIRST, LAST, NEXT = "2019-03-01", "2019-03-31", "2019-04-01"
LOOKED_UP = {"listing_at_snapshot", "review_page"}
"""Views that look up a page for each row of what was derived, in whichever month it is."""
WITH_TIMES = text(
    "SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid "
    "WHERE relnamespace = 'research'::regnamespace AND relkind = 'v' AND attname = 'captured_at' ORDER BY 1"
)
OF_DAYS = ("listings_between($1, $2)", "vendors_between($1, $2)", "origin_vendor('BE', $1, $2)")


@pytest.fixture
def filled(database: Database, some_pages: Any, make_page: Any, make_listing: Any, load_pages: Any) -> Database:
    """Pages of three months; in each are listings that rule a place out."""
    load_pages(some_pages)
    ruled_out = [make_listing(str(number), title="5g no US") for number in range(20, 30)]
    load_pages(make_page(*ruled_out, at=datetime(2019, month, 15, tzinfo=UTC), name=f"{month}") for month in (1, 2, 3))
    return database


def test_each_view_with_a_time_reads_the_month_that_is_asked_for(filled: Database) -> None:
    window = f"captured_at >= '{FIRST}Z' AND captured_at < '{NEXT}Z'"
    with filled.engine.connect() as connection:
        views = [name for name in connection.execute(WITH_TIMES).scalars() if name not in LOOKED_UP]
        more = {"review": f" AND month = '{FIRST}'"}
        read = {
            name: looked_into(connection, f"SELECT * FROM research.{name} WHERE {window}{more.get(name, '')}")
            for name in views
        }

    assert {"listing_snapshot", "listing_destination", "vendor_snapshot", "review"} <= set(views)
    assert {name: {"2019_03"} for name in views} == read


@pytest.mark.parametrize("function", OF_DAYS)
def test_days_that_are_parameters_choose_the_months_too(filled: Database, function: str) -> None:
    """However often: the server would else make one plan for all days after the fifth time."""
    with filled.engine.connect() as connection:
        connection.exec_driver_sql(f"PREPARE asked (date, date) AS SELECT * FROM research.{function}")
        for _ in range(7):
            assert {"2019_03"} == looked_into(connection, f"EXECUTE asked ('{FIRST}', '{LAST}')")
        connection.exec_driver_sql("DEALLOCATE asked")


def test_what_is_looked_into_is_told_of_questions_without_days_too(filled: Database) -> None:
    with filled.engine.connect() as connection:
        found = looked_into(connection, "SELECT * FROM research.listing_snapshot")

    assert {"2019_01", "2019_02", "2019_03", "unknown"} == found
