from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.places.attribution import origin_months, sale_origins
from cryptodrug_scraper.measures.places.definitions import origin_rows
from tests.measures.origin_cases import mini_sales, snapshots_on, state_of

FIRST = datetime(2019, 1, 20, tzinfo=UTC)
SNAPSHOTS = snapshots_on(FIRST, FIRST + timedelta(days=30), FIRST + timedelta(days=60))
STATE = state_of(
    {
        "A1": ["BE", "BE", "NL"],
        "A2": ["BE+FR", "BE+FR", "BE+FR"],
        "A3": ["EUROPE", "EUROPE", "EUROPE"],
        "A4": ["?", "?", "?"],
        "B1": [None, "DE", "DE"],
    }
)


def sale(
    listing: str | None,
    *,
    day: int,
    vendor: str = "A",
    ids: list[str] | None = None,
    days: int = 1,
    euros: float = 10.0,
) -> pl.DataFrame:
    start = datetime(2019, 1, 1, tzinfo=UTC) + timedelta(days=day)
    known = [] if listing is None else [listing]
    row = (
        "t1",
        vendor,
        listing,
        known if ids is None else ids,
        start,
        start + timedelta(days=days),
        euros,
        "ok",
        "Cannabis",
    )
    return pl.DataFrame([row], schema=mini_sales().schema, orient="row")


def weights(sales: pl.DataFrame) -> dict[str | None, float]:
    found = sale_origins(sales, origin_rows(STATE, SNAPSHOTS))
    assert found["weight"].sum() == pytest.approx(1.0)
    return dict(found.select("code", "weight").rows())


def test_the_origin_is_that_of_the_last_snapshot_before_the_sale() -> None:
    assert weights(sale("A1", day=40)) == {"BE": 1.0}
    assert weights(sale("A1", day=77)) == {"BE": 1.0}
    assert weights(sale("A1", day=80)) == {"NL": 1.0}


def test_a_sale_before_the_first_snapshot_takes_the_first_one_after() -> None:
    assert weights(sale("B1", day=2, vendor="B")) == {"DE": 1.0}


def test_a_set_is_split_equally_and_regions_are_no_country() -> None:
    assert weights(sale("A2", day=30)) == {"BE": 0.5, "FR": 0.5}
    assert weights(sale("A3", day=30)) == {None: 1.0}
    assert weights(sale("A4", day=30)) == {None: 1.0}


def test_candidates_share_equally() -> None:
    assert weights(sale(None, day=30, ids=["A1", "A2", "A3", "A1"])) == pytest.approx(
        {"BE": 0.5, "FR": 1 / 6, None: 1 / 3}
    )


def test_a_sale_of_an_unknown_listing_is_shared_among_those_of_its_vendor() -> None:
    found = sale_origins(sale(None, day=70), origin_rows(STATE, SNAPSHOTS))

    assert dict(found.select("code", "weight").rows()) == pytest.approx({"BE": 0.375, "FR": 0.125, None: 0.5})
    assert found["basis"].unique().to_list() == ["candidates"]
    assert weights(sale("gone", day=70, vendor="B")) == {"DE": 1.0}


def test_a_sale_of_an_unknown_vendor_has_no_country() -> None:
    found = sale_origins(sale(None, day=70, vendor="\u017d"), origin_rows(STATE, SNAPSHOTS))

    assert found.rows() == [("t1", None, 1.0, "none")]


def test_a_month_has_the_part_of_the_interval_that_lies_in_it() -> None:
    sales = sale("A2", day=29, days=4, euros=40.0)

    found = origin_months(sales, sale_origins(sales, origin_rows(STATE, SNAPSHOTS)))

    assert found.select("month", "code", "transactions", "turnover_eur").rows() == [
        (date(2019, 1, 1), "BE", 0.25, 10.0),
        (date(2019, 1, 1), "FR", 0.25, 10.0),
        (date(2019, 2, 1), "BE", 0.25, 10.0),
        (date(2019, 2, 1), "FR", 0.25, 10.0),
    ]


def test_prices_that_hold_a_place_add_no_turnover() -> None:
    sales = sale("A1", day=40, euros=9999.0).with_columns(pl.lit("holding").alias("price_flag"))

    found = origin_months(sales, sale_origins(sales, origin_rows(STATE, SNAPSHOTS)))

    assert found.select("transactions", "turnover_eur").rows() == [(1.0, 0.0)]


def test_sales_are_scaled_to_the_estimates_of_their_vendor() -> None:
    sales = sale("A2", day=40, euros=30.0)
    estimates = pl.DataFrame(
        {
            "vendor": ["A", "A", "B"],
            "month": [date(2019, 2, 1), date(2019, 3, 1), date(2019, 3, 1)],
            "transactions": [4.0, 2.0, 3.0],
            "turnover_eur": [100.0, 50.0, 7.0],
        }
    )

    found = origin_months(sales, sale_origins(sales, origin_rows(STATE, SNAPSHOTS)), estimates)

    assert found.select("vendor", "month", "code", "transactions", "turnover_eur").rows() == [
        ("A", date(2019, 2, 1), "BE", 2.0, 50.0),
        ("A", date(2019, 2, 1), "FR", 2.0, 50.0),
        ("A", date(2019, 3, 1), "BE", 1.0, 25.0),
        ("A", date(2019, 3, 1), "FR", 1.0, 25.0),
        ("B", date(2019, 3, 1), None, 3.0, 7.0),
    ]


def test_empty_and_shuffled_frames() -> None:
    sales = mini_sales()
    rows = origin_rows(STATE, SNAPSHOTS)
    whole = origin_months(sales, sale_origins(sales, rows))

    mixed = sales.sample(fraction=1, shuffle=True, seed=5)

    assert origin_months(mixed, sale_origins(mixed, rows.reverse())).equals(whole)
    assert sale_origins(sales.clear(), rows).schema == sale_origins(sales, rows).schema
    assert sale_origins(sales, rows.clear())["basis"].unique().to_list() == ["none"]
    assert origin_months(sales.clear(), sale_origins(sales.clear(), rows)).schema == whole.schema
