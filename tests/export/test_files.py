"""CSV keeps what is not known apart from an empty text, and no text of it is run."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import polars as pl
import pyarrow.parquet as pq

from cryptodrug_scraper.export.files import write_csv, write_parquet
from cryptodrug_scraper.export.table import Field, Table, kind_of, ordered

if TYPE_CHECKING:
    from pathlib import Path


@cache
def whole() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "listing_id": ["613549.10110", "", None, '=cmd|"x"', "\\N", "a,b\nc", "-é"],
            "codes": [["BE", "NL"], [], None, ['=x "q"', None], ["é"], ["a"], ["+1"]],
            "count": [1, None, -3, 4, 5, 6, 7],
            "share": [1e-9, None, float("nan"), float("inf"), float("-inf"), 1.5, -2.0],
            "price": [Decimal("1.10"), None, Decimal(-2), None, None, None, None],
            "at": pl.Series([datetime(2019, 1, 1, 12, tzinfo=UTC)] * 6 + [None], dtype=pl.Datetime("us", "UTC")),
            "day": [date(2019, 1, 1)] * 7,
            "is_cut": [True, False, None, True, True, True, True],
        }
    )


def table(frame: pl.DataFrame | None = None) -> Table:
    frame = whole() if frame is None else frame
    fields = tuple(Field(name, kind_of(kind), f"Meaning of {name}.", "kept") for name, kind in frame.schema.items())
    return Table("listing", "One row per listing.", fields, (), frame)


def test_csv_says_what_each_value_is(tmp_path: Path) -> None:
    write_csv(table(), tmp_path / "x.csv")
    raw = (tmp_path / "x.csv").read_text(encoding="utf-8")
    assert raw.splitlines()[1:4] == [
        '"613549.10110","[""BE"",""NL""]",1,1e-9,1.10,2019-01-01T12:00:00Z,2019-01-01,true',
        '"","[]",\\N,\\N,\\N,2019-01-01T12:00:00Z,2019-01-01,false',
        "\\N,\\N,-3,NaN,-2.00,2019-01-01T12:00:00Z,2019-01-01,\\N",
    ]
    rows = list(csv.DictReader(raw.splitlines(keepends=True)))
    assert [row["listing_id"] for row in rows[3:]] == ['\'=cmd|"x"', "'\\N", "a,b\nc", "'-é"]
    assert rows[3]["codes"] == '["\'=x \\"q\\"",null]'
    assert [row["share"] for row in rows[3:5]] == ["INF", "-INF"]
    assert rows[6]["at"] == "\\N"


def test_instants_have_fractions_where_one_has(tmp_path: Path) -> None:
    at = pl.Series([datetime(2019, 1, 1, tzinfo=UTC), datetime(2019, 1, 1, 0, 0, 0, 5, tzinfo=UTC)])
    write_csv(table(pl.DataFrame({"at": at.cast(pl.Datetime("us", "UTC"))})), tmp_path / "x.csv")
    lines = (tmp_path / "x.csv").read_text().splitlines()
    assert lines == ["at", "2019-01-01T00:00:00.000000Z", "2019-01-01T00:00:00.000005Z"]


def test_parquet_has_types_and_meanings(tmp_path: Path) -> None:
    write_parquet(table(), tmp_path / "x.parquet")
    schema = pq.read_schema(tmp_path / "x.parquet")
    assert [str(kind) for kind in schema.types] == [
        *("string", "list<element: string>", "int64", "double"),
        *("decimal128(38, 2)", "timestamp[us, tz=UTC]", "date32[day]", "bool"),
    ]
    assert schema.field("price").metadata[b"description"] == b"Meaning of price."
    assert schema.metadata[b"description"] == b"One row per listing."
    assert pl.read_parquet(tmp_path / "x.parquet").equals(whole())


def test_a_table_without_rows_is_written(tmp_path: Path) -> None:
    for write, name in ((write_csv, "x.csv"), (write_parquet, "x.parquet")):
        write(table(whole().clear()), tmp_path / name)
    assert (tmp_path / "x.csv").read_text() == ",".join(whole().columns) + "\n"
    assert pl.read_parquet(tmp_path / "x.parquet").schema == whole().schema


def test_rows_are_in_one_order_whatever_order_they_came_in() -> None:
    shuffled = whole().sample(fraction=1, shuffle=True, seed=3)
    assert ordered(shuffled, ("count",)).equals(ordered(whole(), ("count",)))
    lists = pl.DataFrame({"x": [1, 1, 1], "codes": [["b"], None, ["a", "c"]]})
    assert ordered(lists.reverse()).equals(ordered(lists))
