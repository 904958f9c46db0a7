"""Every derived row that rests on a statement leads to it, and so to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.cli.show import show
from cryptodrug_scraper.derive.identifiers import Identifiers, _statement_ids, named
from cryptodrug_scraper.store.row_ids import KINDS, MOST_RECORDS, row_id

if TYPE_CHECKING:
    from tests.support.derived_windows import Opened

RUNS = [uuid5(UUID(int=7), str(number)) for number in range(5)]


@pytest.mark.parametrize("table", KINDS)
@given(rows=st.lists(st.tuples(st.integers(0, 4), st.integers(0, MOST_RECORDS - 1)), max_size=20))
def test_identifiers_are_those_of_the_database(table: str, rows: list[tuple[int, int]]) -> None:
    pages = pl.Series([page for page, _ in rows], dtype=pl.UInt32)
    ordinals = pl.Series([ordinal for _, ordinal in rows], dtype=pl.Int64)

    found = _statement_ids(table, pages, ordinals, pl.Series([run.bytes for run in RUNS], dtype=pl.Binary))

    assert [row_id(table, RUNS[page], ordinal).bytes for page, ordinal in rows] == found.to_list()


def test_rows_have_the_first_and_the_last_statement_whatever_order_pages_come_in() -> None:
    pages = pl.DataFrame({"page": [2, 0, 1], "run": [RUNS[2].bytes, RUNS[0].bytes, RUNS[1].bytes]}).with_columns(
        captured_at=pl.col("page") * 10
    )
    listings = pl.DataFrame({"page": [1, 1, 2], "ordinal": [8, 7, 0], "listing_id": ["x", "x", "x"]})
    review = {"first_page": [0], "first_ordinal": [5], "last_page": [2], "last_ordinal": [6]}
    reviews = pl.DataFrame({"review_id": ["r"], **review})
    state = pl.DataFrame({"stated_page": [1], "listing_id": ["x"]})
    identifiers = Identifiers(pages)

    found = identifiers.of_reviews(reviews)
    sold = named(pl.DataFrame({"transaction_id": ["r"]}), identifiers.reviews(reviews))
    states = identifiers.of_states(state, listings)

    first, last = (row_id("review_observation", RUNS[page], place).bytes for page, place in ((0, 5), (2, 6)))
    assert [(first, last)] == found.select("review_id", "last_review_observation_id").rows()
    assert [first] == sold["transaction_id"].to_list()
    stated = states.select("listing_observation_id", "stated_run", "stated_at").row(0)
    assert (row_id("listing_observation", RUNS[1], 7).bytes, RUNS[1].bytes, 10) == stated


@pytest.mark.parametrize(
    ("column", "at"), [("review_id", "first_seen_at"), ("last_review_observation_id", "last_seen_at")]
)
def test_a_distinct_review_leads_to_its_first_and_last_statement(shared: Opened, column: str, at: str) -> None:
    agreeing = (
        f"FROM research.distinct_review d JOIN research.review r ON r.review_observation_id = d.{column} "
        f"AND r.market = d.market AND r.captured_at = d.{at}"
    )
    reviews = shared.one("SELECT count(*) FROM research.distinct_review")

    assert reviews == shared.one(f"SELECT count(*) {agreeing}")
    assert reviews == shared.one(
        f"SELECT count(*) {agreeing} JOIN research.account_name n ON n.market = r.market AND n.printed_name = r.vendor "
        "WHERE n.vendor = d.vendor"
    )
    assert 0 == shared.one(
        f"SELECT count(*) {agreeing} WHERE d.state = 'seen' AND (r.stars, r.sign) IS DISTINCT FROM (d.stars, d.sign)"
    )


def test_the_state_of_a_listing_leads_to_the_statement_that_it_rests_on(shared: Opened) -> None:
    stated = (
        "FROM research.listing_presence p JOIN research.listing_snapshot s "
        "ON s.listing_observation_id = p.listing_observation_id AND s.captured_at = p.stated_at "
        "AND s.parse_run_id = p.stated_run"
    )
    rows = shared.one("SELECT count(*) FROM research.listing_presence")

    assert rows == shared.one(f"SELECT count(*) {stated} WHERE s.market = p.market AND s.listing_id = p.listing_id")
    assert 0 == shared.one(
        f"SELECT count(*) {stated} WHERE p.price IS DISTINCT FROM s.price_amount::float8 "
        "AND p.price_currency = s.price_currency"
    )
    assert 0 == shared.one(
        f"SELECT count(*) {stated} WHERE p.origin_source = 'stated' AND p.origin_codes <> s.origin_codes"
    )


def test_show_takes_a_sale_for_the_page_that_shows_it(shared: Opened) -> None:
    sale = shared.one("SELECT min(transaction_id::text) FROM research.transaction WHERE market = 'empire'")

    shown = CliRunner().invoke(show, [sale], catch_exceptions=False).stdout

    assert "empire-2019-" in shown
    assert "review_observation" in shown


def test_a_market_month_is_the_sum_of_its_vendors_and_these_are_of_its_sales(shared: Opened) -> None:
    """From the figure down to what it rests on, as the documentation goes."""
    assert 0 == shared.one(
        "SELECT count(*) FROM research.market_month m JOIN (SELECT market, month, count(*) FILTER (WHERE transactions "
        "> 0) AS vendors FROM research.vendor_month GROUP BY 1, 2) v USING (market, month) "
        "WHERE m.measure = 'transactions' AND m.vendor_count > v.vendors"
    )
    summed = shared.rows(
        "SELECT max(abs(m.value - v.transactions) / m.value) FROM research.market_month m "
        "JOIN (SELECT market, month, sum(transactions) AS transactions FROM research.vendor_month GROUP BY 1, 2) v "
        "USING (market, month) WHERE m.measure = 'transactions' AND m.value > 0"
    )
    assert summed[0][0] < 1e-6
