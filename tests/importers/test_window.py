from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cryptodrug_scraper.capture import Capture, CaptureTime, Origin
from cryptodrug_scraper.importers.window import Window

DAY = date(2018, 12, 1)
MIDNIGHT = datetime(2018, 12, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("captured", "inside"),
    [
        (CaptureTime.at(MIDNIGHT), True),
        (CaptureTime.at(MIDNIGHT - SECOND), False),
        (CaptureTime.at(MIDNIGHT + timedelta(days=1) - SECOND), True),
        (CaptureTime.at(MIDNIGHT + timedelta(days=1)), False),
        (CaptureTime.on(DAY), True),
        (CaptureTime.on(DAY - timedelta(days=1)), False),
        (CaptureTime.on(DAY + timedelta(days=1)), False),
        (CaptureTime(MIDNIGHT - SECOND, MIDNIGHT + SECOND), True),
        (None, False),
    ],
)
def test_a_capture_lies_in_the_days_that_its_time_touches(captured: CaptureTime | None, inside: bool) -> None:
    assert inside == Window(DAY, DAY).holds(Capture(b"", Origin("page", "a"), captured=captured))
