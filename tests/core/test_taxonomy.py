"""A market's taxonomy: any package may bring one, and a wrong one is refused with its file and line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.classes import DrugClass
from cryptodrug_scraper.page.facts import listing_facts
from cryptodrug_scraper.page.records import Listing
from cryptodrug_scraper.page.taxonomy import Taxonomy, TaxonomyRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = "category_id,category_path,drug_class,substance,note\n"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installed package of someone else, ``outside_market``."""
    folder = tmp_path / "outside_market"
    folder.mkdir()
    (folder / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    sys.modules.pop("outside_market", None)


def test_a_package_outside_brings_its_own_categories(package: Path) -> None:
    rows = HEAD + '7,Verdovende middelen > Hasj,Cannabis,cannabis_resin,"as printed, in Dutch"\n,Diensten,Misc,,\n'
    (package / "taxonomy.csv").write_text(rows, encoding="utf-8")

    taxonomy = Taxonomy.from_csv("outside_market", "taxonomy.csv")

    assert taxonomy.rows == (
        TaxonomyRow(
            "7", ("Verdovende middelen", "Hasj"), DrugClass("Cannabis", "cannabis_resin"), "as printed, in Dutch"
        ),
        TaxonomyRow(None, ("Diensten",), DrugClass("Misc")),
    )
    assert taxonomy.drug_class("7", None) == DrugClass("Cannabis", "cannabis_resin")
    assert taxonomy.drug_class(None, ["hasj"]) == DrugClass("Cannabis", "cannabis_resin")
    assert taxonomy.drug_class(None, ["diensten"]) == DrugClass("Misc")


def test_a_sixth_column_has_the_title_come_first(package: Path) -> None:
    head = HEAD.replace("note\n", "note,title_first\n")
    rows = head + "1,Drugs > Pills,Prescription,,,yes\n2,Drugs > Weed,Cannabis,,,\n3,Shop > Pills,Prescription,,,\n"
    (package / "taxonomy.csv").write_text(rows, encoding="utf-8")
    taxonomy = Taxonomy.from_csv("outside_market", "taxonomy.csv")

    assert [True, False, False] == [row.title_first for row in taxonomy.rows]
    assert taxonomy.meaning("1", None) == taxonomy.meaning(None, ["drugs", "pills"]) == taxonomy.rows[0].meaning
    shared = taxonomy.meaning(None, ["Pills"])
    assert shared is not None
    assert not shared.title_first  # of two categories of one name, one says otherwise


def test_the_facts_of_a_listing_follow_from_the_taxonomy_of_its_market() -> None:
    taxonomy = Taxonomy([TaxonomyRow("7", ("Hasj",), DrugClass("Cannabis", "cannabis_resin"))])
    listing = Listing(listing_id="1", title="Zeer vers 10 gram", title_cut=False, seen_on="card", category_id="7")

    facts = listing_facts(listing, taxonomy)

    assert ("Cannabis", "cannabis_resin") == (facts.drug_class, facts.substance)


def test_a_market_without_a_taxonomy_knows_no_category() -> None:
    assert Taxonomy().rows == ()
    assert Taxonomy().drug_class("7", ["Hasj"]) is None


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (HEAD.replace("note", "note,title_first") + "1,Weed,Cannabis,,,no\n", 2, "title_first is 'no': write yes"),
        (HEAD + "1,Weed,Cannabis,,\n2,Wiet,Canabis,,\n", 3, "'Canabis' is not known: choose one of Cannabis, "),
        (HEAD + "1,Weed,Cannabis,marijuana,\n", 2, "'marijuana' is not known: choose one of 2c_b, "),
        (
            HEAD + "1,Weed,Cannabis,,\n1,Wiet,Cannabis,,\n",
            3,
            "'1' stands before, in outside_market/taxonomy.csv, line 2",
        ),
        (HEAD + "1,Weed,Cannabis,,\n, WEED,Cannabis,,\n", 3, "stands before, in outside_market/taxonomy.csv, line 2"),
        (HEAD + "1,,Cannabis,,\n", 2, "the path has an empty name"),
        (HEAD + "1,Drugs >  > Weed,Cannabis,,\n", 2, "the path has an empty name"),
        (HEAD + "1,Weed,Cannabis,,a note, with a comma\n", 2, "6 cells and not 5"),
        (HEAD + '1,"Weed"x,Cannabis,,\n', 2, "this is no CSV"),
        ("1,Weed,Cannabis,,\n", 1, "the columns are not category_id,"),
        ("", 1, "the columns are not category_id,"),
    ],
)
def test_a_wrong_line_is_named_with_what_to_do(package: Path, text: str, line: int, says: str) -> None:
    (package / "taxonomy.csv").write_text(text, encoding="utf-8")

    with pytest.raises(ConfigurationError) as refused:
        Taxonomy.from_csv("outside_market", "taxonomy.csv")

    assert str(refused.value).startswith(f"outside_market/taxonomy.csv, line {line}: ")
    assert says in str(refused.value)


def test_two_categories_of_one_path_are_told_apart_by_their_ids_alone() -> None:
    cannabis, stimulants = DrugClass("Cannabis", "cannabis_herb"), DrugClass("Stimulants")
    taxonomy = Taxonomy(
        [
            TaxonomyRow("1", ("Other",), cannabis),
            TaxonomyRow("2", ("other",), stimulants),
            TaxonomyRow("3", ("Speed", "Other"), stimulants),
            TaxonomyRow("4", ("Hash",), DrugClass("Cannabis", "cannabis_resin")),
            TaxonomyRow("5", ("Hash",), cannabis),
        ]
    )
    assert (cannabis, stimulants) == (taxonomy.drug_class("1", ["Other"]), taxonomy.drug_class("2", ["Other"]))
    assert taxonomy.drug_class(None, ["Other"]) is None
    assert DrugClass("Cannabis") == taxonomy.drug_class(None, ["Hash"])


def test_a_row_made_in_code_is_checked_like_a_line() -> None:
    weed = TaxonomyRow("1", ("Weed",), DrugClass("Cannabis"))

    with pytest.raises(ConfigurationError, match="row 2 of a taxonomy: the id '1' stands before, in row 1"):
        Taxonomy([weed, TaxonomyRow("1", ("Wiet",), DrugClass("Cannabis"))])
    with pytest.raises(ConfigurationError, match="row 1 of a taxonomy: the path has an empty name"):
        Taxonomy([TaxonomyRow("1", (), DrugClass("Cannabis"))])


@pytest.mark.parametrize(("where", "name"), [("outside_market", "none.csv"), ("no_such_package", "taxonomy.csv")])
@pytest.mark.usefixtures("package")
def test_a_file_that_is_not_there_is_named(where: str, name: str) -> None:
    with pytest.raises(ConfigurationError, match=f"the taxonomy {where}/{name} cannot be read"):
        Taxonomy.from_csv(where, name)
