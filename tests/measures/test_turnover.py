"""Turnover of vendors and months."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.sales.turnover import with_turnover

MOMENT = pl.Datetime("us", "UTC")
SALES = pl.Schema(
    {
        "vendor": pl.String(),
        "occurred_from": MOMENT,
        "occurred_to": MOMENT,
        "amount_eur_low": pl.Float64(),
        "amount_eur": pl.Float64(),
        "amount_eur_high": pl.Float64(),
        "price_flag": pl.String(),
    }
)
FEBRUARY = date(2019, 2, 1)


MIDDLE = datetime(2019, 2, 15, tzinfo=UTC)


def sales(*rows: tuple[str, float | None, str], at: datetime = MIDDLE) -> pl.DataFrame:
    made = [
        (
            vendor,
            at,
            at + timedelta(days=1),
            None if eur is None else eur - 1,
            eur,
            None if eur is None else eur + 1,
            flag,
        )
        for vendor, eur, flag in rows
    ]
    return pl.DataFrame(made, schema=SALES, orient="row")


def months(*rows: tuple[str, date, float | None, float]) -> pl.DataFrame:
    schema = pl.Schema(
        {"vendor": pl.String(), "month": pl.Date(), "transactions": pl.Float64(), "transactions_error": pl.Float64()}
    )
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_all_sales_have_the_mean_amount_of_the_rated_ones() -> None:
    found = with_turnover(months(("Ł", FEBRUARY, 5.0, 0.0)), sales(("Ł", 40.0, "ok"), ("Ł", 60.0, "unverified_high")))
    row = found.row(0, named=True)
    assert (row["turnover_shown_eur"], row["turnover_imputed_eur"], row["turnover_eur"]) == (100.0, 100.0, 250.0)
    assert row["turnover_error"] == pytest.approx((100 * 3 * 2.5) ** 0.5)
    assert row["turnover_eur_low"] == pytest.approx(245 - 1.96 * row["turnover_error"], rel=1e-3)
    assert row["turnover_eur_high"] == pytest.approx(255 + 1.96 * row["turnover_error"], rel=1e-3)


def test_an_order_of_an_edge_may_be_of_the_month_before() -> None:
    rows = months(("Ł", date(2019, 1, 1), 0.0, 0.0), ("Ł", FEBRUARY, 2.0, 0.0))
    edge = sales(("Ł", 900.0, "ok"), at=datetime(2019, 2, 2, tzinfo=UTC))
    found = with_turnover(rows, pl.concat([edge, sales(("Ł", 50.0, "ok"))]))
    # an interval of 11 days: 10 before the rating and its own, of which two lie in February
    crossing = 900.0 * (2 / 11 * 9 / 11) ** 0.5
    assert found["turnover_error"].to_list() == [pytest.approx(crossing), pytest.approx(crossing)]
    assert found["turnover_printed"].to_list() == [0.0, 50.0]


def test_turnover_is_what_was_paid_and_what_was_surely_sold_is_without_delivery() -> None:
    asked, rows = months(("Ł", FEBRUARY, 4.0, 0.0)), sales(("Ł", 40.0, "ok"), ("Ł", 60.0, "ok"))
    row = with_turnover(asked, rows.with_columns(delivery_eur=pl.Series([None, 12.0]))).row(0, named=True)
    assert (row["turnover_eur"], row["turnover_printed"]) == (200.0, 88.0)


def test_a_month_without_ratings_is_as_sure_as_the_vendor_s_mean() -> None:
    rows = sales(*(("Ł", 40.0 + 20 * (k % 2), "ok") for k in range(50)))
    found = with_turnover(months(("Ł", FEBRUARY, 50.0, 0.0), ("Ł", date(2019, 4, 1), 50.0, 0.0)), rows)
    # spread of one sale is 10, so that 50 of them, of a mean of 50, are out by 10 x sqrt(50 (1 + 1))
    assert found["turnover_error"].to_list() == [0.0, pytest.approx(100.0)]


def test_the_three_totals() -> None:
    rows = sales(("Ł", 40.0, "ok"), ("Ł", None, "holding"), ("Ł", 42.0, "imputed_holding"), ("Ł", 0.01, "free"))
    raw = rows.with_columns(amount_raw_eur=pl.Series([40.0, 9999.0, 9999.0, 0.01]))
    row = with_turnover(months(("Ł", FEBRUARY, 4.0, 0.0)), raw).row(0, named=True)
    assert row["turnover_shown_eur"] == 40.0
    assert row["turnover_imputed_eur"] == 82.0
    assert row["turnover_raw_eur"] == pytest.approx(20038.01)
    assert row["turnover_eur"] == pytest.approx(4 * 82 / 3)


def test_without_an_amount_the_vendor_s_then_the_market_s_mean_counts() -> None:
    rows = months(
        ("Ł", FEBRUARY, 2.0, 0.0),
        ("Ł", date(2019, 3, 1), 3.0, 0.0),
        ("m", FEBRUARY, 1.0, 0.0),
        ("m", date(2019, 4, 1), 1.0, 0.0),
    )
    found = with_turnover(rows, sales(("Ł", 50.0, "ok")))
    assert found["turnover_eur"].to_list() == [50.0, None, 100.0, 150.0]
    assert found["turnover_eur_low"][1] is None
    assert found["turnover_shown_eur"].to_list() == [0.0, 0.0, 50.0, 0.0]


def test_unknown_transactions_and_no_months() -> None:
    unknown = with_turnover(months(("Ł", FEBRUARY, None, 0.0)), sales(("Ł", 50.0, "ok")))
    assert unknown["turnover_shown_eur"].to_list() == [50.0]
    assert unknown["turnover_eur"].to_list() == [None]
    empty = with_turnover(months(), sales())
    assert empty.schema == unknown.schema
    assert empty.is_empty()


def test_order_does_not_matter() -> None:
    rows = sales(*((f"v{k % 3}", 7.0 + k * 1.37, "ok") for k in range(50)))
    asked = months(*((f"v{k}", FEBRUARY, 20.0 + k, 1.0) for k in range(3)))
    assert with_turnover(asked.reverse(), rows.reverse()).equals(with_turnover(asked, rows))


def test_what_lacks_a_rate_is_not_missing_from_a_sum_in_silence() -> None:
    march = date(2019, 3, 1)
    known = sales(("Ł", 40.0, "ok"), ("Ł", None, "ok"), ("ø", 10.0, "ok"))
    later = sales(("Ł", None, "ok"), ("ø", None, "ok"), at=datetime(2019, 3, 15, tzinfo=UTC))
    source = pl.when(pl.col("amount_eur").is_null()).then(pl.lit("no_rate")).otherwise(pl.lit("printed"))
    rows = pl.concat([known, later]).with_columns(price_source=source)
    asked = [(vendor, month, 5.0, 0.0) for vendor in ("Ł", "ø") for month in (FEBRUARY, march)]

    found = with_turnover(months(*asked), rows)

    shown = {(row["vendor"], row["month"]): row["turnover_shown_eur"] for row in found.iter_rows(named=True)}
    assert {("Ł", FEBRUARY): None, ("Ł", march): None, ("ø", FEBRUARY): 10.0, ("ø", march): None} == shown
    assert [50.0, None, 200.0, None] == found["turnover_eur"].to_list(), "like others of its month, and of no other"
    assert found["turnover_raw_eur"].to_list() == found["turnover_imputed_eur"].to_list() == list(shown.values())


def test_the_many_dear_sales_of_one_vendor_make_no_others_turnover() -> None:
    honest = [(f"v{number}", 40.0 + number, "ok") for number in range(9) for _ in range(4)]
    rows = months(*((f"v{number}", FEBRUARY, 5.0, 4.0) for number in range(9)), ("unpriced", FEBRUARY, 10.0, 8.0))
    worst = [("worst", 9_999.0, "ok")] * 500
    before = with_turnover(rows, sales(*honest)).filter(pl.col("vendor") == "unpriced")
    after = with_turnover(pl.concat([rows, months(("worst", FEBRUARY, 500.0, 500.0))]), sales(*honest, *worst))
    after = after.filter(pl.col("vendor") == "unpriced")
    for name in ("turnover_eur", "turnover_eur_high"):
        assert after[name][0] == pytest.approx(before[name][0], rel=0.1)


def test_what_stands_in_for_an_implausible_amount_is_in_the_estimate_and_not_in_what_was_shown() -> None:
    found = with_turnover(months(("Ł", FEBRUARY, 2.0, 2.0)), sales(("Ł", 40.0, "ok"), ("Ł", 60.0, "implausible")))
    assert found.select("turnover_shown_eur", "turnover_imputed_eur", "turnover_eur").row(0) == (40.0, 100.0, 100.0)


def unprinted(*rows: tuple[str, str, float, float]) -> pl.DataFrame:
    """Sales at the mean of such orders: vendor, listing, amount, ratio of an order to it."""
    made = sales(*((vendor, eur, "ok") for vendor, _, eur, _ in rows))
    return made.with_columns(
        listing_id=pl.Series([listing for _, listing, _, _ in rows]),
        order_ratio=pl.Series([ratio for *_, ratio in rows]),
        mean_ratio=pl.lit(1.0),
        price_source=pl.lit("listing_before"),
    )


def test_amounts_of_one_listing_that_no_page_prints_are_off_together() -> None:
    rows = unprinted(*(("Ł", "one", 50.0, 1.0 + (-1) ** k) for k in range(16)))
    asked = months(("Ł", FEBRUARY, 16.0, 0.0))
    # orders of nothing or of twice the mean: a spread of 1, of 16 orders by chance a quarter of it
    found = [with_turnover(asked, rows, alike=alike)["turnover_open"][0] for alike in (0.0, 0.2, 1.0)]
    assert found == pytest.approx([800 / 4, 800 * (0.2 + 0.8 / 16) ** 0.5, 800.0])
    printed = rows.with_columns(pl.lit(None, pl.Float64).alias("order_ratio"), pl.lit("printed").alias("price_source"))
    assert with_turnover(asked, printed, alike=1.0)["turnover_open"].to_list() == [0.0]


def test_sales_beyond_those_that_ratings_stand_for_are_of_other_listings() -> None:
    rows = unprinted(*(("Ł", f"{k % 4}", 10.0 * 4 ** (k % 4), 1.0) for k in range(40)))
    one_each = rows.with_columns(listing_id=pl.int_range(pl.len()).cast(pl.String))
    met, unmet = (months(("Ł", FEBRUARY, count, 0.0)) for count in (50.0, 100.0))
    at = {"feedback_rate": pl.lit(0.8)}
    of_four = [with_turnover(asked.with_columns(**at), rows)["turnover_unlike"][0] for asked in (met, unmet)]
    of_many = [with_turnover(asked.with_columns(**at), one_each)["turnover_unlike"][0] for asked in (met, unmet)]
    assert of_four[0] == of_many[0] == 0.0, "the ratings stand for all that was sold"
    assert of_four[1] > 2 * of_many[1]


def test_turnover_is_not_raised_to_ratings_of_orders_of_the_month_before() -> None:
    early = sales(("Ł", 100.0, "ok"), ("Ł", 100.0, "ok"), at=datetime(2019, 2, 3, tzinfo=UTC))
    found = with_turnover(months(("Ł", FEBRUARY, 1.0, 0.0)), early).row(0, named=True)
    assert (found["turnover_shown_eur"], found["turnover_eur"]) == (200.0, 100.0)
