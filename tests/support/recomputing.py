"""The findings of the study, computed again from the files of a public package and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["recomputed"]

_REFUSED = {"NL": "neighbours"}
"""Places that the study names as neighbours, by what their measure is called."""
Value = tuple[str, str, float]
"""Market, measure and value."""


class Package:
    """The tables of a package, without what is suppressed."""

    def __init__(self, folder: Path) -> None:
        self._data = folder / "data"

    def table(self, name: str) -> pl.DataFrame:
        """All rows of a table; numbers that are suppressed are null."""
        return pl.read_parquet(self._data / f"{name}.parquet")

    def whole(self, name: str, *of: str) -> Iterator[tuple[tuple[object, ...], pl.DataFrame]]:
        """The groups of a table in which nothing is suppressed."""
        for key, rows in self.table(name).group_by(of, maintain_order=True):
            if not rows["is_suppressed"].any():
                yield key, rows


def total(rows: pl.DataFrame, column: str) -> float:
    """The sum of a column."""
    return float(rows[column].cast(pl.Float64).sum())


def recomputed(folder: Path, country: str) -> dict[tuple[str, str], float]:
    """
    Return the value of each finding that the package still allows to compute.

    Args:
        folder: of the package.
        country: of the findings.
    """
    package = Package(folder)
    parts = (
        _shares(package),
        _trends(package, country),
        _origins(package, country),
        _amounts(package),
        _goods(package),
    )
    rest = (_reach(package), _after(package))
    return {(market, measure): value for part in (*parts, *rest) for market, measure, value in part}


def _trends(package: Package, country: str) -> Iterator[Value]:
    months = package.table("country_month").filter((pl.col("country") == country) & (pl.col("grade") != "partial"))
    for (market, measure), rows in months.group_by("market", "measure"):
        if rows["is_suppressed"].any():
            continue
        name = {"vendors": "vendors_more_each_month", "turnover_eur": "turnover_more_each_month"}.get(str(measure))
        if name and rows.height > 2:
            at = [month.year * 12 + month.month for month in rows["month"]]
            yield str(market), name, float(np.polyfit(at, rows["value"].to_numpy(), 1)[0])


def _shares(package: Package) -> Iterator[Value]:
    rows = package.table("country_window").drop_nulls(["value", "total"])
    for market, measure, value, whole in rows.select("market", "measure", "value", "total").rows():
        yield market, f"share_of_{measure}", value / whole


def _origins(package: Package, country: str) -> Iterator[Value]:
    for (market,), rows in package.whole("country_origins", "market"):
        with_partner = total(rows.filter(pl.col("origins").str.split("+").list.contains("NL")), "vendor_count")
        yield str(market), "multi_origin_with_partner", with_partner / total(rows, "vendor_count")
    for (market,), rows in package.whole("origin_moves", "market"):
        left, taken = (pl.col(name).str.split("+").list for name in ("from_countries", "to_countries"))
        into, out = left.contains("NL") & taken.contains(country), left.contains(country) & taken.contains("DE")
        yield str(market), "moves_in", total(rows.filter(into), "vendor_count")
        yield str(market), "moves_out", total(rows.filter(out), "vendor_count")


def _amounts(package: Package) -> Iterator[Value]:
    for (market,), rows in package.whole("country_band", "market"):
        bands = rows.drop_nulls("band_from")
        sales, worth = total(bands, "transactions"), total(bands, "turnover_eur")
        small = bands.filter(pl.col("band_from") < 200)
        huge = bands.filter(pl.col("band_from") >= 1000)
        yield str(market), "transactions_below_200_eur", total(small, "transactions") / sales
        yield str(market), "transactions_above_1000_eur", total(huge, "transactions") / sales
        yield str(market), "turnover_of_larger_transactions", 1 - total(small, "turnover_eur") / worth
        if small.height:
            yield (
                str(market),
                "mean_of_transactions_below_200_eur",
                total(small, "turnover_eur") / total(small, "transactions"),
            )


def _goods(package: Package) -> Iterator[Value]:
    rows = package.table("country_goods").drop_nulls(["value", "all_value"])
    values = {
        (market, measure, goods): (value, all_value)
        for market, measure, _, goods, value, all_value in rows.select(
            "market", "measure", "level", "goods", "value", "all_value"
        ).rows()
    }
    for market, measure in {key[:2] for key in values}:
        total = values.get((market, measure, "all"))
        for goods in ("mdma", "amphetamine"):
            found = values.get((market, measure, goods))
            if found and total and total[0] and found[1]:
                yield market, f"{goods}_quotient_by_{measure}", found[0] / total[0] / (found[1] / total[1])
        if measure == "transactions":
            for more, less in (("Cannabis", "cocaine"), ("cocaine", "heroin"), ("heroin", "mdma")):
                over, under = values.get((market, measure, more)), values.get((market, measure, less))
                if over and under and under[0]:
                    yield market, f"{more.lower()}_over_{less}", over[0] / under[0]


def _reach(package: Package) -> Iterator[Value]:
    rows = package.table("country_reach").drop_nulls("vendor_count")
    counts = {(market, reach): count for market, reach, count in rows.select("market", "reach", "vendor_count").rows()}
    for (market, reach), count in counts.items():
        if reach == "eu_or_world" and counts.get((market, "stated")):
            yield market, "vendors_to_eu_or_world", count / counts[market, "stated"]
        if reach.startswith("not_") and counts.get((market, "all")):
            yield market, f"vendors_not_to_{_REFUSED.get(reach[4:], reach[4:].lower())}", count / counts[market, "all"]


def _after(package: Package) -> Iterator[Value]:
    for (event, market), rows in package.whole("migration_class", "event", "from_market"):
        if (event, market) == ("closure_announced", "dream"):
            migrants = rows.filter((pl.col("class") == "migrant") & (pl.col("to_market") == "wallstreet"))
            yield "wallstreet", "migrants", total(migrants, "vendor_count")
