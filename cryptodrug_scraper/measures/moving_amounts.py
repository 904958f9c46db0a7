"""
In what the amounts are kept that a market converts whenever a page is viewed (methods E8, E16; pitfall 4).

One order was seen at USD 1014, 1018, 1017, 1007 and 1001. What moves so is what the vendor asked, in another currency,
or what was paid, in a coin. The movement tells: an amount that is kept in a coin moves as the coin's rate does between
the two captures, and then its worth is that of the coin on the day of the sale.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.paid import COINS

__all__ = ["LEAST_PAIRS", "MOST_LEFT", "MOST_SAME", "amounts_move", "kept_coin"]

LEAST_PAIRS = 30
"""With fewer pairs of amounts nothing is said of them."""
MOST_SAME = 0.9
"""Share of pairs with the same amount below which amounts move; rounding hides small movements."""
MOST_LEFT = 0.5
"""How much of the movement a coin's rate may leave, to be what explains it."""


def amounts_move(pairs: pl.DataFrame, *, most_same: float = MOST_SAME) -> bool:
    """
    Say whether a market converts amounts when a page is viewed, so that each is worth what it was at its own capture.

    Args:
        pairs: of `review_amounts.amount_pairs`.
        most_same: share of pairs with the same amount below which the amounts of a currency move.
    """
    same = pl.col("amount") == pl.col("amount_before")
    shares = pairs.group_by("amount_currency").agg(same.mean().alias("share"))
    return bool((shares["share"] < most_same).any())


def kept_coin(
    pairs: pl.DataFrame, fx: pl.DataFrame, *, least_pairs: int = LEAST_PAIRS, most_left: float = MOST_LEFT
) -> str | None:
    """
    Return the coin whose rate explains how amounts moved; None if none does.

    A coin explains it where the median of ``|log(amount / before) - log(rate / rate before)|`` is at most ``most_left``
    times that of ``|log(amount / before)|``; of several, the one that leaves least.

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
        movement = known["step"].abs().median()
        rest = (known["step"] - (known["rate"] / known["rate_before"]).log()).abs().median()
        if known.height >= least_pairs and isinstance(rest, float) and isinstance(movement, float) and movement > 0:
            left[coin] = rest / movement
    best = min(left, key=lambda coin: (left[coin], coin), default=None)
    return best if best is not None and left[best] <= most_left else None
