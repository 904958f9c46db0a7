"""
How far vendors send: at home, in the EU, in Europe, over the world, or across a border at all (methods E10).

A listing's reach is the widest place that it includes. ``international`` is the willingness to ship across a border:
any place included but the countries of origin (Decary-Hetu, Paquet-Clouston and Aldridge 2016).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.estimators.cluster_share import wilson_limits
from cryptodrug_scraper.measures.places.regions import WORLD, region_table

if TYPE_CHECKING:
    from datetime import date

__all__ = ["LEAST_OF_UNION", "exclusion_shares", "listing_reach", "reach_shares"]

LEAST_OF_UNION = 20
"""Members of the EU that a list of countries must name to mean all of it: a market may print regions as lists."""

_KEY = ("market", "vendor", "listing_id")


def listing_reach(destinations: pl.DataFrame, origins: pl.DataFrame) -> pl.DataFrame:
    """
    The reach of each listing in each spell of its destinations.

    Args:
        destinations: what `destinations.listing_destinations` gives.
        origins: ``listing_id``, ``vendor``, ``first_at``, ``codes``: what `definitions.origin_rows` gives.

    Returns:
        ``market``, ``vendor``, ``listing_id``, ``first_at``, ``last_at``, ``until_at``, ``reach`` (``world``,
        ``europe``, ``eu``; ``domestic``: only countries of origin; ``countries``: other places that are named;
        ``unstated``), ``is_international`` (null where nothing is stated, or no country of origin is).
    """
    spells = destinations.group_by(*_KEY, "first_at", "last_at", "until_at").agg(
        pl.col("code").filter(pl.col("is_included").fill_null(value=False)).sort().alias("included")
    )
    home = origins.select("vendor", "listing_id", pl.col("first_at").alias("at"), "codes").sort("at")
    rows = spells.sort("first_at").join_asof(
        home, left_on="first_at", right_on="at", by=["vendor", "listing_id"], check_sortedness=False
    )
    included, codes = pl.col("included"), pl.col("codes")
    abroad = included.list.set_difference(codes.fill_null([])).list.len() > 0
    members, europe = (
        region_table().filter(pl.col("region") == name)["country"].implode() for name in ("EU", "EUROPE")
    )
    union = included.list.set_intersection(pl.lit(members)).list.len() >= LEAST_OF_UNION
    beyond = included.list.set_intersection(pl.lit(europe)).list.set_difference(pl.lit(members)).list.len() > 0
    named, known = included.list.len() > 0, codes.list.len() > 0
    reach = (
        pl.when(~named)
        .then(pl.lit("unstated"))
        .when(included.list.contains(WORLD))
        .then(pl.lit("world"))
        .when(included.list.contains("EUROPE"))
        .then(pl.lit("europe"))
        .when(union & beyond)
        .then(pl.lit("europe"))
        .when(included.list.contains("EU") | union)
        .then(pl.lit("eu"))
        .when(known.fill_null(value=False) & ~abroad)
        .then(pl.lit("domestic"))
        .otherwise(pl.lit("countries"))
    )
    return rows.select(
        *_KEY,
        "first_at",
        "last_at",
        "until_at",
        reach.alias("reach"),
        pl.when(named & known).then(abroad).alias("is_international"),
    ).sort(*_KEY, "first_at")


def _shares(rows: pl.DataFrame, keys: list[str], of: str) -> pl.DataFrame:
    """Shares of rows that are ``is_so``, with Wilson's limits."""
    sums = rows.group_by(keys).agg(
        pl.col("is_so").sum().cast(pl.Float64).alias("value"), pl.len().cast(pl.Float64).alias("total")
    )
    low, high = wilson_limits(pl.col("value"), pl.col("total"))
    return sums.select(
        *keys,
        pl.lit(of).alias("of"),
        "value",
        "total",
        (pl.col("value") / pl.col("total")).alias("share"),
        low.alias("share_low"),
        high.alias("share_high"),
    )


def reach_shares(reach: pl.DataFrame, day: date) -> pl.DataFrame:
    """
    Shares of the listings live on a day, and of their vendors (with any such listing), by reach.

    Args:
        reach: what `listing_reach` gives, cut to the vendors asked for.
        day: the day, in UTC.

    Returns:
        ``reach`` (those of `listing_reach`, and ``international``), ``of`` (``listings`` or ``vendors``), ``value``,
        ``total`` (``unstated`` listings, and vendors that have no other, are left out of all but their own),
        ``share``, ``share_low``, ``share_high``.
    """
    live = _on(reach, day)
    stated = live.filter(pl.col("reach") != "unstated")
    kinds = [(name, stated, pl.col("reach") == name) for name in ("countries", "domestic", "eu", "europe", "world")]
    known = live.filter(pl.col("is_international").is_not_null())
    kinds += [("international", known, pl.col("is_international")), ("unstated", live, pl.col("reach") == "unstated")]
    found = []
    for name, rows, rule in kinds:
        judged = rows.with_columns(pl.lit(name).alias("reach"), rule.alias("is_so"))
        found.append(_shares(judged, ["reach"], "listings"))
        found.append(
            _shares(judged.group_by("reach", "market", "vendor").agg(pl.col("is_so").any()), ["reach"], "vendors")
        )
    return pl.concat(found).sort("reach", "of")


def _on(spells: pl.DataFrame, day: date) -> pl.DataFrame:
    live = spells.filter(pl.col("first_at").dt.date() <= day, pl.col("until_at").dt.date() >= day)
    return live.filter(pl.col("first_at") == pl.col("first_at").max().over(_KEY))


def exclusion_shares(ships: pl.DataFrame) -> pl.DataFrame:
    """
    Shares of listings, and of vendors with any such listing, that exclude the country asked for in `ships_to`.

    Returns:
        ``of`` (``listings`` or ``vendors``), ``value``, ``total`` (all that are live), ``share``, ``share_low``,
        ``share_high``.
    """
    judged = ships.select("market", "vendor", pl.col("is_excluded").alias("is_so"), pl.lit(1).alias("all"))
    vendors = judged.group_by("all", "market", "vendor").agg(pl.col("is_so").any())
    return (
        pl.concat([_shares(judged, ["all"], "listings"), _shares(vendors, ["all"], "vendors")]).drop("all").sort("of")
    )
