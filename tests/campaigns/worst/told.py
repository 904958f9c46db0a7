"""What was found, told over all vendors of each kind of worst pages."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = ["distribution"]

_SHARES = ("top_10_share", "gini", "hhi", "share", "eur_per_gram")
_HEAD = (
    f"{'kind':40}{'median':>8}{'99 %':>8}{'largest':>8}  {'figure':18}{'of whom pages were':34}"
    f"{'partial':>8}{'names':>6}{'went':>5}{'top 10':>7}{'gini':>6}{'hhi':>6}{'share':>6}{'log EUR/g':>10}"
    f"{'verdicts':>10}{'contrary':>9}"
)


def distribution(found: Sequence[dict[str, Any]]) -> str:
    """
    A table with a line for each kind, the one that moves most first.

    Args:
        found: `compared.Found` as dictionaries. Of each vendor the largest change counts; beside it stand how many
            snapshots came to be partial, names came to be another account's, accounts went elsewhere, and the largest
            difference of shares of the largest vendors, Gini's coefficient, the Herfindahl-Hirschman index, shares of
            countries, and the logarithm of the median price of a gram; last, how many verdicts differ, and how many are
            the contrary.
    """
    kinds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        kinds[row["kind"]].append(row)
    lines = [_line(kind, rows) for kind, rows in kinds.items()]
    return "\n".join([_HEAD, *(line for _, line in sorted(lines, reverse=True))])


def _line(kind: str, rows: Sequence[dict[str, Any]]) -> tuple[float, str]:
    factors = [row["change"]["factor"] for row in rows]
    worst = max(rows, key=lambda row: row["change"]["factor"])
    partial, names = max(row["grades"][1] for row in rows), max(row["names"] for row in rows)
    went = max(max(row["ways"]) for row in rows)
    largest = [max(row["shares"].get(name, 0.0) for row in rows) for name in _SHARES]
    return worst["change"]["factor"], (
        f"{kind:40}{np.median(factors):8.3f}{np.quantile(factors, 0.99, method='higher'):8.3f}{max(factors):8.3f}  "
        f"{worst['change']['figure']:18}{worst['market'] + ' ' + worst['vendor']:34}{partial:8}{names:6}{went:5}"
        f"{largest[0]:7.3f}{largest[1]:6.3f}{largest[2]:6.3f}{largest[3]:6.3f}{largest[4]:10.3f}"
        f"{max(row['verdicts'][0] for row in rows):10}{max(row['verdicts'][1] for row in rows):9}"
    )
