"""Rows of a market that are held in pieces."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cryptodrug_scraper.measures import pieces
from cryptodrug_scraper.measures.pieces import summed


@pytest.mark.parametrize("together", [1, 3, 500_000])
def test_sums_of_pieces_are_those_of_all_rows(monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    monkeypatch.setattr(pieces, "_ROWS_TOGETHER", together)
    rows = pl.DataFrame(
        {
            "page": [1, 1, 2, 3, 2, 1, 3],
            "vendor": ["a", None, "b", "a", "b", "a", None],
            "rows": [1, 2, 4, 8, 16, 32, 64],
        }
    )
    parts = [rows.slice(start, length) for start, length in ((0, 2), (2, 0), (2, 3), (5, 2))]
    whole = rows.group_by("page", "vendor").sum()
    assert_frame_equal(whole.sort("page", "vendor"), summed(iter(parts), "page", "vendor").sort("page", "vendor"))
