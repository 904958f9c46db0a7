"""
Turn what a market prints around page after page into rows: its menu of categories, and its table of rates.

Most pages repeat what one before them said. Its rows are then made no second time.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.capture import content_id
from cryptodrug_scraper.store.copyformat import clean
from cryptodrug_scraper.store.rows.page_rows import row_of
from cryptodrug_scraper.store.rows.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from msgspec import UnsetType

    from cryptodrug_scraper.page.records import Category, ExchangeRate, Issue
    from cryptodrug_scraper.store.rows.page_rows import PageRows, Row

__all__ = ["add_menu", "add_rate_table", "menu_id", "rate_table_id"]

_KEPT = 64
"""Menus, and tables of rates, that a process remembers. A menu of a hundred categories takes some 50 kB."""


class _Frame(NamedTuple):
    """An identifier, the rows that have it, and the issues that each page has whose values these are."""

    frame_id: UUID
    rows: tuple[Row, ...]
    issues: tuple[Issue, ...]


def add_menu(rows: PageRows, categories: Sequence[Category]) -> UUID | None:
    """Add the categories of the page's menu, and return the menu's identifier; None if there are none."""
    if not categories:
        return None
    said = tuple([(entry.category_id, tuple(entry.category_path), entry.listing_count) for entry in categories])
    return _add(rows, "category_count", _menu(said))


def add_rate_table(rows: PageRows, rates: Sequence[ExchangeRate]) -> UUID | None:
    """Add the page's exchange rates, and return the identifier of their table; None if there are none."""
    if not rates:
        return None
    # as text, since equal numbers can differ in their digits
    said = tuple([(entry.base, entry.quote, None if entry.rate is None else str(entry.rate)) for entry in rates])
    return _add(rows, "exchange_rate", _rate_table(said))


def menu_id(stored: Iterable[tuple[str, list[str], int | None]]) -> UUID:
    """Return the identifier of a menu, from the columns of its rows that say something."""
    parts: list[str | None] = []
    for category, path, count in stored:
        parts += [category, str(len(path)), *path, None if count is None else str(count)]
    return content_id(*parts)


def rate_table_id(stored: Iterable[tuple[str, str, Decimal | int | None]]) -> UUID:
    """Return the identifier of a table of rates, from the columns of its rows that say something."""
    parts: list[str | None] = []
    for base, quote, rate in stored:
        parts += [base, quote, None if rate is None else f"{Decimal(rate):f}"]
    return content_id(*parts)


def _add(rows: PageRows, table: str, frame: _Frame) -> UUID:
    rows.tables[table] += frame.rows
    rows.issues += frame.issues
    return frame.frame_id


@lru_cache(_KEPT)
def _menu(said: tuple[tuple[str, tuple[str, ...], int | UnsetType | None], ...]) -> _Frame:
    values = Values([])
    stored = [
        (clean(category), [clean(name) for name in path], values.number(count, "listing_count"))
        for category, path, count in said
    ]
    name = menu_id(stored)
    rows: list[dict[str, object]] = [
        {"menu_id": name, "ordinal": ordinal, "category_id": category, "category_path": path, "listing_count": count}
        for ordinal, (category, path, count) in enumerate(stored)
    ]
    return _Frame(name, tuple(row_of("category_count", row) for row in rows), tuple(values.issues))


@lru_cache(_KEPT)
def _rate_table(said: tuple[tuple[str, str, str | None], ...]) -> _Frame:
    values = Values([])
    stored = [
        (clean(base), clean(quote), None if rate is None else values.decimal(Decimal(rate), "rate"))
        for base, quote, rate in said
    ]
    name = rate_table_id(stored)
    rows: list[dict[str, object]] = [
        {"rate_table_id": name, "ordinal": ordinal, "base": base, "quote": quote, "rate": rate}
        for ordinal, (base, quote, rate) in enumerate(stored)
    ]
    return _Frame(name, tuple(row_of("exchange_rate", row) for row in rows), tuple(values.issues))
