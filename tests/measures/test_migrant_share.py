from __future__ import annotations

import math
from typing import Any

import polars as pl
import pytest

from cryptodrug_scraper.measures.accounts.migrant_share import ARRIVAL, MIGRANT_SHARE, arrivals, migrant_share
from cryptodrug_scraper.measures.accounts.migration import MIGRATION
from cryptodrug_scraper.measures.accounts.shocks import OBSERVED, SHOCK
from tests.measures.account_pages import at, on

SHOCKS = pl.DataFrame([("old", "closed", on("03-26"), on("03-26"), "read")], schema=SHOCK, orient="row")
OBSERVED_UNTIL = pl.DataFrame([("new", at("04-25", 0)), ("third", at("03-20"))], schema=OBSERVED, orient="row")


def moves(*found: tuple[str, str, str | None, str | None]) -> pl.DataFrame:
    """Vendor, class, target market, and the day at whose beginning its first activity ends."""
    rows: list[dict[str, Any]] = [
        {
            "event": "closed",
            "from_market": "old",
            "from_vendor": vendor,
            "class": name,
            "to_market": market,
            "to_vendor": None if market is None else vendor,
            "first_seen_to": None if day is None else at(day, 0),
        }
        for vendor, name, market, day in found
    ]
    return pl.DataFrame(rows, schema=MIGRATION)


FOUND = moves(
    ("a", "migrant", "new", "03-28"),
    ("b", "migrant", "new", "04-05"),
    ("b", "multi_homer", "third", "01-01"),
    ("c", "multi_homer", "new", "02-01"),
    ("c", "migrant", "new", "04-01"),
    ("d", "ambiguous", "new", "04-01"),
    *((f"e{number}", "lost", None, None) for number in range(6)),
)


def test_migrants_over_all_that_were_hit_with_those_of_which_it_cannot_be_told() -> None:
    found = migrant_share(FOUND)
    assert found.schema == MIGRANT_SHARE
    counts = found.select("to_market", pl.col("^.*_count$"), pl.col("share", "share_high").round(9)).rows()
    assert counts == [
        (None, 10, 3, 0, 1, 6, 0.3, 0.4),  # c moved to a second account there
        ("new", 10, 2, 1, 1, 6, 0.2, 0.3),  # but was there before
        ("third", 10, 0, 1, 0, 9, 0.0, 0.0),
    ]
    assert found["share_low"].equals(found["share"].alias("share_low"))


def test_arrivals_are_one_minus_kaplan_and_meier() -> None:
    found = arrivals(FOUND, SHOCKS, OBSERVED_UNTIL)
    assert found.schema == ARRIVAL
    # at risk: a, b and six that were not found; c was there before, d is open
    assert found.select("to_market", "days", "at_risk", "arrived").rows() == [
        ("new", 2.0, 8, 1),
        ("new", 10.0, 7, 1),
        ("new", 30.0, 6, 0),
    ]
    assert found["share"].to_list() == pytest.approx([1 / 8, 1 - 7 / 8 * 6 / 7, 2 / 8])
    variance = 1 / (8 * 7) + 1 / (7 * 6)  # Greenwood's sum at day 10
    spread = 1.959963984540054 * math.sqrt(variance) / abs(math.log(0.75))
    assert found["share_low"][1] == pytest.approx(1 - 0.75 ** math.exp(-spread))
    assert found["share_high"][1] == pytest.approx(1 - 0.75 ** math.exp(spread))


def test_who_arrives_after_a_markets_end_is_counted_at_its_end() -> None:
    found = arrivals(moves(("a", "migrant", "new", "05-30"), ("b", "lost", None, None)), SHOCKS, OBSERVED_UNTIL)
    assert found.select("days", "arrived").rows() == [(30.0, 1)]


def test_where_nobody_arrives_there_is_no_interval() -> None:
    found = arrivals(moves(("a", "lost", None, None)), SHOCKS, OBSERVED_UNTIL)
    assert found.select("to_market", "share", "share_low", "share_high").rows() == [("new", 0.0, None, None)]


def test_nobody_hit_is_no_row() -> None:
    assert migrant_share(FOUND.clear()).schema == MIGRANT_SHARE
    assert migrant_share(FOUND.clear()).is_empty()
    assert arrivals(FOUND.clear(), SHOCKS, OBSERVED_UNTIL).schema == ARRIVAL


def test_the_order_of_rows_does_not_matter() -> None:
    mixed = FOUND.sample(fraction=1, shuffle=True, seed=5)
    assert migrant_share(mixed).equals(migrant_share(FOUND))
    assert arrivals(mixed, SHOCKS, OBSERVED_UNTIL).equals(arrivals(FOUND, SHOCKS, OBSERVED_UNTIL))
