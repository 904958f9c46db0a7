"""What the words of titles say is sold, against titles that were labelled by hand before there was a list of words."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from cryptodrug_scraper.page.said import said_to_be_sold
from cryptodrug_scraper.page.word_list import word_list

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


def test_titles_written_after_the_list_are_left_undecided_rather_than_read_wrong() -> None:
    text = (Path(__file__).parent / "titles_later.csv").read_text(encoding="utf-8")
    later = [{**title, "vendor": ""} for title in csv.DictReader(text.splitlines())]
    right = [title for title in later if _class(title) == title["drug_class"]]

    assert len(later) == 60
    assert len(right) >= 54
    assert [] == [title for title in later if _class(title) not in {title["drug_class"], "Other"}]


@pytest.mark.parametrize(
    ("title", "class_name"),
    [
        ("Fake passport Romania", "Misc"),
        ("Flubromazolam blotters 0.5mg", "Benzos"),
        ("5 blotters 100ug", "Psychedelics"),
    ],
)
def test_a_form_that_several_drugs_have_gives_way_to_a_name(title: str, class_name: str) -> None:
    sold = said_to_be_sold(title)

    assert sold is not None
    assert class_name == sold.class_name


def test_no_word_of_the_list_decides_for_two_classes_or_both_decides_and_hints() -> None:
    torn = {}
    for words, entries in word_list().entries.items():
        decides = {entry.sold for entry in entries if entry.kind in {"says", "article"}}
        hinted = {entry.sold for entry in entries if entry.kind in {"hints", "faint"}}
        if len(decides) > 1 or decides & hinted:
            torn[words] = entries

    assert {} == torn
