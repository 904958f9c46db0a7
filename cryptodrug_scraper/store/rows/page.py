"""
Turn one page into rows of the tables: a pure function, which the worker processes of a replay run.

The same page read by the same parser version gives the same rows, ids included, whenever and wherever it is done.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

from cryptodrug_scraper.capture import content_id
from cryptodrug_scraper.page.records import (
    Category,
    ExchangeRate,
    Fee,
    Issue,
    Listing,
    PageTotal,
    Record,
    Review,
    Site,
    Vendor,
)
from cryptodrug_scraper.page.structure import structure_id
from cryptodrug_scraper.store.row_ids import MOST_RECORDS
from cryptodrug_scraper.store.rows.frame import add_menu, add_rate_table
from cryptodrug_scraper.store.rows.instant import best_instant
from cryptodrug_scraper.store.rows.listing import add_listings
from cryptodrug_scraper.store.rows.page_rows import PageRows, row_of
from cryptodrug_scraper.store.rows.review import add_reviews
from cryptodrug_scraper.store.rows.site import add_fees, add_page_totals, add_sites
from cryptodrug_scraper.store.rows.vendor import add_vendors
from cryptodrug_scraper.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.parsed import ParsedPage
    from cryptodrug_scraper.store.rows.page_rows import Row

__all__ = ["origin_row", "rows_of"]

R = TypeVar("R", bound=Record)

_CONTENT = ("listing", "vendor", "review")
"""Records that are counted apart; each is a row."""


def rows_of(capture: Capture, page: ParsedPage, parser_version: str) -> dict[str, list[Row]]:
    """
    Return the rows that a page has in each table, in the order of the table's columns.

    Args:
        capture: the bytes, and where and when they are from.
        page: what the parser read in them.
        parser_version: the version of the parser: of one capture and version there is one reading.
    """
    if len(page.records) > MOST_RECORDS:
        page = page.bare(Issue("too_many_records", "error", f"{len(page.records)} records, of {MOST_RECORDS} at most"))
    placed = _Placed(page.records)
    instant = best_instant(capture.captured, [record for _, record in placed.of(Site)], capture.time_source)
    rows = PageRows(
        run=content_id(capture.capture_id.bytes, parser_version),
        at=instant.at,
        issues=[*page.issues] if instant.issue is None else [*page.issues, instant.issue],
    )
    add_listings(rows, placed.of(Listing), page.facts)
    add_vendors(rows, placed.of(Vendor))
    add_reviews(rows, placed.of(Review))
    add_page_totals(rows, placed.of(PageTotal))
    add_fees(rows, placed.of(Fee))
    menu = add_menu(rows, [record for _, record in placed.of(Category)])
    rate_table = add_rate_table(rows, [record for _, record in placed.of(ExchangeRate)])
    add_sites(rows, placed.of(Site))
    for repaired, raw in page.repairs.items():
        rows.add("text_repair", sha256=rows.text(repaired), raw_sha256=rows.text(raw))
    rows.add_texts()
    for number, issue in enumerate(rows.issues):
        rows.add("parse_issue", ordinal=number, code=issue.code, severity=issue.severity, detail=issue.detail)
    structure = None
    if page.marks is not None:
        structure = structure_id(page.marks)
        rows.add("page_structure", structure_id=structure, marks=list(page.marks))
    _add_capture(rows, capture)
    rows.tables["capture_origin"].append(origin_row(capture))
    reading = {
        "capture_id": capture.capture_id,
        "time_precision": instant.precision,
        "time_basis": instant.basis,
        "parser_version": parser_version,
    }
    _add_run(rows, page, **reading, structure_id=structure, menu_id=menu, rate_table_id=rate_table)
    return {table: made for table, made in rows.tables.items() if made}


class _Placed:
    """The records of a page by their type, each with its place among all of the page."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._by_type: defaultdict[type[Any], list[tuple[int, Any]]] = defaultdict(list)
        for ordinal, record in enumerate(records):
            self._by_type[type(record)].append((ordinal, record))

    def of(self, kind: type[R]) -> list[tuple[int, R]]:
        """Those of one type."""
        return self._by_type[kind]


def _add_capture(rows: PageRows, capture: Capture) -> None:
    stated = capture.captured
    rows.add(
        "capture",
        capture_id=capture.capture_id,
        captured_at=None if stated is None else stated.earliest,
        captured_from=None if stated is None else stated.earliest,
        captured_to=None if stated is None else stated.latest,
        sha256=bytes.fromhex(capture.sha256),
        byte_length=len(capture.body),
        url_key=None if capture.url is None else url_key(capture.url),
    )


def origin_row(capture: Capture) -> Row:
    """Return the row that says where a capture's bytes lie, which depends on no parser."""
    origin = capture.origin
    said = {
        "importer": origin.importer,
        "path": origin.path,
        "byte_offset": origin.offset,
        "url": capture.url,
        "time_source": capture.time_source,
        "http_status": capture.http_status,
        "content_type": capture.content_type,
        "crawl_id": capture.crawl_id,
    }
    name = content_id(capture.capture_id.bytes, *(None if part is None else str(part) for part in said.values()))
    return row_of("capture_origin", {"capture_origin_id": name, "capture_id": capture.capture_id, **said})


def _add_run(rows: PageRows, page: ParsedPage, **own: object) -> None:
    """
    Add the row of the reading; ``own`` has the page, the parser version, and what many pages share. The list of ratings
    is named when a batch is made.
    """
    listings, vendors, reviews = (len(rows.tables.get(f"{name}_observation", ())) for name in _CONTENT)
    severities = Counter([issue.severity for issue in rows.issues])
    rows.add(
        "parse_run",
        market=page.market,
        kind=page.kind,
        is_wall=page.wall is not None,
        encoding=page.encoding,
        is_complete=page.complete,
        listing_count=listings,
        vendor_count=vendors,
        review_count=reviews,
        other_count=len(page.records) - listings - vendors - reviews,
        link_count=len(page.links),
        warning_count=severities["warning"],
        error_count=severities["error"],
        review_list_id=None,
        **own,
    )
