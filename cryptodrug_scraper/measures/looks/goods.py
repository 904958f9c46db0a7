"""
Which substance is sold, where only its class is said.

One definition for listings and for sales, so that whoever counts goods by substance counts the same ones: pills in a
category "Ecstasy" whose title names no substance are MDMA (`page.classes.TOLD_BY_CLASS`).
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.page.classes import TOLD_BY_CLASS

__all__ = ["told_substance"]


def told_substance() -> pl.Expr:
    """Return ``substance``, and where it is null the one that ``drug_class`` tells; null where neither does."""
    by_class = pl.col("drug_class").replace_strict(dict(TOLD_BY_CLASS), default=None, return_dtype=pl.String)
    return pl.coalesce("substance", by_class).alias("substance")
