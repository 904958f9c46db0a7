from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.accounts.migrant_volume import GROWTH, VOLUME, growth, volumes
from cryptodrug_scraper.measures.accounts.migration import MIGRATION
from cryptodrug_scraper.measures.accounts.shocks import OBSERVED, SHOCK
from tests.measures.account_pages import INSTANT, at, on

SHOCKS = pl.DataFrame([("old", "exit_scam", on("04-20"), on("04-23"), "read")], schema=SHOCK, orient="row")
OBSERVED_UNTIL = pl.DataFrame([("new", at("05-03", 0)), ("third", at("04-22"))], schema=OBSERVED, orient="row")
SALES: dict[str, pl.DataType] = {
    "market": pl.String(),
    "vendor": pl.String(),
    "occurred_from": INSTANT,
    "occurred_to": INSTANT,
    "amount_eur": pl.Float64(),
}
MOVES = pl.DataFrame(
    [
        {"event": "exit_scam", "from_market": "old", "from_vendor": vendor, "class": name}
        | {"to_market": "new", "to_vendor": vendor}
        for vendor, name in (("Żubr", "migrant"), ("zon", "multi_homer"), ("maan", "ambiguous"))
    ],
    schema=MIGRATION,
)


def sales(*sold: tuple[str, str, float | None]) -> pl.DataFrame:
    found = [("new", vendor, at(day), at(day, 14), amount) for vendor, day, amount in sold]
    return pl.DataFrame(found, schema=SALES, orient="row")


SOLD = sales(
    ("Żubr", "04-24", 100.0),
    ("Żubr", "05-01", None),
    ("zon", "04-15", 20.0),
    ("zon", "04-25", 30.0),
    ("zon", "04-26", 5.0),
    ("maan", "04-28", 7.0),
    ("ander", "04-12", 50.0),
    ("ander", "04-13", 50.0),
    ("ander", "04-30", 10.0),
    ("zon", "04-09", 1.0),  # before the window
    ("zon", "04-21", 1.0),  # while the shock can have been
    ("zon", "05-04", 1.0),  # after the last snapshot
)


@pytest.mark.parametrize(("hours", "days"), [(20, [10.0]), (24, [11.0]), (-9 * 24 - 4, [])])
def test_windows_are_of_whole_days(hours: int, days: list[float]) -> None:
    longer = OBSERVED_UNTIL.with_columns(pl.col("observed_until") + timedelta(hours=hours))
    assert volumes(MOVES, SHOCKS, SOLD, longer)["days"].unique().to_list() == days


def test_windows_are_equal_and_end_with_the_observation() -> None:
    found = volumes(MOVES, SHOCKS, SOLD, OBSERVED_UNTIL)
    assert found.schema == VOLUME
    assert found.drop("event", "from_market", "to_market").rows() == [
        ("ander", None, 10.0, 2, 1, 100.0, 10.0),
        ("maan", "ambiguous", 10.0, 0, 1, None, 7.0),
        ("zon", "multi_homer", 10.0, 1, 2, 20.0, 35.0),
        ("Żubr", "migrant", 10.0, 0, 2, None, 100.0),
    ]
    assert volumes(MOVES, SHOCKS, SOLD, OBSERVED_UNTIL, window=timedelta(days=2))["days"].unique().to_list() == [2.0]


def test_growth_is_that_of_all_and_the_share_that_of_migrants() -> None:
    found = growth(volumes(MOVES, SHOCKS, SOLD, OBSERVED_UNTIL))
    assert found.schema == GROWTH
    assert found.drop("event", "from_market", "to_market", "days").rows() == [
        ("transactions", 3.0, 6.0, 3.0, 2.0, 1.0, 1.0, 2 / 3),
        ("turnover_eur", 120.0, 152.0, 32.0, 100.0, 15.0, 7.0, 3.125),
        ("vendors", 2.0, 4.0, 2.0, 1.0, 0.0, 1.0, 0.5),
    ]


def test_a_market_that_shrank_has_no_share() -> None:
    found = growth(volumes(MOVES, SHOCKS, sales(("ander", "04-15", 50.0)), OBSERVED_UNTIL))
    assert found["growth"].to_list() == [-1.0, -50.0, -1.0]
    assert found["migrant_share"].null_count() == 3


def test_no_sales_are_no_rows() -> None:
    none = volumes(MOVES, SHOCKS, SOLD.clear(), OBSERVED_UNTIL)
    assert none.schema == VOLUME
    assert growth(none).schema == GROWTH
    assert volumes(MOVES.clear(), SHOCKS.clear(), SOLD, OBSERVED_UNTIL).is_empty()


def test_the_order_of_rows_does_not_matter() -> None:
    mixed = volumes(MOVES.reverse(), SHOCKS, SOLD.sample(fraction=1, shuffle=True, seed=2), OBSERVED_UNTIL)
    assert mixed.equals(volumes(MOVES, SHOCKS, SOLD, OBSERVED_UNTIL))
    assert growth(mixed.reverse()).equals(growth(mixed))
