"""Pages of which no more than a day is known: what they state is of one instant; nothing breaks, or hangs on order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cryptodrug_scraper.derive.market import of_market
from cryptodrug_scraper.derive.observed import Observed
from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.derive.tables import ROW_TABLES, as_table
from cryptodrug_scraper.replay import replay
from tests.derive.conftest import MARKETS
from tests.support.dated_pages import dated_folder, priced_at
from tests.support.derived_windows import Opened
from tests.support.pieces import gathered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.derive.rates import Rates
    from cryptodrug_scraper.store.database import Database
    from tests.derive.conftest import Read

PART = UUID(int=1)
MOMENT = datetime(2019, 3, 29, tzinfo=UTC)
OF_READINGS = {
    *("listing_observation_id", "review_id", "last_review_observation_id", "transaction_id", "stated_run"),
}
"""Columns that name a reading or a row of it."""


def derived(market: str, rates: Rates, frames: dict[str, pl.DataFrame], seed: int) -> dict[str, pl.DataFrame]:
    """What is derived of frames whose rows come in some order, in the form of the tables, each sorted."""

    def blocks(name: str) -> Iterator[pl.DataFrame]:
        yield frames[name].sample(fraction=1.0, shuffle=True, seed=seed)

    found = gathered(of_market(Observed(market, blocks), rates, None, read_parameters()))
    tables = {name: as_table(name, PART, rows) for name, rows in found.items() if name in ROW_TABLES}
    return {name: rows.sort(key_of(name)) for name, rows in tables.items()}


def key_of(table: str) -> list[str]:
    return [column.name for column in ROW_TABLES[table].primary_key.columns]


def of_time(pages: pl.DataFrame, known: str) -> pl.DataFrame:
    """The pages with no more of their times than is known, as folders and savers state it."""
    at = pl.col("captured_at")
    moment = pl.lit(MOMENT).cast(pages.schema["captured_at"])
    is_known = pl.col("run").bin.encode("hex").str.slice(-1).is_in(list("01234567"))
    known_of = {
        "one instant": moment,
        "day": at.dt.truncate("1d"),
        "month": at.dt.truncate("1mo"),
        "instant of each crawl": at.min().over("crawl_id"),
        "every second page": pl.when(is_known).then(at),
    }
    stated = known_of[known]
    length = pl.duration(days=1 if known == "day" else 0)
    return pages.with_columns(
        captured_at=stated, captured_from=stated, captured_to=stated + length, source=pl.lit("directory")
    )


@pytest.mark.parametrize(
    ("market", "known", "crawls"),
    [
        pytest.param("dream", "one instant", "parallel", marks=pytest.mark.slow),
        ("empire", "every second page", "none"),
        ("wallstreet", "one instant", "parallel"),
        pytest.param("wallstreet", "every second page", "none", marks=pytest.mark.campaign),
    ],
)
def test_what_is_known_of_times_leaves_rows_with_keys_of_their_own_and_no_order_matters(
    observed: Read, market: str, known: str, crawls: str
) -> None:
    check(observed, market, known, crawls, seed=0)


@pytest.mark.campaign
@pytest.mark.parametrize("market", MARKETS)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    known=st.sampled_from(["one instant", "day", "month", "instant of each crawl", "every second page"]),
    crawls=st.sampled_from(["kept", "none", "parallel"]),
    seed=st.integers(0, 2**32 - 1),
)
def test_whatever_is_known_of_times(observed: Read, market: str, known: str, crawls: str, seed: int) -> None:
    check(observed, market, known, crawls, seed)


def check(observed: Read, market: str, known: str, crawls: str, seed: int) -> None:
    """Each row has a key of its own, and the order of what is read changes none."""
    rates, frames = observed.rates, observed.frames
    pages = of_time(frames[market]["pages"], known)
    if crawls == "none":
        pages = pages.with_columns(crawl_id=pl.lit(None, pl.String))
    if crawls == "parallel":  # three machines, whose crawls began and ended in one second
        third = (pl.col("run").bin.encode("hex").str.slice(-1).str.to_integer(base=16) % 3).cast(pl.String)
        pages = pages.with_columns(crawl_id=pl.concat_str(pl.lit("00000000-0000-0000-0000-00000000000"), third))
    changed = frames[market] | {"pages": pages}

    found = derived(market, rates, changed, seed)
    again = derived(market, rates, changed, seed + 1)

    assert found["listing_price"].height
    for name, rows in found.items():
        assert not rows.select(key_of(name)).is_duplicated().any(), name
        assert rows.equals(again[name]), name


@pytest.mark.parametrize("market", ["dream", pytest.param("empire", marks=pytest.mark.slow)])
def test_another_version_of_a_parser_that_reads_the_same_gives_the_same_rows(observed: Read, market: str) -> None:
    """Readings have other identifiers then, and these decide nothing where pages are of one instant."""
    frames = observed.frames[market]
    one = frames | {"pages": of_time(frames["pages"], "one instant")}
    other = {
        name: rows.with_columns(pl.col("run").bin.encode("hex").str.reverse().str.decode("hex"))
        if "run" in rows.columns
        else rows
        for name, rows in one.items()
    }

    before, after = (derived(market, observed.rates, each, 1) for each in (one, other))

    assert before["listing_state"].height > 50
    for name, rows in before.items():
        told = [column for column in rows.columns if column not in OF_READINGS]
        assert_frame_equal(rows.select(told).sort(told), after[name].select(told).sort(told))


@pytest.mark.slow
def test_two_prices_of_a_listing_on_one_day_are_both_kept(database: Database, tmp_path: Path) -> None:
    pages = {"one": priced_at("128.86"), "two": priced_at("151.40"), "three": priced_at("128.86") + b"<!-- again -->"}
    replay(database.engine, [dated_folder(tmp_path, "2019-03-29", **pages)], workers=1)
    opened = Opened(database)
    opened.derive()

    prices = opened.rows(
        "SELECT price, currency, price_eur, price_flag, first_at, last_at FROM research.listing_price ORDER BY price"
    )
    assert [(price, "EUR", price, "ok", MOMENT, MOMENT) for price in (128.86, 151.4)] == prices
    stated = opened.rows("SELECT price_amount::float8, price_eur FROM research.listing_at_snapshot")
    assert stated
    assert all(amount == eur for amount, eur in stated), "the price of the statement that is shown, and not another's"
    ((low, high),) = opened.rows("SELECT DISTINCT amount_eur_low, amount_eur_high >= 151.4 FROM research.transaction")
    assert (128.86, True) == (low, high), "either can have been what was asked"
    asked = opened.one("SELECT DISTINCT s.asked_eur FROM derived.sale s")
    assert (128.86 + 151.4) / 2 == pytest.approx(asked)


@pytest.mark.slow
def test_the_order_of_loading_two_prices_of_one_day_changes_no_row(database: Database, tmp_path: Path) -> None:
    opened = Opened(database)
    digests = set()
    folders = [
        dated_folder(tmp_path / name, "2019-03-29", **{name: priced_at(price)})
        for name, price in (("a", "40.00"), ("b", "9999.00"), ("c", "52.10"))
    ]
    for order in (folders, folders[::-1]):
        for folder in order:
            replay(database.engine, [folder], workers=1)
        opened.forget()
        opened.derive()
        assert 3 == opened.one("SELECT count(*) FROM research.listing_price")
        digests.add(opened.digest())
        with database.engine.begin() as connection:
            connection.exec_driver_sql("TRUNCATE capture, capture_origin, parse_run, review_list, superseded_run")
            connection.exec_driver_sql("TRUNCATE listing_observation, listing_price, review_observation")
    assert 1 == len(digests)
