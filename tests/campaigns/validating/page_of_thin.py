"""What is told of archives of whose pages a part was never fetched, and what is refused."""

from __future__ import annotations

from collections import Counter
from statistics import mean, median
from typing import TYPE_CHECKING, Any

from tests.campaigns.validating.errors import table
from tests.campaigns.validating.worlds import KEPT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["thin_of_page"]

_NOTES = """
### Where pages were never fetched

Months of these archives that were over when the last crawl ended. *Told* are those with a figure that has both limits
and a grade above `partial`; *refused* those whose figure is `partial`, and has no upper limit, or that have no row.
*Held* and *width* are of what is told; of what is refused *mean* and *worst* say what its figures are out by. *Why* is
what most partial snapshots of the market lack.

"""
_COLUMNS = (
    "kept", "market", "sales", "months", "told", "mean", "worst", "held", "width", "refused", "mean", "worst", "why",
)  # fmt: skip
_MEASURES = {"shown": "transactions_shown (of captured pages)", "all": "transactions"}


def thin_of_page(results: Sequence[dict[str, Any]]) -> str:
    """Return the part of the page, from results of dumps; nothing where all their pages were fetched."""
    rows = list(_rows(results))
    return _NOTES + table(_COLUMNS, rows) if rows else ""


def _rows(results: Sequence[dict[str, Any]]) -> Iterator[list[str]]:
    for name, way in KEPT.items():
        alike = [result for result in results if result["world"]["kept"] == name and "whole" in result]
        if way.coverage == 1 or not alike:
            continue
        for market in sorted({row["market"] for result in alike for row in result["whole"]}):
            for label, measure in _MEASURES.items():
                yield [way.title, market, label, *_cells(alike, market, measure)]


def _cells(alike: Sequence[dict[str, Any]], market: str, measure: str) -> list[str]:
    months, rows = 0, []
    why: Counter[str] = Counter()
    for result in alike:
        whole = {row["month"] for row in result["whole"] if row["market"] == market}
        months += len(whole)
        found = [row for row in result["estimates"] if (row["market"], row["measure"]) == (market, measure)]
        rows += [row for row in found if row["period"] in whole and row["difference"] is not None]
        for row in result["partial"]:
            if row["market"] == market:
                why[row["why"]] += row["snapshots"]
    told = [row for row in rows if row["counts"] and row["inside"] is not None]
    refused = [row for row in rows if row not in told]
    widths = [(row["high"] - row["low"]) / row["true"] * 100 for row in told if row["true"]]
    held = f"{mean(row['inside'] for row in told):.0%}" if told else ""
    width = f"{median(widths):.0f}" if widths else ""
    reasons = f"`{why.most_common(1)[0][0]}`" if why and months > len(told) else ""
    return [
        str(months),
        str(len(told)),
        *_errors(told),
        held,
        width,
        str(months - len(told)),
        *_errors(refused),
        reasons,
    ]


def _errors(rows: Sequence[dict[str, Any]]) -> list[str]:
    out = [row["difference"] for row in rows]
    return [f"{mean(out):+.1f}", f"{max(out, key=abs):+.1f}"] if out else ["", ""]
