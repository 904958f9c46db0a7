"""Whatever a market's own code does on a page, it is an issue of that page, and the next one is read."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.errors import ParseError
from cryptodrug_scraper.page import parse
from cryptodrug_scraper.page.market import Market
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.records import Link, Listing
from cryptodrug_scraper.page.taxonomy import Taxonomy
from tests.support.plugins import MARKET, PAGE, distribution, run_with

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cryptodrug_scraper.page.document import Document

LISTING: dict[str, Any] = {"listing_id": "1", "title": "een fiets", "title_cut": False, "seen_on": "page"}
NOTHING: dict[str, Any] = {}


def raises_key_error(document: Document) -> None:
    document.add(Listing(**LISTING))
    document.link("listing", "/kraam/2")
    document.issue("unknown_label", "kleur")
    NOTHING["prijs"]


def recurses(document: Document) -> None:
    document.add(Listing(**LISTING))
    recurses(document)


def gives_text_for_a_price(document: Document) -> None:
    document.add(Listing(**LISTING | {"price": "12 euro"}))


def gives_a_number_for_a_title(document: Document) -> None:
    document.add(Listing(**LISTING | {"title": 12}))


def gives_no_record(document: Document) -> None:
    document.records.append({"vendor": "jan"})  # type: ignore[arg-type]  # what a market's author might do


def gives_no_link(document: Document) -> None:
    document.link("listing", 7)  # type: ignore[arg-type]  # the same


def gives_no_issue(document: Document) -> None:
    document.issue("unknown_label", b"kleur", "grave")  # type: ignore[arg-type]  # the same


def gives_no_severity(document: Document) -> None:
    document.issue("unknown_label", "kleur", "grave")  # type: ignore[arg-type]  # the same


def puts_nothing_in_place_of_the_lists(document: Document) -> None:
    document.records = document.issues = None  # type: ignore[assignment]  # the same


def reads(document: Document) -> None:
    document.add(Listing(**LISTING))


def market(**fields: Any) -> Market:
    own: dict[str, Any] = {
        "name": "kraampje",
        "title": "Kraampje",
        "claims": lambda body: b"Kraampje" in body,
        "classify": lambda _: "listing",
        "readers": {"listing": reads},
        "taxonomy": Taxonomy(),
        "sources": (__name__,),
    }
    return Market(**own | fields)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def install(*found: Market) -> None:
        monkeypatch.setattr(parse, "markets", lambda: found)

    return install


@pytest.mark.parametrize(
    ("reader", "error"), [(raises_key_error, "KeyError"), (recurses, "RecursionError")], ids=["KeyError", "recursion"]
)
def test_an_exception_is_an_issue_that_says_where(
    installed: Callable[..., None], reader: Callable[[Document], None], error: str
) -> None:
    installed(market(readers={"listing": reader}))
    page = parse_page(PAGE)

    failed = next(issue for issue in page.issues if issue.code == "reader_failed")
    line = reader.__code__.co_firstlineno
    places = [f"test_failing_readers.py:{number}" for number in range(line, line + 5)]
    assert "error" == failed.severity
    assert failed.detail.startswith(f"listing of kraampje: {error} at ")
    assert any(failed.detail.endswith(place) for place in places)
    assert "/home/" not in failed.detail
    assert ("kraampje", "listing", True) == (page.market, page.kind, page.complete)


def test_what_was_read_before_the_fault_is_dropped_and_the_links_stay(installed: Callable[..., None]) -> None:
    installed(market(readers={"listing": raises_key_error}))
    page = parse_page(PAGE)

    assert ([], {}, {}) == (page.records, page.facts, page.repairs)
    assert [Link("listing", "/kraam/2")] == page.links
    assert ["unknown_label", "reader_failed"] == [issue.code for issue in page.issues]


@pytest.mark.parametrize(
    "reader",
    [
        gives_text_for_a_price,
        gives_a_number_for_a_title,
        gives_no_record,
        gives_no_link,
        gives_no_issue,
        gives_no_severity,
        puts_nothing_in_place_of_the_lists,
    ],
)
def test_what_is_no_record_link_or_issue_is_refused(
    installed: Callable[..., None], reader: Callable[[Document], None]
) -> None:
    installed(market(readers={"listing": reader}))
    page = parse_page(PAGE)

    assert ["reader_failed"] == [issue.code for issue in page.issues]
    assert ([], []) == (page.records, page.links)


@pytest.mark.parametrize("kind", ["winkel", "", None, 3, ["listing"]])
def test_a_kind_that_is_not_declared_is_refused(installed: Callable[..., None], kind: Any) -> None:
    installed(market(classify=lambda _: kind))
    page = parse_page(PAGE)

    assert "unknown" == page.kind
    assert [
        ("reader_failed", f"classify of kraampje: it gave {kind!r}, which is no kind that the market declares")
    ] == [(issue.code, issue.detail) for issue in page.issues]


def test_a_classify_that_raises_leaves_a_page_of_unknown_kind(installed: Callable[..., None]) -> None:
    installed(market(classify=lambda _: NOTHING["kind"]))
    page = parse_page(PAGE)

    assert ("kraampje", "unknown") == (page.market, page.kind)
    assert ["reader_failed"] == [issue.code for issue in page.issues]


@pytest.mark.parametrize("error", [KeyError("x"), ParseError("x")])
def test_a_page_whose_claim_raises_is_not_that_markets_and_says_so(
    installed: Callable[..., None], error: Exception
) -> None:
    def claims(_: bytes) -> bool:
        raise error

    installed(market(claims=claims))
    page = parse_page(PAGE)

    assert (None, "foreign") == (page.market, page.kind)
    assert ["error"] == [issue.severity for issue in page.issues]


def test_a_claim_that_raises_changes_nothing_in_what_another_market_reads(installed: Callable[..., None]) -> None:
    good = market()
    installed(good)
    alone = parse_page(PAGE)
    installed(replace(good, name="anders", claims=lambda _: NOTHING["claims"]), good)

    assert alone == parse_page(PAGE)


def test_a_machine_without_memory_is_not_the_pages_fault(installed: Callable[..., None]) -> None:
    def reader(_: Document) -> None:
        raise MemoryError

    installed(market(readers={"listing": reader}))
    with pytest.raises(MemoryError):
        parse_page(PAGE)


def test_a_wall_of_the_markets_own_is_no_page_without_records(installed: Callable[..., None]) -> None:
    installed(market(classify=lambda _: "queue", walls={"queue": "maintenance"}))
    page = parse_page(PAGE)

    assert ("queue", "maintenance", []) == (page.kind, page.wall, page.issues)


def test_a_replay_goes_on_after_a_reader_that_fails_and_names_the_page(tmp_path: Path, database: Any) -> None:
    source = MARKET.replace(
        "    document.add(", "    if 'fout' in document.title:\n        {}['prijs']\n    document.add("
    )
    (tmp_path / "kraampje.py").write_text(source)
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "1.html").write_bytes(PAGE)
    (pages / "2.html").write_bytes(PAGE.replace(b"een fiets", b"een fout"))
    (pages / "3.html").write_bytes(PAGE.replace(b"een fiets", b"een boek"))
    folder = distribution(tmp_path, "kraampje", kraampje="kraampje:MARKET")
    done = run_with([folder], "replay", pages, "--workers", "1", "--json")

    assert 0 == done.returncode, done.stderr
    summary = json.loads(done.stdout)
    assert (3, 2) == (summary["pages"], summary["records"])
    ((detail, path),) = summary["failed"].items()
    assert detail.startswith("listing of kraampje: KeyError at kraampje.py:")
    assert path.endswith("2.html")
    with database.engine.connect() as connection:
        loaded = connection.exec_driver_sql("SELECT title FROM research.listing_snapshot ORDER BY title").scalars()
        assert ["Kraampje: een boek", "Kraampje: een fiets"] == list(loaded)
        issues = connection.exec_driver_sql("SELECT detail FROM parse_issue WHERE code = 'reader_failed'").scalars()
        assert [detail] == list(issues)
        named = connection.exec_driver_sql("SELECT name FROM market WHERE code = 'kraampje'").scalars()
        assert ["Kraampje"] == list(named)
