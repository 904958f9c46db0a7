"""What a truth makes of the measures: the worked example of the methods, and small truths reckoned by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cryptodrug_scraper.errors import ArchiveError
from simulator.dream.addresses import offer_id
from simulator.truth.frames import Frames
from simulator.truth.live import live_listings, populations
from simulator.truth.looks import looks_of_crawls
from simulator.truth.months import market_months, whole_months
from simulator.truth.printed import numbered
from simulator.truth.shares import country_shares
from simulator.truth.visible import Truth
from simulator.truth.worth import euros, sales_in_euros
from tests.simulator.small_truth import MINI_LOOKS, instant, looks, write_mini, write_truth

WINDOWS = Path(__file__).parents[2] / "fixtures" / "windows"


@pytest.fixture
def mini(tmp_path: Path) -> Frames:
    """The worked example."""
    return Frames(write_mini(tmp_path))


def _shares(frames: Frames, definition: str, measure: str) -> list[tuple[float, float]]:
    found = country_shares(frames, MINI_LOOKS, "BE")
    chosen = found.filter((pl.col("definition") == definition) & (pl.col("measure") == measure))
    return list(chosen.select("value", "total").iter_rows())


def test_vendors_of_a_country_at_each_look_are_those_of_the_worked_example(mini: Frames) -> None:
    assert [(2, 5), (3, 5), (4, 5)] == _shares(mini, "D1", "vendors")
    assert [(2, 7), (3, 8), (4, 7)] == _shares(mini, "D1", "listings")


def test_sales_of_a_country_are_those_of_the_worked_example(mini: Frames) -> None:
    sold = _shares(mini, "A1", "transactions")
    worth = _shares(mini, "A1", "turnover_eur")
    assert (5, 12) == (sum(part for part, _ in sold), sum(total for _, total in sold))
    assert (400, 1295) == (sum(part for part, _ in worth), sum(total for _, total in worth))


def test_a_listing_from_two_countries_counts_by_half_for_each(tmp_path: Path) -> None:
    write_mini(tmp_path)
    path = tmp_path / "listing_origin.parquet"
    both = pl.when(pl.col("listing_id") == 1).then(pl.lit("FR"))
    pl.read_parquet(path).with_columns(both.alias("second_country")).write_parquet(path)
    sold = _shares(Frames(tmp_path), "A1", "turnover_eur")
    assert 400 - 280 / 2 == sum(part for part, _ in sold)


def test_months_have_what_was_live_at_their_looks_and_all_sales(mini: Frames) -> None:
    found = {(month, measure): value for _, month, measure, value, _ in market_months(mini, MINI_LOOKS).iter_rows()}
    assert [7, 8, 7] == [found[date(2019, month, 1), "listings"] for month in (2, 3, 4)]
    assert [6, 6] == [found[date(2019, month, 1), "transactions"] for month in (2, 3)]
    assert [750, 545] == [found[date(2019, month, 1), "turnover_eur"] for month in (2, 3)]
    assert (date(2019, 1, 1), "vendors") not in found


def test_a_month_is_whole_once_a_look_was_over_after_it_or_after_the_end_of_the_market(tmp_path: Path) -> None:
    write_truth(tmp_path, event=[("dream", "closed", instant("2019-03-10"))])
    frames = Frames(tmp_path)
    months = [date(2019, 2, 1), date(2019, 3, 1)]
    for days, whole in (
        (("2019-02-15", "2019-03-05"), [True, False]),
        (("2019-02-15", "2019-03-11"), [True, True]),
        (("2019-02-15",), [False]),
    ):
        found = whole_months(frames, looks(*days))
        assert [("dream", month, told) for month, told in zip(months, whole, strict=False)] == list(found.iter_rows())


def test_a_hidden_listing_is_live_if_it_was_on_show_before_and_after(tmp_path: Path) -> None:
    listings: list[tuple[Any, ...]] = [("dream", number, 1, instant("2019-01-01"), None) for number in (1, 2, 3)]
    listings.append(("dream", 4, 1, instant("2019-01-20"), instant("2019-01-25")))
    hidden = [
        ("dream", 1, instant("2019-02-01"), instant("2019-02-20")),
        ("dream", 2, instant("2019-02-01"), None),
        ("dream", 3, instant("2019-02-15T10:00:00"), instant("2019-02-20")),
    ]
    frames = Frames(write_truth(tmp_path, listing=listings, hidden=hidden))
    three = looks("2019-01-15", "2019-02-15", "2019-03-15")
    live = live_listings(frames, three).filter(pl.col("snapshot_id") == "dream 2019-02-15")
    assert [(1, False), (3, True)] == list(live.select("listing_id", "on_show").iter_rows())
    counts = populations(frames, three).filter(pl.col("of") == "listing")
    assert [(3, 3, 3), (1, 2, 4), (2, 2, 4)] == list(counts.select("on_show", "live", "ever").iter_rows())


def test_vendors_are_counted_by_their_live_listings(mini: Frames) -> None:
    counts = populations(mini, MINI_LOOKS).filter(pl.col("of") == "vendor")
    assert [(5, 5, 5)] * 3 == list(counts.select("on_show", "live", "ever").iter_rows())
    alone = populations(mini, MINI_LOOKS.with_columns(pl.lit("empire").alias("market")))
    assert [0] * 6 == alone["ever"].to_list()


def test_a_listing_is_on_show_from_its_creation_to_its_end_and_not_at_that_second(tmp_path: Path) -> None:
    nine, three = instant("2019-01-15T09:00:00"), instant("2019-01-15T15:00:00")
    before, after = instant("2019-01-01"), instant("2019-01-15T15:00:01")
    lives = [(before, None), (before, nine), (three, None), (after, None)]
    listings = [("dream", number, number, *life) for number, life in enumerate(lives, 1)]
    live = live_listings(Frames(write_truth(tmp_path, listing=listings)), looks("2019-01-15"))
    assert [1, 3] == live["listing_id"].to_list()


def test_listings_on_show_are_as_many_as_the_comparison_of_counts_has() -> None:
    frames, counts = Frames(WINDOWS / "truth"), Truth(WINDOWS / "truth")
    crawls = looks_of_crawls(WINDOWS / "crawls.json")
    live = live_listings(frames, crawls).filter("on_show").group_by("snapshot_id").len()
    numbers: dict[str, int] = dict(live.iter_rows())
    for market, snapshot, first, last in crawls.iter_rows():
        assert numbers[snapshot] == counts.seen(market, first, last, "BE").listings
    assert 19 == len(numbers)


def test_rates_are_in_euros(tmp_path: Path) -> None:
    day = date(2019, 1, 1)
    rows = [(day, "EUR", 1_250_000), (day, "GBP", 1_500_000), (day, "BTC", 4_000_000_000), (day, "USD", 1_000_000)]
    found = euros(Frames(write_truth(tmp_path, rate=rows)))
    assert {"BTC": 3200.0, "EUR": 1.0, "GBP": 1.2, "USD": 0.8} == dict(found.select("currency", "eur").iter_rows())


def test_a_sale_is_worth_what_its_currency_was_on_its_day_and_postage_stands_beside_it(tmp_path: Path) -> None:
    rates = [(date(2019, 1, day), "EUR", 1_000_000 + day * 250_000) for day in (1, 2)]
    sales = [
        ("dream", number, 7, 1, instant(day), 1000, "USD")
        for number, day in ((1, "2019-01-01T23:59:59"), (2, "2019-01-02"))
    ]
    written = write_truth(tmp_path, rate=rates, sale=sales, postage=[("dream", 2, 500)])
    found = sales_in_euros(Frames(written))
    assert pytest.approx([8.0, 10 / 1.5]) == found["amount_eur"].to_list()
    assert pytest.approx([8.0, 10.0]) == found["paid_eur"].to_list()
    assert [None, None] == found["origin_codes"].to_list()


def test_the_name_of_an_account_is_the_one_that_it_had_last(tmp_path: Path) -> None:
    accounts = [(1, 1, "dream", "Müller", instant("2019-01-01")), (2, 2, "dream", "other", instant("2019-01-01"))]
    rename = [("dream", 1, instant("2019-02-01"), "Müller", "Mueller")]
    frames = Frames(write_truth(tmp_path, account=accounts, rename=rename))
    assert ["Mueller", "other"] == frames.accounts["vendor"].to_list()
    names = [("Mueller", "Mueller"), ("Müller", "Mueller"), ("other", "other")]
    assert names == list(frames.names.select("name", "vendor").iter_rows())


def test_a_folder_without_a_truth_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"sale\.parquet: name a folder"):
        sales_in_euros(Frames(tmp_path))


def test_listings_of_pages_have_the_numbers_of_the_truth() -> None:
    printed = [offer_id(80011), "240013", None, "1.2", "no number", "99999999999"]
    rows = pl.DataFrame({"listing_id": printed, "place": range(6)})
    found = numbered(rows)
    assert [80011, 240013, None, None, None, None] == found["listing_id"].to_list()
    assert list(range(6)) == found["place"].to_list()
    assert pl.Int32 == found.schema["listing_id"]
    assert numbered(rows.clear()).is_empty()
