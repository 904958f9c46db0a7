"""One row, where it comes from, and the words that it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.explore.pages.answer import asked, sources
from cryptodrug_scraper.explore.questions import Table
from cryptodrug_scraper.explore.record_fields import records_of
from cryptodrug_scraper.page.records import Listing, PageTotal, Review, Site, Vendor

if TYPE_CHECKING:
    from cryptodrug_scraper.explore.evidence.found import PageEvidence
    from cryptodrug_scraper.store.provenance import Chain

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("record", __name__)

_TYPES = {
    "listing_observation": Listing,
    "vendor_observation": Vendor,
    "review_observation": Review,
    "page_total": PageTotal,
    "site_observation": Site,
}
_VIEWS = {
    "listing_observation": "listing_snapshot",
    "vendor_observation": "vendor_snapshot",
    "review_observation": "review",
}
_SALE = "SELECT * FROM transaction WHERE transaction_id = :id"
_RATING = "SELECT * FROM distinct_review WHERE review_id = :id OR last_review_observation_id = :id"
_ORIGINS = "SELECT * FROM transaction_origin WHERE transaction_id = :id"
_STATEMENTS = """
SELECT s.review_observation_id, s.captured_at, s.capture_id, s.market, s.vendor, s.listing_id, s.position, s.stars,
  s.sign, s.comment, s.buyer_mask, s.amount, s.amount_currency, s.age_raw, s.occurred_from, s.occurred_to
FROM review s
JOIN review one ON one.review_observation_id = :id AND s.market = one.market AND s.vendor = one.vendor
JOIN distinct_review d ON :id IN (d.review_id, d.last_review_observation_id)
WHERE s.captured_at BETWEEN d.first_seen_at AND d.last_seen_at
  AND (s.stars, s.sign, s.comment) IS NOT DISTINCT FROM (one.stars, one.sign, one.comment)
  AND (s.buyer_mask IS NULL OR d.buyer_mask IS NULL OR s.buyer_mask = d.buyer_mask)
  AND (s.occurred_from IS NULL OR d.occurred_to IS NULL OR s.occurred_from < d.occurred_to)
  AND (s.occurred_to IS NULL OR d.occurred_from IS NULL OR s.occurred_to > d.occurred_from)
ORDER BY s.captured_at, s.position
"""


@BLUEPRINT.get("/record/<record_id>")
def record(record_id: str) -> Response:
    """A row, its fields beside the page with the words marked, its capture, and what is derived from it."""
    chain = sources().chain(record_id)
    evidence: PageEvidence | None = None
    why = None
    try:
        evidence = sources().evidence(chain)
    except ArchiveError as error:
        why = str(error)
    place = None if evidence is None else _place_in(evidence, chain)
    shown = [] if evidence is None or place is None else records_of(evidence, [place])
    identifier = chain.row.get(f"{chain.table}_id", record_id)
    derived = _derived(str(identifier)) if chain.table == "review_observation" else []
    return asked(
        "record.html",
        [_row(chain, str(identifier)), *derived],
        heading=f"{chain.table} {identifier}",
        chain=chain,
        readings=sources().readings(chain),
        records=shown,
        place=place,
        first=next((f"#{field.words[0]}" for each in shown for field in each.fields if len(field.words) == 1), ""),
        evidence=evidence,
        why=why,
    )


def _derived(record_id: str) -> list[Table]:
    ask = sources().ask
    return [
        ask("sale", "The sale that it stands for", _SALE, id=record_id),
        ask("rating", "The rating, however many pages show it", _RATING, id=record_id),
        ask("origins", "The origins that the sale is attributed to", _ORIGINS, id=record_id),
        ask("statements", "Statements on pages that can be of this rating", _STATEMENTS, id=record_id),
    ]


def _place_in(evidence: PageEvidence, chain: Chain) -> int | None:
    """The place of the row's record on the page as this version reads it; None where it reads something else there."""
    place = chain.row.get("ordinal")
    kind = _TYPES.get(chain.table)
    records = evidence.page.records
    if kind is None or not isinstance(place, int) or place >= len(records) or not isinstance(records[place], kind):
        return None
    return place


def _row(chain: Chain, identifier: str) -> Table:
    """The row as its view has it; as the database keeps it where that is of an older reading, or has no view."""
    view = _VIEWS.get(chain.table)
    if view is not None:
        sql = f"SELECT * FROM {view} WHERE {chain.table}_id = :id"  # noqa: S608  # names of our own
        found = sources().ask("row", f"The row, as {view} has it", sql, id=identifier)
        if found.rows:
            return found
    return Table("The row, as the database keeps it", "row", list(chain.row), [tuple(chain.row.values())], "")
