"""What explore's tables say, as the CSV that they give."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from tests.support.all_figures import Figures, Scoped
from tests.support.said.of_report import add_rated
from tests.support.said.rows import Row, known, share_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["add_country_share", "add_explore", "add_market_month"]


def add_explore(figures: Figures, scope: Scoped, kind: str, text: str) -> None:
    """Add a table of explore's pages of figures, as the CSV that it gives."""
    if kind in {"transaction", "distinct_review", "listing_month", "country_part", "capture_time"}:
        return  # rows, and no figures
    rows: list[Row] = [{name: _read(value) for name, value in row.items()} for row in csv.DictReader(io.StringIO(text))]
    if kind == "finding":
        return  # rows of the view, which `add_findings` takes
    known(_VIEWS, kind, "the page")(figures, f"explore {kind}", scope, rows)


def _read(value: str) -> Any:
    if value == "":
        return None
    try:
        return float(value)
    except ValueError:
        return value


def add_market_month(figures: Figures, output: str, scope: Scoped, rows: Sequence[Row]) -> None:
    for row in rows:
        ends = {name: row[name] for name in ("value", "low", "high")} | {"vendors": row["vendor_count"]}
        figures.add(
            output, scope, f"whole {row['measure']}", row["market"], ends, is_of_market=True, month=row["month"]
        )


def add_country_share(figures: Figures, output: str, scope: Scoped, rows: Sequence[Row]) -> None:
    for row in rows:
        country = Scoped(
            row.get("country") or scope.country, scope.first, scope.last, scope.definition, scope.attribution,
            scope.audience,
        )  # fmt: skip
        of = {"month": row["month"]} if "month" in row else {}
        figures.add(output, country, f"share of {row['measure']}", row["market"], share_of(row), **of)
        if "value_low" in row:
            ends = {"value": row["value"], "low": row["value_low"], "high": row["value_high"]}
            figures.add(output, country, f"level of {row['measure']}", row["market"], ends, **of)


def _rated_sales(figures: Figures, output: str, scope: Scoped, rows: Sequence[Row]) -> None:
    for row in rows:
        add_rated(figures, output, scope, row)


_VIEWS = {
    "market_month": add_market_month,
    "country_share": add_country_share,
    "country_window": add_country_share,
    "rated_sales": _rated_sales,
}
