"""The taxonomy: one row for each category that the markets print, and how a category finds its row."""

from __future__ import annotations

import re
import time
import timeit
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.classes import CLASS_NAMES, SUBSTANCES, DrugClass
from cryptodrug_scraper.page.market import market_named
from cryptodrug_scraper.page.word_list import word_list

if TYPE_CHECKING:
    from collections.abc import Callable

# Ids as printed in the menus; a range stands for all numbers in it.
PRINTED_IDS = {
    "dream": "103-128 129-143 145-178 180-200 202-207",
    "empire": "1-6 8-52 59-66 69-119 125-141",
    "wallstreet": (
        "T1 M1 M4 M7-M12 M50 M52 M68-M71 "  # top and middle level
        "B1-B9 B15-B23 B27-B29"
    ),
}
MARKETS = sorted(PRINTED_IDS)
TAXONOMIES = {name: market_named(name).taxonomy for name in MARKETS}
ALL_ROWS = [(name, row) for name in MARKETS for row in TAXONOMIES[name].rows]
ROWS = {"dream": 102, "empire": 127, "wallstreet": 36}


def _ids(ranges: str) -> list[str]:
    ids = []
    for part in ranges.split():
        letter, first, last = re.fullmatch(r"([A-Z]?)(\d+)(?:-[A-Z]?(\d+))?", part).groups()  # type: ignore[union-attr]
        ids += [f"{letter}{number}" for number in range(int(first), int(last or first) + 1)]
    return ids


@pytest.mark.parametrize("market", MARKETS)
def test_each_printed_category_has_exactly_one_row(market: str) -> None:
    found = Counter(row.category_id for row in TAXONOMIES[market].rows)

    assert Counter(_ids(PRINTED_IDS[market])) == found


def test_the_number_of_rows_is_that_of_the_menus() -> None:
    assert {name: len(TAXONOMIES[name].rows) for name in MARKETS} == ROWS


def test_each_class_has_rows_and_each_substance_rows_or_words() -> None:
    in_words = {entry.sold.substance for entries in word_list().entries.values() for entry in entries}

    assert {row.sold.class_name for _, row in ALL_ROWS} == set(CLASS_NAMES)
    assert len(CLASS_NAMES) == 11
    assert ({row.sold.substance for _, row in ALL_ROWS} | in_words) - {None} == set(SUBSTANCES)


@pytest.mark.parametrize("market", MARKETS)
def test_each_path_stands_below_a_row(market: str) -> None:
    paths = {row.path for row in TAXONOMIES[market].rows}

    assert [path for path in paths if path[1:] and path[:-1] not in paths] == []


def test_a_category_is_of_the_class_of_its_parent_or_says_why() -> None:
    sold = {(market, row.path): row.sold for market, row in ALL_ROWS}
    strays = [
        (market, row.category_id)
        for market, row in ALL_ROWS
        if row.path[2:] and sold[market, row.path[:-1]].class_name != row.sold.class_name and not row.note
    ]

    assert strays == []


def test_substances_are_lower_case_names_and_belong_to_one_class() -> None:
    classes: dict[str, set[str]] = {}
    for _, row in ALL_ROWS:
        if row.sold.substance is not None:
            assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", row.sold.substance)
            classes.setdefault(row.sold.substance, set()).add(row.sold.class_name)

    assert {name for name, found in classes.items() if len(found) > 1} == {"nps"}


@pytest.mark.parametrize(
    ("market", "category_id", "class_name", "substance"),
    [
        ("dream", "187", "Stimulants", "cocaine"),
        ("dream", "172", "Cannabis", "cannabis_resin"),
        ("dream", "109", "Digital Goods", None),
        ("dream", "104", "Other", None),
        ("empire", "105", "Stimulants", "cocaine"),
        ("empire", "106", "Stimulants", "cocaine"),
        ("empire", "86", "Dissociatives", "ghb"),
        ("empire", "43", "Misc", None),
        ("empire", "97", "Prescription", "steroids"),
        ("wallstreet", "T1", "Other", None),
        ("wallstreet", "B7", "Psychedelics", "lsd"),
        ("wallstreet", "M7", "Benzos", None),
        ("wallstreet", "M71", "Other", "tobacco"),
    ],
)
def test_an_id_leads_to_its_class(market: str, category_id: str, class_name: str, substance: str | None) -> None:
    found = TAXONOMIES[market].drug_class(category_id, None)

    assert found is not None
    assert (class_name, substance) == (found.class_name, found.substance)


def test_the_id_goes_before_the_path() -> None:
    assert TAXONOMIES["dream"].drug_class("180", ["Drugs", "Cannabis"]) == DrugClass("Opioids", "heroin")
    assert TAXONOMIES["dream"].drug_class("99999", ["Drugs", "Cannabis"]) == DrugClass("Cannabis", None)


def test_each_whole_path_leads_to_its_row() -> None:
    for market, row in ALL_ROWS:
        drug_class = TAXONOMIES[market].drug_class

        assert drug_class(None, row.path) == row.sold, (market, row)
        assert drug_class(None, [f"  {name.upper()} " for name in row.path]) == row.sold, (market, row)
        assert drug_class(None, [name.replace("&", " &  ") for name in row.path]) == row.sold, (market, row)


def test_the_last_two_levels_of_a_path_lead_to_its_row() -> None:
    deep = [(market, row) for market, row in ALL_ROWS if row.path[2:]]

    assert len(deep) > 100
    assert [row.sold for _, row in deep] == [TAXONOMIES[market].drug_class(None, row.path[-2:]) for market, row in deep]


@pytest.mark.parametrize(
    ("market", "path", "class_name", "substance"),
    [
        ("dream", ["Digital Goods", "Fraud Related", "CC & CVV"], "Digital Goods", None),
        ("dream", ["Drugs", "Stimulants", "Cocaine", "Flakes"], "Stimulants", "cocaine"),
        ("dream", ["Drugs", "Cannabis", "Something new"], "Cannabis", None),
        ("dream", ["Home", "Drugs", "Psychedelics", "LSD"], "Psychedelics", "lsd"),
        ("dream", ["Heroin"], "Opioids", "heroin"),
        ("empire", ["Stimulants", "Cocaine"], "Stimulants", "cocaine"),
        ("empire", ["Psychedelics", "DMA", "DOX"], "Psychedelics", None),
        ("empire", ["Benzos", "Pills"], "Benzos", None),
        ("empire", ["Fraud", "Drugs"], "Digital Goods", None),
        ("wallstreet", ["Drugs", "Cannabis", "Hashish"], "Cannabis", "cannabis_resin"),
    ],
)
def test_part_of_a_path_is_enough(market: str, path: list[str], class_name: str, substance: str | None) -> None:
    found = TAXONOMIES[market].drug_class(None, path)

    assert found is not None
    assert (class_name, substance) == (found.class_name, found.substance)


@pytest.mark.parametrize(
    ("market", "category_id", "path"),
    [
        ("dream", None, None),
        ("dream", "1", []),
        ("dream", "99999", ["Nothing", "known"]),
        ("empire", None, ["Pills"]),
        ("empire", None, ["Other"]),
        ("empire", "7", None),
        ("wallstreet", "1", None),
    ],
)
def test_what_is_not_known_has_no_class(market: str, category_id: str | None, path: list[str] | None) -> None:
    assert TAXONOMIES[market].drug_class(category_id, path) is None


def test_looking_up_takes_as_long_as_some_look_ups_in_dictionaries() -> None:
    path = ["Drugs", "Stimulants", "Cocaine"]
    looked_up = {tuple(path): None}
    TAXONOMIES["dream"].drug_class(None, path)

    def seconds(look_up: Callable[[], object]) -> float:
        return min(timeit.repeat(look_up, timer=time.process_time, number=10_000))

    least = seconds(lambda: looked_up[tuple(path)])
    assert seconds(lambda: TAXONOMIES["dream"].drug_class(None, path)) < 60 * least  # measured: 6 times
