"""Counts that pages print whole or rounded, in several languages, and what is no count."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.page.parts import Counter
from cryptodrug_scraper.page.within import counter_within


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("přes 50×", 50),
        ("viac ako 50", 50),
        ("über 200", 200),
        ("ca. 1.300 verkauft", 1300),
        ("meer dan 300", 300),
        ("ruim 300", 300),
        ("plus de 1 200", 1200),
        ("más de 50", 50),
        ("oltre 50", 50),
        ("ponad 50", 50),
        ("mere end 50", 50),
        ("yli 50", 50),
        ("peste 600", 600),
        ("több mint 50", 50),
        ("preko 50", 50),
        ("над 50", 50),
        ("более 50", 50),
        ("πάνω από 100", 100),
        ("200'den fazla", 200),
        ("200’den fazla", 200),
        ("1,300+", 1300),
        ("50+ sold", 50),
        ("> 100", 100),
        ("Sold: > 100", 100),
        ("sold >100", 100),
        ("~250", 250),
        ("1,2 tis.", 1200),
        ("2 tys.", 2000),
        ("1.3k", 1300),
        ("12k sold", 12000),
        ("> 1.3k", 1300),
        ("1,5 тыс.", 1500),
        ("10 mila", 10000),
        ("1,2 bin", 1200),
        ("1.2M", 1_200_000),
    ],
)
def test_rounded_counts(text: str, value: int) -> None:
    assert counter_within(text) == Counter(value=value, exact=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Sold: 1.204", 1204),
        ("200", 200),
        ("12 kusů", 12),  # no thousands
        ("12 m", 12),
        ("12 (4.85)", 12),
        ("Übersicht: 12", 12),
        ("Rounds 12", 12),
        ("Shop > 12 offers", 12),  # a way through a menu
    ],
)
def test_whole_counts_are_as_printed(text: str, value: int) -> None:
    assert counter_within(text) == Counter(value=value)


@pytest.mark.parametrize(
    "text",
    [
        *("under 100", "< 10", "fewer than 20", "méně než 20"),  # upper bounds: how much less is unknown
        *("2 mil", "over 4.5", "over 0,00412", "50+3", "over 100 and 20", "1.2345k", "none", ""),
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert counter_within(text) is None
