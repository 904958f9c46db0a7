from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cryptodrug_scraper.measures.estimators.unseen import unseen


def statements(*pages_of_each: int) -> pl.DataFrame:
    rows = [("s", page, f"été-{number}") for number, pages in enumerate(pages_of_each) for page in range(pages)]
    schema = {"snapshot_id": pl.String(), "page": pl.UInt32(), "listing_id": pl.String()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_the_example_of_the_docstring() -> None:
    found = unseen(statements(*[1] * 145, *[2] * 1305, *[3] * 3900), "listing_id")
    assert found.row(0) == ("s", pytest.approx(7.994, abs=0.001), pytest.approx(16.77, abs=0.01))


def test_what_every_snapshot_shows_twice_leaves_nothing_unseen() -> None:
    assert unseen(statements(2, 2, 3), "listing_id").row(0) == ("s", 0.0, 0.0)


def test_a_page_that_states_a_listing_twice_counts_once_and_order_does_not_matter() -> None:
    rows = statements(1, 1, 1, 2, 2)
    doubled = pl.concat([rows, rows]).sample(fraction=1, shuffle=True, seed=3)
    assert unseen(doubled, "listing_id").equals(unseen(rows, "listing_id"))
    assert unseen(rows, "listing_id")["unseen"].to_list() == [pytest.approx(1.0)]


def test_statements_without_a_name_and_no_statements_at_all() -> None:
    rows = statements(1, 2).with_columns(pl.lit(None, pl.String).alias("listing_id"))
    assert unseen(rows, "listing_id").is_empty()
    assert unseen(statements(), "listing_id").is_empty()


@pytest.mark.parametrize("coverage", [0.95, 0.9, 0.6])
def test_pages_missed_by_chance_hide_as_many_as_it_says(coverage: float) -> None:
    draws = np.random.default_rng(7)
    inside, errors = 0, []
    for _ in range(60):
        shown = draws.binomial(3, coverage, 3000)
        true = int((shown == 0).sum())
        _, value, high = unseen(statements(*shown[shown > 0].tolist()), "listing_id").row(0)
        errors.append((value - true) / 3000)
        inside += high >= true
    assert 0 <= float(np.mean(errors)) < 0.04
    assert inside >= 48
