"""Which pages begin a list of ratings: only of these it is known which ratings they should show."""

from __future__ import annotations

import polars as pl
import pytest

from cryptodrug_scraper.derive.inside import first_pages


@pytest.mark.parametrize(
    ("told", "is_first"),
    [
        ({}, True),
        ({"page_number": 1, "total_count": 90}, True),
        ({"page_number": 2, "total_count": 90}, False),
        ({"total_count": 3}, True),
        ({"total_count": 90}, False),
        ({"page_number": 1, "is_complete": False}, False),
        ({"is_complete": False}, False),
        ({"listed_kind": "listing", "page_number": 2}, True),
    ],
)
def test_a_page_begins_its_list_where_nothing_says_otherwise(told: dict[str, object], is_first: bool) -> None:
    pages = pl.DataFrame({"page": [4], "is_complete": [told.get("is_complete", True)]})
    totals = pl.DataFrame(
        [{"page": 4, "listed_kind": "review", "page_number": None, "total_count": None} | told],
        schema={"page": pl.Int64, "listed_kind": pl.String, "page_number": pl.Int64, "total_count": pl.Int64},
    )
    found = first_pages(pages, pl.DataFrame({"page": [4], "rows": [3]}), totals)
    assert ([4] if is_first else []) == found.to_list()
