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
        of_market: the column of the market within which the value means something; None if it means the same everywhere.
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
Handles, masks and keys are personal data. A listing's identifier, and those of records, which are made from the bytes of
pages, lead whoever has the pages to the handle.
"""
CODED = frozenset(
    """
    market market_a market_b from_market to_market snapshot_id previous_snapshot_id next_snapshot_id derive_run
    measures_version parser_version parameters grade reason warning of estimator measure unit event note source kind scope
    status definition attribution finding study verdict
    presence seen_on time_precision state listing_source origin_source drug_class_source price_source price_flag basis
    evidence strength decision class why relation text_field sign counter window_or_band
    code region country origin_codes origin_excluded destination_codes destination_excluded ever_codes last_codes
    from_codes to_codes kept_codes ships_from_kind ships_to_kind
    drug_class substance product_class quantity_unit price_unit category_id category_path payment accepted_coins
    price_currency amount_currency amount_step_currency currency base quote empty_fields
    """.split()
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
