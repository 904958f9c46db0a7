"""What the words of titles say is sold, against titles that were labelled by hand before there was a list of words."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from cryptodrug_scraper.page.said import said_to_be_sold

TITLES = list(csv.DictReader((Path(__file__).parent / "titles.csv").read_text(encoding="utf-8").splitlines()))
FLOORS = {
    "Cannabis": 0.95,
    "Stimulants": 0.95,
    "Ecstasy": 0.95,
    "Opioids": 0.95,
    "Benzos": 0.95,
    "Psychedelics": 0.95,
    "Dissociatives": 0.95,
    "Prescription": 0.95,
    "Digital Goods": 0.95,
    "Misc": 0.95,
    "Other": 0.90,
}
"""The share of a class's titles that is read right, at least. ``Other`` are those that do not say what they sell."""


def _class(title: dict[str, str]) -> str:
    sold = said_to_be_sold(title["title"], title["vendor"] or None)
    return "Other" if sold is None else sold.class_name


@pytest.mark.parametrize("class_name", FLOORS)
def test_nearly_all_titles_of_a_class_are_read_as_of_it(class_name: str) -> None:
    titles = [title for title in TITLES if title["drug_class"] == class_name]
    wrong = [(title["title"], _class(title)) for title in titles if _class(title) != class_name]

    assert len(titles) >= 5
    assert len(titles) - len(wrong) >= FLOORS[class_name] * len(titles), wrong


def test_no_title_is_read_as_of_a_class_that_it_does_not_name() -> None:
    wrong = [(title["title"], title["drug_class"], _class(title)) for title in TITLES]

    assert [] == [case for case in wrong if case[2] not in {case[1], "Other"}]


def test_nearly_all_substances_are_read_right() -> None:
    named = [title for title in TITLES if title["substance"]]
    right = Counter(
        sold is not None and sold.substance == title["substance"]
        for title in named
        for sold in [said_to_be_sold(title["title"], title["vendor"] or None)]
    )

    assert len(named) >= 150
    assert right[True] >= 0.97 * len(named)


def test_the_labelled_titles_are_of_many_languages_and_have_traps() -> None:
    kinds = Counter(title["language"] for title in TITLES)

    assert {"en", "nl", "de", "fr", "es", "it", "pt", "trap"} == set(kinds)
    assert kinds["trap"] >= 40
    assert len({title["title"] for title in TITLES}) == len(TITLES)


@pytest.mark.parametrize(
    ("title", "vendor", "class_name"),
    [
        ("no MDMA", None, None),
        ("no MDMA or speed", None, None),
        ("not cheap, MDMA 5g", None, "Ecstasy"),
        ("no cut MDMA 5g", None, "Ecstasy"),
        ("cocaine substitute 5g", None, None),
        ("cocaine 1g, check out my other MDMA listings", None, "Stimulants"),
        ("cocaine 1g (see our speed)", None, "Stimulants"),
        ("speed", "Speed", "Stimulants"),
        ("speed ketamine", "Speed", "Dissociatives"),
        ("crystal", None, None),
        ("crystal ice", None, "Stimulants"),
        ("KETAMINE_5g", None, "Dissociatives"),
        ("kétamine", None, "Dissociatives"),
        ("ketaminery", None, None),
        ("", None, None),
        ("🔥🔥", None, None),
    ],
)
def test_words_beside_a_name_can_turn_it(title: str, vendor: str | None, class_name: str | None) -> None:
    sold = said_to_be_sold(title, vendor)

    assert class_name == (None if sold is None else sold.class_name)
