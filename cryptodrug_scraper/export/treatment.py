"""
What becomes of each column in an export that identifies nobody.

Of what records state, their fields declare how personal it is (`cryptodrug_scraper.page.fields.Personal`), and that
decides. Of what is derived only what is named here leaves: numbers, days, moments and truth values, words that this
program chose, and pseudonyms. Every other text is withheld, also that of a column which nobody has thought of yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.facts import ListingFacts
from cryptodrug_scraper.page.fields import Personal, columns_of
from cryptodrug_scraper.page.records import Category, ExchangeRate, Listing, Review, Vendor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.page.fields import StatedColumn

__all__ = ["CODED", "RECORDS", "Pseudonym", "Treatment", "stated_columns", "treatment_of"]


class Treatment(Enum):
    """What becomes of a column."""

    KEEP = "kept"
    PSEUDONYM = "pseudonym"
    WITHHOLD = "withheld"


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """
    How a column's values are replaced.

    Attributes:
        kind: of what: the same value of two kinds has two pseudonyms.
        of_market: the column of the market within which the value means something; None if it is the same everywhere.
    """

    kind: str
    of_market: str | None = None


RECORDS = (Listing, ListingFacts, Vendor, Review, Category, ExchangeRate)
"""The records whose columns views show."""
_OF_PERSONAL = {
    Personal.NO: (Treatment.KEEP, None),
    Personal.WORDS: (Treatment.WITHHOLD, None),
    Personal.VENDOR: (Treatment.PSEUDONYM, Pseudonym("vendor", "market")),
    Personal.LISTING: (Treatment.PSEUDONYM, Pseudonym("listing", "market")),
    Personal.BUYER: (Treatment.PSEUDONYM, Pseudonym("buyer", "market")),
    Personal.KEY: (Treatment.PSEUDONYM, Pseudonym("key")),
}
_PSEUDONYMS = {
    "printed_name": Pseudonym("vendor", "market"),
    "vendor_a": Pseudonym("vendor", "market_a"),
    "vendor_b": Pseudonym("vendor", "market_b"),
    "from_vendor": Pseudonym("vendor", "from_market"),
    "to_vendor": Pseudonym("vendor", "to_market"),
    "listing_ids": Pseudonym("listing", "market"),
    **dict.fromkeys(
        (
            "capture_id",
            "crawl_id",
            "first_capture_id",
            "last_review_observation_id",
            "listing_observation_id",
            "menu_id",
            "parse_run_id",
            "rate_table_id",
            "review_id",
            "review_observation_id",
            "stated_run",
            "transaction_id",
            "vendor_observation_id",
        ),
        Pseudonym("record"),
    ),
}
"""
Handles, masks and keys are personal data. A listing's identifier, and those of records, which are made from the bytes
of pages, lead whoever has the pages to the handle.
"""
CODED = frozenset(
    {
        "acts",
        "attribution",
        "basis",
        "cases",
        "claim_id",
        "class",
        "code",
        "counter",
        "counter_flag",
        "country",
        "currency",
        "decision",
        "definition",
        "derive_run",
        "details_code",
        "details_values",
        "empty_fields",
        "errors",
        "estimator",
        "event",
        "event_title",
        "ever_codes",
        "evidence",
        "finding",
        "from_codes",
        "from_market",
        "grade",
        "kept_codes",
        "kind",
        "last_codes",
        "listing_source",
        "market",
        "market_title",
        "market_a",
        "market_b",
        "measure",
        "measures_version",
        "next_snapshot_id",
        "note",
        "of",
        "origin_source",
        "parameters",
        "parser_version",
        "presence",
        "previous_snapshot_id",
        "price_flag",
        "price_source",
        "reason",
        "reason_code",
        "reason_values",
        "region",
        "relation",
        "scope",
        "sql",
        "snapshot_id",
        "source",
        "state",
        "stated_by",
        "status",
        "strength",
        "study",
        "study_id",
        "text_field",
        "time_precision",
        "to_codes",
        "to_market",
        "unit",
        "verdict",
        "warning",
        "warning_code",
        "warning_values",
        "why",
        "why_code",
        "why_values",
        "window_or_band",
    }
)
"""Columns, beside those of records, of words that this program chose, or that a market chose for its own forms."""
_ORDERED_BY_NAME = frozenset({"number"})
"""Numbers of rows that were counted in the order of handles: they would tell something of these."""
_PLAIN = frozenset({"boolean", "integer", "number", "date", "datetime", "time"})


def stated_columns(records: Iterable[type]) -> dict[str, StatedColumn]:
    """
    Return the columns of records by the names that views have for them.

    Raises:
        TypeError: two records have a column of one name and differ in how personal it is, or a field does not say it.
    """
    found: dict[str, StatedColumn] = {}
    for record in records:
        for column in columns_of(record):
            other = found.setdefault(column.shown_as, column)
            if other.means.personal is not column.means.personal:
                msg = f"{record.__name__}.{column.field}: {column.shown_as} is more or less personal elsewhere"
                raise TypeError(msg)
    return found


_STATED = stated_columns(RECORDS)


def treatment_of(column: str, kind: str) -> tuple[Treatment, Pseudonym | None]:
    """
    Return what becomes of a column.

    Args:
        column: its name, which means the same in every view.
        kind: its type, as in a table schema of Frictionless.
    """
    stated = _STATED.get(column)
    if stated is not None and (kind in _PLAIN or stated.type in {str, list[str]}):
        return _OF_PERSONAL[stated.means.personal]
    if column in _PSEUDONYMS:
        return Treatment.PSEUDONYM, _PSEUDONYMS[column]
    if column in CODED or (kind in _PLAIN and column not in _ORDERED_BY_NAME):
        return Treatment.KEEP, None
    return Treatment.WITHHOLD, None
