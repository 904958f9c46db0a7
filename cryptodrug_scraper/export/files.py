"""
Write a table as Parquet and as CSV. The same rows give the same bytes.

In CSV every text is quoted; what is not known is ``\\N``, which is no text, and an empty text is ``""``. Lists are
JSON, instants end in ``Z``. An apostrophe stands before a text that a spreadsheet would run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from cryptodrug_scraper.output import no_formula

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.export.table import Table

__all__ = ["MISSING", "write_csv", "write_parquet"]

MISSING = "\\N"
"""What stands in CSV where a value is not known, as in PostgreSQL's own text format."""

_MAY_BEGIN_ONE = r"[=+\-@＝＋－＠\t\r\n]"
_MOMENT = "%Y-%m-%dT%H:%M:%S"


def write_parquet(table: Table, path: Path) -> None:
    """
    Write Parquet, with the meaning of the table and of each column.

    Raises:
        OSError: the disk does not take it.
    """
    arrow = table.frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    fields = []
    for field, column in zip(table.fields, arrow.schema, strict=True):
        told = {"description": field.meaning, "treatment": field.treatment}
        fields.append(pa.field(column.name, _plain(column.type), metadata=told))
    schema = pa.schema(fields, metadata={"description": table.meaning, "name": table.name})
    pq.write_table(arrow.cast(schema), path, compression="zstd", version="2.6", data_page_version="1.0")


def write_csv(table: Table, path: Path) -> None:
    """
    Write CSV (RFC 4180), in UTF-8.

    Raises:
        OSError: the disk does not take it.
    """
    table.frame.select(_printed(series) for series in table.frame).write_csv(
        path, quote_style="never", null_value=MISSING, line_terminator="\n"
    )


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type that every reader of Parquet knows."""
    if pa.types.is_large_string(kind):
        return pa.string()
    if pa.types.is_large_list(kind):
        return pa.list_(_plain(kind.value_type))
    return kind


def _printed(series: pl.Series) -> pl.Series:
    """A column as it stands in the file, quotes and all."""
    kind = series.dtype
    if isinstance(kind, pl.List):
        lists = pl.select(pl.struct(pl.Series("l", series)).struct.json_encode()).to_series()
        # {"l":[…]}: the list is what stands between
        text = pl.select(pl.when(series.is_null()).then(None).otherwise(lists.str.slice(5).str.head(-1))).to_series()
        return _quoted(text.alias(series.name))
    if kind == pl.String:
        return _quoted(series)
    if isinstance(kind, pl.Datetime):
        whole = series.dt.microsecond().max() in {0, None}
        zone = "Z" if kind.time_zone else ""
        return series.dt.strftime(_MOMENT + ("" if whole else "%.6f") + zone)
    if kind == pl.Boolean:
        return series.cast(pl.String)
    if kind.is_float() and not series.drop_nulls().is_finite().all():
        return series.cast(pl.String).replace({"inf": "INF", "-inf": "-INF"})
    return series


def _quoted(series: pl.Series) -> pl.Series:
    suspect = (series.str.contains(_MAY_BEGIN_ONE) | (series == MISSING)).fill_null(value=False)
    if suspect.any():
        series = pl.Series(
            series.name,
            [
                _harmless(text) if may and text is not None else text
                for text, may in zip(series.to_list(), suspect.to_list(), strict=True)
            ],
            dtype=pl.String,
        )
    return pl.select(('"' + series.str.replace_all('"', '""', literal=True) + '"').alias(series.name)).to_series()


def _harmless(text: str) -> str:
    return f"'{text}" if text == MISSING else no_formula(text)
