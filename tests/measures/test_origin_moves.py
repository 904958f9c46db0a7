from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.places.origin_moves import origin_moves
from tests.measures.origin_cases import mini_snapshots, mini_state, shown_at, snapshots_on, state_of

FIRST = datetime(2019, 1, 1, tzinfo=UTC)
SNAPSHOTS = snapshots_on(*(FIRST + timedelta(days=30 * n) for n in range(5)))


def moves(**listings: list[str | None]) -> list[tuple[str, list[str], list[str], str]]:
    found = origin_moves(state_of(listings), SNAPSHOTS, market="m")
    return found.select("vendor", "from_codes", "to_codes", "evidence").rows()


@pytest.mark.parametrize(
    "listings",
    [
        {"A1": ["BE", "BE", "NL", "NL", "NL"], "A2": ["BE", "BE", "NL", "NL", "NL"]},
        {"A1": ["BE", "BE", "NL", "NL", "NL"], "A2": ["BE", "(BE)", "(BE)", "(BE)", "(BE)"]},  # not read again
        {
            "A1": ["BE", "NL", "NL", "NL", "NL"],
            "A2": ["BE", "BE", "NL", "NL", "NL"],
        },  # the crawl met it while it changed
        {"A1": ["BE", "(BE)", "(NL)", "NL", "NL"], "A2": [None, "NL", "NL", "NL", "NL"]},
        {"A1": ["BE", "NL", "NL", "NL", "NL"], "A2": ["-", "-", "-", "-", "-"], "A3": ["EUROPE"] * 5},
    ],
)
def test_listings_that_state_another_country(listings: dict[str, list[str | None]]) -> None:
    assert moves(**listings) == [("A", ["BE"], ["NL"], "restated")]


def test_listings_that_are_replaced() -> None:
    assert moves(
        Z1=["BE", "BE", None, None, None], Z2=[None, None, "DE", "DE", "DE"], Z3=[None, None, "DE", None, "DE"]
    ) == [("Z", ["BE"], ["DE"], "replaced")]


@pytest.mark.parametrize(
    "listings",
    [
        {"A1": ["BE"] * 5, "A2": ["NL"] * 5},
        {"A1": ["BE+NL"] * 5},
        {"A1": ["BE"] * 5, "A2": [None, None, "NL", "NL", "NL"]},  # one new listing
        {"A1": ["BE"] * 5, "A2": ["BE", "BE", "NL", "NL", "NL"]},  # one of two
        {"A1": ["BE", None, "BE", None, "BE"], "A2": [None, "NL", None, "NL", None]},  # in turns
        {"A1": ["BE", "BE", "BE+NL", "BE+NL", "BE+NL"]},  # one more
        {"A1": ["BE+NL", "BE+NL", "NL", "NL", "NL"]},  # one less
        {"A1": ["BE", "BE", "EUROPE", "EUROPE", "WORLD"]},  # no country
        {"A1": ["BE", None, None, None, None], "A2": [None, "NL", "NL", "NL", "NL"]},  # one listing for another
        {"A1": ["?", "?", "BE", "(BE)", "(BE)"]},
    ],
)
def test_what_is_no_move(listings: dict[str, list[str | None]]) -> None:
    assert moves(**listings) == []


def test_a_vendor_that_comes_back_moves_twice() -> None:
    found = moves(A1=["BE", "NL", "NL", "BE", "BE"], A2=["BE", "NL", "(NL)", "(NL)", "(NL)"])

    assert [row[1:3] for row in found] == [(["BE"], ["NL"]), (["NL"], ["BE"])]


def test_the_interval_is_what_all_listings_allow() -> None:
    state = state_of({"A1": ["BE", "(BE)", "(BE)", "NL", "NL"], "A2": ["BE", "BE", "(NL)", "(NL)", "NL"]})

    (row,) = origin_moves(state, SNAPSHOTS, market="m").select("moved_from", "moved_to", "listing_count").rows()

    assert row == (FIRST + timedelta(days=30), FIRST + timedelta(days=90, hours=6), 2)


def test_the_interval_is_that_between_the_pages_that_showed_the_countries() -> None:
    state = state_of({"A1": ["BE", "BE", "DE", "DE", "DE"], "A2": ["BE", "BE", "DE", "DE", "DE"], "A3": ["NL"] * 5})
    shown = shown_at(state, SNAPSHOTS, A1=2, A2=4, A3=5)

    (row,) = origin_moves(shown, SNAPSHOTS, market="m").select("moved_from", "moved_to").rows()

    assert row == (FIRST + timedelta(days=30, hours=4), FIRST + timedelta(days=60, hours=2))


def test_a_snapshot_that_shows_both_countries_bounds_the_move_by_its_ends() -> None:
    state = state_of({"A1": ["BE", "NL", "NL", "NL", "NL"], "A2": ["BE", "BE", "NL", "NL", "NL"]})
    shown = shown_at(state, SNAPSHOTS, A1=2, A2=4)

    (row,) = origin_moves(shown, SNAPSHOTS, market="m").select("moved_from", "moved_to").rows()

    assert row == (FIRST + timedelta(days=30), FIRST + timedelta(days=30, hours=6))


def test_the_country_that_is_kept_is_no_part_of_the_move() -> None:
    state = state_of({"A1": ["BE", "BE", "DE", "DE", "DE"], "A2": ["NL"] * 5})

    row = origin_moves(state, SNAPSHOTS, market="m").row(0, named=True)

    assert (row["from_codes"], row["to_codes"], row["kept_codes"]) == (["BE"], ["DE"], ["NL"])


def test_empty_and_shuffled_frames() -> None:
    state = state_of(
        {
            "A1": ["BE", "BE", "NL", "NL", "NL"],
            "B1": ["DE", "FR", "FR", "FR", "FR"],
            "B2": ["DE", "DE", "FR", "FR", "FR"],
        }
    )
    whole = origin_moves(state, SNAPSHOTS, market="m")

    mixed = origin_moves(state.sample(fraction=1, shuffle=True, seed=1), SNAPSHOTS.reverse(), market="m")

    assert whole.height == 2
    assert mixed.equals(whole)
    assert origin_moves(state.clear(), SNAPSHOTS, market="m").schema == whole.schema
    assert pl.Series(whole["moved_from"] < whole["moved_to"]).all()


def test_the_move_of_the_worked_example() -> None:
    (move,) = origin_moves(mini_state(), mini_snapshots(), market="klein").iter_rows(named=True)

    assert (move["vendor"], move["from_codes"], move["to_codes"]) == ("C", ["NL"], ["BE"])
    assert (move["moved_from"].date(), move["moved_to"].date()) == (date(2019, 3, 1), date(2019, 4, 1))
