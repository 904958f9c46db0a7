"""Which rows a measure of a study is made of, and the statement that gives its figure again of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from cryptodrug_scraper.statements import statement, with_values
from cryptodrug_scraper.study.filling import with_all

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "FAMILIES",
    "Family",
    "absence_sql",
    "arithmetic_of",
    "compared_of",
    "facts_sql",
    "figure_sql",
    "rows_sql",
    "sales_sql",
]


@dataclass(frozen=True, slots=True)
class Family:
    """
    Measures that are made of rows in one way.

    Attributes:
        rows: the statement of the rows, for the database.
        arithmetic: that of the figure of these rows, for SQLite.
        compared: the columns of the figure that it gives again.
        are_sales: whether ratings are among what the rows rest on, whatever is counted; None: if sales are counted.
        more: values of the statements that the measure does not have.
        is_of_none: whether there is a figure of no rows, too: a number of them.
    """

    rows: str
    arithmetic: str
    compared: tuple[str, ...] = ("value",)
    are_sales: bool | None = False
    more: Mapping[str, object] = field(default_factory=dict)
    is_of_none: bool = False


_SHARE = Family(
    statement(__package__, "rows_share"), statement(__package__, "sum_share"), ("value", "vendor_count", "n"), None
)
_TREND = Family(
    statement(__package__, "rows_trend"), statement(__package__, "sum_trend"), ("value", "vendor_count", "n"), None
)
_MOVES = Family(
    statement(__package__, "rows_moves"),
    statement(__package__, "sum_moves"),
    ("value", "low", "vendor_count"),
    is_of_none=True,
)
_COUNTED = statement(__package__, "sum_counted")
_SALES = statement(__package__, "rows_sales")
_SOLD = ("value", "vendor_count", "n")
_GOODS = statement(__package__, "rows_goods")
_ANYBODY = {
    "country": "AQ",
    "definition": "D2",
    "attribution": "A1",
    "of": "listings",
    "others": [],
    "is_everyones": True,
}
"""What is listed by all does not depend on a country; `share_of_goods` has the same choice."""

FAMILIES: dict[str, Family] = {
    "share": _SHARE,
    "trend": _TREND,
    "moves_in": _MOVES,
    "moves_out": _MOVES,
    "reach": Family(statement(__package__, "rows_reach"), _COUNTED, ("value", "n")),
    "excluding": Family(statement(__package__, "rows_excluding"), _COUNTED, ("value", "n")),
    "with_others": Family(statement(__package__, "rows_with_others"), _COUNTED, ("value", "n")),
    "sales_below": Family(_SALES, statement(__package__, "sum_below"), _SOLD, are_sales=True),
    "sales_above": Family(_SALES, statement(__package__, "sum_above"), _SOLD, are_sales=True),
    "turnover_from": Family(_SALES, statement(__package__, "sum_turnover"), _SOLD, are_sales=True),
    "mean_below": Family(_SALES, statement(__package__, "sum_mean"), _SOLD, are_sales=True),
    "location_quotient": Family(
        _GOODS, statement(__package__, "sum_quotient"), are_sales=None, more={"others": [], "is_everyones": False}
    ),
    "order": Family(
        _GOODS, statement(__package__, "sum_order"), are_sales=True, more={"of": "transactions", "is_everyones": False}
    ),
    "share_of_goods": Family(_GOODS, statement(__package__, "sum_goods"), ("value", "vendor_count"), more=_ANYBODY),
    "looks_quotient": Family(
        statement(__package__, "rows_looks"), statement(__package__, "sum_looks"), ("value", "vendor_count")
    ),
}
"""By the measure of a study. Of others the figure is kept without rows."""

_LISTINGS = statement(__package__, "facts_listings")
_RATINGS = statement(__package__, "facts_sales")
_ABSENCE = {
    "found": statement(__package__, "absence_found"),
    "looks": statement(__package__, "absence_looks"),
    "pages": statement(__package__, "absence_pages"),
}
_AS_LISTS = {"goods": "goods", "more": "goods", "less": "others"}
"""Values of measures that the statements of rows take as lists, and under which name."""


def compared_of(family: str | None, figure: Mapping[str, object], *, are_there: bool) -> tuple[str, ...]:
    """
    Return the columns of a figure that must follow from the rows; none where the measure has no value, or no rows.

    Args:
        family: the measure; None: there are no statements of its rows.
        figure: what the database gave.
        are_there: whether there are rows.
    """
    known = None if family is None else FAMILIES.get(family)
    if known is None or figure.get("value") is None or not (are_there or known.is_of_none):
        return ()
    return known.compared


def figure_sql(name: str, values: Mapping[str, object]) -> str:
    """Return the statement of a figure of the study's catalogue, by its name, with its values."""
    return with_all(name, _with_days(values))


def rows_sql(family: str, values: Mapping[str, object]) -> str:
    """Return the statement of the rows of a measure, with its values."""
    return with_values(FAMILIES[family].rows, _filled(family, values))


def arithmetic_of(family: str, values: Mapping[str, object]) -> str:
    """Return the statement, for SQLite, that gives the figure of a measure again of its rows."""
    return with_values(FAMILIES[family].arithmetic, _filled(family, values))


def facts_sql(values: Mapping[str, object], bearing: list[str], others: list[str]) -> str:
    """Return the statement of the listings that rows rest on, with the accounts of these."""
    known = {"country": None, **_with_days(values), "bearing": bearing, "others": others}
    return with_values(_LISTINGS, known)


def sales_sql(values: Mapping[str, object]) -> str:
    """Return the statement of the ratings that rows rest on."""
    return with_values(_RATINGS, _with_days(values))


def absence_sql(values: Mapping[str, object], name: str) -> str:
    """Return a statement about an absence: ``found``, ``looks`` or ``pages``."""
    return with_values(_ABSENCE[name], _with_days(values))


def _filled(family: str, values: Mapping[str, object]) -> dict[str, object]:
    """The values of a measure under the names that the statements of its rows have for them."""
    filled = {**_with_days(values), **FAMILIES[family].more}
    for name, other in _AS_LISTS.items():
        if name in filled and FAMILIES[family].rows == _GOODS:
            given = filled[name]
            filled[other] = list(given) if isinstance(given, list | tuple) else [given]
    return filled


def _with_days(values: Mapping[str, object]) -> dict[str, object]:
    """Values with days as days: JSON has them as text."""
    return {
        name: date.fromisoformat(value) if name in {"first_day", "last_day"} and isinstance(value, str) else value
        for name, value in values.items()
    }
