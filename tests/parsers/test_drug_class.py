"""What the listings of a page are said to sell, where their category says it and where only their words do."""

from __future__ import annotations

from pathlib import Path

import pytest

from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.records import Listing

PAGES = Path(__file__).parents[2] / "fixtures" / "pages" / "dream" / "category_list"
TITLE = "Champagne MDMA 5g"


def _sold(page: str, title: str, old: str = TITLE) -> tuple[str | None, str | None, str | None]:
    """Class, substance and source of the one listing whose title takes the place of another in a page."""
    body = (PAGES / page / "body.html").read_bytes()
    assert old.encode() in body
    read = parse_page(body.replace(old.encode(), title.encode()))
    places = [
        place for place, record in enumerate(read.records) if isinstance(record, Listing) and record.title == title
    ]
    assert len(places) == 1
    facts = read.facts[places[0]]
    return facts.drug_class, facts.substance, facts.class_source


@pytest.mark.parametrize(
    ("title", "sold"),
    [
        ("Ecstasy Pills Orange Tulip 5 tabs", ("Ecstasy", "mdma", "title")),
        ("Hasj Ketama 100 gr", ("Cannabis", "cannabis_resin", "title")),
        ("Cocaína escama 5g", ("Stimulants", "cocaine", "title")),
        ("MDMA reagent test kit", ("Misc", None, "title")),
        ("How to grow weed at home", ("Digital Goods", None, "title")),
        ("Mystery box for regulars", ("Other", None, "category")),
        ("Crystal 1g", ("Other", None, "category")),
    ],
)
def test_a_title_says_what_the_top_of_the_menu_does_not(title: str, sold: tuple[str | None, ...]) -> None:
    assert sold == _sold("drugs_top_level", title)


@pytest.mark.parametrize(
    ("title", "sold"),
    [
        ("Amnesia Haze 3g", ("Cannabis", "cannabis_resin", "category")),
        ("Speed paste 5g", ("Cannabis", "cannabis_resin", "category")),
        ("How to press your own", ("Cannabis", "cannabis_resin", "category")),
    ],
)
def test_a_category_that_says_what_is_sold_wins_over_the_title(title: str, sold: tuple[str | None, ...]) -> None:
    body = (PAGES / "hash_raw" / "body.html").read_bytes()
    read = parse_page(body)
    first = next(record for record in read.records if isinstance(record, Listing) and record.title is not None)
    assert first.title is not None

    assert sold == _sold("hash_raw", title, first.title)
