"""What splink_beside.py compares with: the truth of rows, and how pairs of them are counted."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import simulator.scenarios
from simulator.economy import build_world, load_scenario
from tests.campaigns.splinking.pairs import scores
from tests.campaigns.splinking.truth import with_truth

TOY = Path(simulator.scenarios.__path__[0]) / "toy.toml"
SIZE = 0.004


def test_pairs_are_of_rows_with_words_and_counts_of_all() -> None:
    rows = pl.DataFrame(
        {"row": [0, 1, 2, 3, 4, 5], "truth": [1, 1, 1, 2, 3, 3], "words": ["a", "a", "b", "a", None, None]}
    )
    found = scores(rows, pl.DataFrame({"row": [0, 1, 2, 3, 4, 5], "cluster": ["x", "x", "y", "x", "z", "w"]}))
    assert pytest.approx((1 / 3, 1 / 3)) == (found.precision, found.recall)
    assert (4, 3, 6) == (found.found, found.true, found.rows)
    assert 1 == scores(rows, rows.select("row", cluster=pl.col("truth").cast(pl.String))).f1


def test_the_truth_of_a_row_is_told_by_vendor_words_and_time() -> None:
    truth = build_world(load_scenario("toy", seed=1, size=SIZE)).markets["dream"]
    reviews, listings = truth.reviews, truth.listings
    comments = build_world(load_scenario("toy", seed=1, size=SIZE)).texts.comments["dream"]
    places = [place for place in range(len(reviews)) if not reviews.default[place]][:40]
    rows = pl.DataFrame(
        {
            "row": range(len(places)),
            "page": range(len(places)),
            "ordinal": 0,
            "account_id": [int(listings.account[reviews.listing[place]]) + 1 for place in places],
            "listing_number": [int(listings.number[reviews.listing[place]]) for place in places],
            "words": [
                " ".join(comments.comment(int(reviews.sale[place]), int(reviews.stars[place]), edited=False).split())
                for place in places
            ],
            "true_from": [int(reviews.at[place]) * 1_000_000 for place in places],
        }
    ).with_columns(pl.col("true_from").cast(pl.Datetime("us", "UTC")))
    rows = rows.with_columns(true_to="true_from")
    known = with_truth(rows, "dream", TOY, 1, SIZE)
    assert [int(reviews.number[place]) for place in places] == known.sort("row")["truth"].to_list()
    later = rows.with_columns(pl.col("true_from", "true_to") + pl.duration(days=300))
    assert with_truth(later, "dream", TOY, 1, SIZE).is_empty()
