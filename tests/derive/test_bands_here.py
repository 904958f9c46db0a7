"""Intervals of bands of value where ratings were not reached, and where no amount is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from tests.derive.small_world import SmallWorld, day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

MONTH = day(2).date()
_WINDOW = "'NL', 'D2', 'A1', '2019-02-01', '2019-02-28', ARRAY[50]"
_BAND = f"SELECT * FROM research.value_band({_WINDOW}) WHERE market = 'm' AND band_from = 50"
_UNMET = f"SELECT * FROM research.unmet_band({_WINDOW}) WHERE vendor = 'één' AND band_from = 50"


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        yield opened
        opened.rollback()


def one(connection: Connection, query: str) -> dict[str, Any]:
    return dict(connection.execute(text(query)).mappings().one())


def month(world: SmallWorld, vendor: str, shown: int, made: float, rate: float | None, error: float = 0.0) -> None:
    world.add(
        "vendor_month", market="m", vendor=vendor, month=MONTH, review_count=shown, transactions_shown=shown,
        shown_low=shown, shown_high=shown, transactions=made, transactions_low=made - 1.96 * error,
        transactions_high=made + 1.959963984540054 * error, turnover_shown_eur=0.0, turnover_raw_eur=0.0,
        turnover_imputed_eur=0.0, is_truncated=False, feedback_rate=rate,
    )  # fmt: skip


def sold(
    connection: Connection, *, made: float, rate: float | None = 1.0, error: float = 0.0, is_mixed: bool = False,
    orders: int = 16, dear: int = 2,
) -> None:  # fmt: skip
    """
    Four listings of one vendor, with as many rated orders each, and of a second, which is all known.

    ``dear``: listings of each that sell for EUR 60, not 20; ``is_mixed``: every listing sells as many for either.
    """
    world = SmallWorld(connection)
    world.snapshot("m", day(2))
    world.rows["snapshot"][-1] |= {
        "vendor_completeness": 1.0, "listing_completeness": 1.0, "review_completeness": 1.0,
    }  # fmt: skip
    for vendor in ("één", "twee"):
        for listing in range(4):
            world.listing("m", vendor, f"{vendor}{listing}", ["NL"])
        for number in range(orders):
            is_dear = number // 4 % 2 if is_mixed else number % 4 < dear
            world.sale("m", vendor, f"{vendor}{number % 4}", day(2, number + 2), 60 if is_dear else 20)
    month(world, "één", orders, made, rate, error)
    month(world, "twee", orders, orders, 1.0)
    world.write()


def test_more_sales_than_ratings_stand_for_are_of_listings_that_were_not_met(connection: Connection) -> None:
    """Sixteen ratings of 32 sales: at a rate of a half all are accounted for; at 1, half are of other listings."""
    sold(connection, made=32.0, rate=0.5)
    known = one(connection, _BAND)
    assert connection.execute(text(_UNMET)).first() is None
    connection.rollback()
    sold(connection, made=32.0, rate=1.0)
    unmet = one(connection, _BAND)
    assert known["transaction_share"] == unmet["transaction_share"] == 0.5
    assert unmet["transaction_share_low"] < known["transaction_share_low"] - 0.1
    assert unmet["transaction_share_high"] > known["transaction_share_high"] + 0.1
    assert 0 <= unmet["turnover_share_low"] < known["turnover_share_low"] - 0.05
    # by hand: of four listings each that sell either all dear or all cheap, a hidden one is off by 2 of 3 or more
    guess = (3 * 1 / 3 + 0.5) / 4
    apart = (1 - guess) ** 2 / (guess * (1 - guess) * (1 + 1 / 3))
    assert one(connection, _UNMET)["unsure"] == pytest.approx(0.25 * 0.5**2 * apart * (1 / 4 + 1 / 4))


def test_listings_that_are_alike_tell_of_those_that_were_not_met(connection: Connection) -> None:
    sold(connection, made=32.0, is_mixed=True)
    alike = one(connection, _UNMET)["unsure"]
    connection.rollback()
    sold(connection, made=32.0)
    assert alike < 0.01 * one(connection, _UNMET)["unsure"]


@pytest.mark.parametrize("error", [0.0, 8.0], ids=["sure", "unsure"])
def test_what_may_be_chance_is_not_taken_for_unmet_listings(connection: Connection, error: float) -> None:
    sold(connection, made=20.0, rate=0.9, error=error)
    row = one(connection, "SELECT unmet FROM research.sale_doubt('2019-02-01', '2019-02-28') WHERE vendor = 'één'")
    more, chance = 20 - 16 / 0.9, 17 * 0.1 / 0.9**2 + error**2
    assert row["unmet"] == pytest.approx(more**3 / (more**2 + chance) / 20)


def test_where_no_rate_is_known_nothing_is_said_of_unmet_listings(connection: Connection) -> None:
    sold(connection, made=32.0, rate=None)
    row = one(connection, "SELECT unmet FROM research.sale_doubt('2019-02-01', '2019-02-28') WHERE vendor = 'één'")
    assert row["unmet"] == 0


@pytest.mark.parametrize("made", [17.0, 64.0, 1e6])
@pytest.mark.parametrize("dear", [0, 1, 4])
def test_small_numbers_stay_in_bounds_that_hold_the_share_of_what_was_seen(
    connection: Connection, made: float, dear: int
) -> None:
    sold(connection, made=made, dear=dear, orders=4)
    bands = connection.execute(text(f"SELECT * FROM research.value_band({_WINDOW})")).mappings().all()
    for band in bands:
        for of in ("transaction_share", "turnover_share"):
            assert 0 <= band[f"{of}_low"] <= band[of] <= band[f"{of}_high"] <= 1
    assert [band["transactions"] for band in bands] == [8 - 2 * dear, 2 * dear]


def printed(connection: Connection, markets: dict[str, list[int]], *, vendors: int = 2, price: float = 30.0) -> None:
    """Orders without printed amounts, and markets that print them: of how many units orders at a price of 30 are."""
    world = SmallWorld(connection)
    for market in ("m", *markets):
        world.snapshot(market, day(2))
    world.rows["snapshot"][0] |= {"vendor_completeness": 1.0, "listing_completeness": 1.0, "review_completeness": 1.0}
    for market, orders in markets.items():
        for vendor in range(vendors):
            world.listing(market, f"v{vendor}", f"l{vendor}", ["NL"])
            for number, units in enumerate(orders):
                world.sale(market, f"v{vendor}", f"l{vendor}", day(2, number + 2), price * units, asked_eur=price)
    for listing in range(10):
        world.listing("m", "één", str(listing), ["NL"])
    for number in range(20):
        ratio = 1 + number // 10
        world.sale(
            "m", "één", str(number % 10), day(2, number + 2), 30.0 * ratio, asked_eur=30.0, order_ratio=ratio,
            amount_eur_low=30.0, amount_eur_high=60.0, price_source="listing_before",
        )  # fmt: skip
    month(world, "één", 20, 20.0, 1.0)
    world.write()


def apart(connection: Connection) -> float:
    return float(connection.execute(text("SELECT research.order_apart()")).scalar_one())


def test_markets_that_are_alike_leave_only_what_listings_do(connection: Connection) -> None:
    printed(connection, {"p": [1, 2] * 5, "q": [2, 1] * 5})
    assert apart(connection) == 0
    same = one(connection, _BAND)
    connection.rollback()
    printed(connection, {"p": [1] * 6 + [2] * 4, "q": [1] * 2 + [2] * 8})
    other = one(connection, _BAND)
    # by hand: of 20 orders each, 0.4 and 0.8 are of two units
    variance = 0.08 - (0.24 + 0.16) / 2 / 19
    student = float(connection.execute(text("SELECT research.t_quantile(2)")).scalar_one())
    assert apart(connection) == pytest.approx((1.5 * variance / (0.6 * 0.4)) ** 0.5 * student / 1.959963984540054)
    assert other["transaction_share"] == same["transaction_share"] == 0.5
    assert other["transaction_share_high"] > same["transaction_share_high"] + 0.1
    assert other["turnover_share_low"] < same["turnover_share_low"] - 0.1


def test_where_one_market_alone_prints_amounts_its_vendors_tell_how_far_others_lie(connection: Connection) -> None:
    printed(connection, {"p": [1, 2] * 5}, vendors=12)
    assert apart(connection) == 0
    connection.rollback()
    printed(connection, {"p": [1, 2] * 5}, vendors=1)
    assert apart(connection) == 1


def test_prices_that_any_number_of_units_leaves_in_their_band_are_sure(connection: Connection) -> None:
    printed(connection, {"p": [1] * 6 + [2] * 4, "q": [1] * 2 + [2] * 8})
    row = one(connection, _BAND.replace("ARRAY[50]", "ARRAY[20]").replace("band_from = 50", "band_from = 20"))
    assert (row["transaction_share"], row["transaction_share_low"], row["transaction_share_high"]) == (1, 1, 1)
