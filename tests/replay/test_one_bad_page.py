"""A fault in reading a page, or in making its rows, is an issue of that page; the others are loaded without it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.importers.forms import write_tree

if TYPE_CHECKING:
    from collections.abc import Callable

    Replay = Callable[..., dict[str, Any]]
    Rows = Callable[[str], list[tuple[Any, ...]]]

PAGES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
GOOD = {
    "a.html": (PAGES / "dream/listing/weed_from_belgium/body.html").read_bytes(),
    "y.html": (PAGES / "dream/category_list/weed_bitcoin/body.html").read_bytes(),
    "z.html": (PAGES / "empire/listing/belgium_2018_11/body.html").read_bytes(),
}


def bad(mark: str) -> bytes:
    """A page with a mark in the title of its listing, at which some code fails."""
    return GOOD["a.html"].replace(b'"title">Kempen Amber', b'"title">Faulty ' + mark.encode())


ORIGINS = "FROM capture_origin JOIN parse_run USING (capture_id)"

IN_FACTS = """
from cryptodrug_scraper.page import parse
made_facts = parse.listing_facts
def facts(listing, taxonomy):
    if "Faulty facts" in (listing.title or ""):
        raise {error}
    return made_facts(listing, taxonomy)
parse.listing_facts = facts
"""
IN_DOCUMENT = """
from cryptodrug_scraper.page import parse
made_document = parse.Document
def document(body, context, **options):
    if b"Faulty document" in body:
        raise {error}
    return made_document(body, context, **options)
parse.Document = document
"""
IN_TEXT = """
from cryptodrug_scraper.page import parse
made_text = parse.decode
def decode(body):
    if b"Faulty text" in body:
        raise {error}
    return made_text(body)
parse.decode = decode
"""
IN_ROWS = """
from cryptodrug_scraper.store.rows import page
made_rows = page.add_listings
def add(rows, listings, facts):
    if any("Faulty rows" in (listing.title or "") for _, listing in listings):
        raise {error}
    made_rows(rows, listings, facts)
page.add_listings = add
"""
IN_STRUCTURE = """
from cryptodrug_scraper.page import structure
made_structure = structure.marks_of
def marks_of(markup, known=()):
    if b"Faulty structure" in markup:
        raise {error}
    return made_structure(markup, known)
structure.marks_of = marks_of
"""
IN_ENCODING = """
from cryptodrug_scraper.page import parse
class Title(str):
    pass
made_encoding = parse.restrict
def restrict(listing):
    if "Faulty encoding" in (listing.title or ""):
        listing.title = Title(listing.title)
    made_encoding(listing)
parse.restrict = restrict
"""


FAULTS = {
    "facts": (IN_FACTS, "reader_failed", "facts of dream: KeyError at parsers/dream/__init__.py:", "dream"),
    "document": (IN_DOCUMENT, "reader_failed", "a page of dream: KeyError at parsers/dream/__init__.py:", "dream"),
    "text": (IN_TEXT, "reader_failed", "a page: KeyError at cryptodrug_scraper/page/parse.py:", None),
    "rows": (IN_ROWS, "rows_failed", "rows: KeyError at cryptodrug_scraper/store/rows/page.py:", "dream"),
    "structure": (IN_STRUCTURE, "rows_failed", "rows: KeyError at cryptodrug_scraper/", "dream"),
    "encoding": (
        IN_ENCODING,
        "rows_failed",
        "rows: KeyError at cryptodrug_scraper/store/copyformat.py:",
        "dream",
    ),
}
"""For each fault its code, the issue that it is, with the beginning of its detail, and the market of its page."""


@pytest.mark.parametrize("workers", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_a_fault_in_one_page_is_its_issue_and_the_others_are_loaded(
    workers: int, replay_with: Replay, rows: Rows, tmp_path: Path
) -> None:
    write_tree({**GOOD, **{f"{name}.html": bad(name) for name in FAULTS}}, tmp_path / "pages")
    faulty = {"dream": "".join(code.replace("{error}", 'KeyError("secret")') for code, *_ in FAULTS.values())}

    summary = replay_with(faulty, tmp_path / "pages", workers=workers)
    again = replay_with(faulty, tmp_path / "pages", workers=workers)

    assert (9, 9) == (summary["pages"], summary["new_rows"]["capture"])
    assert (0, 9, 0) == (again["pages"], again["read_before"], sum(again["new_rows"].values()))
    found = {
        path.removesuffix(".html"): (code, detail)
        for path, code, detail in rows(
            f"SELECT path, code, detail {ORIGINS} JOIN parse_issue USING (parse_run_id) WHERE severity = 'error'"
        )
    }
    assert found.keys() == FAULTS.keys()
    for name, (_, code, detail, _) in FAULTS.items():
        assert (code, detail) == (found[name][0], found[name][1][: len(detail)])
    assert {"reader_failed": 3, "rows_failed": 3} == {
        code: summary["issues"][code] for _, code, _, _ in FAULTS.values()
    }
    assert {detail for _, detail in found.values()} == summary["failed"].keys()
    assert "secret" not in str(found)
    assert sorted((f"{name}.html", market, 0) for name, (*_, market) in FAULTS.items()) == rows(
        f"SELECT path, market, listing_count + vendor_count + review_count + other_count {ORIGINS} "
        "WHERE listing_count + vendor_count + review_count + other_count = 0 ORDER BY path"
    )


def test_a_panic_of_a_library_in_rust_is_a_fault_of_the_page(replay_with: Replay, tmp_path: Path) -> None:
    write_tree({**GOOD, "m.html": bad("facts")}, tmp_path / "pages")
    panic = "class PanicException(BaseException): pass\n" + IN_FACTS.replace("{error}", "PanicException")

    summary = replay_with({"dream": panic}, tmp_path / "pages")

    assert (4, 1) == (summary["pages"], summary["issues"]["reader_failed"])
