"""docs/markets.md is what a market's author reads: its examples are run, and its files are those that the tests use."""

from __future__ import annotations

import dataclasses
import doctest
from pathlib import Path

import pytest

from cryptodrug_scraper.page.market import Market

PAGE = Path(__file__).parent.parent.parent / "docs" / "markets.md"
BY_HAND = Path(__file__).parent / "data" / "marktplein"


def test_the_examples_are_right() -> None:
    found = doctest.testfile(str(PAGE), module_relative=False)
    assert found.attempted > 10
    assert 0 == found.failed


@pytest.mark.parametrize("name", ["kinds.py", "readers.py", "taxonomy.csv", "calendar.toml"])
def test_the_files_shown_are_those_of_the_market_that_is_tested(name: str) -> None:
    assert (BY_HAND / name).read_text(encoding="utf-8") in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Market)])
def test_every_field_of_a_market_is_explained(field: str) -> None:
    assert f"`{field}`" in PAGE.read_text(encoding="utf-8").partition("## What a reader works with")[0]
