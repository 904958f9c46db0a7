from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cryptodrug_scraper.measures.attribution import origin_months, sale_origins
from cryptodrug_scraper.measures.cluster_share import wilson_limits
from cryptodrug_scraper.measures.country_shares import country_shares
from cryptodrug_scraper.measures.definitions import listing_months, membership, origin_rows
from cryptodrug_scraper.measures.origin_moves import origin_moves, transitions
from cryptodrug_scraper.measures.origins import multi_origin_vendors, vendor_origins
from tests.measures.origin_cases import mini_sales, mini_snapshots, mini_state

if TYPE_CHECKING:
    from cryptodrug_scraper.measures.country_shares import Attribution
    from cryptodrug_scraper.measures.definitions import Definition, Denominator


def months() -> pl.DataFrame:
    return listing_months(origin_rows(mini_state(), mini_snapshots()))


def sales(least: float = 0.0) -> pl.DataFrame:
    chosen = mini_sales().filter(pl.col("amount_eur") >= least)
    return origin_months(chosen, sale_origins(chosen, origin_rows(mini_state(), mini_snapshots())))


def shares(
    definition: Definition = "D2",
    attribution: Attribution = "A1",
    *,
    least: float = 0.0,
    country: str = "BE",
    denominator: Denominator = "all",
) -> pl.DataFrame:
    return country_shares(
        months(),
        sales(least),
        market="klein",
        country=country,
        definition=definition,
        attribution=attribution,
        first_day=date(2019, 2, 1),
        last_day=date(2019, 4, 30),
        denominator=denominator,
    )


def total(frame: pl.DataFrame, measure: str) -> tuple[float, float]:
    return frame.filter(pl.col("measure") == measure).select(pl.col("value", "total").sum()).row(0)


def column(frame: pl.DataFrame, measure: str) -> list[tuple[float, float]]:
    return frame.filter(pl.col("measure") == measure).select("value", "total").rows()


def test_mini_vendors_and_listings_at_each_snapshot() -> None:
    found = shares("D1")

    assert column(found, "vendors") == [(2, 5), (3, 5), (4, 5)]
    assert column(found, "listings") == [(2, 7), (3, 8), (4, 7)]


def test_mini_vendors_that_ever_were_belgian() -> None:
    rows = origin_rows(mini_state(), mini_snapshots())

    members = membership(rows, "BE", "D2")

    assert members.filter("is_member")["vendor"].to_list() == ["A", "B", "C", "D"]
    assert dict(members.select("vendor", "country_count").rows()) == {"A": 1, "B": 2, "C": 2, "D": 2, "E": 1}


def test_mini_vendors_of_several_countries() -> None:
    state, snapshots = mini_state(), mini_snapshots()

    moves = origin_moves(state, snapshots, market="klein")
    found = multi_origin_vendors(vendor_origins(state, snapshots), moves)

    assert found.select("vendor", "origin_codes", "kind").rows() == [
        ("B", ["BE", "NL"], "simultaneous"),
        ("C", ["BE", "NL"], "sequential"),
        ("D", ["BE", "DE"], "simultaneous"),
    ]
    assert transitions(moves).rows() == [("NL", "BE", 1, 1)]
    move = moves.row(0, named=True)
    assert (move["vendor"], move["from_codes"], move["to_codes"]) == ("C", ["NL"], ["BE"])
    assert (move["moved_from"].date(), move["moved_to"].date()) == (date(2019, 3, 1), date(2019, 4, 1))


def test_mini_share_of_dutch_and_belgian_vendors_with_its_limits() -> None:
    limits = pl.DataFrame({"value": [2, 5, 9, 14], "total": [3, 11, 20, 31]})

    low, high = wilson_limits(pl.col("value"), pl.col("total"))

    assert limits.select(low.alias("low"), high.alias("high")).rows() == [
        (pytest.approx(0.208, abs=5e-4), pytest.approx(0.939, abs=5e-4)),
        (pytest.approx(0.213, abs=5e-4), pytest.approx(0.720, abs=5e-4)),
        (pytest.approx(0.258, abs=5e-4), pytest.approx(0.658, abs=5e-4)),
        (pytest.approx(0.292, abs=5e-4), pytest.approx(0.622, abs=5e-4)),
    ]


@pytest.mark.parametrize(
    ("attribution", "transactions", "euros"), [("A1", 5.0, 400.0), ("A2", 9.0, 870.0), ("A3", 6.0, 575.0)]
)
def test_mini_sales_by_attribution(attribution: Attribution, transactions: float, euros: float) -> None:
    found = shares("D2", attribution)

    assert total(found, "transactions") == (pytest.approx(transactions), pytest.approx(12.0))
    assert total(found, "turnover_eur") == (pytest.approx(euros), pytest.approx(1295.0))


def test_mini_turnover_of_large_sales() -> None:
    whole, large = shares("D2", "A2"), shares("D2", "A2", least=200.0)
    of_listing, of_listing_large = shares("D2", "A1"), shares("D2", "A1", least=100.0)

    assert total(large, "transactions")[0] == 1
    assert total(large, "turnover_eur")[0] / total(whole, "turnover_eur")[0] == pytest.approx(0.2874, abs=5e-5)
    assert 1 - 1 / total(whole, "transactions")[0] == pytest.approx(0.889, abs=5e-4)
    assert total(of_listing_large, "transactions")[0] == 1
    assert total(of_listing_large, "turnover_eur")[0] / total(of_listing, "turnover_eur")[0] == pytest.approx(0.45)
