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
BAD = {"m.html": GOOD["a.html"].replace(b'"title">Kempen Amber', b'"title">Faulty Amber')}
ORIGINS = "FROM capture_origin JOIN parse_run USING (capture_id)"

IN_FACTS = """
from cryptodrug_scraper.page import parse
made = parse.listing_facts
def facts(listing, taxonomy):
    if "Faulty" in (listing.title or ""):
        raise {error}
    return made(listing, taxonomy)
parse.listing_facts = facts
"""
IN_DOCUMENT = """
from cryptodrug_scraper.page import parse
made = parse.Document
def document(body, context, **options):
    if b"Faulty" in body:
        raise {error}
    return made(body, context, **options)
parse.Document = document
"""
IN_TEXT = """
from cryptodrug_scraper.page import parse
made = parse.decode
def decode(body):
    if b"Faulty" in body:
        raise {error}
    return made(body)
parse.decode = decode
"""
IN_ROWS = """
from cryptodrug_scraper.store.rows import page
made = page.add_listings
def add(rows, listings, facts):
    if any("Faulty" in (listing.title or "") for _, listing in listings):
        raise {error}
    made(rows, listings, facts)
page.add_listings = add
"""
IN_STRUCTURE = """
from cryptodrug_scraper.store.rows import page
made = page.marks_of
def marks_of(body):
    if b"Faulty" in body:
        raise {error}
    return made(body)
page.marks_of = marks_of
"""
IN_ENCODING = """
from cryptodrug_scraper.page import parse
class Title(str):
    pass
made = parse.restrict
def restrict(listing):
    if "Faulty" in (listing.title or ""):
        listing.title = Title(listing.title)
    made(listing)
parse.restrict = restrict
"""


@pytest.mark.parametrize(
    ("code", "workers", "expected", "market"),
    [
        (IN_FACTS, 1, ("reader_failed", "facts of dream: KeyError at parsers/dream/__init__.py:"), "dream"),
        (IN_DOCUMENT, 1, ("reader_failed", "a page of dream: KeyError at parsers/dream/__init__.py:"), "dream"),
        (IN_TEXT, 2, ("reader_failed", "a page: KeyError at cryptodrug_scraper/page/parse.py:"), None),
        (IN_ROWS, 2, ("rows_failed", "rows: KeyError at cryptodrug_scraper/store/rows/page.py:"), "dream"),
        (IN_STRUCTURE, 1, ("rows_failed", "rows: KeyError at cryptodrug_scraper/store/rows/page.py:"), "dream"),
        (IN_ENCODING, 1, ("rows_failed", "rows: KeyError at cryptodrug_scraper/store/copyformat.py:"), "dream"),
    ],
    ids=["facts", "document", "text", "rows", "structure", "encoding"],
)
def test_a_fault_in_one_page_is_its_issue_and_the_others_are_loaded(
    code: str,
    workers: int,
    expected: tuple[str, str],
    market: str | None,
    replay_with: Replay,
    rows: Rows,
    tmp_path: Path,
) -> None:
    write_tree({**GOOD, **BAD}, tmp_path / "pages")
    faulty = {"dream": code.replace("{error}", 'KeyError("secret")')}

    summary = replay_with(faulty, tmp_path / "pages", workers=workers)
    again = replay_with(faulty, tmp_path / "pages", workers=workers)

    assert (4, 4) == (summary["pages"], summary["new_rows"]["capture"])
    assert (0, 4, 0) == (again["pages"], again["read_before"], sum(again["new_rows"].values()))
    ((detail, path),) = summary["failed"].items()
    assert (True, "m.html", 1) == (detail.startswith(expected[1]), path, summary["issues"][expected[0]])
    assert "secret" not in detail
    found = rows("SELECT path, code, detail FROM capture_origin JOIN parse_issue USING (capture_id) ORDER BY path")
    assert [("m.html", expected[0], detail)] == [row for row in found if row[0] == "m.html"]
    assert [("m.html", market, 0)] == rows(
        f"SELECT path, market, listing_count + vendor_count + review_count + other_count {ORIGINS} "
        "WHERE listing_count + vendor_count + review_count + other_count = 0"
    )


def test_a_panic_of_a_library_in_rust_is_a_fault_of_the_page(replay_with: Replay, tmp_path: Path) -> None:
    write_tree({**GOOD, **BAD}, tmp_path / "pages")
    panic = "class PanicException(BaseException): pass\n" + IN_FACTS.replace("{error}", "PanicException")

    summary = replay_with({"dream": panic}, tmp_path / "pages")

    assert (4, 1) == (summary["pages"], summary["issues"]["reader_failed"])
