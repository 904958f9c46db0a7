"""What a decided field changes beside itself: what a listing sells, its sets of places, and its long texts."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest

from cryptodrug_scraper.decisions.records import StatedRecord
from cryptodrug_scraper.derive.amended import Amended, amended

SAID: dict[str, Any] = {
    "title": "Speed Paste 1g",
    "category_id": "104",
    "category_path": ["Drugs", "Stimulants", "Speed"],
    "price_unit": None,
    "vendor": "Ünal",
}


def of(record: Any, **decided: Any) -> Amended:
    return amended(record, "nowhere", StatedRecord(UUID(int=1), "1", "5", SAID), decided)


def cells(**decided: Any) -> dict[str, Any]:
    return of("listing", **decided).cells


def test_class_and_quantity_follow_from_what_is_decided_as_from_what_was_read() -> None:
    """Of a market whose package is not here by words alone."""
    assert {"title": "Speed Paste 10g", "quantity_grams": 10.0} == cells(title="Speed Paste 10g")
    path = ["Drugs", "Benzos"]
    found = cells(category_path=path)
    assert ("Drugs/Benzos", "Benzos") == (found["category_path"], found["drug_class"])
    assert "Opioids" == cells(category_path=path, drug_class="Opioids")["drug_class"], "what is decided itself stands"
    assert {"vendor": "Öz"} == cells(vendor="Öz"), "nothing follows from who sells"


def test_the_set_of_places_follows_from_the_rows_of_exclusions() -> None:
    rows = [{"code": code, "source": "field", "text_field": None, "span": None} for code in ("US", "AU", "US")]
    assert {"destination_excluded": ["AU", "US"]} == cells(listing_exclusion=rows)
    assert {"destination_excluded": []} == cells(listing_exclusion=None)


@pytest.mark.parametrize(
    ("record", "field", "column", "size"),
    [("listing", "description", "description_sha256", 32), ("review", "comment", "comment", 8)],
)
def test_a_long_text_is_known_by_its_digest(record: str, field: str, column: str, size: int) -> None:
    text = "Nicht nach Österreich"
    made = of(record, **{field: text})
    digest = sha256(text.encode()).digest()
    assert ({column: digest[:size]}, {digest: text}) == (made.cells, made.texts)
    assert {column: None} == of(record, **{field: None}).cells


def test_rows_are_called_as_frames_call_them() -> None:
    row = {"min_quantity": "5.0", "max_quantity": None, "price_amount": "3.5", "price_currency": "USD", "unit": None}
    made = of("listing", price_tier=[row])
    expected = {"min_quantity": 5.0, "max_quantity": None, "price": 3.5, "price_currency": "USD", "unit": None}
    assert {"tiers": [expected]} == made.rows
