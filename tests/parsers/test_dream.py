"""Dream Market's parser: ages, and what stands behind a vendor's name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.moments import parse_capture_time, parse_instant
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import UNSET, Interval, PageTotal, Vendor
from parsers.dream.reviews import age_interval
from parsers.dream.vendor import _read_trust
from parsers.dream.vendors import read_badges

if TYPE_CHECKING:
    from cryptodrug_scraper.capture import CaptureTime

FIXTURES = Path(__file__).parents[2] / "fixtures" / "pages" / "dream"
CASES = sorted(path.parent.relative_to(FIXTURES).as_posix() for path in FIXTURES.glob("*/*/body.html"))
CONTENT = {"home", "category_list", "listing", "vendor_profile", "vendor_feedback"}
Row = dict[str, Any]


def captured(text: str) -> CaptureTime:
    moment = parse_capture_time(text)
    assert moment is not None
    return moment


def interval(start: str, end: str) -> Interval:
    first, last = parse_instant(start), parse_instant(end)
    assert first is not None
    assert last is not None
    return Interval(start=first, end=last)


# ages


@pytest.mark.parametrize(
    ("age", "start", "end"),
    [
        ("22:58", "2018-11-17T10:13:00Z", "2018-11-17T10:14:00Z"),
        ("00:00", "2018-11-18T09:11:00Z", "2018-11-18T09:12:00Z"),
        ("03:07", "2018-11-18T06:04:00Z", "2018-11-18T06:05:00Z"),
        ("1d 22h", "2018-11-16T10:12:00Z", "2018-11-16T11:12:00Z"),
        ("2d 0h", "2018-11-16T08:12:00Z", "2018-11-16T09:12:00Z"),
        ("1d", "2018-11-16T09:12:00Z", "2018-11-17T09:12:00Z"),
        ("2d", "2018-11-15T09:12:00Z", "2018-11-16T09:12:00Z"),
        ("9d", "2018-11-08T09:12:00Z", "2018-11-09T09:12:00Z"),
        ("97d", "2018-08-12T09:12:00Z", "2018-08-13T09:12:00Z"),
    ],
)
def test_an_age_is_an_interval_as_wide_as_its_last_unit(age: str, start: str, end: str) -> None:
    assert interval(start, end) == age_interval(age, captured("2018-11-18T09:12:00Z"))


@pytest.mark.parametrize("days", [1, 2])
def test_an_age_of_few_days_without_hours_holds_every_moment_that_it_may_mean(days: int) -> None:
    """Whether the market leaves out hours that are none, or a row has none: the true time is inside."""
    now = captured("2018-11-18T09:12:00Z")
    bare = age_interval(f"{days}d", now)
    assert bare is not None
    for hours in range(24):
        exact = age_interval(f"{days}d {hours}h", now)
        assert exact is not None
        assert bare.start <= exact.start < exact.end <= bare.end


@pytest.mark.parametrize(
    ("age", "start", "end"),
    [
        ("22:58", "2018-12-15T01:01:00Z", "2018-12-16T01:02:00Z"),
        ("1d 22h", "2018-12-14T01:00:00Z", "2018-12-15T02:00:00Z"),
        ("9d", "2018-12-06T00:00:00Z", "2018-12-08T00:00:00Z"),
    ],
)
def test_an_age_on_a_page_of_a_known_day_is_wider_by_that_day(age: str, start: str, end: str) -> None:
    assert interval(start, end) == age_interval(age, captured("2018-12-16"))


def test_an_age_reaches_across_the_change_of_the_year() -> None:
    assert interval("2018-12-30T10:40:00Z", "2018-12-31T10:40:00Z") == age_interval(
        "13d", captured("2019-01-13T10:40:00Z")
    )


@pytest.mark.parametrize("age", ["", " ", "d", "h", "9", "9 days", "in 2d", "-1d", "22:5", "yesterday", "1d 22h ago"])
def test_other_words_are_no_age(age: str) -> None:
    assert age_interval(age, captured("2018-11-18T09:12:00Z")) is None


@pytest.mark.parametrize("age", ["999999d", "99999999999d", "99999999:10"])
def test_an_age_before_the_calendar_is_no_age(age: str) -> None:
    assert age_interval(age, captured("2018-11-18T09:12:00Z")) is None


# what stands behind a name


def badges(html: str) -> tuple[Vendor, Document]:
    page = f"<html><body><span id=cell>Windmolen {html}</span></body></html>"
    document = Document(page.encode(), PageContext())
    cell = document.root.find(".//span")
    assert cell is not None
    return read_badges(document, cell, "Windmolen", "card"), document


def external(stem: str, printed: str) -> tuple[list[Row], Document]:
    vendor, document = badges(f'(<span class="{stem}LinkedUserRating externalVendorRef" title="">{printed}</span>)')
    found = vendor.external_ratings
    return [] if found is UNSET or found is None else json.loads(msgspec.json.encode(found)), document


@pytest.mark.parametrize(
    ("stem", "printed", "expected"),
    [
        ("agora", "3120, 4.835/5", {"market": "agora", "sales": {"value": 3120}, "mean": "4.835", "scale": 5}),
        ("nucleus", "51, 4.4/5", {"market": "nucleus", "sales": {"value": 51}, "mean": "4.4", "scale": 5}),
        ("alphabay", "812/25/90", {"market": "alphabay", "positive": 812, "neutral": 25, "negative": 90}),
        (
            "abraxas",
            "300~500, 4.86/5",
            {"market": "abraxas", "sales": {"value": 300, "exact": False}, "mean": "4.86", "scale": 5},
        ),
        ("middleEarth", "#27, 9.64/10", {"market": "middleearth", "sales": {"value": 27}, "mean": "9.64", "scale": 10}),
        ("hansa", "1377/41/52", {"market": "hansa", "positive": 1377, "neutral": 41, "negative": 52}),
        ("hansa", "0/0/0", {"market": "hansa", "positive": 0, "neutral": 0, "negative": 0}),
        ("agora", "12, 5/5", {"market": "agora", "sales": {"value": 12}, "mean": "5", "scale": 5}),
    ],
)
def test_each_market_prints_its_ratings_in_its_own_form(stem: str, printed: str, expected: Row) -> None:
    found, document = external(stem, printed)

    assert [expected] == found
    assert document.issues == []


@pytest.mark.parametrize("printed", ["", "many", "12", "4.8/5", "1/2/3/4"])
def test_an_external_rating_of_another_form_is_left_out_and_reported(printed: str) -> None:
    found, document = external("agora", printed)

    assert found == []
    assert [issue.code for issue in document.issues] == ["field_unreadable"]


def test_sales_are_a_lower_bound_and_ratings_have_a_mean_and_a_count() -> None:
    vendor, _ = badges(
        '<a class="viewRatings" href="/contactMember?member=Windmolen&amp;tab=ratings"> '
        '<span title="Successful transactions">(1050)</span> (<span class="userRating gold" '
        'title="Average rating out of 880 rating[s] (1-5 stars)">4.91&nbsp;&nbsp;&nbsp;&nbsp;</span>)</a>'
    )

    assert msgspec.to_builtins(vendor.sales) == {"value": 1050, "exact": False}
    assert msgspec.to_builtins(vendor.rating) == {"mean": "4.91", "scale": 5, "count": 880}
    assert vendor.external_ratings is UNSET
    assert vendor.trusted is UNSET


@pytest.mark.parametrize(("printed", "count"), [("1,280", 1280), ("1.280", 1280), ("1 280", 1280)])
def test_the_number_of_ratings_may_have_marks_between_thousands(printed: str, count: int) -> None:
    title = f"Average rating out of {printed} rating[s] (1-5 stars)"
    vendor, document = badges(f'(<span class="userRating gold" title="{title}">4.91</span>)')

    assert msgspec.to_builtins(vendor.rating) == {"mean": "4.91", "scale": 5, "count": count}
    assert document.issues == []


def test_a_number_of_ratings_that_cannot_be_read_is_told() -> None:
    title = "Average rating out of many rating[s] (1-5 stars)"
    vendor, document = badges(f'(<span class="userRating gold" title="{title}">4.91</span>)')

    assert msgspec.to_builtins(vendor.rating) == {"mean": "4.91", "scale": 5}
    assert [issue.code for issue in document.issues] == ["field_unreadable"]


def test_the_total_of_a_category_may_have_a_mark_between_thousands() -> None:
    body = (FIXTURES / "category_list" / "drugs_top_level" / "body.html").read_bytes()
    assert body.count(b"Drugs (74495)</div>") == 1
    page = parse_page(body.replace(b"Drugs (74495)</div>", b"Drugs (74,495)</div>"))
    assert [74495] == [record.total for record in page.records if isinstance(record, PageTotal)]


def test_a_vendor_without_ratings_has_them_shown_empty() -> None:
    vendor, document = badges('<a class="viewRatings" href="#"><span title="Successful transactions">(4)</span> ()</a>')

    assert msgspec.to_builtins(vendor.sales) == {"value": 4, "exact": False}
    assert vendor.rating is None
    assert document.issues == []


def test_without_the_link_to_ratings_nothing_is_said_of_them() -> None:
    vendor, _ = badges("")

    assert vendor.sales is UNSET
    assert vendor.rating is UNSET


@pytest.mark.parametrize(("mark", "trusted"), [("untrusted smallbox", False), ("trusted", True)])
def test_the_mark_of_trust_is_read(mark: str, trusted: bool) -> None:  # a parameter of the test
    vendor, _ = badges(f'<span class="sellerStatus {mark}" title="">&nbsp;</span>')

    assert vendor.trusted is trusted


def test_a_vote_that_cannot_be_read_is_told_without_the_layout_around_it() -> None:
    votes = '<span class="aroundTrusted" title="trust">&nbsp;</span>\n\t many \n'
    document = Document(f"<html><body>{votes}</body></html>".encode(), PageContext())
    vendor = Vendor(vendor="Windmolen", seen_on="page")
    _read_trust(document, document.root, vendor)

    assert vendor.trust_votes is UNSET
    assert ["trust_votes.trust: 'many'"] == [issue.detail for issue in document.issues]


def test_a_name_links_to_the_profile_and_to_the_ratings() -> None:
    _, document = badges("")

    assert [(link.kind, link.url) for link in document.links] == [
        ("vendor_profile", "/contactMember?member=Windmolen"),
        ("vendor_feedback", "/contactMember?member=Windmolen&tab=ratings"),
    ]


def test_there_are_fixtures_of_every_kind_of_page() -> None:
    kinds = [case.partition("/")[0] for case in CASES]

    assert all(kinds.count(kind) >= 3 for kind in CONTENT)
    assert {"login", "captcha", "session_lost", "listing_gone", "error", "maintenance", "unknown"} <= set(kinds)
