"""Limits of shares of sums over vendors in Python: what `research.cluster_share` is held against."""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.estimators.cluster_share import LEAST_DEGREES, student_t

__all__ = ["ratio_limits"]

_RULE_OF_NONE = 0.05


def ratio_limits(part: pl.Expr, whole: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """
    Limits of ``sum(part) / sum(whole)`` over vendors, as aggregates: one row for each vendor comes in.

    Where no vendor has a part, or all are wholly in it, the other limit is that of a share never seen to differ in as
    many equal vendors as these are worth (Kish 1965): ``1 - 0.05^(1/n)`` with ``n = sum(whole)^2 / sum(whole^2)``.
    """
    total = whole.sum()
    share = part.sum() / total
    weight = whole / total
    worth = 1 / (weight**2).sum()
    inner = pl.when(weight < 1).then((part / total - share * weight) / (1 - weight))
    square = inner**2
    variance = square.sum()
    degrees = pl.max_horizontal(pl.lit(LEAST_DEGREES), square.sum() ** 2 / (square**2).sum())
    spread = (
        pl.when(variance > 0)
        .then(variance.sqrt() * student_t(degrees))
        .otherwise((share * (1 - share) / worth).sqrt() * student_t(pl.max_horizontal(pl.lit(LEAST_DEGREES), worth)))
    )
    logit, step = (share / (1 - share)).log(), spread / (share * (1 - share))
    none = pl.lit(_RULE_OF_NONE).pow(1 / worth)
    low = pl.when(share <= 0).then(0.0).when(share >= 1).then(none).otherwise(1 / (1 + (step - logit).exp()))
    high = pl.when(share <= 0).then(1 - none).when(share >= 1).then(1.0).otherwise(1 / (1 + (-step - logit).exp()))
    has = total > 0
    return pl.when(has).then(low), pl.when(has).then(high)
