"""What the tables of a package say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tests.support.said.of_explore import add_country_share, add_market_month
from tests.support.said.of_findings import add_findings
from tests.support.said.of_report import add_coverage
from tests.support.said.rows import Row, known

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.support.all_figures import Figures, Scoped

__all__ = ["add_package"]


def add_package(figures: Figures, scope: Scoped, folder: Path) -> None:
    """Add the tables of a package."""
    for path in sorted((folder / "data").glob("*.parquet")):
        rule, name = known(_PACKAGE, path.stem, "the table of a package"), path.stem
        if rule is not None:
            rule(figures, f"export {name}", scope, pl.read_parquet(path).to_dicts())


def _goods_of_package(figures: Figures, output: str, scope: Scoped, rows: Sequence[Row]) -> None:
    totals = {(row["market"], row["measure"]): row for row in rows if row["level"] == "all"}
    for row in rows:
        total = totals[row["market"], row["measure"]]
        ends = {"value": row["value"], "vendors": row["vendor_count"]}
        if row["value"] is not None and total["value"]:
            ends["share"] = row["value"] / total["value"]
        measure = f"{row['level']} {row['goods']} of {row['measure']}"
        figures.add(output, scope, measure, row["market"], ends)


def _origins_of_package(figures: Figures, output: str, scope: Scoped, rows: Sequence[Row]) -> None:
    for row in rows:
        measure = f"origins {row['origins'].replace('+', ' + ')} of accounts"
        figures.add(output, scope, measure, row["market"], {"value": row["vendor_count"]})


def _reach_of_package(figures: Figures, output: str, scope: Scoped, rows: Sequence[Row]) -> None:
    names = {"world": "world", "eu_or_world": "world_or_europe"}
    totals = {row["market"]: row["vendor_count"] for row in rows if row["reach"] == "stated"}
    for row in rows:
        if row["reach"] in names:
            ends = {"value": row["vendor_count"], "total": totals[row["market"]]}
            figures.add(output, scope, f"reach {names[row['reach']]} of accounts", row["market"], ends)


def _findings_of_package(figures: Figures, output: str, scope: Scoped, rows: Sequence[Row]) -> None:
    add_findings(figures, scope, rows, output)


def _snapshots_of_package(figures: Figures, output: str, scope: Scoped, rows: Sequence[Row]) -> None:
    for row in rows:
        add_coverage(figures, output, scope, row)


_PACKAGE: dict[str, Callable[..., None] | None] = {
    "market_month": add_market_month,
    "country_month": add_country_share,
    "country_window": add_country_share,
    "country_goods": _goods_of_package,
    "country_origins": _origins_of_package,
    "country_reach": _reach_of_package,
    "finding": _findings_of_package,
    "snapshot": _snapshots_of_package,
    **dict.fromkeys(
        (
            *("product_month", "origin_product_month", "migration_class", "country_band", "origin_moves"),
            *("market_event", "market_life", "fx_rate", "region_country", "derivation", "capture_quality"),
        ),
        None,
    ),
}
