from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cryptodrug_scraper.report.small import HIDDEN, hide_small


def cells(*counts: int | None, group: str = "a") -> pl.DataFrame:
    return pl.DataFrame(
        {"group": [group] * len(counts), "vendor_count": counts, "value": [float(n) for n in range(len(counts))]},
        schema={"group": pl.Utf8, "vendor_count": pl.Int64, "value": pl.Float64},
    )


@pytest.mark.parametrize(
    ("count", "is_hidden"), [(0, False), (1, True), (4, True), (5, False), (900, False), (7, False), (8, False)]
)
def test_a_cell_of_one_to_four_vendors_is_hidden(count: int, is_hidden: bool) -> None:
    row = hide_small(cells(count), ["value"]).row(0, named=True)
    assert row == {
        "group": "a",
        "vendor_count": None if is_hidden else {7: 5, 8: 10}.get(count, count),
        "value": None if is_hidden else 0.0,
        HIDDEN: is_hidden,
    }


def test_nothing_is_hidden_of_those_who_may_see_it() -> None:
    found = hide_small(cells(1, 9), ["value"], is_identified=True)
    assert_frame_equal(found.drop(HIDDEN), cells(1, 9))
    assert not found[HIDDEN].any()


def test_rows_without_a_number_of_vendors_and_no_rows_at_all_are_left_as_they_are() -> None:
    assert hide_small(cells(None), ["value"])["value"].to_list() == [0.0]
    assert hide_small(cells(), ["value"]).is_empty()
