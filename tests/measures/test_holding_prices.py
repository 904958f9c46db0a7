from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.money.holding_prices import FLAGS, flag_prices, repeats_a_digit, unavailable
from cryptodrug_scraper.measures.money.price_spells import SPELL

START = datetime(2019, 1, 1, tzinfo=UTC)
WEEK = timedelta(days=7)
PAID = {
    "listing_id": pl.String(),
    "listing_source": pl.String(),
    "occurred_from": pl.Datetime("us", "UTC"),
    "occurred_to": pl.Datetime("us", "UTC"),
    "paid_usd": pl.Float64(),
}
TOLD = {"listing_id": pl.String(), "captured_at": pl.Datetime("us", "UTC"), "in_title": pl.Boolean()}
BULK = {"listing_id": pl.String(), "quantity_grams": pl.Float64(), "quantity_units": pl.Float64()}


def spells(prices: list[float], listing: str = "a", vendor: str = "zoé") -> pl.DataFrame:
    """One statement a week; equal ones in a row are one spell."""
    rows: list[list[object]] = []
    for number, price in enumerate(prices):
        at = START + number * WEEK
        if rows and rows[-1][4] == price:
            rows[-1][3], rows[-1][8] = at, rows[-1][8] + 1  # type: ignore[operator]
        else:
            rows.append([listing, vendor, at, at, price, "USD", price * 0.9, price, 1])
    return pl.DataFrame(rows, schema=SPELL, orient="row")


def paid(*rows: tuple[float, float | None], listing: str = "a", source: str = "page") -> pl.DataFrame:
    """Of the week in which a rating was left and what was paid."""
    full = [(listing, source, START + week * WEEK, START + week * WEEK + WEEK / 7, usd) for week, usd in rows]
    return pl.DataFrame(full, schema=PAID, orient="row")


def flags(
    asked: pl.DataFrame,
    ratings: pl.DataFrame | None = None,
    told: list[tuple[str, datetime, bool]] | None = None,
    bulk: list[tuple[str, float | None, float | None]] | None = None,
    markup: float = 1.0,
) -> list[tuple[float, str]]:
    found = flag_prices(
        asked,
        paid() if ratings is None else ratings,
        pl.DataFrame(told or [], schema=TOLD, orient="row"),
        pl.DataFrame(bulk or [], schema=BULK, orient="row"),
        pl.DataFrame({"vendor": ["zoé"], "markup": [markup]}),
    )
    assert set(found["price_flag"]) <= set(FLAGS)
    return list(found.select("price", "price_flag").iter_rows())


def test_the_examples_of_the_methods() -> None:
    assert flags(spells([40, 42, 9999, 9999, 45])) == [(40, "ok"), (42, "ok"), (9999, "holding"), (45, "ok")]
    assert flags(spells([40, 9999, 9999])) == [(40, "ok"), (9999, "holding")]
    assert flags(spells([9900]), bulk=[("a", 1000.0, 1.0)]) == [(9900, "unverified_high")]
    assert flags(spells([0, 25])) == [(0, "free"), (25, "ok")]


def test_the_reference_is_an_observed_price() -> None:
    found = flag_prices(
        spells([40, 42, 9999, 9999, 45]),
        paid(),
        pl.DataFrame(schema=TOLD),
        pl.DataFrame(schema=BULK),
    )
    assert found["reference_usd"].unique().to_list() == [42]


def test_what_was_paid_near_the_time_decides() -> None:
    asked = spells([300, 300, 2000, 2000, 300])
    assert flags(asked)[1] == (2000, "holding")
    before_it_was_raised = paid((1.5, 300), (2.1, 300), (2.4, 600))
    assert flags(asked, before_it_was_raised)[1] == (2000, "holding")
    assert flags(asked, paid((2.5, 1950), (3.2, 4000)))[1] == (2000, "ok")


def test_real_bulk_is_never_held() -> None:
    assert flags(spells([12000, 12000]), paid((0.5, 12000))) == [(12000, "ok")]
    assert flags(spells([12000, 12000]), paid((0.5, None))) == [(12000, "unverified_high")]
    assert flags(spells([12000, 12000]), bulk=[("a", None, 5000.0)]) == [(12000, "unverified_high")]
    assert flags(spells([5555]), bulk=[("a", 500.0, 1.0)]) == [(5555, "unverified_high")]
    assert flags(spells([12000, 12000])) == [(12000, "holding")]


def test_no_cap_lies_near_a_thousand() -> None:
    assert flags(spells([990, 1010, 1500, 4000])) == [(990, "ok"), (1010, "ok"), (1500, "ok"), (4000, "ok")]


def test_matched_amounts_do_not_speak_against_a_steady_price() -> None:
    cheap = paid((0.5, 20), (0.7, 20), (1.5, 20), source="matched")
    assert flags(spells([700, 700]), cheap) == [(700, "ok")]
    assert flags(spells([700, 700]), cheap.with_columns(listing_source=pl.lit("page"))) == [(700, "holding")]


def test_a_low_price_is_a_candidate_too() -> None:
    assert flags(spells([50, 50, 50, 50, 5, 50]))[1] == (5, "holding")
    assert flags(spells([50, 50, 50, 50, 5, 50]), paid((4.2, 5)))[1] == (5, "ok")


@pytest.mark.parametrize(
    ("asked", "markup", "flag"),
    [
        ([999], 1.0, "holding"),
        ([999, 950], 1.0, "ok"),
        ([300, 999, 300, 300], 1.0, "holding"),
        ([8888 * 1.04], 1.04, "holding"),
        ([8888 * 1.04], 1.0, "unverified_high"),
        ([555], 1.0, "ok"),
    ],
)
def test_repeated_digits_are_found_under_a_fee(asked: list[float], markup: float, flag: str) -> None:
    assert max(flags(spells(asked), markup=markup))[1] == flag


def test_repeated_digits_that_are_sold_are_a_price() -> None:
    assert flags(spells([999, 999]), paid((0.5, None))) == [(999, "ok")]


def test_only_the_digit_counts() -> None:
    prices = pl.DataFrame({"price": [999.0, 9999.0, 99999.0, 1111.0, 111.0, 1000.0, 998.0, 99.0, 0.0]})
    repeated = prices.filter(repeats_a_digit(pl.col("price"), 0.0006))["price"].to_list()
    assert repeated == [999.0, 9999.0, 99999.0, 1111.0]


def test_listings_that_say_so_are_held() -> None:
    at = START + WEEK
    assert flags(spells([40, 41, 40]), told=[("a", at, True)]) == [(40, "ok"), (41, "holding"), (40, "ok")]
    assert flags(spells([40, 41, 40]), told=[("a", at, False)])[1] == (41, "ok")
    assert flags(spells([40, 90, 40]), told=[("a", at, False)])[1] == (90, "holding")


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("SOLD OUT - Größe 5g", True),
        ("[DO NOT ORDER] x", True),
        ("OUT OF STOCK!!", True),
        ("(not available) pills", True),
        ("AUSVERKAUFT", True),
        ("niet bestellen", True),
        ("Rupture: produit épuisé", True),
        ("Now available again", False),
        ("Bitte bestellen", False),
        ("Sold by the gram, outstanding", False),
        (None, False),
    ],
)
def test_the_words_are_known_in_several_languages(title: str | None, says: bool) -> None:
    row = {"listing_id": "a", "captured_at": START, "title": title, "description_sha256": b"1"}
    schema = {
        "listing_id": pl.String(),
        "captured_at": pl.Datetime("us", "UTC"),
        "title": pl.String(),
        "description_sha256": pl.Binary(),
    }
    texts = pl.DataFrame({"sha256": [b"1", b"2"], "body": ["pure", "sold out"]})
    found = unavailable(pl.DataFrame([row], schema=schema), texts)
    assert found["in_title"].to_list() == ([True] if says else [])
    in_text = unavailable(pl.DataFrame([row | {"description_sha256": b"2"}], schema=schema), texts)
    assert in_text["in_title"].to_list() == [says]


def test_the_order_of_rows_does_not_matter_and_no_rows_give_none() -> None:
    asked = pl.concat([spells([40, 9999, 40]), spells([12000], "b"), spells([3, 3, 999], "c")])
    ratings = pl.concat([paid((0.5, 40), (1.2, 40)), paid((0.1, 3), (2.4, None), listing="c")])
    shuffled = flags(asked.sample(fraction=1, shuffle=True, seed=5), ratings.reverse())
    assert flags(asked, ratings) == shuffled
    assert flags(asked.clear()) == []
