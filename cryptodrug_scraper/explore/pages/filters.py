"""The fields by which pages are narrowed: market, window, country, category, definition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask import request

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.explore.pages.answer import sources
from cryptodrug_scraper.page.classes import CLASS_NAMES
from cryptodrug_scraper.study.installed import studies

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DEFINITIONS", "Filter", "filters_of", "values_of"]

_FIRST, _LAST = date(1900, 1, 1), date(2100, 1, 1)
DEFINITIONS = (
    ("D1", "D1: at the month's last snapshot"),
    ("D2", "D2: at any snapshot"),
    ("D3", "D3: mainly"),
    ("D4", "D4: only"),
)
"""Who is a country's vendor: code and words."""
_ATTRIBUTIONS = (
    ("A1", "A1: by the origins of listings"),
    ("A2", "A2: whole vendors"),
    ("A3", "A3: by the number of a vendor's countries"),
)
_MEASURES = ("listings", "transactions", "transactions_c13", "turnover_eur", "vendors")
_ALL = (("", "all"),)
_LABELS = {
    "q": "Words",
    "market": "Market",
    "measure": "Measure",
    "country": "Country (as DE)",
    "category": "Category",
    "definition": "Definition",
    "attribution": "Attribution",
    "first": "From day",
    "last": "To day",
    "finding": "Finding",
    "month": "Month (as 2019-01)",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """
    One field of a form.

    Attributes:
        name: its name in addresses.
        label: what it is called.
        value: what is chosen.
        kind: of input: ``text`` or ``date``.
        options: what can be chosen, value and words; none for what is written.
    """

    name: str
    label: str
    value: str
    kind: str = "text"
    options: Sequence[tuple[str, str]] = ()


def filters_of(*names: str, **usual: str) -> list[Filter]:
    """
    Return the fields of a form with what this request gave for them.

    Args:
        names: the fields.
        usual: what is meant where nothing is given.

    Raises:
        ConfigurationError: a day is not valid.
    """
    return [_filter(name, request.args.get(name, "").strip() or usual.get(name, "")) for name in names]


def values_of(filters: Sequence[Filter]) -> dict[str, str]:
    """
    Return the values for a question: countries in capitals, and a window that is open at neither end.

    Raises:
        ConfigurationError: a day is not valid, or the window ends before it begins.
    """
    values = {each.name: each.value for each in filters}
    if "country" in values:
        values["country"] = values["country"].upper()
    if "first" in values:
        values["first"] = _day(values["first"], _FIRST)
        values["last"] = _day(values["last"], _LAST, is_last=True)
        if values["first"] > values["last"]:
            msg = f"the window ends before it begins: from {values['first']} to {values['last']}"
            raise ConfigurationError(msg)
    if values.get("month"):
        values["month"] = f"{_day(values['month'], _FIRST)[:7]}-01"
    return values


def _filter(name: str, value: str) -> Filter:
    kind = "date" if name in {"first", "last"} else "text"
    options: Sequence[tuple[str, str]] = ()
    if name == "market":
        options = (*_ALL, *((market, market) for market in sources().markets()))
    elif name == "measure":
        options = (*_ALL, *((measure, measure) for measure in _MEASURES))
    elif name == "finding":
        headings = dict.fromkeys(claim.finding for study in studies().values() for claim in study.claims)
        options = (*_ALL, *((heading, heading) for heading in headings))
    elif name == "category":
        options = (*_ALL, *((category, category) for category in CLASS_NAMES))
    elif name == "definition":
        options = DEFINITIONS
    elif name == "attribution":
        options = _ATTRIBUTIONS
    if options and value not in dict(options):  # what an address says stays what is asked
        options = (*options, (value, value or "all"))
    if kind == "date" and value:
        value = _day(value, _FIRST, is_last=name == "last")
    return Filter(name, _LABELS[name], value, kind, options)


def _day(text: str, usual: date, *, is_last: bool = False) -> str:
    """
    Read a day, or a month as the first or last day of it.

    Raises:
        ConfigurationError: it is neither.
    """
    if not text:
        return usual.isoformat()
    try:
        if len(text) > len("2019-01"):
            return date.fromisoformat(text).isoformat()
        first = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        msg = f"{text!r} is no day: write it as 2019-01-31"
        raise ConfigurationError(msg) from error
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return (last if is_last else first).isoformat()
