"""The page of a public report, read as anybody has it: tables with what their cells carry, sentences, facts, charts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.report.scope import Scope
from cryptodrug_scraper.report.study import study
from cryptodrug_scraper.study.current import current_asked

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

__all__ = ["Figure", "read_page", "report_of"]

_MONEY = ("value", "low", "high")
_OWN = ("value", "total", "share", "share_low", "share_high", "vendor_count", "grade")
_COHORT = (
    "from_market", "event", "to_market", "accounts", "migrant", "share", "share_low", "share_high",
    "multi_homer", "ambiguous", "lost",
)  # fmt: skip
_GOODS = (
    "market", "goods", "value", "share", "share_low", "share_high", "all_share", "all_share_low", "all_share_high",
    "quotient", "quotient_low", "quotient_high", "vendor_count",
)  # fmt: skip
_BAND = (
    "transactions", "transaction_share", "transaction_share_low", "transaction_share_high", "turnover_eur",
    "turnover_share", "turnover_share_low", "turnover_share_high", "vendor_count",
)  # fmt: skip
_COLUMNS: dict[str, tuple[str, ...]] = {
    "levels-rated": (
        "market", "month", "value", "rated", "rate", "rate_low", "rate_high", "sales", "sales_low", "sales_high",
        "vendor_count", "whole", "whole_rate", "whole_rate_low", "whole_rate_high", "whole_sales", "whole_sales_low",
        "whole_sales_high", "grade",
    ),
    "levels-": (
        "market", "month", *_MONEY, "vendor_count", "whole", "whole_low", "whole_high", "whole_vendor_count", "grade",
    ),
    "shares-who": ("market", *_OWN),
    "shares-choices": ("measure", "definition", "attribution", "market", *_OWN),
    "shares-": ("month", "market", *_OWN),
    "goods-": _GOODS,
    "origins-sets": (
        "market", "origins", "vendor_count", "total", "share", "share_low", "share_high", "simultaneous", "sequential",
        "grade",
    ),
    "origins-moves": ("from", "to", "vendor_count", "moves"),
    "destinations-reach": (
        "market", "reach", "vendor_count", "total", "share", "share_low", "share_high", "grade",
    ),
    "destinations-places": (
        "country", "named", "named_share", "named_low", "named_high", "vendor_count", "share", "share_low",
        "share_high", "total",
    ),
    "bands-all": ("market", "band", *_BAND),
    "bands-above": ("market", "edge", *_BAND, "sale_count", "printed_count"),
    "concentrated-market": ("market", "month", "measure", "vendor_count", "total", "top", "gini", "hhi", "grade"),
    "concentrated-country": ("market", "measure", "vendor_count", "total", "top", "gini", "hhi", "grade"),
    "migration-all": _COHORT,
    "migration-country": _COHORT,
    "migration-arrivals": ("route", "days", "at_risk", "arrived", "share", "share_low", "share_high"),
    "migration-growth": (
        "market", "from_market", "event", "measure", "days", "before", "after", "ratio", "low", "high", "migrant_share",
        "migrant_low", "migrant_high", "jump", "jump_low", "jump_high", "vendor_count",
    ),
    "coverage-population": ("market", "first_at", "of", "estimator", *_MONEY, "warning", "grade"),
    "methods-events": ("market", "event", "first_on", "last_on", "evidence", "source"),
    "refused-all": ("what", "market", "number", "total", "share"),
}  # fmt: skip
"""What the columns hold, by the name of a figure or what it begins with."""

Row = dict[str, Any]


@dataclass
class Figure:
    """
    A figure of the page.

    Attributes:
        name: its address.
        rows: by column: a number as its cell carries it, else its text; None if there is none, "hidden" if it is.
        sentences: that stand above it.
        facts: that stand under it.
        drawn: the rows behind its charts.
    """

    name: str
    rows: list[Row] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    drawn: list[Row] = field(default_factory=list)


def report_of(connection: Connection) -> str:
    """Return the page of a public report of the country and window of the findings."""
    asked = current_asked(connection)
    scope = Scope(asked.country, asked.first_day, asked.last_day, asked.definition, asked.attribution)
    return study(connection, scope, language="en", today=asked.last_day).html


def read_page(path: Path) -> dict[str, Figure]:
    """Return the figures of a page, by name."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader.figures


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.figures: dict[str, Figure] = {}
        self._figure: Figure | None = None
        self._in: tuple[str, dict[str, str | None]] = ("", {})
        self._text = ""
        self._cells: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "article":
            self._figure = self.figures.setdefault(str(known["id"]), Figure(str(known["id"])))
        elif tag == "tr":
            self._cells = []
        elif tag in {"td", "th", "p", "dd", "script"}:
            self._in, self._text = (tag, known), ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        figure, (inside, known) = self._figure, self._in
        if tag == "article":
            self._figure = None
        if figure is None:
            return
        if tag == "tr" and self._cells:
            columns = _columns(figure.name)
            figure.rows.append(dict(zip(columns, self._cells, strict=bool(columns))))
        elif tag == inside == "p":
            figure.sentences.append(self._text)
        elif tag == inside == "dd":
            figure.facts.append(self._text)
        elif tag == inside == "script" and "data-for" in known:
            for rows in json.loads(self._text).get("datasets", {}).values():
                figure.drawn.extend(rows)
        elif (tag == inside and tag in {"td", "th"} and "scope" not in known) or known.get("scope") == "row":
            self._cells.append(_cell(self._text, known))
        if tag == inside:
            self._in = ("", {})


def _columns(name: str) -> tuple[str, ...]:
    fitting = [columns for begin, columns in _COLUMNS.items() if name.startswith(begin)]
    return fitting[0] if fitting else ()


def _cell(text: str, known: dict[str, str | None]) -> Any:
    styles = str(known.get("class") or "").split()
    if "x" in styles:
        return "hidden"
    if "u" in styles:
        return None
    key = known.get("data-key")
    if text == "\u2013":
        return None
    try:
        return text if key is None else float(key)
    except ValueError:
        return key
