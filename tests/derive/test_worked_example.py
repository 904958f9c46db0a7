"""The worked example MINI-1 of the methods (E9), from states of listings and sales to the shares that SQL gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.measures.places.attribution import origin_months, sale_origins
from cryptodrug_scraper.measures.places.definitions import listing_months, origin_rows
from tests.derive.small_world import SmallWorld
from tests.measures.origin_cases import DAYS, mini_sales, mini_snapshots, mini_state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine


@pytest.fixture(scope="module")
def mini(scratch: Engine) -> Iterator[Connection]:
    rows = origin_rows(mini_state(), mini_snapshots())
    sales = mini_sales()
    with scratch.connect() as connection:
        world = SmallWorld(connection)
        for at in DAYS:
            world.snapshot("klein", at)
        for row in listing_months(rows).iter_rows(named=True):
            world.add("listing_month", market="klein", **row)
        for number, row in enumerate(origin_months(sales, sale_origins(sales, rows)).iter_rows(named=True), start=1):
            world.add("origin_month", market="klein", number=number, **row)
        world.write()
        yield connection
        connection.rollback()


def shares(
    connection: Connection,
    definition: str = "D2",
    attribution: str = "A1",
    *,
    country: str = "BE",
    first: str = "2019-02-01",
    last: str = "2019-04-30",
) -> list[dict[str, object]]:
    query = text("SELECT * FROM research.country_share(:country, :definition, :attribution, :first, :last)")
    asked = {"country": country, "definition": definition, "attribution": attribution, "first": first, "last": last}
    return [dict(row) for row in connection.execute(query, asked).mappings()]


def column(rows: list[dict[str, object]], measure: str) -> list[tuple[object, object]]:
    return [(row["value"], row["total"]) for row in rows if row["measure"] == measure]


def test_vendors_and_listings_at_each_snapshot(mini: Connection) -> None:
    found = shares(mini, "D1")
    assert column(found, "vendors") == [(2, 5), (3, 5), (4, 5)]
    assert column(found, "listings") == [(2, 7), (3, 8), (4, 7)]


def test_vendors_that_send_mainly_and_only_from_the_country(mini: Connection) -> None:
    assert [value for value, _ in column(shares(mini, "D3"), "vendors")] == [2, 3, 4]
    assert [value for value, _ in column(shares(mini, "D4"), "vendors")] == [1, 1, 3]


@pytest.mark.parametrize(
    ("attribution", "transactions", "euros"), [("A1", 5.0, 400.0), ("A2", 9.0, 870.0), ("A3", 6.0, 575.0)]
)
def test_sales_by_attribution(mini: Connection, attribution: str, transactions: float, euros: float) -> None:
    found = shares(mini, "D2", attribution)
    for measure, part, whole in (("transactions", transactions, 12.0), ("turnover_eur", euros, 1295.0)):
        sums = tuple(map(sum, zip(*column(found, measure), strict=True)))
        assert sums == pytest.approx((part, whole))


def test_a_window_is_cut_by_whole_months(mini: Connection) -> None:
    found = shares(mini, country="NL", first="2019-03-20", last="2019-03-21")
    assert {str(row["month"]) for row in found} == {"2019-03-01"}
    assert column(found, "turnover_eur") == [pytest.approx((250.0 + 60.0, 545.0))]


def test_a_country_that_nobody_names_has_a_share_of_zero_with_an_upper_limit(mini: Connection) -> None:
    found = shares(mini, country="IS")
    assert len(found) == 10
    assert {(row["share"], row["share_low"]) for row in found} == {(0, 0)}
    assert min(row["share_high"] for row in found) > 0.1  # type: ignore[type-var,operator]  # of a few vendors
    assert all(row["is_few"] for row in found)
