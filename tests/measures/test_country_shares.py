from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from cryptodrug_scraper.measures.estimators.cluster_share import wilson_limits
from cryptodrug_scraper.measures.places.attribution import origin_months, sale_origins
from cryptodrug_scraper.measures.places.country_shares import country_shares
from cryptodrug_scraper.measures.places.definitions import listing_months, membership, origin_rows
from cryptodrug_scraper.measures.places.origin_moves import origin_moves, transitions
from cryptodrug_scraper.measures.places.origins import multi_origin_vendors, vendor_origins
from tests.measures.origin_cases import mini_sales, mini_snapshots, mini_state

if TYPE_CHECKING:
    from cryptodrug_scraper.measures.places.country_shares import Attribution
    from cryptodrug_scraper.measures.places.definitions import Definition, Denominator


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

    assert total(found, "transactions") == pytest.approx((transactions, 12.0))
    assert total(found, "turnover_eur") == pytest.approx((euros, 1295.0))


def test_mini_turnover_of_large_sales() -> None:
    whole, large = shares("D2", "A2"), shares("D2", "A2", least=200.0)
    of_listing, of_listing_large = shares("D2", "A1"), shares("D2", "A1", least=100.0)

    assert total(large, "transactions")[0] == 1
    assert total(large, "turnover_eur")[0] / total(whole, "turnover_eur")[0] == pytest.approx(0.2874, abs=5e-5)
    assert 1 - 1 / total(whole, "transactions")[0] == pytest.approx(0.889, abs=5e-4)
    assert total(of_listing_large, "transactions")[0] == 1
    assert total(of_listing_large, "turnover_eur")[0] / total(of_listing, "turnover_eur")[0] == pytest.approx(0.45)


def test_every_figure_says_how_it_was_made() -> None:
    row = shares("D2", "A3", denominator="stated").row(0, named=True)

    assert (row["market"], row["definition"], row["attribution"], row["denominator"]) == ("klein", "D2", "A3", "stated")
    assert row["is_few"]


def test_vendors_without_a_country_are_left_out_of_those_that_state_one() -> None:
    assert column(shares("D2", denominator="stated"), "listings") == [(2, 6), (3, 7), (4, 6)]
    assert total(shares("D2", "A1", denominator="stated"), "turnover_eur") == pytest.approx((400.0, 1290.0))


def test_only_belgian_and_mainly_belgian_vendors() -> None:
    assert [value for value, _ in column(shares("D4"), "vendors")] == [1, 1, 3]
    assert [value for value, _ in column(shares("D3"), "vendors")] == [2, 3, 4]


def test_a_window_is_cut_by_whole_months_and_months_without_a_snapshot_have_no_row() -> None:
    found = country_shares(
        months(),
        sales(),
        market="klein",
        country="NL",
        definition="D2",
        attribution="A1",
        first_day=date(2019, 3, 20),
        last_day=date(2019, 3, 21),
    )

    assert found["month"].unique().to_list() == [date(2019, 3, 1)]
    assert total(found, "turnover_eur") == pytest.approx((250.0 + 60.0, 545.0))


def test_a_country_that_nobody_names_has_a_share_of_zero_with_an_upper_limit() -> None:
    found = shares("D2", "A1", country="IS")

    assert found["share"].to_list() == [0.0] * 10
    assert found["share_low"].to_list() == [0.0] * 10
    assert found["share_high"].min() > 0.1  # type: ignore[operator]  # a few vendors do not rule out a tenth


def test_an_empty_market_has_no_rows() -> None:
    found = country_shares(
        months().clear(),
        sales().clear(),
        market="leeg",
        country="BE",
        definition="D1",
        attribution="A2",
        first_day=date(2019, 2, 1),
        last_day=date(2019, 4, 30),
    )

    assert found.height == 0
    assert found.columns == shares().columns


def test_the_order_of_rows_does_not_matter() -> None:
    mixed = country_shares(
        months().sample(fraction=1, shuffle=True, seed=3),
        sales().sample(fraction=1, shuffle=True, seed=4),
        market="klein",
        country="BE",
        definition="D3",
        attribution="A3",
        first_day=date(2019, 2, 1),
        last_day=date(2019, 4, 30),
    )

    assert mixed.equals(shares("D3", "A3"))
