"""One row, where it comes from, and the words that it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response

from cryptodrug_scraper.errors import ArchiveError, ParseError
from cryptodrug_scraper.explore.called import called
from cryptodrug_scraper.explore.decision_paths import of_field
from cryptodrug_scraper.explore.landing import PAGES
from cryptodrug_scraper.explore.pages.answer import asked, elsewhere, sources
from cryptodrug_scraper.explore.pages.page import coming_back
from cryptodrug_scraper.explore.questions import Table
from cryptodrug_scraper.explore.record_fields import records_of
from cryptodrug_scraper.explore.shown import history_path
from cryptodrug_scraper.explore.time_words import certainty_words, doubted_words
from cryptodrug_scraper.page.records import Listing, PageTotal, Review, Site, Vendor
from cryptodrug_scraper.statements import statement

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
_ELSEWHERE = frozenset({"category_id", "category_path", "vendor", "listing_id"})
"""Fields whose words may stand far from those of the others, as in the menu."""
_VIEWS = {
    "listing_observation": "listing_snapshot",
    "vendor_observation": "vendor_snapshot",
    "review_observation": "review",
}
_KINDS = {
    "listing_observation": "What a page says of a listing",
    "vendor_observation": "What a page says of a vendor",
    "review_observation": "A rating on a page",
    "page_total": "A total that a page states",
    "site_observation": "What a page says of its site",
}
_SALE = "SELECT * FROM transaction WHERE transaction_id = :id"
_RATING = "SELECT * FROM distinct_review WHERE review_id = :id OR last_review_observation_id = :id"
_ORIGINS = "SELECT * FROM transaction_origin WHERE transaction_id = :id"
_STATEMENTS = statement(__package__, "statements_of_rating")


@BLUEPRINT.get("/record/<record_id>")
def record(record_id: str) -> Response:
    """A row, its fields beside the page with the words marked, its capture, and what is derived from it."""
    chain = sources().chain(record_id)
    if chain.table in PAGES:
        return elsewhere(f"/capture/{chain.capture['capture_id']}")
    evidence: PageEvidence | None = None
    why, is_pending = None, False
    try:
        evidence = sources().evidence(chain, chain.row.get("ordinal", -1))
    except TimeoutError:
        is_pending = True
    except (ArchiveError, ParseError) as error:
        why = str(error)
    place = None if evidence is None else _place_in(evidence, chain)
    shown = [] if evidence is None or place is None else records_of(evidence, [place])
    identifier = chain.row.get(f"{chain.table}_id", record_id)
    row = _row(chain, str(identifier))
    derived = _derived(row.mappings[0], str(identifier)) if chain.table == "review_observation" else []
    return coming_back(
        asked(
            "record.html",
            [row, *derived],
            heading=called(_dated(chain), chain.parse_run.get("market"), chain.table)
            or _KINDS.get(chain.table, chain.table),
            kind=_KINDS.get(chain.table, chain.table),
            identifier=identifier,
            about=_about(chain),
            chain=chain,
            readings=sources().readings(chain),
            told=doubted_words(sources().estimate(chain)),
            certainty=_certainty(derived),
            records=shown,
            place=place,
            first="" if evidence is None or place is None else _first_seen(evidence, place),
            evidence=evidence,
            is_pending=is_pending,
            why=why,
            corrections=of_field(chain.table, identifier),
        ),
        is_pending=is_pending,
    )


def _dated(chain: Chain) -> dict[str, object]:
    """The row with the time of its page."""
    return {"captured_at": chain.capture.get("captured_at")} | dict(chain.row)


def _derived(statement: dict[str, object], record_id: str) -> list[Table]:
    ask = sources().ask
    rating = ask("rating", "The rating, however many pages show it", _RATING, id=record_id)
    tables = [
        ask("sale", "The sale that it stands for", _SALE, id=record_id),
        rating,
        ask("origins", "The origins that the sale is attributed to", _ORIGINS, id=record_id),
    ]
    tables.extend(
        ask(
            "statements",
            "Statements that can be of this rating",
            _STATEMENTS,
            market=row["market"],
            vendor=row["vendor"],
            first=row["first_seen_at"],
            last=row["last_seen_at"],
            since=row["occurred_from"],
            until=row["occurred_to"],
            mask=row["buyer_mask"],
            stars=statement["stars"],
            sign=statement["sign"],
            comment=statement["comment"],
        )
        for row in (rating.mappings[:1] if "comment" in statement else ())
    )
    return tables


def _certainty(derived: list[Table]) -> str:
    """How sure it is that the statement is of the rating that it is taken for, where that is not certain."""
    for rating in (row for table in derived if table.name == "rating" for row in table.mappings):
        return certainty_words(rating["certainty"], rating["sighting_count"])
    return ""


def _about(chain: Chain) -> list[tuple[str, str]]:
    """Links to the histories of what a row is about, each with its words."""
    market = chain.parse_run.get("market")
    links = []
    for name, column in (("listing", "listing_id"), ("vendor", "vendor")):
        value = chain.row.get(column)
        if isinstance(value, str) and isinstance(market, str):
            said = chain.row.get("title") if name == "listing" and chain.row.get("title") else value
            links.append((history_path(market, name, value), f"{name} {said}"))
    return links


def _first_seen(evidence: PageEvidence, place: int) -> str:
    """The mark at which the page is opened: the first field's that stands on it as a text."""
    for (at, name), found in evidence.fields.items():
        if at == place and name not in _ELSEWHERE:
            for span in found.words:
                if span.attribute is None and span.tag not in {"title", "option"}:
                    return f"#m{span.start}"
    return ""


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
        sql = f"SELECT * FROM {view}\nWHERE parse_run_id = :run AND captured_at = :at AND {chain.table}_id = :id"  # noqa: S608
        own = {"run": str(chain.row["parse_run_id"]), "at": chain.row["captured_at"], "id": identifier}
        found = sources().ask("row", f"The row, as {view} has it", sql, **own)
        if found.rows:
            return found
    return Table("The row, as the database keeps it", "row", list(chain.row), [tuple(chain.row.values())], "")
