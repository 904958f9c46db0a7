"""
Limits of shares of sums to which a few vendors give most.

A share of sums, as of turnover, is a ratio of totals over vendors. Its variance is the linearised one (Cochran 1977,
section 6) with each residual divided by what its vendor leaves to the others, as the jackknife does (MacKinnon and
White 1985, HC3). The limits are taken on the logit scale, by Student's t with the degrees of freedom that the residuals
allow (Satterthwaite 1946): with one large vendor they are few.

In simulations with 20 to 1500 vendors of sizes log-normal (sigma 1.5) or Pareto (exponent 1.3), and true shares of 2,
10 and 30 %, the intervals of nominally 95 % held the truth in 94 to 99.8 % (log-normal) and 86 to 99.7 % (Pareto),
where a bootstrap over vendors held it in 26 to 94 %. The same formulas stand in ``research.share_spread`` and
``cluster_share``. They tell what another draw of vendors would have given; what happened here is told by
``research.share_here``, which takes of that spread the part that was not reached, and how sure each vendor's sum is. Of
sums of rated sales, as a mix of goods or bands of value, that is how many orders a rating of each vendor stands for and
what the others were (``research.sale_doubt``, ``unrated_guess``), and of amounts that no page prints, on which side of
an edge they lie.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.estimators.intervals import Z

__all__ = ["LEAST_DEGREES", "student_t"]

LEAST_DEGREES = 2.0
"""Least degrees of freedom: below, the interval would be all of 0 to 1."""


def student_t(degrees: pl.Expr) -> pl.Expr:
    """Return Student's two-sided 95 % quantile (Cornish and Fisher 1937, four terms): 4.28 of 2 degrees, 2.57 of 5."""
    z = Z
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return sum((term / degrees**power for power, term in enumerate(terms, start=1)), start=pl.lit(z))
