"""Figures of a market of which no vendor should decide alone: concentration, shares of countries, prices per gram."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.estimators.concentration import concentration
from tests.support.shares_by_hand import country_shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.campaigns.worst.world import Tables

__all__ = ["KEYS", "countries_of", "largest_differences", "market_figures"]

KEYS = ("figure", "of", "month")
_FIGURES = {"figure": pl.String, "of": pl.String, "month": pl.Date, "value": pl.Float64}
_LARGEST = 1
_FEW = 5


def countries_of(tables: Tables) -> list[str]:
    """The country from which most is sold."""
    rows = tables["origin_month"].drop_nulls("code").group_by("code").agg(pl.col("transactions").sum())
    return rows.sort("transactions", "code", descending=[True, False])["code"].head(_LARGEST).to_list()


def market_figures(tables: Tables, countries: Sequence[str]) -> pl.DataFrame:
    """
    The figures of a market, month by month: ``figure``, ``of``, ``month``, ``value``.

    ``top_10_share``, ``gini`` and ``hhi`` of transactions and turnover; ``share``, of vendors, listings, transactions
    and turnover that are a country's; ``eur_per_gram``, the median over vendors, of goods that five offer.

    Args:
        tables: of `World.derived`, of one market.
        countries: whose shares.
    """
    months = tables["vendor_month"]
    of_few = concentration(months, top_percent=(10,)).unpivot(
        ["top_10_share", "gini", "hhi"], index=["month", "measure"], variable_name="figure", value_name="value"
    )
    found = [of_few.select("figure", of="measure", month="month", value="value")]
    days = months["month"].drop_nulls()
    for country in countries if len(days) else ():
        shares = country_shares(
            tables["listing_month"], tables["origin_month"], country=country, definition="D2", attribution="A1",
            first_day=days.min(), last_day=days.max(),  # type: ignore[arg-type]
        )  # fmt: skip
        rows = [("share", f"{measure} of {country}", month, each.share) for (month, measure), each in shares.items()]
        found.append(pl.DataFrame(rows, schema=_FIGURES, orient="row"))
    found.append(_per_gram(tables))
    return pl.concat([rows.cast({"value": pl.Float64}) for rows in found]).drop_nulls("value")


def _per_gram(tables: Tables) -> pl.DataFrame:
    prices = tables["listing_price"].filter(pl.col("price_flag") == "ok").select("listing_id", "vendor", "price_eur")
    offered = tables["listing_state"].filter(pl.col("quantity_grams") > 0)
    grams = offered.group_by("listing_id").agg(pl.col("substance", "quantity_grams").drop_nulls().last())
    rows = prices.join(grams, on="listing_id").drop_nulls(["substance", "price_eur"])
    a_gram = (pl.col("price_eur") / pl.col("quantity_grams")).quantile(0.5, "lower")
    of_vendors = rows.group_by("substance", "vendor").agg(value=a_gram)
    of_goods = of_vendors.group_by("substance").agg(pl.col("value").quantile(0.5, "lower"), vendors=pl.len())
    some = of_goods.filter(pl.col("vendors") >= _FEW)
    return some.select(
        figure=pl.lit("eur_per_gram"), of="substance", month=pl.lit(None, pl.Date), value=pl.col("value").log()
    )


def largest_differences(was: pl.DataFrame, now: pl.DataFrame) -> dict[str, float]:
    """Of each figure, the largest difference between two tables of `market_figures`, of what both have."""
    both = was.join(now, on=list(KEYS), suffix="_now", nulls_equal=True)
    rows = both.group_by("figure").agg((pl.col("value") - pl.col("value_now")).abs().max()).sort("figure")
    return dict(rows.iter_rows())
