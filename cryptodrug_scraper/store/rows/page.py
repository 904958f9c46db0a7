"""
One page as rows of the tables: a pure function, which the worker processes of a replay run.

The same page read by the same parser version gives the same rows, ids included, whenever and wherever it is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from cryptodrug_scraper.capture import content_id
from cryptodrug_scraper.page.parsed import WALLS
from cryptodrug_scraper.page.records import Category, ExchangeRate, Listing, PageTotal, Record, Review, Site, Vendor
from cryptodrug_scraper.page.structure import marks_of, structure_id
from cryptodrug_scraper.store.rows.instant import best_instant
from cryptodrug_scraper.store.rows.listing import add_listings
from cryptodrug_scraper.store.rows.reading import Reading, Row
from cryptodrug_scraper.store.rows.review import add_reviews
from cryptodrug_scraper.store.rows.site import add_categories, add_page_totals, add_rates, add_sites
from cryptodrug_scraper.store.rows.vendor import add_vendors
from cryptodrug_scraper.urls import url_key

if TYPE_CHECKING:
    from uuid import UUID

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.parsed import ParsedPage
    from cryptodrug_scraper.store.rows.instant import BestInstant
    from cryptodrug_scraper.store.rows.listing import Enrich

__all__ = ["origin_row", "rows_of"]

R = TypeVar("R", bound=Record)


def rows_of(capture: Capture, page: ParsedPage, parser_version: str, enrich: Enrich) -> dict[str, list[Row]]:
    """
    Return the rows that a page has in each table, in the order of the table's columns.

    Args:
        capture: the bytes, and where and when they are from.
        page: what the parser read in them.
        parser_version: the version of the parser, and of ``enrich``: of one capture and version there is one reading.
        enrich: gives the facts of a listing of a market.
    """
    instant = best_instant(capture.captured, page.records)
    reading = Reading(
        run=content_id(capture.capture_id.bytes, parser_version),
        capture=capture.capture_id,
        at=instant.at,
        precision=instant.precision,
        market=page.market,
        version=parser_version,
        issues=[*page.issues] if instant.issue is None else [*page.issues, instant.issue],
    )
    add_listings(reading, _of(page, Listing), enrich)
    add_vendors(reading, _of(page, Vendor))
    add_reviews(reading, _of(page, Review))
    add_page_totals(reading, _of(page, PageTotal))
    add_categories(reading, _of(page, Category))
    add_rates(reading, _of(page, ExchangeRate))
    add_sites(reading, _of(page, Site))
    tables = reading.tables
    for repaired, raw in page.repairs.items():
        tables["text_repair"].append((reading.run, reading.at, reading.text(repaired), reading.text(raw)))
    if texts := reading.text_rows():
        tables["text"] = texts
    if reading.issues:
        tables["parse_issue"] = [
            (*reading.observed(number), issue.code, issue.severity, issue.detail)
            for number, issue in enumerate(reading.issues)
        ]
    structure = None
    if page.market is not None:
        marks = marks_of(capture.body)
        structure = structure_id(marks)
        tables["page_structure"] = [(structure, list(marks))]
    tables["capture"] = [_capture_row(capture, instant)]
    tables["capture_origin"] = [origin_row(capture)]
    tables["parse_run"] = [_run_row(reading, page, structure)]
    return dict(tables)


def _of(page: ParsedPage, kind: type[R]) -> list[tuple[int, R]]:
    """The records of one type, each with its place among all of the page."""
    return [(ordinal, record) for ordinal, record in enumerate(page.records) if isinstance(record, kind)]


def _capture_row(capture: Capture, instant: BestInstant) -> Row:
    stated = capture.captured
    return (
        capture.capture_id,
        instant.at,
        None if stated is None else stated.earliest,
        None if stated is None else stated.latest,
        instant.precision,
        instant.basis,
        bytes.fromhex(capture.sha256),
        len(capture.body),
        None if capture.url is None else url_key(capture.url),
    )


def origin_row(capture: Capture) -> Row:
    """The row that says where a capture's bytes lie: it depends on no parser."""
    origin = capture.origin
    said = (
        *(origin.importer, origin.path, origin.offset, capture.url),
        *(capture.time_source, capture.http_status, capture.content_type, capture.crawl_id),
    )
    name = content_id(capture.capture_id.bytes, *(None if part is None else str(part) for part in said))
    return (name, capture.capture_id, *said)


def _run_row(reading: Reading, page: ParsedPage, structure: UUID | None) -> Row:
    counts = [sum(type(record) is kind for record in page.records) for kind in (Listing, Vendor, Review)]
    severities = [issue.severity for issue in reading.issues]
    return (
        *(reading.run, reading.at, reading.capture, reading.version),
        *(page.market, page.kind, page.kind in WALLS, page.encoding, page.complete),
        *(*counts, len(page.records) - sum(counts), len(page.links)),
        *(severities.count("warning"), severities.count("error"), structure),
    )
