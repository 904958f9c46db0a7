"""docs/markets.md is what a market's author reads: its examples are run, and its files are those that the tests use."""

from __future__ import annotations

import dataclasses
import doctest
import importlib
import re
from pathlib import Path

import pytest

from cryptodrug_scraper.page.classes import CLASS_NAMES
from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.market import Market
from cryptodrug_scraper.scaffold.answers import PARTS, PartName, fields_of

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


@pytest.mark.parametrize("part", PARTS)
def test_every_field_that_may_be_answered_is_listed(part: PartName) -> None:
    said = PAGE.read_text(encoding="utf-8").partition("## What you answer")[2].partition("\n## ")[0]
    assert set() == {field for field in fields_of(part) if f"`{field}`" not in said}


def modules_named() -> dict[str, str]:
    """What is said of each module of the room ``page`` that a reader works with."""
    said = PAGE.read_text(encoding="utf-8").partition("## What a reader works with")[2].partition("```")[0]
    return dict(re.findall(r"^- \*\*`([a-z_]+)`\*\*: (.*?)(?=^- \*\*|^\S)", said, re.MULTILINE | re.DOTALL))


def test_the_page_names_modules() -> None:
    assert {"document", "select", "labelled", "openpgp", "moments", "printed_times", "within"} <= modules_named().keys()


@pytest.mark.parametrize("module", modules_named())
def test_every_name_of_a_module_can_be_imported_and_called_so(module: str) -> None:
    found = importlib.import_module(f"cryptodrug_scraper.page.{module}")
    calls = re.findall(r"`([A-Za-z_]+)\(([^)`]*)\)`", modules_named()[module])
    for name, arguments in calls:
        called = getattr(Document if module == "document" else found, name)
        if (fields := getattr(called, "__struct_fields__", None)) is not None:
            assert [*fields] == [each.strip() for each in arguments.split(",")], name
            continue
        code = getattr(called, "__wrapped__", called).__code__
        expected = [each.strip() for each in arguments.split(",")]
        assert expected == [each for each in code.co_varnames[: code.co_argcount] if each != "self"][: len(expected)], (
            name
        )
    names = re.findall(r"`([A-Z][A-Za-z]+)`", modules_named()[module])
    assert not [name for name in names if name not in {"None", "ParseError"} and not importable(name)]
    assert calls or names


def importable(name: str) -> bool:
    """Whether a class of that name is in the room ``page``."""
    return any(
        hasattr(importlib.import_module(f"cryptodrug_scraper.page.{module}"), name)
        for module in ("records", "document")
    )


def test_every_dotted_name_on_the_page_is_there() -> None:
    for name in set(re.findall(r"`(cryptodrug_scraper\.[a-z_.]+)`", PAGE.read_text(encoding="utf-8"))):
        importlib.import_module(name)


def test_the_page_names_the_classes_of_drugs() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"The classes are {', '.join(CLASS_NAMES[:-1])} and {CLASS_NAMES[-1]}." in text
