"""Times of ratings on Empire Market: of twelve hours, and such as no rating can have."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Review
from tests.parsers.test_empire import body_of, changed


@pytest.mark.parametrize(
    ("printed", "hour"), [("06:58 PM", 18), ("06:58 am", 6), ("12:58 AM", 0), ("12:58 p.m.", 12), ("06:58", 6)]
)
def test_a_time_of_twelve_hours_is_read_by_its_half_of_the_day(printed: str, hour: int) -> None:
    page = changed("vendor_feedback/negative", ("Oct 11, 2019 06:58", f"Oct 11, 2019 {printed}"))
    starts = [review.occurred.start for review in page.records if isinstance(review, Review) and review.occurred]
    assert datetime(2019, 10, 11, hour, 58, tzinfo=UTC) in starts


def odd_times(stamp: str, captured_at: datetime | None) -> list[str]:
    """What is told of the times on a page of feedback after one of them has been changed."""
    body = body_of("vendor_feedback/negative").decode()
    assert body.count("Oct 11, 2019 06:58") == 1
    context = PageContext(captured=None if captured_at is None else CaptureTime.at(captured_at))
    page = parse_page(body.replace("Oct 11, 2019 06:58", stamp).encode(), context)
    assert len([one for one in page.records if isinstance(one, Review) and one.age_raw == stamp and one.occurred]) == 1
    return [issue.detail for issue in page.issues if issue.code == "odd_rating_time"]


def test_a_rating_of_a_time_before_all_markets_or_after_the_capture_is_told() -> None:
    captured = datetime(2019, 11, 20, 12, tzinfo=UTC)
    assert odd_times("Oct 11, 2019 06:58", captured) == []
    assert odd_times("Nov 22, 2019 11:58", captured) == []  # within two days
    for stamp in ("Jan 01, 1970 00:00", "Dec 31, 2010 23:58", "Nov 23, 2019 06:58"):
        (detail,) = odd_times(stamp, captured)
        assert detail.startswith("1 ratings")
        assert stamp in detail
    assert odd_times("Nov 23, 2029 06:58", None) == []
