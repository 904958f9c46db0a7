"""The chart of an answer, as the head of its query asks for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.plots import Figure, bars, lines
from cryptodrug_scraper.explore.shown import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from cryptodrug_scraper.cookbook.query import Chart
    from cryptodrug_scraper.explore.questions import Table

__all__ = ["chart_of"]

_MOST_PARTS = 24
_MOST_BARS = 40
"""Of each part; the table has all."""


def chart_of(chart: Chart, table: Table) -> tuple[str, str, Markup] | None:
    """
    Draw an answer: the title of its chart, how it is read, and the picture; None where nothing in it can be drawn.

    Args:
        chart: what is drawn of which columns.
        table: the answer.
    """
    parts: dict[str, list[Figure]] = {}
    for row in table.mappings:
        figure = _figure(chart, row)
        if figure is not None:
            parts.setdefault(", ".join(shown(row[name]) for name in chart.each), []).append(figure)
    shown_parts = list(parts.items())[:_MOST_PARTS]
    title = f"{chart.value} by {', '.join(chart.over)}"
    if chart.form == "line":
        picture = lines(title, shown_parts, by_month=chart.over == ("month",))
    else:
        picture = bars(title, [(name, some[:_MOST_BARS]) for name, some in shown_parts])
    if picture is None:
        return None
    is_cut = table.is_cut or len(parts) > _MOST_PARTS or any(len(some) > _MOST_BARS for some in parts.values())
    return title, _reading(chart, is_cut=is_cut), picture


def _figure(chart: Chart, row: Mapping[str, object]) -> Figure | None:
    value, low, high = (None if name is None else _number(row[name]) for name in (chart.value, chart.low, chart.high))
    if chart.form == "line":
        of = row[chart.over[0]]
        if not isinstance(of, date):
            return None
        return Figure(of, value, low, high, f"{shown(of)}: {_told(value, low, high)}")
    of = ", ".join(filter(None, (shown(row[name]) for name in chart.over)))
    return Figure(of, value, low, high, _told(value, low, high))


def _told(value: float | None, low: float | None, high: float | None) -> str:
    said = "too few to say" if value is None and low is not None else "not known" if value is None else f"{value:.6g}"
    return said if low is None or high is None else f"{said} ({low:.6g} to {high:.6g})"


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None


def _reading(chart: Chart, *, is_cut: bool) -> str:
    each = ", ".join(chart.each)
    said = [f"One chart for each {each}, all on one scale." if each else ""]
    if chart.low is not None:
        what = "The band and the strokes are" if chart.form == "line" else "A stroke is"
        said.append(f"{what} the interval, {chart.low} to {chart.high}.")
    if chart.form == "line" and chart.over == ("month",):
        said.append("Months that nobody looked at are gaps.")
    if is_cut:
        said.append("The first ones are drawn; the table has all.")
    return " ".join(filter(None, said))
