from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from sqlalchemy import text

from cryptodrug_scraper.disclosure.counts import rounded_count, rounded_to, wilson, wilson_of

if TYPE_CHECKING:
    from sqlalchemy import Engine


def test_accounts_are_rounded_to_the_nearest_five_and_few_are_none_to_be_told() -> None:
    frame = pl.DataFrame({"a": [None, *range(14)], "b": 15 * ["x"]})
    assert rounded_to(frame, "a", "absent")["a"].to_list() == [None, 0, *4 * [None], 5, 5, 5, 10, 10, 10, 10, 10, 15]
    assert [rounded_count(number) for number in (0, 5, 7, 8, 112, 113)] == [0, 5, 5, 10, 110, 115]


def test_no_difference_of_two_rounded_numbers_is_one_to_four() -> None:
    told = {rounded_count(all_of) - rounded_count(part) for all_of in range(5, 60) for part in range(5, all_of)}
    assert not told & {1, 2, 3, 4, -1, -2, -3, -4}


@pytest.mark.parametrize(("value", "total"), [(0, 10), (5, 10), (10, 10), (15, 235)])
def test_shares_of_published_numbers_have_the_interval_of_the_views(scratch: Engine, value: int, total: int) -> None:
    with scratch.connect() as connection:
        stated = connection.execute(text("SELECT * FROM research.wilson(:k, :n)"), {"k": value, "n": total}).one()
    assert wilson(value, total) == pytest.approx(tuple(stated))
    frame = pl.DataFrame({"k": [value, None, value], "n": [total, total, 0]})
    rows = wilson_of(frame, "k", "n", ("share", "low", "high")).select("share", "low", "high").rows()
    assert rows[0] == pytest.approx(tuple(stated))
    assert rows[1:] == [(None, None, None)] * 2
