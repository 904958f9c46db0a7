"""Which field a label may stand for by its words."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.scaffold.label_words import field_of_label


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Unit", "price_unit"),
        ("Unité", "price_unit"),
        ("United Kingdom", None),
        ("Einheiten", "price_unit"),
        ("FE", "payment"),
        ("Fee", None),
    ],
)
def test_a_word_is_whole_or_begins_so(label: str, field: str | None) -> None:
    assert field == field_of_label(label, "listing")
