"""The few lines of a comparison that are read first."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from simulator.commands.comparison.intervals import ASKED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.commands.comparison.findings import Found
    from simulator.commands.comparison.seen import SeenRow

__all__ = ["headline", "overall_found", "overall_seen"]

_READ_FIRST = (
    "distinct reviews (of captured pages)",
    "listings",
    "vendors",
    "transactions",
    "transactions_shown (of captured pages)",
    "turnover_eur",
)
_UNITS = {"share": "points"}


def headline(summaries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """
    Return one line for each measure that a report shows, without estimators beside those that it uses.

    Args:
        summaries: rows of `estimates.summaries`.

    Returns:
        ``measure, in, figures, mean, spread, worst, held, by chance``: differences ``in`` per cent of the truth, or
        points of per cent; ``held`` is how many intervals hold the truth, of how many, and ``by chance`` how many would
        if they were of 95 %; both are empty where there are no intervals. Where a measure is compared with the part of
        the market that crawls asked for, that line stands in the place of the other.
    """
    rows = {row["measure"]: row for row in summaries}
    shares = [name for name, row in rows.items() if row["unit"] == "share" and not name.endswith(ASKED)]
    best = [rows.get(name + ASKED) or rows.get(name) for name in (*_READ_FIRST, *shares)]
    return [_line(row) for row in best if row is not None]


def _line(row: dict[str, Any]) -> dict[str, Any]:
    has_intervals = bool(row["intervals"])
    return {
        "measure": row["measure"],
        "in": _UNITS.get(row["unit"], "%"),
        "figures": row["count"],
        "mean": row["mean"],
        "spread": row["spread"],
        "worst": row["worst"],
        "held": f"{row['held']} of {row['intervals']}" if has_intervals else None,
        "by chance": f"{row['chance_low']} to {row['chance_high']}" if has_intervals else None,
    }


def overall_found(rows: Iterable[Found]) -> list[dict[str, Any]]:
    """Return what was found of each kind, over all markets: ``what, found, true, right``."""
    by_kind = groupby(sorted(rows, key=lambda row: row.what), key=lambda row: row.what)
    return [_total(what, list(of_kind)) for what, of_kind in by_kind]


def _total(what: str, rows: list[Found]) -> dict[str, Any]:
    return {
        "what": what,
        "found": sum(row.found for row in rows),
        "true": sum(row.true for row in rows),
        "right": sum(row.right for row in rows),
    }


def overall_seen(rows: Iterable[SeenRow]) -> list[dict[str, Any]]:
    """
    Return what was seen of each market: ``market, what, months, seen, true``, of which the last two are sums of months.
    """
    in_order = sorted(rows, key=lambda row: (row.market, row.what))
    grouped = ((key, list(of)) for key, of in groupby(in_order, key=lambda row: (row.market, row.what)))
    return [
        {
            "market": market,
            "what": what,
            "months": len(months),
            "seen": sum(row.seen for row in months),
            "true": sum(row.true for row in months),
        }
        for (market, what), months in grouped
    ]
