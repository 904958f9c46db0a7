from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cryptodrug_scraper.cli.drift_words import of_fields, of_templates
from cryptodrug_scraper.measures.looks.drift import LEAST_Z, Change, Fill

PAGES = str(Path(__file__).parents[2] / "fixtures" / "pages" / "dream")


@pytest.mark.usefixtures("database")
def test_drift_names_the_fields_whose_share_moved_notably_and_all_if_asked(run: Any) -> None:
    run("replay", PAGES)
    notable = json.loads(run("report", "drift", "--json").stdout)
    everything = json.loads(run("report", "drift", "--market", "dream", "--all", "--json").stdout)

    assert [] == notable["templates"] == everything["templates"]
    assert all(abs(field["z"]) >= LEAST_Z for field in notable["fields"])
    assert len(notable["fields"]) < len(everything["fields"])
    assert all(field in everything["fields"] for field in notable["fields"])


@pytest.mark.usefixtures("database")
def test_drift_of_an_empty_database_says_that_there_is_none(run: Any) -> None:
    said = run("report", "drift").stdout.decode()

    assert said.startswith("There is nothing to compare: no market has pages of two crawls or days.")


def change(field: str, filled: int, earlier: int, **fill: Any) -> Change:
    known: dict[str, Any] = {
        "market": "dream",
        "kind": "listing/card",
        "table": "listing_observation",
        "crawl": "2019-02-01",
        "day": date(2019, 2, 1),
        "record_count": 200,
    }
    return Change(Fill(field=field, filled_count=filled, **known | fill), 1000, earlier)


def test_fields_that_moved_are_told_in_a_sentence_each_the_furthest_first() -> None:
    on_pages = {"kind": "vendor_profile/page", "table": "vendor_observation"}
    bios = [
        change("bio", 20, 900, day=date(2019, 3, 1), **on_pages),
        change("bio", 100, 950, day=date(2019, 2, 1), **on_pages),
    ]
    offers = [change("price", 150 - number, 1000, kind=f"kind_{number}/card") for number in range(5)]

    said = list(of_fields([*offers, change("title", 200, 500), *bios]))
    assert (
        "dream: bio of a vendor is filled less often than before, from 95% to 10% on vendor_profile pages "
        "(2019-02-01 to 2019-03-01)." == said[0]
    )
    assert (
        "dream: title of a listing is filled more often than before, from 50% to 100% on cards of listing pages "
        "(2019-02-01)." == said[1]
    )
    assert (
        "dream: price of a listing is filled less often than before, from 100% to 73% on cards of kind_4 pages "
        "(2019-02-01); from 100% to 74% on cards of kind_3 pages (2019-02-01); from 100% to 74% on cards of kind_2 "
        "pages (2019-02-01), and on 2 other kinds of page." == said[2]
    )
    assert 3 == len(said)


def test_a_change_of_a_template_is_told_in_a_sentence() -> None:
    row = {
        "market": "empire",
        "kind": "listing",
        "previous_day": date(2019, 1, 3),
        "day": date(2019, 2, 1),
        "appeared": [".a", ".b", ".c", "#d"],
        "vanished": [".old"],
        "first_capture_id": "3f2a9c41-0000-0000-0000-000000000000",
    }
    began = "empire changed its template of listing pages between 2019-01-03 and 2019-02-01: "
    (first, second) = of_templates([row, row | {"appeared": [], "first_capture_id": None}])
    assert (
        began + "4 class names or ids, such as .a, .b, .c, are new and .old is gone." == first.partition(" To see")[0]
    )
    assert first.endswith("To see the first such page: cryptodrug show 3f2a9c41 --open")
    assert began + ".old is gone." == second
