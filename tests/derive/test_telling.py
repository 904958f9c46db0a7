"""Findings that rest on many vendors, and yet tell of few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.derive.findings.linked import Linked
from cryptodrug_scraper.derive.findings.telling import telling_of_few
from tests.derive.small_world import SmallWorld, day
from tests.derive.test_findings import ASKED, wall_street

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        yield opened
        opened.rollback()


def row(measure: str, value: float | None, n: int = 20, vendors: int = 20, high: float | None = None) -> dict[str, Any]:
    return {
        "market": "wallstreet",
        "measure": measure,
        "unit": "share",
        "value": value,
        "low": None,
        "high": high,
        "n": n,
        "vendor_count": vendors,
    }


def few(connection: Connection, *rows: dict[str, Any]) -> set[str]:
    return {measure for market, measure in telling_of_few(connection, ASKED, rows) if market == "wallstreet"}


def test_a_count_of_one_to_four_of_many_is_told_apart_from_none_and_many(connection: Connection) -> None:
    SmallWorld(connection).write()
    assert few(connection, row("vendors_not_to_us", 0.3), row("vendors_not_to_nl", 0.0)) == set()
    assert few(connection, row("vendors_not_to_us", 0.15), row("vendors_to_eu_or_world", 0.95)) == {"vendors_not_to_us"}
    assert few(connection, row("migrants", 9.0, high=11.0)) == {"migrants"}  # two of whom it is not sure
    assert few(connection, row("migrants", 9.0, high=9.0), row("migrant_share", None)) == set()
    assert few(connection, row("share_of_vendors", 0.1, vendors=4)) == {"share_of_vendors"}


def test_one_vendor_of_large_orders_is_told_by_the_share_of_them(connection: Connection) -> None:
    world = SmallWorld(connection)
    wall_street(world)
    world.sale("wallstreet", "Bé07", "l7", day(1, 20), 1500, drug_class="Ecstasy", substance="mdma")
    world.sale("wallstreet", "Bé08", "l8", day(1, 21), 70, drug_class="Opioids", substance="heroin")
    world.write()
    told = few(connection)
    assert "transactions_above_1000_eur" in told
    assert not told & {"transactions_below_200_eur", "mean_of_transactions_below_200_eur"}
    assert {"heroin_over_mdma", "cocaine_over_heroin"} <= told
    assert "mdma_quotient_by_transactions" not in told  # nobody else sells it


def test_what_tells_of_few_is_withheld_with_what_would_tell_it(connection: Connection) -> None:
    world = SmallWorld(connection)
    wall_street(world)
    world.sale("wallstreet", "Bé07", "l7", day(1, 20), 1500, drug_class="Ecstasy", substance="mdma")
    world.write()
    linked = Linked(connection, ASKED)
    assert ("above", "wallstreet", 1000) in linked.bands
    assert ("above", "wallstreet", 200) not in linked.bands
    assert ("band", "wallstreet", 1000) in linked.bands
    assert ("band", "wallstreet", 500) in linked.bands  # else 1500 would be what is above 200 less it
    assert ("wallstreet", "transactions_above_1000_eur") in linked.told(["transactions_above_1000_eur"])
    assert ("own", "wallstreet", "turnover_eur") not in linked.months
