"""Rows of a market that are held in pieces."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cryptodrug_scraper.measures import pieces
from cryptodrug_scraper.measures.pieces import FewerPieces, grouped, slices, summed, united

_ROWS = pl.DataFrame(
    {
        "page": [1, 1, 2, 3, 2, 1, 3],
        "vendor": ["a", None, "b", "a", "b", "a", None],
        "rows": [1, 2, 4, 8, 16, 32, 64],
    }
)
_PARTS = [_ROWS.slice(start, length) for start, length in ((0, 2), (2, 0), (2, 3), (5, 2))]


@pytest.mark.parametrize("together", [1, 3, 500_000])
def test_sums_of_pieces_are_those_of_all_rows(monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    monkeypatch.setattr(pieces, "_ROWS_TOGETHER", together)
    whole = _ROWS.group_by("page", "vendor").sum()
    assert_frame_equal(whole.sort("page", "vendor"), summed(iter(_PARTS), "page", "vendor").sort("page", "vendor"))


@pytest.mark.parametrize("together", [1, 3, 500_000])
def test_pieces_have_each_row_once_together(monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    monkeypatch.setattr(pieces, "_ROWS_TOGETHER", together)
    by = ["page", "vendor"]
    assert_frame_equal(_ROWS.select(by).unique().sort(by), united(part.select(by) for part in _PARTS).sort(by))


def test_slices_are_all_rows_in_their_order() -> None:
    found = list(slices(_ROWS, 3))
    assert [part.height for part in found] == [3, 3, 1]
    assert_frame_equal(_ROWS, pl.concat(found))
    assert [part.schema for part in slices(_ROWS.clear(), 3)] == [_ROWS.schema]


@pytest.mark.parametrize("most", [1, 2, 7, 100])
def test_a_group_is_in_one_frame_in_its_order(most: int) -> None:
    found = list(grouped(_ROWS.with_row_index("at"), most, "page", "vendor"))
    assert len(found) == -(-_ROWS.height // most)
    groups = [
        (part, group) for part, rows in enumerate(found) for group in rows.select("page", "vendor").unique().rows()
    ]
    assert len({group for _, group in groups}) == len(groups) == 5
    assert sorted(at for rows in found for at in rows["at"]) == list(range(_ROWS.height))
    assert all(rows["at"].is_sorted() for rows in found)
    assert [part.schema for part in grouped(_ROWS.clear(), most, "page")] == [_ROWS.schema]


def test_fewer_pieces_have_the_same_rows_as_often_as_they_are_asked_for() -> None:
    pieces = [pl.DataFrame({"a": range(begin, begin + 3)}) for begin in (0, 3, 6, 9, 12)]
    fewer = FewerPieces(pieces, 5)
    for _ in range(2):
        assert [piece["a"].to_list() for piece in fewer] == [[*range(6)], [*range(6, 12)], [*range(12, 15)]]
    assert [piece.height for piece in FewerPieces(pieces[:1], 5)] == [3]
