"""Dream Market's pagers: how many pages a list has, where the others are, and what is not understood."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from cryptodrug_scraper.crawl.scope import followed
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext, ParsedPage
from cryptodrug_scraper.page.records import Listing, PageTotal, Shown
from spiders.dream import DreamSpider

FIXTURES = Path(__file__).parents[2] / "fixtures" / "pages" / "dream"
PROFILE = "vendor_profile/zennepost_november"
RATINGS = "vendor_feedback/zennepost_november"
CATEGORY = "category_list/weed_full_page"


@cache
def html(case: str) -> str:
    return (FIXTURES / case / "body.html").read_text(encoding="utf-8")


def read(markup: str) -> ParsedPage:
    return parse_page(markup.encode(), PageContext())


def pager(*items: str) -> str:
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<div class="pageNavContainer"><ul class="pageNav">{listed}</ul></div>'


def numbers(current: int, pages: int, query: str) -> list[str]:
    return [
        f'<a class="pager activePage">{page}</a>'
        if page == current
        else f'<a class="pager " href="?page={page}&amp;{query}">{page}</a>'
        for page in range(1, pages + 1)
    ]


def around_shop(case: str, before: str, behind: str | None = None) -> str:
    """A vendor's page with a pager on both sides of the cards, where the real ones have it."""
    start = html(case).index('<div class="shop">')
    end = html(case).index("</div>\n</div> <!-- loggedin -->")
    page = html(case)
    return f"{page[:start]}{before}{page[start:end]}{before if behind is None else behind}{page[end:]}"


def extent(page: ParsedPage) -> tuple[Shown[int], Shown[int]]:
    (total,) = [record for record in page.records if isinstance(record, PageTotal) and record.kind == "listing"]
    return total.page, total.pages


def paging_issues(page: ParsedPage) -> list[str]:
    found = [issue for issue in page.issues if issue.code == "unknown_paging"]
    assert {"warning"} >= {issue.severity for issue in found}
    return [issue.detail for issue in found]


def further_links(page: ParsedPage) -> list[tuple[str, str]]:
    return [(link.kind, link.url) for link in page.links if "page=" in link.url]


@pytest.mark.parametrize("case", [PROFILE, RATINGS])
def test_a_vendors_pages_are_counted_and_lead_to_the_others(case: str) -> None:
    page = read(around_shop(case, pager(*numbers(2, 4, "member=Zennepost"))))

    assert (2, 4) == extent(page)
    assert [
        ("vendor_profile", "/contactMember?page=3&member=Zennepost"),
        ("vendor_profile", "/contactMember?page=4&member=Zennepost"),
    ] == further_links(page)
    assert ("vendor_profile", "/contactMember?member=Zennepost") in [(link.kind, link.url) for link in page.links]
    assert [] == paging_issues(page)
    assert [] != [record for record in page.records if isinstance(record, Listing)]


def test_a_crawl_of_vendors_follows_the_further_pages_of_each() -> None:
    page = read(around_shop(PROFILE, pager(*numbers(1, 3, "member=Zennepost"))))
    further = {"/contactMember?page=2&member=Zennepost", "/contactMember?page=3&member=Zennepost"}

    for scope, expected in [("vendors", further), ("all", further), ("feedback", set()), ("listings", set())]:
        planned = followed(page, DreamSpider.scopes[scope], None)  # type: ignore[index]  # the scopes of the type
        assert expected == {entry.url for entry in planned if "page=" in entry.url}


def test_a_pager_with_gaps_and_arrows_is_understood() -> None:
    arrow = '<a class="gPager lastPager" title="Next page" href="?page=3&amp;member=Zennepost">&nbsp;</a>'
    named = '<a class="gPager firstPager" href="?page=1&amp;member=Zennepost">Previous</a>'
    last = '<a class="pager" href="?page=40&amp;member=Zennepost">40</a>'
    page = read(around_shop(PROFILE, pager(named, *numbers(2, 5, "member=Zennepost"), "...", last, arrow)))

    assert (2, 40) == extent(page)
    assert [] == paging_issues(page)


def test_a_vendors_page_without_a_pager_says_nothing_of_pages() -> None:
    page = read(html(PROFILE))

    assert not any(isinstance(value, int) for value in extent(page))
    assert [] == paging_issues(page)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (['<a class="pager activePage">one</a>', *numbers(1, 3, "member=Z")[1:]], (None, 3)),
        (numbers(0, 3, "member=Z"), (None, 3)),
        ([*numbers(1, 2, "member=Z"), '<a class="pager" href="?page=next&amp;member=Z">3</a>'], (1, 2)),
        ([*numbers(1, 2, "member=Z"), '<a class="pager" href="?page=3&amp;member=Z">9</a>'], (1, 2)),
        ([*numbers(1, 2, "member=Z"), '<a class="pager" href="?seite=3&amp;member=Z">3</a>'], (1, 2)),
        ([*numbers(1, 2, "member=Z"), "<b>3</b>"], (1, 2)),
        (['<a class="pager activePage">1</a>', '<a class="pager activePage">2</a>'], (None, 2)),
    ],
)
def test_a_pager_that_cannot_be_read_is_reported(items: list[str], expected: tuple[int | None, int | None]) -> None:
    page = read(around_shop(PROFILE, pager(*items)))

    assert expected == extent(page)
    assert [] != paging_issues(page)


def test_two_pagers_that_disagree_are_reported() -> None:
    query = "member=Zennepost"
    page = read(around_shop(PROFILE, pager(*numbers(1, 3, query)), pager(*numbers(2, 3, query))))

    assert (1, 3) == extent(page)
    assert ["a second pager has page 2 of 3, the first 1 of 3"] == paging_issues(page)


@pytest.mark.parametrize(
    "case", ["listing/weed_from_belgium", "home/dollar_raw", PROFILE, CATEGORY, "vendor_feedback/zennepost_december"]
)
@pytest.mark.parametrize(
    "paging",
    [
        pager(*numbers(1, 3, "list=other")),
        '<div><a href="./?list=other&amp;page=2">more</a></div>',
        '<p><a class="nextPager" href="./?start=32">older</a></p>',
    ],
)
def test_paging_of_a_list_that_is_not_paged_is_reported(case: str, paging: str) -> None:
    end = html(case).index("</div> <!-- loggedin -->")
    start = html(case).rindex("</div>", 0, end)
    page = read(f"{html(case)[:start]}<div>{paging}</div>{html(case)[start:]}")

    assert 1 == len(paging_issues(page))


def test_a_category_leads_to_the_pages_of_the_category_that_its_pager_names() -> None:
    page = read(html(CATEGORY))

    assert {"category_list"} == {kind for kind, _ in further_links(page)}
    assert [] == paging_issues(page)


@pytest.mark.parametrize(
    "case", sorted(path.parent.relative_to(FIXTURES).as_posix() for path in FIXTURES.glob("*/*/body.html"))
)
def test_no_other_page_is_said_to_have_paging_that_is_not_understood(case: str) -> None:
    body = (FIXTURES / case / "body.html").read_bytes()
    for end in [*range(0, len(body), 997), len(body)]:
        assert [] == paging_issues(parse_page(body[:end]))
