"""What a real browser does with charts, facets and two pages side by side: for everybody, and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.explore.looking import drawn_pair
from tests.explore.test_in_chromium import served, visit
from tests.support.axe import violations
from tests.support.browsing import Page, browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.explore.sources import Sources

PATHS = (
    "/ask/share-by-month?country=NL&asked=yes",
    "/ask/share-by-definition?country=BE&asked=yes",
    "/figures/transaction?origin=NL&sort=transaction.-amount_eur",
    "/snapshot/wallstreet-20190218T080000Z",
)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser() as tab:
        yield tab


@pytest.fixture(scope="module")
def started(derived: Sources, page: Page) -> Iterator[str]:
    """Where the pages lie, to which the browser was let in."""
    with served(derived) as (own, enter):
        page.call("Page.navigate", url=enter)
        page.wait(f"document.readyState === 'complete' && location.href === '{own}/'")
        yield own


@pytest.mark.parametrize("each_in", ["turn", pytest.param("both", marks=pytest.mark.campaign)])
@pytest.mark.parametrize(("width", "is_dark"), [(360, True), pytest.param(1100, False, marks=pytest.mark.slow)])
@pytest.mark.parametrize("path", PATHS)
def test_charts_and_facets_are_for_everybody(
    page: Page, started: str, path: str, width: int, is_dark: bool, each_in: str
) -> None:
    """An accessibility checker finds nothing, light or dark, of which pages that look alike take turns."""
    visit(page, started, path, width=width, is_dark=is_dark)
    assert [] == page.errors
    asked = {"/".join(request.split("/")[:4]) for request in page.requests}
    assert {started} == {each for each in asked if not each.startswith(("data:", "about:"))}
    drawn = page.ask("document.querySelectorAll('svg.picture circle, svg.picture rect').length")
    assert (drawn > 2) == ("/ask/" in path)
    assert width == page.ask("document.documentElement.scrollWidth")
    if each_in == "both" or is_dark == bool(PATHS.index(path) % 2):
        assert [] == violations(page)


def test_a_column_is_sorted_by_keyboard(page: Page, started: str) -> None:
    visit(page, started, "/figures/listing_month?market=dream")
    page.ask("document.querySelector('thead th:nth-child(4) a').focus()")
    assert "vendor" == page.ask("document.activeElement.textContent")
    page.key("Enter")
    page.wait("location.search.includes('sort=listing_month.vendor') && document.readyState === 'complete'")
    assert "ascending" == page.ask("document.querySelector('thead th:nth-child(4)').getAttribute('aria-sort')")
    names = page.ask("[...document.querySelectorAll('tbody td:nth-child(4)')].map((cell) => cell.textContent)")
    assert names == sorted(names)
    assert len(set(names)) > 3


def test_two_pages_scroll_as_one_and_are_open_at_the_first_change(page: Page, tmp_path: Path) -> None:
    body = (
        b"<html><body>" + b"<p>" + b"</p><p>".join(b"row %d" % number for number in range(200)) + b"</p></body></html>"
    )
    file = tmp_path / "pair.html"
    file.write_text(drawn_pair((body, []), (body.replace(b"row 150<", b"row 151 and more<"), [])), encoding="utf-8")
    page.call("Emulation.setDeviceMetricsOverride", width=1100, height=800, deviceScaleFactor=1, mobile=False)
    page.call("Page.navigate", url=f"{file.as_uri()}#cd-first")
    page.wait("document.readyState === 'complete' && scrollY > 0")
    sides = "[...document.querySelectorAll('#cd-first > .cd-page')].map((side) => side.getBoundingClientRect().top)"
    tops = page.ask(sides)
    assert tops[0] == tops[1], "what changed stands beside what it was"
    assert 0 <= tops[0] < 800, "it is open there"
    page.ask("scrollBy(0, -100)")
    assert [top + 100 for top in tops] == page.ask(sides), "and both go down together"


@pytest.mark.parametrize(
    ("odd", "rule"),
    [
        ('<td>x</td><td><a href="/x"></a></td>', "link-name"),
        ('<td>x</td><td style="color: #bbb"><a href="/x">word</a></td>', "color-contrast"),
        ('<td>x</td><td><a href="/x" aria-label="x">x</a> <img src="data:,"></td>', "image-alt"),
    ],
)
@pytest.mark.slow
def test_a_checker_finds_a_fault_in_any_row_and_leaves_all_in_place(
    page: Page, tmp_path: Path, odd: str, rule: str
) -> None:
    rows = [f'<tr><td>{number}</td><td><a href="/{number}">{number}</a></td></tr>' for number in range(40)]
    rows.insert(30, f"<tr>{odd}</tr>")
    file = tmp_path / "table.html"
    file.write_text(
        '<!DOCTYPE html><html lang="en"><title>t</title><style>a { color: inherit }</style><main><h1>h</h1><table>'
        f"<thead><tr><th>a</th><th>b</th></tr></thead><tbody>{''.join(rows)}</tbody></table></main>",
        encoding="utf-8",
    )
    page.open(file)
    before = page.ask("document.body.innerHTML")
    (found,) = violations(page)
    assert found.split(":")[0].endswith(f" {rule}")
    assert before == page.ask("document.body.innerHTML")
