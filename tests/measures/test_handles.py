from __future__ import annotations

import pytest

from cryptodrug_scraper.measures.accounts.handles import handle_key, handle_stem, is_telling


@pytest.mark.parametrize(
    ("handle", "key"),
    [
        ("GreenLeaf", "greenleaf"),
        ("~~ green_leaf ~~", "greenleaf"),
        ("★Green-Leaf★", "greenleaf"),
        ("\uff27reen\uff2ceaf", "greenleaf"),  # letters of full width
        ("STRASSE", handle_key("straße")),
        ("Ѐльбрус", "ѐльбрус"),
        ("***", ""),
    ],
)
def test_two_ways_to_write_a_name_are_one(handle: str, key: str) -> None:
    assert handle_key(handle) == key


def test_names_that_differ_stay_different() -> None:
    assert handle_key("greenleaf1") != handle_key("greenleaf2")
    assert handle_key("élan") != handle_key("elan")


@pytest.mark.parametrize(
    ("key", "stem"),
    [
        ("nordiccourier19official", "nordiccourier19"),
        ("therealdeal", "realdeal"),
        ("ambersmith2point0", "ambersmith"),
        ("theshop", "theshop"),  # too little would be left
        ("officialabcd", "officialabcd"),
        ("greenleaf", "greenleaf"),
    ],
)
def test_an_addition_is_taken_off_once(key: str, stem: str) -> None:
    assert handle_stem(key) == stem


@pytest.mark.parametrize("key", ["abcd", "", "12345678", "ketamine", "bluedream", "vendor", "heroin"])
def test_short_names_and_names_of_drugs_tell_nothing(key: str) -> None:
    assert not is_telling(key)


def test_a_name_tells_unless_many_write_it_as_a_word() -> None:
    assert is_telling("sunrise")
    assert not is_telling("sunrise", words={"sunrise"})
    assert is_telling("abcd", least=4)
