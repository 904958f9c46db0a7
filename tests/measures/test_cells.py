"""Spans between readings and months."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from cryptodrug_scraper.measures.sales.cells import cells_of, ratings_in

MOMENT = pl.Datetime("us", "UTC")


def at(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2019, month, day, hour, tzinfo=UTC)


def frame(schema: list[str], *rows: tuple[object, ...]) -> pl.DataFrame:
    kinds = {name: pl.String if name == "vendor" else MOMENT for name in schema}
    return pl.DataFrame(rows, schema=kinds, orient="row")


SPANS = frame(["vendor", "first", "last"], ("ø", at(1, 20), at(2, 20)), ("p", at(2, 3), at(2, 3)))
READ = frame(["vendor", "captured_at"], ("ø", at(1, 25)), ("ø", at(2, 10)), ("p", at(7, 1)))


def test_time_is_cut_at_readings_and_months() -> None:
    cells = cells_of(SPANS, READ)
    assert cells.filter(pl.col("vendor") == "ø").select("starts", "ends", "segment").rows() == [
        (at(1, 1), at(1, 25), 0),
        (at(1, 25), at(2, 1), 1),
        (at(2, 1), at(2, 10), 1),
        (at(2, 10), at(3, 1), 2),
    ]
    assert cells.filter(pl.col("vendor") == "p").select("starts", "ends", "segment").rows() == [(at(2, 1), at(3, 1), 0)]


def test_a_reading_at_the_start_of_a_month_cuts_once() -> None:
    cells = cells_of(SPANS, frame(["vendor", "captured_at"], ("ø", at(2, 1))))
    assert cells.filter(pl.col("vendor") == "ø")["segment"].to_list() == [0, 1]


def test_ratings_are_shared_by_length() -> None:
    rows = [
        ("ø", at(1, 24), at(1, 26)),
        ("ø", at(1, 24), at(2, 13)),
        ("ø", at(2, 10), at(2, 10)),
        ("p", at(2, 28), at(3, 1)),
        ("p", None, at(2, 3)),
        ("unknown", at(2, 2), at(2, 3)),
    ]
    ratings = frame(["vendor", "occurred_from", "occurred_to"], *rows)
    found = ratings_in(cells_of(SPANS, READ), ratings)
    assert found["ratings"].to_list() == pytest.approx([1.0, 0.5 + 0.05, 0.5 + 0.35, 0.45, 0.15 + 1.0])
    assert ratings_in(cells_of(SPANS.reverse(), READ.reverse()), ratings.reverse()).equals(found)


def test_nothing_has_no_cells() -> None:
    cells = cells_of(SPANS.clear(), READ)
    assert ratings_in(cells, frame(["vendor", "occurred_from", "occurred_to"])).is_empty()
