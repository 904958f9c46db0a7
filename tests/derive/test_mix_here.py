"""Intervals of what happened here of a country's mix of goods and bands of value: what makes them wide, and nothing."""

from __future__ import annotations

from functools import reduce
from itertools import product
from operator import add
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.statements import statement
from tests.derive.small_world import SmallWorld, day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Engine

MONTH = day(2).date()
_BAND = """
    SELECT transaction_share AS share, transaction_share_low AS low, transaction_share_high AS high,
           transaction_draw_low AS draw_low, transaction_draw_high AS draw_high
    FROM research.value_band('NL', 'D2', 'A1', '2019-02-01', '2019-02-28', ARRAY[50]) WHERE band_from = 50
"""
_MIX = """
    SELECT share, share_low AS low, share_high AS high, quotient, quotient_low, quotient_high, draw_low, draw_high
    FROM research.country_mix('NL', 'D2', 'A1', '2019-02-01', '2019-02-28')
    WHERE level = 'drug_class' AND goods = 'Ecstasy' AND measure = :measure
"""

_CLAIM = {
    "country": "NL",
    "definition": "D2",
    "attribution": "A1",
    "first_day": MONTH,
    "last_day": MONTH,
    "market": "m",
    "goods": "ecstasy",
    "of": "listings",
}


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        yield opened
        opened.rollback()


def sold(
    connection: Connection,
    *,
    reached: float | None = 1.0,
    made: float = 1.0,
    ahead: float = 1.0,
    error: float = 0.0,
    high: float | None = None,
    rated: float | None = None,
    unknown: int = 0,
    opened: Sequence[str] = ("één1", "twee1", "drei1"),
) -> SmallWorld:
    """
    Two vendors of NL and one of DE, of eight rated sales each; the first sells half of its orders for EUR 60.

    ``made``: sales to a rating; ``ahead``: so many times more of the first vendor; ``error``: half of their interval,
    as a part; ``high``: what the dear ones may have been worth at most, and what at least is as far below; ``rated``:
    the part of the ratings that was captured; ``unknown``: sales of the second vendor of goods that are not known;
    ``opened``: listings whose own page was captured; of the others a card was.
    """
    world = SmallWorld(connection)
    world.snapshot("m", day(2))
    world.rows["snapshot"][-1] |= {"vendor_completeness": reached, "listing_completeness": reached}
    world.rows["snapshot"][-1]["review_completeness"] = rated
    for vendor, code, goods in (("één", "NL", "Ecstasy"), ("twee", "NL", "Cannabis"), ("drei", "DE", "Cannabis")):
        world.listing("m", vendor, f"{vendor}1", [code], drug_class=goods)
        for number in range(8):
            is_dear = vendor == "één" and number < 4
            spread = {"amount_eur_low": 120 - high, "amount_eur_high": high} if is_dear and high else {}
            of = None if vendor == "twee" and number < unknown else goods
            world.sale("m", vendor, f"{vendor}1", day(2, number + 2), 60 if is_dear else 20, drug_class=of, **spread)
        sales = 8 * made * (ahead if vendor == "één" else 1)
        world.add(
            "vendor_month", market="m", vendor=vendor, month=MONTH, review_count=8, transactions_shown=8,
            shown_low=8, shown_high=8,
            transactions=sales, transactions_low=sales * (1 - error), transactions_high=sales * (1 + error),
            turnover_shown_eur=100.0, turnover_raw_eur=100.0, turnover_imputed_eur=100.0, is_truncated=False,
        )  # fmt: skip
    world.opened("m", *opened, met=sorted({"één1", "twee1", "drei1"}.difference(opened)))
    world.write()
    return world


def told(connection: Connection, query: str, **asked: Any) -> dict[str, Any]:
    return dict(connection.execute(text(query), asked).mappings().one())


def test_of_a_market_that_is_all_known_the_interval_is_the_share_alone(connection: Connection) -> None:
    sold(connection)
    band = told(connection, _BAND)
    assert (band["share"], band["low"], band["high"]) == (0.25, 0.25, 0.25)
    assert band["draw_low"] < 0.01, "two vendors do not tell what others would have sold"
    mix = told(connection, _MIX, measure="transactions")
    assert (mix["share"], mix["low"], mix["high"]) == (0.5, 0.5, 0.5)
    assert mix["quotient_low"] == pytest.approx(1.5) == mix["quotient_high"]
    assert mix["draw_low"] < 0.1


@pytest.mark.parametrize(
    "unsure",
    [
        {"reached": 0.5},
        {"reached": None},
        {"rated": 0.5},
        {"made": 2.0},
        {"ahead": 2.0},
        {"error": 0.5},
        {"high": 90.0},
    ],
    ids=str,
)
def test_what_is_not_known_makes_bands_wide(connection: Connection, unsure: dict[str, Any]) -> None:
    sold(connection, **unsure)
    band = told(connection, _BAND)
    assert band["share"] == 0.25
    assert 0.03 < band["high"] - band["low"]
    assert band["low"] < 0.25 < band["high"]


@pytest.mark.parametrize("measure", ["listings", "transactions", "turnover_eur"])
def test_what_was_not_reached_makes_a_mix_wide_and_its_quotient(connection: Connection, measure: str) -> None:
    sold(connection, reached=0.8)
    mix = told(connection, _MIX, measure=measure)
    assert mix["low"] < mix["share"] < mix["high"]
    assert mix["quotient_low"] < mix["quotient"] < mix["quotient_high"]


def test_a_listing_of_which_no_page_was_read_may_be_the_countrys(connection: Connection) -> None:
    """All three listings were met, and of one it was not read from where it is sent: of goods, it shows what it is."""
    sold(connection, opened=("één1", "twee1"))
    mix = told(connection, _MIX, measure="listings")
    assert mix["share"] == 0.5
    assert mix["low"] < 0.34
    assert mix["high"] > 0.66
    limits = mix["quotient_low"], mix["quotient_high"]
    assert limits == pytest.approx((mix["low"] * 3, mix["high"] * 3)), "of all listings it is known what they offer"
    by_claim = told(connection, statement("cryptodrug_scraper.study", "location_quotient"), **_CLAIM)
    assert (by_claim["low"], by_claim["high"]) == pytest.approx(limits)
    assert told(connection, _MIX, measure="transactions")["low"] == 0.5  # sales are rated where they are


def test_what_was_sold_is_not_known_of_some_sales(connection: Connection) -> None:
    sold(connection, unknown=4)
    mix = told(connection, _MIX, measure="transactions")
    assert mix["share"] == pytest.approx(2 / 3)
    assert mix["low"] < 2 / 3 < mix["high"]
    known = connection.execute(
        text(
            "SELECT theirs, anyones FROM research.goods_known('NL', 'D2', 'A1', '2019-02-01', '2019-02-28') ORDER BY 1"
        )
    )
    assert [each for row in known for each in row] == pytest.approx([12 / 16, 20 / 24, 400 / 480, 560 / 640])


def test_what_no_rated_sale_is_others_may_be(connection: Connection) -> None:
    sold(connection, made=2.0)
    above = "SELECT * FROM research.sales_above('DE', 'D2', 'A1', '2019-02-01', '2019-02-28', 50)"
    row = connection.execute(text(above)).mappings().one()
    assert (row["transaction_share"], row["transaction_share_low"]) == (0, 0)
    band = connection.execute(text(_BAND.replace("'NL'", "'DE'"))).mappings().one()
    assert band["high"] == pytest.approx(0.5 * (1 - 0.05 ** (1 / 8)))  # half of all have no rating
    assert row["transaction_share_high"] == pytest.approx(band["high"])  # one share has one upper end
    assert (row["sale_count"], row["printed_count"], row["certain_count"]) == (8, 8, 0)


def test_orders_without_a_rating_are_of_no_listing(connection: Connection) -> None:
    sold(connection, made=3.0)
    assert told(connection, _MIX, measure="listings")["low"] == 0.5
    mix = told(connection, _MIX, measure="turnover_eur")
    assert mix["low"] < mix["share"] == pytest.approx(320 / 480)


def test_an_amount_that_stays_in_its_band_is_as_sure_as_a_printed_one(connection: Connection) -> None:
    sold(connection, high=65.0)
    band = told(connection, _BAND)
    assert (band["low"], band["high"]) == (0.25, 0.25)


@pytest.mark.parametrize(
    ("shares", "limits"),
    [
        ((0.2, 0.1, 0.4, 0.1, 0.1, 0.1), (2, 1, 4)),
        ((0.2, 0.2, 0.2, 0.4, 0.2, 0.8), (0.5, 0.25, 1)),
        ((0.2, 0.1, 0.4, 0.4, 0.2, 0.8), (0.5, 0.5 / 2**2**0.5, 0.5 * 2**2**0.5)),
        ((0.0, 0.0, 0.1, 0.4, 0.2, 0.8), (0, 0, 0.5)),
        ((0.2, 0.0, 0.4, 0.4, 0.0, 0.8), (0.5, 0, None)),
        ((0.0, 0.0, 0.1, 0.0, 0.0, 0.1), (None, None, None)),
    ],
)
def test_a_quotient_joins_what_is_unsure_of_both_shares(
    connection: Connection, shares: tuple[float, ...], limits: tuple[float | None, ...]
) -> None:
    row = connection.exec_driver_sql("SELECT * FROM research.quotient_here(%s, %s, %s, %s, %s, %s)", shares).one()
    assert tuple(row) == pytest.approx(limits, rel=1e-4)


def alike(connection: Connection, units: dict[str, list[int]]) -> float:
    """How alike orders are of listings at EUR 30, each of so many units."""
    world = SmallWorld(connection)
    world.snapshot("m", day(2))
    for listing, orders in units.items():
        world.listing("m", listing, listing, ["NL"])
        for number, of in enumerate(orders):
            world.sale("m", listing, listing, day(2, number + 2), 30.0 * of, asked_eur=30.0)
    world.write()
    return float(connection.execute(text("SELECT research.order_alike()")).scalar_one())


def test_orders_are_alike_where_listings_differ(connection: Connection) -> None:
    assert alike(connection, {"one": [1] * 10, "three": [3] * 10}) == 1


def test_orders_are_not_alike_where_listings_do_not_differ(connection: Connection) -> None:
    assert alike(connection, {"one": [1, 3] * 5, "three": [3, 1] * 5}) == 0


def test_where_no_amount_is_printed_all_orders_are_alike(connection: Connection) -> None:
    SmallWorld(connection).write()
    assert connection.execute(text("SELECT research.order_alike()")).scalar_one() == 1


def unprinted(
    connection: Connection,
    listings: int,
    *,
    others: dict[str, list[int]],
    orders: int = 20,
    units: int = 2,
    query: str = _BAND.replace("WHERE band_from = 50", "WHERE market = 'm' AND band_from = 50"),
) -> dict[str, Any]:
    """Orders of one vendor, of some listings, without printed amounts: as many are taken for one unit as for two."""
    world = SmallWorld(connection)
    world.snapshot("m", day(2))
    world.snapshot("p", day(2))
    world.rows["snapshot"][0] |= {"vendor_completeness": 1.0, "listing_completeness": 1.0, "review_completeness": 1.0}
    for vendor, (name, printed) in product(("two", "who are alike"), others.items()):
        world.listing("p", vendor, f"{name} of {vendor}", ["NL"])
        for number, of in enumerate(printed):
            world.sale("p", vendor, f"{name} of {vendor}", day(2, number + 2), 30.0 * of, asked_eur=30.0)
    for listing in range(listings):
        world.listing("m", "één", str(listing), ["NL"])
    for number in range(orders):
        ratio = 1 + number // listings % units
        world.sale(
            "m", "één", str(number % listings), day(2, number + 2), 30.0 * ratio, asked_eur=30.0, order_ratio=ratio,
            amount_eur_low=30.0, amount_eur_high=60.0, price_source="listing_before",
        )  # fmt: skip
    world.add(
        "vendor_month", market="m", vendor="één", month=MONTH, review_count=20, transactions_shown=20, shown_low=20,
        shown_high=20, transactions=20, transactions_low=20, transactions_high=20, turnover_shown_eur=0.0,
        turnover_raw_eur=0.0, turnover_imputed_eur=0.0, is_truncated=False,
    )  # fmt: skip
    world.write()
    return dict(connection.execute(text(query)).mappings().one())


@pytest.mark.parametrize(
    ("listings", "others", "deviation"),
    [
        (1, {"one": [1] * 10, "three": [3] * 10}, 0.5),  # all of the listing are of one unit, or all of two
        (10, {"one": [1] * 10, "three": [3] * 10}, 0.5 / 10**0.5),  # ten listings, each of one or of two
        (1, {"one": [1, 3] * 5, "three": [3, 1] * 5}, 0.5 / 20**0.5),  # twenty orders, each of one or of two
    ],
    ids=["one listing", "ten listings", "not alike"],
)
def test_orders_of_one_listing_are_mistaken_together(
    connection: Connection, listings: int, others: dict[str, list[int]], deviation: float
) -> None:
    band = unprinted(connection, listings, others=others)
    assert band["share"] == 0.5
    half = 1.959963984540054 * deviation
    assert band["high"] == pytest.approx(1 if half >= 0.5 else 0.5 + half / (1 + (2 * half) ** 2) ** 0.5, abs=0.03)


def test_chances_that_add_up_to_a_little_over_one_are_none_below(connection: Connection) -> None:
    assert reduce(add, [1 / 9] * 9) > 1, (
        "added one by one, as a database does: sum() makes up for rounding from Python 3.12 on"
    )
    query = _BAND.replace("ARRAY[50]", "ARRAY[1000]").replace(
        "WHERE band_from = 50", "WHERE market = 'm' AND band_from = 0"
    )
    band = unprinted(connection, 1, others={}, orders=18, units=9, query=query)
    assert (band["share"], band["high"]) == (1, 1)
    assert band["low"] > 0.99


def test_what_one_look_missed_another_shows(connection: Connection) -> None:
    """A fifth of the ratings was missed by each of two looks; half of those known was shown by both."""
    world = SmallWorld(connection)
    for at in (day(2, 20), day(3, 20)):
        world.snapshot("m", at)
        world.rows["snapshot"][-1] |= {"vendor_completeness": 1.0, "review_completeness": 0.8}
    world.add("rating_month", market="m", month=MONTH, seen_once=0.5)
    world.add("rating_month", market="m", month=day(3).date(), seen_once=0.25)
    world.write()
    asked = "SELECT sales FROM research.month_reach('2019-02-01', '2019-03-31') ORDER BY month"
    assert connection.execute(text(asked)).scalars().all() == pytest.approx([1 - 0.2 * 0.5, 1 - 0.2 * 0.25])


@pytest.mark.parametrize(("made", "is_exact"), [(1.0, True), (2.0, False)])
def test_a_mean_below_a_limit_is_as_sure_as_what_was_rated(
    connection: Connection, made: float, *, is_exact: bool
) -> None:
    sold(connection, made=made)
    asked = {"country": "NL", "definition": "D2", "attribution": "A1", "market": "m", "limit": 100, "assumed": 0.5}
    days = {"first_day": MONTH, "last_day": MONTH}
    row = connection.execute(text(statement("cryptodrug_scraper.study", "mean_below")), asked | days).mappings().one()
    assert row["value"] == pytest.approx((4 * 60 + 12 * 20) / 16)
    assert row["low"] <= row["value"] + 1e-9
    assert (row["high"] - row["low"] < 1e-6) is is_exact
    told = row["details"]
    assert told is None or told["draw_low"] < row["value"] < told["draw_high"]
