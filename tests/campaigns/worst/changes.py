"""How far figures of others, and those of a market, differ between two derivations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from tests.campaigns.worst.world import Tables

__all__ = ["FIGURES", "LEAST", "Change", "change_of", "grades_changed", "names_changed", "ways_changed"]

LEAST = {
    "transactions": 1.0, "transactions_low": 1.0, "transactions_high": 1.0,
    "turnover_eur": 100.0, "turnover_eur_low": 100.0, "turnover_eur_high": 100.0, "feedback_rate": 0.0,
}  # fmt: skip
"""What is compared of each vendor and month, and what both sides are raised by: an order, and what one is worth;
lower limits by the estimate too."""
FIGURES = tuple(LEAST)


@dataclass(frozen=True)
class Change:
    """
    How far a figure of another vendor moved.

    Attributes:
        factor: by which it and `LEAST` grew or fell, 1 for not at all; infinite where a figure came or went.
        figure: which.
        vendor, month: whose.
        was, now: before and after.
    """

    factor: float
    figure: str
    vendor: str
    month: str
    was: float | None
    now: float | None


def change_of(was: pl.DataFrame, now: pl.DataFrame, without: str | None) -> list[Change]:
    """
    The largest change of each figure, of all vendors' months but those of one vendor.

    Args:
        was: rows of ``vendor_month``.
        now: the same of another derivation.
        without: whose are left out.
    """
    keys = ["vendor", "month"]
    pair = [frame.filter(pl.col("vendor").ne_missing(pl.lit(without))).select(*keys, *FIGURES) for frame in (was, now)]
    both = pair[0].join(pair[1], on=keys, how="full", coalesce=True, suffix="_now")
    found = []
    for figure in FIGURES:
        old, new = pl.col(figure), pl.col(f"{figure}_now")
        least = pl.lit(LEAST[figure])
        if figure.endswith("_low"):  # one near nothing is as low as any other
            least += pl.col(figure.removesuffix("_low")).fill_null(0.0)
        factor = (
            pl.when(old.is_null() & new.is_null()).then(1.0)
            .when(old.is_null() | new.is_null()).then(float("inf"))
            .otherwise((pl.max_horizontal(old, new) + least) / (pl.min_horizontal(old, new) + least))
        )  # fmt: skip
        row = both.with_columns(factor=factor).sort("factor", *keys, descending=[True, False, False]).head(1)
        (each,) = row.to_dicts()
        vendor, month = each["vendor"], str(each["month"])
        found.append(Change(each["factor"], figure, vendor, month, each[figure], each[f"{figure}_now"]))
    return found


def grades_changed(was: pl.DataFrame, now: pl.DataFrame) -> tuple[int, int]:
    """How many snapshots (rows of ``snapshot``) have another grade, and how many come to be partial."""
    both = was.select("snapshot_id", "grade").join(
        now.select("snapshot_id", "grade"), on="snapshot_id", how="left", suffix="_now"
    )
    differs = pl.col("grade").ne_missing(pl.col("grade_now"))
    return both.filter(differs).height, both.filter(differs & pl.col("grade_now").eq_missing(pl.lit("partial"))).height


def names_changed(was: pl.DataFrame, now: pl.DataFrame, without: str) -> int:
    """How many names of others (rows of ``account_name``) are of another account than before."""
    pair = [frame.filter(pl.col("printed_name") != without).select("printed_name", "vendor") for frame in (was, now)]
    return _differing(pair[0], pair[1], ["printed_name"])


def ways_changed(was: Tables, now: Tables, market: str, without: str) -> tuple[int, int]:
    """
    How many pairs of other accounts are decided otherwise, and of how many others it is told otherwise where they went.

    Args:
        was: of `World.across`.
        now: the same of another derivation.
        market: of the vendor.
        without: the vendor; pairs with it are left out.
    """
    mine = pl.any_horizontal(
        (pl.col(f"market_{side}") == market) & (pl.col(f"vendor_{side}") == without) for side in "ab"
    )
    pair = ["market_a", "vendor_a", "market_b", "vendor_b"]
    same = [tables["account_link"].filter(~mine & (pl.col("decision") == "same")).select(pair) for tables in (was, now)]
    to = ["from_market", "from_vendor"]
    is_mine = (pl.col("from_market") == market) & (pl.col("from_vendor") == without)
    went = [
        tables["migration"]
        .filter(~is_mine)
        .group_by(to)
        .agg(
            where=pl.format(
                "{} {} {}", "class", pl.col("to_market").fill_null(""), pl.col("to_vendor").fill_null("")
            ).sort()
        )
        .with_columns(pl.col("where").list.join("; "))
        for tables in (was, now)
    ]
    return _differing(same[0].unique(), same[1].unique(), pair), _differing(went[0], went[1], to)


def _differing(was: pl.DataFrame, now: pl.DataFrame, keys: list[str]) -> int:
    """How many rows are in one of two tables only, or differ."""
    marked = [frame.with_columns(is_there=pl.lit(value=True)) for frame in (was, now)]
    both = marked[0].join(marked[1], on=keys, how="full", coalesce=True, suffix="_now")
    others = [name for name in marked[0].columns if name not in keys]
    return both.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_now")) for name in others)).height
