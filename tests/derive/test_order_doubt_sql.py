"""How far off unprinted amounts are: worked out in a derivation, and of the sales that a database holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sqlalchemy import text

from cryptodrug_scraper.measures.money.order_doubt import order_alike, order_apart
from cryptodrug_scraper.measures.money.order_ratios import order_ratios
from tests.derive.small_world import SmallWorld, day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from tests.support.derived_windows import Opened

IN_SQL = Path(__file__).with_name("order_doubt.sql").read_text(encoding="utf-8")


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        yield opened
        opened.rollback()


def world_of(connection: Connection, markets: dict[str, tuple[float, float]]) -> SmallWorld:
    """Markets that have listings of the same names and differ, with prices at the limits of cells."""
    chance, world = np.random.default_rng(3), SmallWorld(connection)
    for market, (price, usual) in markets.items():
        world.snapshot(market, day(2))
        for number in range(12):
            listing, vendor, mean = f"l{number}", f"v{number // 2}", usual * chance.lognormal(0, 0.5)
            world.listing(market, vendor, listing, ["NL"])
            for _ in range(int(chance.integers(3, 12))):
                eur = price - number % 2
                world.sale(
                    market, vendor, listing, day(2, 3), eur * float(1 + chance.poisson(mean)), asked_eur=eur,
                    is_tiered=number % 3 == 0, price_flag="unverified_high" if number == 11 else "ok",
                )  # fmt: skip
    world.write()
    return world


@pytest.mark.parametrize(
    "markets",
    [{"p": (50.0, 1.5), "q": (100.0, 6.0)}, {"p": (50.0, 1.5), "q": (50.0, 3.0)}, {"p": (50.0, 1.5)}],
    ids=["two markets", "two markets of one cell", "one market"],
)
def test_how_far_off_amounts_are_is_one_number_in_both_forms(
    connection: Connection, markets: dict[str, tuple[float, float]]
) -> None:
    known = world_of(connection, markets).printed_orders()
    alike, apart = connection.execute(text(IN_SQL)).one()
    assert 0.05 < alike < 0.95
    assert order_alike(known) == pytest.approx(alike, rel=1e-9)
    assert order_apart(known) == pytest.approx(apart, rel=1e-9)
    shown = connection.execute(text("SELECT research.order_alike(), research.order_apart()")).one()
    assert tuple(shown) == pytest.approx((alike, apart), rel=1e-9)


def test_turnover_is_derived_with_the_same_number(connection: Connection) -> None:
    world = world_of(connection, {"p": (50.0, 1.5), "q": (100.0, 6.0)})
    alike, _ = connection.execute(text(IN_SQL)).one()
    sales = world.sales()
    found = order_ratios(sales)["alike"]
    assert found.to_list() == pytest.approx([alike] * len(found), rel=1e-9)
    assert order_ratios(sales.drop("market"))["alike"][0] != pytest.approx(alike, rel=0.01)


def test_a_derivation_keeps_what_its_sales_say(shared: Opened) -> None:
    asked = shared.rows(IN_SQL)
    assert shared.rows("SELECT alike, apart FROM research.order_doubt") == [
        pytest.approx(row, rel=1e-9) for row in asked
    ]
    assert 0 < asked[0][0] < 1
    assert asked[0][1] != 1
