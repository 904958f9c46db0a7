"""
What becomes of each column in an export that identifies nobody.

Only what is named here leaves: numbers, days, moments and truth values, words that this program or a market's own form
chose, and pseudonyms. Every other text is withheld, also that of a column which nobody has thought of yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["CODED", "Pseudonym", "Treatment", "treatment_of"]


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


_PSEUDONYMS = {
    "vendor": Pseudonym("vendor", "market"),
    "printed_name": Pseudonym("vendor", "market"),
    "vendor_a": Pseudonym("vendor", "market_a"),
    "vendor_b": Pseudonym("vendor", "market_b"),
    "from_vendor": Pseudonym("vendor", "from_market"),
    "to_vendor": Pseudonym("vendor", "to_market"),
    "listing_id": Pseudonym("listing", "market"),
    "listing_ids": Pseudonym("listing", "market"),
    "buyer_mask": Pseudonym("buyer", "market"),
    "pgp_fingerprint": Pseudonym("key"),
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
        "accepted_coins",
        "amount_currency",
        "amount_step_currency",
        "attribution",
        "base",
        "basis",
        "category_id",
        "cases",
        "category_path",
        "class",
        "code",
        "counter",
        "counter_flag",
        "country",
        "currency",
        "decision",
        "definition",
        "derive_run",
        "destination_codes",
        "destination_excluded",
        "details_code",
        "details_values",
        "drug_class",
        "drug_class_source",
        "empty_fields",
        "estimator",
        "event",
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
        "market_a",
        "market_b",
        "measure",
        "measures_version",
        "next_snapshot_id",
        "note",
        "of",
        "origin_codes",
        "origin_excluded",
        "origin_source",
        "parameters",
        "parser_version",
        "payment",
        "presence",
        "previous_snapshot_id",
        "price_currency",
        "price_flag",
        "price_source",
        "price_unit",
        "product_class",
        "quantity_unit",
        "quote",
        "reason",
        "reason_code",
        "reason_values",
        "region",
        "relation",
        "scope",
        "seen_on",
        "ships_from_kind",
        "ships_to_kind",
        "sign",
        "sql",
        "snapshot_id",
        "source",
        "state",
        "status",
        "strength",
        "study",
        "substance",
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
"""Columns of words that this program chose, or that a market chose for its own forms."""
_ORDERED_BY_NAME = frozenset({"number"})
"""Numbers of rows that were counted in the order of handles: they would tell something of these."""
_PLAIN = frozenset({"boolean", "integer", "number", "date", "datetime", "time"})


def treatment_of(column: str, kind: str) -> tuple[Treatment, Pseudonym | None]:
    """
    Say what becomes of a column.

    Args:
        column: its name, which means the same in every view.
        kind: its type, as in a table schema of Frictionless.
    """
    if column in _PSEUDONYMS:
        return Treatment.PSEUDONYM, _PSEUDONYMS[column]
    if column in CODED or (kind in _PLAIN and column not in _ORDERED_BY_NAME):
        return Treatment.KEEP, None
    return Treatment.WITHHOLD, None
