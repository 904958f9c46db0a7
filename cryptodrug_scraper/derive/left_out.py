"""
What the bounds of the measures left out of a part of a derivation.

One page can show thousands of ratings, names or prices that are alike; measures hold each against a bounded number of
others. Where a bound was reached, the part keeps how much it left out (`lacking` reads it).
"""

from __future__ import annotations

import polars as pl

__all__ = ["LEFT_OUT", "left_out"]

LEFT_OUT = "left_out"
"""The name under which what is computed of a part has it, beside the tables."""


def left_out(**counts: int) -> pl.DataFrame:
    """
    Return what was left out: ``what`` (one of the measures' bounds) and ``count``, no row where nothing was.

    Args:
        counts: by bound: ``edits``, ``listings``, ``parts``, ``coins``, ``chained``.
    """
    rows = [(what, count) for what, count in counts.items() if count]
    return pl.DataFrame(rows, schema={"what": pl.String, "count": pl.Int64}, orient="row")
