"""What the reading of a page says of its numbers, so that they can be changed together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.page_sizes import extents_of
from cryptodrug_scraper.cases.record_values import values_of
from cryptodrug_scraper.page.records import Category, ExchangeRate, PageTotal, Site

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from cryptodrug_scraper.cases.page_sizes import Extent
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["Known", "known_of", "known_of_kind"]

_STATUSES = frozenset(int(status) for status in HTTPStatus)
_LEAST_ERROR = 400
_THOUSAND = 1000
_WITH_ERROR = frozenset({"error", "listing_gone", "maintenance"})
"""Kinds of pages whose titles and headings may have the number of an error."""


@dataclass(frozen=True, slots=True)
class Known:
    """
    What a reading of the page says of its numbers.

    Attributes:
        rates: base and quote of the rates that have a value.
        totals: counts, and others that add up to them.
        extents: lists whose rows and pages agree.
        currency: in which prices are shown that name none.
        statuses: numbers that stay, as the 404 of an error.
        errors: numbers that stay in a title or heading.
        counts: whole numbers from a thousand that are stated.
        pages: which page of a list this one is, of each of its lists: a number that stays.
    """

    rates: Mapping[Decimal, Sequence[tuple[str, str]]] = field(default_factory=dict)
    totals: Sequence[tuple[int, tuple[int, ...]]] = ()
    extents: Sequence[Extent] = ()
    currency: str | None = None
    statuses: frozenset[int] = frozenset()
    errors: frozenset[int] = frozenset()
    counts: frozenset[int] = frozenset()
    pages: frozenset[int] = frozenset()


def known_of_kind(kind: str) -> Known:
    """What the kind of a page says of its numbers: which are those of errors."""
    return Known(
        statuses=_STATUSES if kind == "error" else frozenset(),
        errors=frozenset(each for each in _STATUSES if each >= _LEAST_ERROR) if kind in _WITH_ERROR else frozenset(),
    )


def known_of(page: ParsedPage) -> Known:
    """What the reading of a page says of its numbers: rates, categories that hold others, the currency of prices."""
    rates: dict[Decimal, list[tuple[str, str]]] = {}
    counts: dict[tuple[str, ...], int] = {}
    currency = None
    for record in page.records:
        if isinstance(record, ExchangeRate) and record.rate is not None:
            rates.setdefault(record.rate, []).append((record.base, record.quote))
        elif isinstance(record, Category) and isinstance(record.listing_count, int):
            counts[tuple(record.category_path)] = record.listing_count
        elif isinstance(record, Site) and isinstance(record.display_currency, str):
            currency = record.display_currency
    totals = []
    for path, count in counts.items():
        parts = tuple(number for other, number in counts.items() if other[:-1] == path)
        if len(parts) > 1 and sum(parts) == count:
            totals.append((count, parts))
    return replace(
        known_of_kind(page.wall or page.kind),
        rates=rates,
        totals=totals,
        extents=tuple(extents_of(page)),
        currency=currency,
        pages=frozenset(
            record.page for record in page.records if isinstance(record, PageTotal) and isinstance(record.page, int)
        ),
        counts=frozenset(
            stated.value
            for record in page.records
            for stated in values_of(record).values()
            if isinstance(stated.value, int) and stated.value >= _THOUSAND
        ),
    )
