"""When pages were made: what sources state, held against what other pages show."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cryptodrug_scraper.measures.times import agreement, growing_counters, shared_ratings, usual_pace, weighing
from cryptodrug_scraper.measures.times.agreement import most_agreed
from cryptodrug_scraper.measures.times.growing_counters import counter_votes
from cryptodrug_scraper.measures.times.shared_ratings import left_when, rating_votes
from tests.measures.time_site import CRAWLS, DAY, HOUR, Site, crawled
from tests.support.examples import examples


def test_pages_of_a_well_dated_archive_agree_with_their_folders() -> None:
    found = crawled().found()
    assert {row["verdict"] for row in found.values()} == {"agrees"}
    assert all(row["high"] - row["low"] == DAY for row in found.values())


@pytest.mark.parametrize("back", [3, 8, 21])
def test_an_old_copy_is_moved_to_when_it_was_made(back: int) -> None:
    site = crawled()
    old = site.page("2", 190 - back + 0.3, 190)
    found = site.found()
    assert found[old]["verdict"] == "older"
    made = (190 - back + 0.3) * DAY
    assert found[old]["low"] <= made <= found[old]["high"]
    assert found[old]["high"] - found[old]["low"] <= 3 * DAY
    assert {row["verdict"] for page, row in found.items() if page != old} == {"agrees"}


def test_of_two_pages_that_contradict_each_other_the_older_looking_one_is_the_old_copy() -> None:
    site = crawled()
    site.left["4"] = [site.random.uniform(100, 160) for _ in range(30)]
    right, old = site.page("4", 130.5, 130), site.page("4", 145.5, 160)
    found = site.found()
    assert (found[right]["verdict"], found[old]["verdict"]) == ("agrees", "older")
    assert found[old]["low"] <= 145.5 * DAY <= found[old]["high"]


def test_where_no_other_page_agrees_two_that_contradict_each_other_leave_it_open() -> None:
    site = Site()
    site.page("1", 130.5, 130)
    site.page("1", 145.5, 160)
    assert {row["verdict"] for row in site.found().values()} == {"unsure"}


def test_words_that_everybody_writes_on_a_list_that_moves_on_fast_accuse_nobody() -> None:
    site = Site()
    site.left = {"1": sorted(site.random.uniform(60, 220) for _ in range(900))}
    for day in CRAWLS:
        site.page("1", day + 0.5, day)
    words = [f"gut {number}" for number in range(40)]
    for page in range(len(CRAWLS)):
        shown = [row for row in site.reviews if row["page"] == page]
        for row, word in zip(shown, site.random.sample(words, len(shown)), strict=True):
            row["comment"] = word.encode()
    assert not {row["verdict"] for row in site.found().values()} & {"older", "newer"}


def test_one_page_with_a_day_that_is_too_early_does_not_accuse_the_others() -> None:
    site = crawled()
    odd = site.page("1", 190.5, 150)
    found = site.found()
    assert found[odd]["verdict"] == "newer"
    assert {row["verdict"] for page, row in found.items() if page != odd} == {"agrees"}


def test_a_page_of_no_known_time_is_dated_by_its_ratings() -> None:
    site = crawled()
    undated = site.page("3", 171.5, None)
    found = site.found()[undated]
    assert found["verdict"] == "agrees"
    assert found["low"] <= 171.5 * DAY <= found["high"]


def test_a_page_that_shares_nothing_keeps_its_day_and_says_that_nobody_knows() -> None:
    site = crawled()
    site.left["4"] = [150.0]
    alone = site.page("4", 180.5, 190)
    found = site.found()[alone]
    assert (found["verdict"], found["low"], found["doubt"] > 0.01) == ("unsure", 190 * DAY, True)


def test_the_same_words_left_again_and_again_move_no_page() -> None:
    site = crawled()
    for row in site.reviews:
        row["comment"] = b"great, thanks"
    assert not {row["verdict"] for row in site.found().values()} & {"older", "newer"}


@pytest.mark.parametrize(("source", "verdict"), [("directory", "older"), ("modified", "older")])
def test_a_clock_with_its_day_beats_a_weak_source(source: str, verdict: str) -> None:
    site = Site()
    site.left["1"] = []
    page = site.page("1", 180.5, 190, source, clock=180 * DAY + 12 * HOUR, clock_step=1_000_000)
    found = site.found()[page]
    assert (found["verdict"], found["clock"], found["clock_for"]) == (verdict, 1, 0)
    assert found["low"] == 180 * DAY + 12 * HOUR


def test_a_clock_to_the_minute_gives_a_minute() -> None:
    site = Site()
    site.left["1"] = []
    page = site.page("1", 180.5, None, clock=180 * DAY, clock_step=60_000_000)
    found = site.found()[page]
    assert found["high"] - found["low"] == 60_000_000


def test_rates_of_another_day_tell_that_a_page_is_older() -> None:
    site = Site()
    for place, day in enumerate(CRAWLS):
        for _ in range(6):
            site.left["1"] = []
            page = site.page("1", day + 0.5, day)
            site.rates.append(
                {"page": page, "coin": "BTC", "rate": 4000.0 * 1.1**place * site.random.uniform(1, 1.002)}
            )
    old = site.page("1", 180.5, 190)
    site.rates.append({"page": old, "coin": "BTC", "rate": 4000.0 * 1.1**2.7})
    found = site.found()
    assert found[old]["verdict"] == "older"
    assert found[old]["low"] <= 180.5 * DAY <= found[old]["high"] < 190 * DAY
    assert {row["verdict"] for page, row in found.items() if page != old} == {"agrees"}


def test_a_crawl_of_days_in_which_rates_move_accuses_nobody() -> None:
    site = Site()
    site.left["1"] = []
    for hour in range(48):
        page = site.page("1", 190 + hour / 24, 190)
        site.rates.append({"page": page, "coin": "BTC", "rate": 4000.0 + 4 * hour})
    assert not {row["verdict"] for row in site.found().values()} & {"older", "newer"}


def test_pages_of_one_instant_are_moved_by_nothing() -> None:
    site = Site()
    for made in (200.5, 201.5, 203.5):
        for listing in site.left:
            site.page(listing, made, 210)
    found = site.found().values()
    assert {row["verdict"] for row in found} <= {"agrees", "unsure", "older"}
    assert all(row["low"] is not None for row in found)


def test_a_page_that_is_there_earlier_to_the_byte_is_of_the_earlier_time() -> None:
    site = crawled()
    site.left["4"] = []
    first, copy = site.page("4", 130.5, 130), site.page("4", 130.5, 190)
    site.ticking = [{"page": page, "body": b"same"} for page in (first, copy)]
    found = site.found()
    assert (found[first]["verdict"], found[copy]["verdict"]) == ("unsure", "older")
    assert (found[copy]["low"], found[copy]["high"]) == (130 * DAY, 131 * DAY)


def test_a_page_of_a_day_on_which_its_market_had_closed_is_older() -> None:
    site = crawled()
    site.left["4"] = []
    late, last = site.page("4", 190.5, 300), site.page("4", 221, 221)
    site.life = (90 * DAY, 222 * DAY)
    found = site.found()
    assert (found[late]["verdict"], found[last]["verdict"]) == ("older", "unsure")
    assert (found[late]["low"], found[late]["high"]) == (90 * DAY, 222 * DAY)


def test_pages_of_a_day_on_which_their_market_had_closed_do_not_date_each_other() -> None:
    """A folder that is called after the day on which somebody copied all of a market."""
    site = Site()
    copied = [site.page(listing, 190.5, 300) for listing in site.left for _ in range(3)]
    site.life = (90 * DAY, 222 * DAY)
    found = site.found()
    assert {found[page]["verdict"] for page in copied} == {"older"}
    assert {(found[page]["low"], found[page]["high"]) for page in copied} == {(90 * DAY, 222 * DAY)}


@pytest.mark.parametrize("life", [(90 * DAY, 900 * DAY), (None, None)])
def test_of_a_page_of_no_stated_time_the_life_of_its_market_is_all_that_is_known(life: tuple[int, int]) -> None:
    site = crawled()
    site.left["4"] = []
    nothing, little = site.page("4", 190.5, None), site.page("4", 190.5, None)
    site.newest = [{"page": little, "newest": 150 * DAY}]
    site.life = life
    found = site.found()
    for page in (nothing, little):
        assert (found[page]["verdict"], found[page]["low"], found[page]["high"]) == ("unsure", *life)
        assert found[page]["doubt"] == (1.0 if life[0] is None else 0.003)


def test_pages_of_which_nothing_is_known_do_not_date_each_other() -> None:
    site = Site()
    pages = [site.page("1", 190.5, None) for _ in range(3)]
    site.life = (90 * DAY, 900 * DAY)
    found = site.found()
    assert {(found[page]["verdict"], found[page]["ratings"]) for page in pages} == {("unsure", 0)}


def test_what_only_excludes_early_days_dates_no_page_of_no_stated_time() -> None:
    site = crawled()
    site.left["4"] = []
    page = site.page("4", 190.5, None)
    site.newest = [{"page": page, "newest": 150 * DAY}] * 2
    assert site.found()[page]["low"] is None


def test_one_time_that_a_page_names_does_not_keep_it_after_the_end_of_its_market() -> None:
    """A time without its year is taken to be of the year before what is stated."""
    site = crawled()
    site.left["4"] = []
    late = site.page("4", 190.5, 3000)
    site.newest = [{"page": late, "newest": 2900 * DAY}]
    site.life = (90 * DAY, 222 * DAY)
    assert (site.found()[late]["verdict"], site.found()[late]["high"]) == ("older", 222 * DAY)


def test_a_page_that_names_a_later_day_than_its_own_stays_where_it_was_until_more_tells() -> None:
    site = Site()
    site.left["1"] = []
    page = site.page("1", 195.5, 190)
    site.newest = [{"page": page, "newest": 195 * DAY}]
    found = site.found()[page]
    assert (found["verdict"], found["low"], found["high"]) == ("unsure", 190 * DAY, 191 * DAY)


def test_times_that_later_pages_print_date_the_ages_of_earlier_ones() -> None:
    """A market that prints ages of young ratings and times of old ones shows no age of a rating twice."""
    site = Site()
    for day in CRAWLS:
        for listing in site.left:
            site.page(listing, day + 0.5, day)
    old = site.page("2", 190 - 9 + 0.4, 190)
    for row in site.reviews:
        if row["age_least"] >= 20 * 86_400:
            place, listing = int(row["comment"].split()[-1]), row["listing_id"]
            left = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=site.left[listing][place])
            row |= {
                "age_least": None,
                "age_most": None,
                "occurred_from": left,
                "occurred_to": left + timedelta(minutes=1),
            }
    found = site.found()
    assert found[old]["verdict"] == "older"
    assert found[old]["low"] <= (190 - 9 + 0.4) * DAY <= found[old]["high"]
    assert not {row["verdict"] for page, row in found.items() if page != old} & {"older", "newer"}


def test_a_page_that_prints_later_times_is_not_older_for_words_that_were_left_before() -> None:
    """All that stands on the last page of a list is new, but one buyer writes there what stood on earlier pages."""
    site = crawled()
    site.left["4"] = [70.0 + 4 * place for place in range(35)] + [200.0 + place for place in range(15)]
    for day in CRAWLS:
        last = site.page("4", day + 0.5, day)
    printed = [row for row in site.reviews if row["listing_id"] == "4"]
    for row in printed:
        left = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=site.left["4"][int(row["comment"].split()[-1])])
        row |= {"age_least": None, "age_most": None, "occurred_from": left, "occurred_to": left + timedelta(minutes=1)}
    again = [row for row in printed if row["page"] == last]
    assert len(again) == 15
    again[3]["comment"] = next(row["comment"] for row in printed if row["page"] == last - 2)
    site.newest = [{"page": last, "newest": 214 * DAY}]
    assert site.found()[last]["verdict"] == "unsure", "nothing tells its time, nor against its source"
    site.newest = []
    assert site.found()[last]["verdict"] == "older", "without the times that it prints, what it lacks speaks against it"


def test_no_pages_give_no_rows() -> None:
    assert Site().found() == {}


@settings(max_examples=examples(10))
@given(seed=st.integers(0, 999), shares=st.lists(st.integers(1, 21), min_size=1, max_size=3))
def test_the_order_of_rows_decides_nothing(seed: int, shares: list[int]) -> None:
    site = crawled()
    for back in shares:
        site.page("1", 190 - back + 0.5, 190)
    before = site.found()
    random.Random(seed).shuffle(site.reviews)  # no secret
    assert site.found() == before


def test_how_much_is_held_at_a_time_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    site = crawled()
    backs = {site.page(listing, 190 - back + 0.5, 190): back for listing, back in (("1", 3), ("1", 20), ("2", 14))}
    for page, told in enumerate(site.pages):
        made = told["stated_from"] // DAY - backs.get(page, 0)
        for series in range(1, 7):
            counter = {"page": page, "series": series, "value": float(made * series), "is_exact": series < 5}
            site.counters += [counter | {"counter": "sold"}, counter | {"counter": "views", "value": made * 50.0}]
    whole = site.found()
    assert [whole[page]["verdict"] for page in backs] == ["older"] * 3
    assert all(whole[page]["counters"] > 2 for page in backs)
    for module, name in (
        (agreement, "_ROWS_AT_ONCE"), (growing_counters, "_ROWS_AT_ONCE"), (usual_pace, "_ROWS_AT_ONCE"),
        (shared_ratings, "_ROWS_AT_ONCE"), (weighing, "_VOTES_AT_ONCE"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, 7)
    assert site.found(pieces=4) == whole


INTERVALS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.sampled_from([1.0, 2.0])), max_size=8)


@settings(deadline=None)
@given(INTERVALS)
def test_most_agreed_is_the_earliest_stretch_that_most_weight_holds(votes: list[tuple[int, int, float]]) -> None:
    rows = pl.DataFrame(
        [{"page": 1, "low": low, "high": high, "weight": weight} for low, high, weight in votes],
        schema={"page": pl.Int64, "low": pl.Int64, "high": pl.Int64, "weight": pl.Float64},
    )
    held = {at: sum(weight for low, high, weight in votes if low <= at <= high) for at in range(21)}
    found = most_agreed(rows, "page")
    if not any(held.values()):
        assert found.is_empty()
        return
    most = max(held.values())
    first = min(at for at, weight in held.items() if weight == most)
    (row,) = found.iter_rows(named=True)
    assert (row["low"], row["support"]) == (first, most)
    assert all(held[at] == most for at in range(row["low"], row["high"] + 1))


def test_votes_that_are_counted_some_at_a_time_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)  # no secret
    votes = pl.DataFrame(
        [{"page": chance.randrange(40), "low": chance.randrange(20), "high": chance.randrange(25)} for _ in range(400)]
    ).with_columns(weight=pl.col("low") % 3 + 0.5)
    whole = most_agreed(votes, "page")
    monkeypatch.setattr(agreement, "_ROWS_AT_ONCE", 60)

    assert 30 < whole.height
    assert_frame_equal(whole, most_agreed(votes, ["page"]))


def test_a_counter_that_fell_says_between_which_pages_one_was_made() -> None:
    votes = counter_votes(
        pl.DataFrame(
            {
                "page": [0, 1, 2, 3, 4, 5, 6, 7],
                "counter": ["sold"] * 8,
                "series": [1, 1, 1, 1, 2, 2, 2, 2],
                "value": [10.0, 20.0, 15.0, 30.0, 1.0, 2.0, 3.0, 4.0],
            },
            schema_overrides={"page": pl.UInt32, "series": pl.UInt64},
        ),
        pl.DataFrame(
            {
                "page": range(8),
                "low": [day * DAY for day in (100, 130, 160, 190) * 2],
                "high": [(day + 1) * DAY for day in (100, 130, 160, 190) * 2],
            },
            schema_overrides={"page": pl.UInt32},
        ),
    )
    (old,) = votes.filter(pl.col("page") == 2).iter_rows(named=True)
    assert (old["low"], old["high"]) == (100 * DAY, 131 * DAY)


def test_a_counter_that_rises_and_falls_tells_nothing() -> None:
    values = [10.0, 3.0, 12.0, 5.0, 11.0, 2.0]
    pages = pl.DataFrame(
        {"page": range(6), "low": [day * DAY for day in range(6)], "high": [(day + 1) * DAY for day in range(6)]},
        schema_overrides={"page": pl.UInt32},
    )
    rows = pl.DataFrame(
        {"page": range(6), "counter": ["window"] * 6, "series": [1] * 6, "value": values},
        schema_overrides={"page": pl.UInt32, "series": pl.UInt64},
    )
    assert counter_votes(rows, pages).is_empty()


def test_a_rating_that_rests_on_one_page_alone_votes_for_no_time_of_it() -> None:
    shown = pl.DataFrame(
        {
            "rating": [1, 1, 2, 2],
            "list": [1, 1, 2, 2],
            "page": [0, 1, 2, 3],
            "least": [5 * DAY, 20 * DAY, 2 * DAY, 32 * DAY],
            "most": [6 * DAY, 21 * DAY, 3 * DAY, 33 * DAY],
            "since": [None] * 4,
            "until": [None] * 4,
        },
        schema_overrides={"page": pl.UInt32, "since": pl.Int64, "until": pl.Int64},
    )
    days = [10, 40, 10, 40]
    pages = pl.DataFrame(
        {"page": range(4), "low": [day * DAY for day in days], "high": [(day + 1) * DAY for day in days]},
        schema_overrides={"page": pl.UInt32},
    )
    votes = rating_votes(shown, left_when(shown, pages), pages)
    assert votes["page"].to_list() == [1, 2, 3]
