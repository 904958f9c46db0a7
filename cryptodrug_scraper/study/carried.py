"""Error rates carried into the intervals of findings: of what is judged to be told wrong how often."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.adjudication.rates import found, missed, mistaken, others, right, told_in, wrong
from cryptodrug_scraper.measures.estimators.misclassified import contaminated_share, missed_count, true_share
from cryptodrug_scraper.measures.estimators.weighted_rate import Rate, Weighed
from cryptodrug_scraper.page.classes import CLASS_NAMES
from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from cryptodrug_scraper.adjudication.counts import Cells
    from cryptodrug_scraper.adjudication.sample import Kind
    from cryptodrug_scraper.measures.verdicts import Figure
    from cryptodrug_scraper.study.catalogue import Measure, Value

__all__ = ["carried", "error_cells", "told_carried"]

_COUNTS = text(statement(__package__, "error_counts"))


def error_cells(connection: Connection) -> Cells:
    """Return what the current derivation counted of the items that were judged; nothing where none were."""
    return {
        (kind, told, truth): Weighed(items, weight, squares)
        for kind, told, truth, items, weight, squares in connection.execute(_COUNTS)
    }


def carried(figure: Figure, measure: Measure, values: Mapping[str, Value], cells: Cells) -> Figure:
    """
    Return a figure with the interval of what is true, by the error rates that bear on its measure; the figure itself
    where none do, none are known, or it has no interval.

    The value stays what was counted, and the interval holds it.

    Args:
        figure: as it was counted.
        measure: what is measured.
        values: with which.
        cells: items that were judged.
    """
    value, low, high, kind = figure.value, figure.low, figure.high, measure.errors
    if kind is None or value is None or low is None or high is None or not cells:
        return figure
    unit = measure.unit_of(values)
    ends = _ends(kind, values, cells, Rate(value, low, high), figure.n, is_share=unit == "share")
    return figure if ends is None else replace(figure, low=min(value, ends[0]), high=max(value, ends[1]))


def told_carried(counted: Figure, kind: str, details: Reason | None, unit: str) -> Reason:
    """
    Return the details of a figure whose interval carries errors: also which, and the interval without them.

    Args:
        counted: the figure as it was counted.
        kind: of the errors.
        details: what else is known of the figure.
        unit: of the figure.
    """
    said = Reason(f"detail.carried_{kind}", {"low": counted.low, "high": counted.high, "unit": unit})
    return said if details is None else Reason("detail.carried_beside", {"detail": details, "errors": said})


def _ends(
    kind: Kind, values: Mapping[str, Value], cells: Cells, told: Rate, size: int, *, is_share: bool
) -> tuple[float, float] | None:
    """The ends of the interval of what is true; of a share of so many things, or of a count."""
    if kind == "field":
        rates = [wrong(cells, "field", {name}) for name in told_in(cells, "field")]
        worst = max((each for each in rates if each is not None), key=lambda each: each.high, default=None)
        return None if worst is None else contaminated_share(told.low, told.high, worst, size)
    if kind == "link":
        of_told, of_others = right(cells, "link", {"same"}), missed(cells, "link", {"same"})
        if of_told is None:
            return None
        if of_others is None:  # none of the other pairs was there to be judged
            of_others, beside = Rate(0.0, 0.0, 0.0), 0.0
        else:
            beside = others(cells, "link", {"same"})
        whole = size if is_share else 1  # what is missed is counted in cases
        counted = told.share * whole, told.low * whole, told.high * whole
        low, high = missed_count(*counted, right=of_told, missed=of_others, others=beside)
        return low / whole, min(1.0, high / whole) if is_share else high
    if kind == "goods":
        asked = values["goods"]
        named = {asked} if isinstance(asked, str) else set(asked if isinstance(asked, tuple) else ())
        of = {str(name) for name in named}
        if not of <= set(CLASS_NAMES):  # of substances nothing was judged
            return None
    else:
        of = {"yes"}
    of_those, of_others = found(cells, kind, of), mistaken(cells, kind, of)
    if of_those is None or of_others is None:
        return None
    share = true_share(told, of_those, of_others, size)
    return (0.0, 1.0) if share is None else (share.low, share.high)
