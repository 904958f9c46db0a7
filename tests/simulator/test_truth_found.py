"""What a truth says that pages could tell: reviews, moves, exclusions, links, migration, prices."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from simulator.truth.asked_prices import bulk_sales, price_spells
from simulator.truth.captured import captured_reviews
from simulator.truth.frames import INSTANT, Frames
from simulator.truth.looks import looks_of_crawls
from simulator.truth.places import excluded_places, observable_moves
from simulator.truth.sellers import account_pairs, migrations, renamed_accounts
from simulator.truth.shown import shown_reviews
from tests.simulator.small_truth import instant, looks, write_truth

WINDOWS = Path(__file__).parents[2] / "fixtures" / "windows"
SINCE = instant("2018-06-01")
LOOK = instant("2019-02-01T15:00:00")


def _reviews(market: str, ages: list[float], listing: int = 1) -> list[tuple[object, ...]]:
    """Reviews of one account, by their age in days at the end of the look."""
    return [
        (market, number, number, listing, 1, LOOK - timedelta(days=age), None) for number, age in enumerate(ages, 1)
    ]


@pytest.mark.parametrize(
    ("ages", "shown"),
    [
        ([float(age) for age in range(90)], 90),
        ([float(age) for age in range(120)], 98),
        ([200.0 + age for age in range(40)], 25),
        ([age / 10 for age in range(400)], 300),
        ([-0.1, 0.1], 1),
    ],
)
def test_dream_shows_a_vendors_ratings_of_three_months_from_25_to_300(
    ages: list[float], shown: int, tmp_path: Path
) -> None:
    accounts = [(1, 1, "dream", "v", SINCE)]
    frames = Frames(write_truth(tmp_path, account=accounts, review=_reviews("dream", ages)))
    found = shown_reviews(frames, looks("2019-02-01"))
    assert shown == found.height
    newest = sorted(number for number, age in enumerate(ages, 1) if age >= 0)
    assert newest[:shown] == found["review_id"].to_list()
    page = pl.DataFrame(
        [("dream", "v", None, LOOK, None)],
        schema={
            "market": pl.String, "vendor": pl.String, "listing_id": pl.String, "captured_at": INSTANT,
            "occurred_from": INSTANT,
        },
        orient="row",
    )  # fmt: skip
    assert found["review_id"].to_list() == captured_reviews(frames, page)["review_id"].to_list()


def test_dream_shows_older_ratings_on_the_page_of_a_live_listing(tmp_path: Path) -> None:
    ages = [200.0 + age for age in range(40)]
    listing = [("dream", 1, 1, SINCE, None)]
    accounts = [(1, 1, "dream", "v", SINCE)]
    frames = Frames(write_truth(tmp_path, account=accounts, listing=listing, review=_reviews("dream", ages)))
    assert 40 == shown_reviews(frames, looks("2019-02-01")).height


@pytest.mark.parametrize(("market", "shown"), [("wallstreet", 0), ("empire", 3)])
def test_reviews_of_a_listing_that_is_gone_are_shown_where_vendors_have_them(
    market: str, shown: int, tmp_path: Path
) -> None:
    accounts = [(1, 1, market, "v", SINCE)]
    gone = [(market, 1, 1, SINCE, instant("2019-01-15"))]
    written = write_truth(tmp_path, account=accounts, listing=gone, review=_reviews(market, [1, 30, 300]))
    assert shown == shown_reviews(Frames(written), looks("2019-02-01", market=market)).height


def test_a_review_is_shown_once_however_many_looks_there_are(tmp_path: Path) -> None:
    frames = Frames(write_truth(tmp_path, account=[(1, 1, "empire", "v", SINCE)], review=_reviews("empire", [20, 1])))
    found = shown_reviews(frames, looks("2019-01-20", "2019-02-01", market="empire"))
    assert [(1, "2019-01-20"), (2, "2019-02-01")] == [
        (number, f"{at:%Y-%m-%d}") for number, at in found.select("review_id", "first_shown_at").iter_rows()
    ]


def test_minutes_tell_which_reviews_stand_on_captured_pages(tmp_path: Path) -> None:
    reviews = _reviews("empire", [1, 2, 3])
    accounts = [(1, 1, "empire", "v", SINCE)]
    frames = Frames(write_truth(tmp_path, account=accounts, review=reviews))
    pages = pl.DataFrame(
        {"market": ["empire"], "vendor": ["v"], "listing_id": ["1"], "captured_at": [LOOK]},
    ).with_columns(
        pl.col("captured_at").cast(INSTANT), pl.lit(LOOK - timedelta(days=2), INSTANT).alias("occurred_from")
    )
    assert [2] == captured_reviews(frames, pages)["review_id"].to_list()


def test_a_move_can_be_told_between_a_look_before_and_a_look_after(tmp_path: Path) -> None:
    moved = instant("2019-02-10")
    tables: dict[str, list[tuple[Any, ...]]] = {
        "account": [(1, 9, "dream", "v", SINCE), (2, 9, "empire", "w", SINCE)],
        "residence": [(9, "NL", SINCE), (9, "BE", moved), (8, "DE", SINCE)],
        "listing": [("dream", 1, 1, SINCE, None), ("empire", 1, 2, SINCE, None)],
        "listing_origin": [
            (market, 1, country, None, None, since, until)
            for market in ("dream", "empire")
            for country, since, until in (("NL", SINCE, moved), ("BE", moved, None))
        ],
    }
    frames = Frames(write_truth(tmp_path, **tables))
    seen = pl.concat(
        (looks("2019-01-15", "2019-02-05", "2019-02-20", "2019-03-15"), looks("2019-02-20", market="empire"))
    )
    found = observable_moves(frames, seen)
    assert [("dream", 1, "NL", "BE", moved, "2019-02-05", "2019-02-20")] == [
        (*row[:5], f"{row[5]:%Y-%m-%d}", f"{row[6]:%Y-%m-%d}") for row in found.iter_rows()
    ]


def test_places_are_ruled_out_by_what_a_listing_says_while_it_is_on_show(tmp_path: Path) -> None:
    later = instant("2019-03-01")
    destinations = [
        ("dream", 1, "EU", True, "field", SINCE), ("dream", 1, "GB", False, "text", SINCE),
        ("dream", 1, "EU", True, "field", later), ("dream", 1, "NL", False, "field", later),
        ("dream", 2, "US", False, "text", SINCE),
    ]  # fmt: skip
    listings = [("dream", 1, 1, SINCE, None), ("dream", 2, 1, SINCE, instant("2019-01-01"))]
    frames = Frames(write_truth(tmp_path, listing=listings, listing_destination=destinations))
    assert [("dream", 1, "GB", "text")] == list(excluded_places(frames, looks("2019-02-15")).iter_rows())
    assert ["GB", "NL"] == excluded_places(frames, looks("2019-02-15", "2019-03-15"))["place"].to_list()


def test_the_field_of_wall_street_market_rules_places_out_of_the_whole_world_only(tmp_path: Path) -> None:
    destinations = [
        ("wallstreet", 1, "DE", True, "field", SINCE), ("wallstreet", 1, "NL", False, "field", SINCE),
        ("wallstreet", 2, "WORLD", True, "field", SINCE), ("wallstreet", 2, "US", False, "field", SINCE),
        ("wallstreet", 3, "DE", True, "field", SINCE), ("wallstreet", 3, "GB", False, "text", SINCE),
    ]  # fmt: skip
    listings = [("wallstreet", number, 1, SINCE, None) for number in (1, 2, 3)]
    frames = Frames(write_truth(tmp_path, listing=listings, listing_destination=destinations))
    found = excluded_places(frames, looks("2019-02-15", market="wallstreet"))
    assert [(2, "US"), (3, "GB")] == list(found.select("listing_id", "place").iter_rows())


def _sellers(folder: Path) -> Frames:
    shock = instant("2019-03-26")
    accounts = [
        (1, 1, "dream", "both", SINCE), (2, 1, "empire", "both", instant("2019-03-01")),
        (3, 2, "dream", "goes", SINCE), (4, 2, "empire", "goes_2", instant("2019-04-02")),
        (5, 3, "dream", "stays", SINCE), (6, 3, "empire", "too late", instant("2019-09-01")),
        (7, 4, "dream", "idle", SINCE),
    ]  # fmt: skip
    sales = [("dream", number, 1, number, instant("2019-03-01"), 100, "EUR") for number in (1, 3, 5)]
    sales.append(("dream", 7, 1, 7, instant("2018-12-01"), 100, "EUR"))
    rename = [("dream", 3, instant("2019-02-01"), "goes", "went")]
    event = [("dream", "closure", shock), ("dream", "closed", instant("2019-05-01"))]
    return Frames(write_truth(folder, account=accounts, sale=sales, event=event, rename=rename))


def test_where_accounts_go_is_told_by_when_the_other_one_was_made(tmp_path: Path) -> None:
    seen = pl.concat((looks("2019-03-15"), looks("2019-05-15", market="empire")))
    assert [
        ("dream", 1, "empire", "multi_homer"),
        ("dream", 3, "empire", "migrant"),
        ("dream", 5, None, "lost"),
    ] == sorted(migrations(_sellers(tmp_path), seen).iter_rows())


def test_pairs_of_accounts_are_those_of_one_person(tmp_path: Path) -> None:
    assert [(1, 2), (3, 4), (5, 6)] == list(account_pairs(_sellers(tmp_path)).iter_rows())


def test_renamed_accounts_have_both_names(tmp_path: Path) -> None:
    assert [("dream", 3, instant("2019-02-01"), "goes", "went")] == list(
        renamed_accounts(_sellers(tmp_path)).iter_rows()
    )
    assert renamed_accounts(Frames(WINDOWS / "truth")).is_empty()


def test_bulk_sales_are_real_and_holding_prices_are_none() -> None:
    frames = Frames(WINDOWS / "truth")
    shown = shown_reviews(frames, looks_of_crawls(WINDOWS / "crawls.json"))
    bulk = bulk_sales(frames, shown, least_eur=300)
    assert 0 < bulk.height < shown.height
    assert bulk["amount_eur"].min() >= 300  # type: ignore[operator]
    spells = price_spells(frames)
    assert 0 < spells.filter("holding").height < spells.height / 2
    held = spells.filter("holding")["price"].median()
    assert held > spells.filter(~pl.col("holding"))["price"].median()  # type: ignore[operator]
