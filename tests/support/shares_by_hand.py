"""A country's shares of a market, counted row by row: what `research.country_share` is held against."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from tests.support.ratio_limits import ratio_limits

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

__all__ = ["Share", "country_shares"]

Row = dict[str, Any]


@dataclass(frozen=True)
class Share:
    """
    What falls to a country, of how much: a pair of both for each vendor.

    Attributes:
        parts: pairs of the country's and all.
    """

    parts: list[tuple[float, float]]

    @property
    def value(self) -> float:
        return sum(part for part, _ in self.parts)

    @property
    def total(self) -> float:
        return sum(whole for _, whole in self.parts)

    @property
    def share(self) -> float | None:
        return self.value / self.total if self.total > 0 else None

    @property
    def vendor_count(self) -> int:
        return sum(part > 0 for part, _ in self.parts)

    def limits(self) -> tuple[float | None, float | None]:
        """Its limits of 95 % over vendors."""
        frame = pl.DataFrame(self.parts, schema={"part": pl.Float64, "whole": pl.Float64}, orient="row")
        below, above = ratio_limits(pl.col("part"), pl.col("whole"))
        return frame.select(below.alias("low"), above.alias("high")).row(0)


def country_shares(
    listings: pl.DataFrame,
    sales: pl.DataFrame,
    *,
    country: str,
    definition: str,
    attribution: str,
    first_day: date,
    last_day: date,
) -> dict[tuple[date, str], Share]:
    """
    The shares of one market, by month and measure.

    Args:
        listings: rows of ``listing_month`` of the market.
        sales: rows of ``origin_month`` of it.
        country: ISO 3166-1 alpha-2.
        definition: ``D1`` to ``D4``.
        attribution: ``A1`` to ``A3``.
        first_day: first day of the window, whose months count as a whole.
        last_day: its last day.
    """
    in_window = pl.col("month").is_between(first_day.replace(day=1), last_day)
    live = listings.filter(in_window).to_dicts()
    looked_at = _looked_at(live, definition)
    months = defaultdict(list)
    for row in looked_at:
        months[row["month"]].append(row)
    found: dict[tuple[date, str], Share] = {}
    for month, rows in months.items():
        theirs: dict[str, list[bool]] = defaultdict(list)
        for row in rows:
            theirs[row["vendor"]].append(_is_theirs(_named([row]), country, definition))
        members = [float(_is_theirs(named, country, definition)) for named in _by_vendor(rows).values()]
        found[month, "vendors"] = Share([(member, 1.0) for member in members])
        found[month, "listings"] = Share([(sum(each), len(each)) for each in theirs.values()])
    weights = _weights(live, country, definition, attribution)
    sold: dict[tuple[date, str], dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    for row in sales.filter(in_window, pl.col("month").is_in(list(months))).iter_rows(named=True):
        weight = float(row["code"] == country) if attribution == "A1" else weights.get(row["vendor"], 0.0)
        for measure in ("transactions", "turnover_eur"):
            amount = row[measure]
            if amount is not None:
                sold[row["month"], measure][row["vendor"]].append((weight * amount, amount))
    for key, vendors in sold.items():
        sums = [tuple(map(sum, zip(*each, strict=True))) for each in vendors.values()]
        found[key] = Share([(part, whole) for part, whole in sums])
    return found


def _looked_at(rows: Iterable[Row], definition: str) -> list[Row]:
    """Rows with the countries that a definition looks at; for D1 those of the last snapshot of each month."""
    if definition == "D1":
        return [{**row, "codes": row["last_codes"] or []} for row in rows if row["is_last"]]
    return [{**row, "codes": row["ever_codes"] or []} for row in rows]


def _named(rows: Iterable[Row]) -> Counter[str]:
    """Countries, by how many listings name them."""
    return Counter(code for _, code in {(row["listing_id"], code) for row in rows for code in row["codes"]})


def _by_vendor(rows: Iterable[Row]) -> dict[str, Counter[str]]:
    """What the listings of each vendor name."""
    own = defaultdict(list)
    for row in rows:
        own[row["vendor"]].append(row)
    return {vendor: _named(each) for vendor, each in own.items()}


def _is_theirs(named: Counter[str], country: str, definition: str) -> bool:
    if definition == "D3":
        return country in named and named[country] == max(named.values())
    return set(named) == {country} if definition == "D4" else country in named


def _weights(live: list[Row], country: str, definition: str, attribution: str) -> dict[str, float]:
    """Which part of a vendor's sales is the country's, by all its listings in the window."""
    if attribution == "A3":
        every = _by_vendor(_looked_at(live, "D2"))
        return {vendor: float(country in named) / len(named) for vendor, named in every.items() if named}
    rows = _looked_at(live, definition)
    if definition == "D1":
        last = max((row["month"] for row in rows), default=None)
        rows = [row for row in rows if row["month"] == last]
    return {vendor: float(_is_theirs(named, country, definition)) for vendor, named in _by_vendor(rows).items()}
