"""What a listing is said to sell: which of category, category's words and title decides."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest

from cryptodrug_scraper.page.classes import DrugClass
from cryptodrug_scraper.page.facts import ListingFacts, listing_facts
from cryptodrug_scraper.page.fields import fields_of
from cryptodrug_scraper.page.quantities import Unit
from cryptodrug_scraper.page.records import Listing
from cryptodrug_scraper.page.taxonomy import Taxonomy, TaxonomyRow

TAXONOMY = Taxonomy(
    [
        TaxonomyRow("1", ("Drugs",), DrugClass("Other")),
        TaxonomyRow("2", ("Drugs", "Smokes"), DrugClass("Other", "tobacco")),
        TaxonomyRow("3", ("Drugs", "Opiates"), DrugClass("Opioids")),
        TaxonomyRow("4", ("Guides",), DrugClass("Digital Goods")),
        TaxonomyRow("5", ("Pills",), DrugClass("Prescription"), title_first=True),
        TaxonomyRow("6", ("Rest",), DrugClass("Misc"), title_first=True),
    ]
)


def _sold(title: str | None, taxonomy: Taxonomy = TAXONOMY, **fields: Any) -> tuple[str | None, str | None, str | None]:
    listing = Listing(listing_id="1", title=title, title_cut=False, seen_on="card", **fields)
    facts = listing_facts(listing, taxonomy)
    return facts.drug_class, facts.substance, facts.class_source


@pytest.mark.parametrize(
    ("title", "category_id", "sold"),
    [
        ("Brown heroin 1g", "3", ("Opioids", "heroin", "category")),
        ("Something 1g", "3", ("Opioids", None, "category")),
        ("Cocaine 1g", "3", ("Opioids", None, "category")),
        ("Weed 1g", "2", ("Other", "tobacco", "category")),
        ("How to cook meth", "4", ("Digital Goods", None, "category")),
        ("Pure MDMA 5g", "4", ("Digital Goods", None, "category")),
        ("Pure MDMA 5g", "1", ("Ecstasy", "mdma", "title")),
        ("Marlboro Gold", "1", ("Other", "tobacco", "title")),
        ("Something 1g", "1", ("Other", None, "category")),
        (None, "1", ("Other", None, "category")),
    ],
)
def test_a_title_decides_where_the_category_says_no_more_than_a_drug(
    title: str | None, category_id: str, sold: tuple[str | None, ...]
) -> None:
    assert sold == _sold(title, category_id=category_id)


@pytest.mark.parametrize(
    ("title", "path", "sold"),
    [
        ("Bestes 1g", ["Drogen", "Kokain"], ("Stimulants", "cocaine", "category_words")),
        ("Speed 1g", ["Drogen", "Kokain"], ("Stimulants", "cocaine", "category_words")),
        ("Morphine 30mg", ["Opiaten"], ("Opioids", "morphine", "category_words")),
        ("LSD 10 tabs", ["Drogen", "Sonstiges"], ("Psychedelics", "lsd", "title")),
        ("LSD 10 tabs", None, ("Psychedelics", "lsd", "title")),
        ("Bestes 1g", ["Drogen", "Sonstiges"], (None, None, None)),
        (None, None, (None, None, None)),
    ],
)
@pytest.mark.parametrize("taxonomy", [TAXONOMY, Taxonomy()], ids=["unknown category", "no taxonomy"])
def test_words_decide_where_the_taxonomy_does_not_know_the_category(
    title: str | None, path: list[str] | None, sold: tuple[str | None, ...], taxonomy: Taxonomy
) -> None:
    fields = {} if path is None else {"category_path": path}

    assert sold == _sold(title, taxonomy, **fields)


@pytest.mark.parametrize(
    ("title", "quantity"),
    [
        ("MDMA pills x 100", (None, 100, "piece")),
        ("Speed 10g", (10, 1, "weight")),
        ("GBL 250ml", (None, 1, "volume")),
        ("Acid 5 hits", (None, 5, "dose")),
        ("Something", (None, None, None)),
    ],
)
def test_what_quantities_count_is_what_their_column_says(title: str, quantity: tuple[float | None, ...]) -> None:
    facts = listing_facts(Listing(listing_id="1", title=title, title_cut=False, seen_on="card"), TAXONOMY)
    assert (facts.quantity_grams, facts.quantity_units, facts.quantity_unit) == quantity
    (field,) = (each for each in fields_of(ListingFacts) if each.name == "quantity_unit")
    said = re.findall(r"\b(\w+) \(a ", field.meaning)
    assert sorted(said) == sorted(get_args(Unit))


def test_a_vendors_name_in_a_title_is_not_what_is_sold() -> None:
    assert _sold("Hash Brothers: ketamine 1g", category_id="1", vendor="hash_brothers") == (
        "Dissociatives",
        "ketamine",
        "title",
    )


@pytest.mark.parametrize(
    ("category", "title", "sold"),
    [
        ("5", "Blue Punisher 250mg MDMA x 10", ("Ecstasy", "mdma", "title")),
        ("5", "Vrolijke blauwe, 10 stuks", ("Prescription", None, "category")),
        ("5", None, ("Prescription", None, "category")),
        ("6", "Hasj uit eigen tuin", ("Cannabis", "cannabis_resin", "title")),
        ("6", "Een oude fiets", ("Misc", None, "category")),
        ("3", "Hasj uit eigen tuin", ("Opioids", None, "category")),
    ],
)
def test_where_the_taxonomy_says_so_the_title_comes_before_the_category(
    category: str, title: str | None, sold: tuple[str, str | None, str]
) -> None:
    assert sold == _sold(title, category_id=category)
