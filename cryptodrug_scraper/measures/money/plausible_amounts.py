"""
Printed amounts that nobody can have paid (methods E6).

A page may print any number beside a rating. Most large ones are real, and bulk is what a study of wholesale looks for,
also of listings that nobody read: so an amount is doubted only where its own listing contradicts it, or where it is
so high that something must speak for it, and nothing does. What one page states of prices speaks for its amounts only
where it is not absurd beside what the market's other vendors ask. Where several vendors were each paid as much several
times, such sales are made on the market; and what a vendor was paid several times speaks for a few times that.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.estimators.pooling import FEWEST_POOLED
from cryptodrug_scraper.measures.money.holding_prices import ABSOLUTE_USD, BULK, MOST_USD

__all__ = ["LEAST_USD", "OF_ASKED", "OF_VENDOR", "with_plausible"]

LEAST_USD = 1_000.0
"""Up to here no amount is doubted."""
OF_ASKED = 100.0
"""An amount of up to so many times the highest price that its listing asks is one of that listing."""
OF_VENDOR = 5.0
"""And one of up to so many times the highest price that the vendor asks, or that it was paid at least three times, is
one of that vendor, where it is not known what its listing asks."""
MOST_ODD = 0.1
"""What only its height speaks against is believed of this part of a vendor's amounts: a listing of bulk that nobody
read. If more are as odd, one page makes them up."""
OF_MARKET = 100.0
"""A price of more than so many times what the market's vendors ask in the middle speaks for nothing, but of bulk."""
TOKEN_USD = 10.0
"""Listings that ask less stand for orders of any height, by the unit or as agreed: their price contradicts nothing."""
_FEW = 3
_PAID = ("paid_eur_low", "paid_eur", "paid_eur_high", "paid_usd")


def with_plausible(
    paid: pl.DataFrame,
    spells: pl.DataFrame,
    bulk: pl.DataFrame,
    *,
    absolute_usd: float = ABSOLUTE_USD,
    most_usd: float = MOST_USD,
) -> pl.DataFrame:
    """
    Take from ratings the amounts that cannot have been paid.

    Args:
        paid: of `paid.with_paid`.
        spells: of `price_spells.price_spells`.
        bulk: ``listing_id, quantity_grams, quantity_units``: what one unit of the listing is, where it says so.
        absolute_usd: see `holding_prices.ABSOLUTE_USD`: an amount above it needs a price that speaks for it.
        most_usd: see `holding_prices.MOST_USD`: no amount is above it.

    Returns:
        the ratings with ``is_implausible`` and ``printed_eur`` (the amount as printed); where it is implausible,
        ``paid_eur_low``, ``paid_eur``, ``paid_eur_high`` and ``paid_usd`` are null.

    Example: 9,999,999,999,999.99 never counts; 8,000 does where nothing is known of its listing, and of a listing that
    asks 80 or more, and not of one that asks 60; 30,000 does where its listing asks 300, or the vendor 6,000, or where
    the vendor was paid 6,000 three times.
    """
    usd = pl.col("paid_usd")
    asked = _asked(spells, bulk, most_usd)
    large = paid.filter(usd > LEAST_USD).with_row_index("number")
    own = pl.when(pl.col("listing_id").is_not_null()).then(pl.concat_list("listing_id")).otherwise("listing_ids")
    named = large.select("number", listing_id=own).explode("listing_id").join(asked, on="listing_id")
    of_listing = named.group_by("number").agg(of_listing=pl.col("asked").max())
    of_vendor = asked.drop_nulls("vendor").group_by("vendor").agg(of_vendor=pl.col("asked").max())
    judged = large.join(of_listing, on="number", how="left").join(of_vendor, on="vendor", how="left")
    is_known = (pl.col("of_listing") >= TOKEN_USD).fill_null(value=False)
    of_market = _of_market(large.filter(usd <= absolute_usd))
    of_this = pl.max_horizontal(pl.lit(LEAST_USD), OF_VENDOR * pl.col("of_vendor"), pl.lit(of_market))
    counts = paid.filter(usd > 0).group_by("vendor").agg(amounts=pl.len())
    judged = judged.join(counts, on="vendor", how="left", nulls_equal=True)
    odd = (~is_known & (usd > of_this)).sum().over("vendor")
    are_many = (odd > _FEW) & (odd > MOST_ODD * pl.col("amounts")) & pl.col("of_vendor").is_not_null()
    limit = pl.max_horizontal(pl.lit(absolute_usd), of_this)
    believed = judged.filter(
        usd <= most_usd, usd <= pl.when(is_known).then(OF_ASKED * pl.col("of_listing")).otherwise(limit)
    )
    judged = judged.join(_repeated(believed), on="vendor", how="left", nulls_equal=True)
    speaks = pl.when(are_many).then(of_this).otherwise(pl.max_horizontal(limit, OF_VENDOR * pl.col("repeated")))
    most = pl.when(is_known).then(OF_ASKED * pl.col("of_listing")).otherwise(speaks)
    doubted = judged.filter((usd > most_usd) | (usd > most))["review_id"]
    is_implausible = pl.col("review_id").is_in(doubted.implode())
    marked = paid.with_columns(is_implausible=is_implausible, printed_eur="paid_eur")
    return marked.with_columns(pl.when(~is_implausible).then(name).alias(name) for name in _PAID)


def _repeated(amounts: pl.DataFrame) -> pl.DataFrame:
    """What each vendor was paid at least so several times: ``vendor, repeated`` (null of fewer amounts)."""
    highest = pl.col("paid_usd").sort(descending=True)
    return amounts.group_by("vendor").agg(repeated=highest.get(_FEW - 1, null_on_oob=True))


def _of_market(amounts: pl.DataFrame) -> float | None:
    """What `FEWEST_POOLED` vendors were each paid at least so several times; None where fewer were paid much at all."""
    of_vendors = _repeated(amounts.drop_nulls("vendor"))["repeated"].drop_nulls().sort(descending=True)
    return of_vendors[FEWEST_POOLED - 1] if len(of_vendors) >= FEWEST_POOLED else None


def _asked(spells: pl.DataFrame, bulk: pl.DataFrame, most_usd: float) -> pl.DataFrame:
    """The highest price of each listing that may speak for an amount: ``listing_id, vendor, asked``."""
    usd = pl.col("price_usd")
    priced = spells.filter(usd.is_between(0, most_usd, closed="right"))
    of_vendor = priced.group_by("vendor").agg(median=usd.quantile(0.5, "lower"))
    middle = of_vendor["median"].median()
    is_bulk = (pl.col("quantity_grams").fill_null(0) >= BULK) | (pl.col("quantity_units").fill_null(0) >= BULK)
    heavy = bulk.filter(is_bulk)["listing_id"].implode()
    most = most_usd
    if of_vendor.height >= FEWEST_POOLED and isinstance(middle, float):
        most = max(LEAST_USD, OF_MARKET * middle)
    speaks = priced.filter((usd <= most) | pl.col("listing_id").is_in(heavy))
    return speaks.group_by("listing_id").agg(pl.col("vendor").drop_nulls().sort().last(), asked=usd.max())
