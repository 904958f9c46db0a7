"""Values as JSON has them, and when two are the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest

from cryptodrug_scraper.sealed.lines import fitting, plain


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (1, 1.0, True),
        (12.5, "12.50", True),
        (0.1 + 0.2, 0.3, True),
        (0.3, 0.3001, False),
        ("613549.10110", "613549.1011", False),
        (0, None, False),
        (None, None, True),
        (True, "1", False),
        (["BE"], ["BE"], True),
        (["BE"], ["NL"], False),
        ("ё", "ё", True),
        (1, "one", False),
        (float("nan"), 1, False),
    ],
)
def test_numbers_are_compared_as_numbers_and_texts_as_texts(one: object, other: object, is_same: bool) -> None:
    assert fitting(one, other) is is_same
    assert fitting(other, one) is is_same


def test_values_are_plain() -> None:
    at = datetime(2019, 1, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    assert plain([at, date(2019, 1, 2), Decimal("100.500"), b"\x01", UUID(int=1), (None, True)]) == [
        "2019-01-01T00:00:00+00:00",
        "2019-01-02",
        "100.5",
        "01",
        "00000000-0000-0000-0000-000000000001",
        [None, True],
    ]
    assert plain({"x": datetime(2019, 1, 1, tzinfo=UTC)}) == {"x": "2019-01-01T00:00:00+00:00"}
    assert plain(Decimal(100)) == "100"
