"""
In what the amounts are kept that a market converts whenever a page is viewed (methods E8, E16; pitfall 4).

One order was seen at USD 1014, 1018, 1017, 1007 and 1001. What moves so is what the vendor asked, in another currency,
or what was paid, in a coin. The movement tells: an amount that is kept in a coin moves as the coin's rate does between
the two captures, and then its worth is that of the coin on the day of the sale.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.estimators.pooling import FEWEST_POOLED, vendor_weights, weighted_median
from cryptodrug_scraper.measures.money.paid import COINS
from cryptodrug_scraper.measures.ratings.review_amounts import but_for_one

__all__ = ["LEAST_PAIRS", "MOST_LEFT", "MOST_SAME", "amounts_move", "kept_coin"]

LEAST_PAIRS = 30
"""With fewer pairs of amounts nothing is said of them."""
MOST_SAME = 0.9
"""Share of pairs with the same amount below which amounts move; rounding hides small movements."""
MOST_LEFT = 0.5
"""How much of the movement a coin's rate may leave, to be what explains it."""


def amounts_move(pairs: pl.DataFrame, *, most_same: float = MOST_SAME) -> bool:
    """
    Tell whether a market converts amounts when a page is viewed, so that each is worth what it was at its own capture.

    Args:
        pairs: of `review_amounts.amount_pairs`.
        most_same: share of pairs with the same amount below which the amounts of a currency move. What one vendor's
            amounts do does not decide, nor does a currency that few vendors' amounts have, where others have more.
    """
    same = pl.col("amount") == pl.col("amount_before")
    fewest = min(FEWEST_POOLED, pairs["vendor"].n_unique())
    common = pairs.filter(pl.col("vendor").n_unique().over("amount_currency") >= fewest)
    shares = but_for_one(common).group_by("amount_currency").agg(same.mean().alias("share"))
    return bool((shares["share"] < most_same).any())


def kept_coin(
    pairs: pl.DataFrame, fx: pl.DataFrame, *, least_pairs: int = LEAST_PAIRS, most_left: float = MOST_LEFT
) -> str | None:
    """
    Return the coin whose rate explains how amounts moved; None if none does.

    A coin explains it where the median of ``|log(amount / before) - log(rate / rate before)|`` is at most ``most_left``
    times that of ``|log(amount / before)|``, no vendor having more than a share of the pairs (`pooling`); of several,
    the one that leaves least.

    Args:
        pairs: of `review_amounts.amount_pairs`.
        fx: rates of `rates.exchange_rates`, for the days of the captures.
        least_pairs: pairs that a coin must be compared on.
        most_left: see `MOST_LEFT`.
    """
    moved = pairs.filter((pl.col("amount") > 0) & (pl.col("amount_before") > 0)).with_columns(
        step=(pl.col("amount") / pl.col("amount_before")).log(),
        day=pl.col("captured_at").dt.date(),
        day_before=pl.col("captured_before").dt.date(),
    )
    left = {}
    for coin in COINS:
        rates = (
            fx.filter(pl.col("currency") == coin)
            .select("day", coin="eur")
            .join(fx.select("day", "currency", "eur"), on="day")
        )
        per_unit = rates.select("day", amount_currency="currency", rate=pl.col("coin") / pl.col("eur"))
        known = moved.join(per_unit, on=["day", "amount_currency"]).join(
            per_unit.rename({"day": "day_before", "rate": "rate_before"}), on=["day_before", "amount_currency"]
        )
        weights = vendor_weights(known).to_numpy()
        movement = weighted_median(known["step"].abs().to_numpy(), weights)
        rest = weighted_median((known["step"] - (known["rate"] / known["rate_before"]).log()).abs().to_numpy(), weights)
        if known.height >= least_pairs and rest is not None and movement is not None and movement > 0:
            left[coin] = rest / movement
    best = min(left, key=lambda coin: (left[coin], coin), default=None)
    return best if best is not None and left[best] <= most_left else None
