from __future__ import annotations

from datetime import date

import polars as pl
import pycountry
import pytest

from cryptodrug_scraper.measures.places.regions import COUNTRIES, is_country, region_table
from cryptodrug_scraper.page.places.names import load_place_data

CONTINENTS = {"AFRICA", "AMERICAS", "ANTARCTICA", "ASIA", "EUROPE", "OCEANIA"}
DAY = date(2019, 3, 1)
FORMER = {"AN", "CS", "SU", "YU"}


def held(day: date) -> pl.DataFrame:
    since, until = pl.col("since"), pl.col("until")
    return region_table().filter(since.is_null() | (since <= day), until.is_null() | (until > day))


def members(region: str, day: date) -> set[str]:
    return set(held(day).filter(pl.col("region") == region)["country"])


def test_every_country_is_in_one_continent() -> None:
    iso = {country.alpha_2 for country in pycountry.countries}

    assert iso <= COUNTRIES
    counts = held(DAY).filter(pl.col("region").is_in(CONTINENTS)).group_by("country").len()
    assert set(counts["country"]) == COUNTRIES - FORMER, "no region holds a state that is no more"
    assert counts.filter(pl.col("len") != 1)["country"].to_list() == ["CY"]  # see the module
    assert COUNTRIES - iso == FORMER | {"XK"}


def test_every_region_that_a_page_may_name_is_in_the_table() -> None:
    assert set(load_place_data()["regions"]) | {"WORLD"} == set(region_table()["region"])


@pytest.mark.parametrize(
    ("country", "region", "day", "belongs"),
    [
        ("GB", "EU", date(2019, 3, 31), True),
        ("GB", "EU", date(2020, 1, 31), True),
        ("GB", "EU", date(2020, 2, 1), False),
        ("HR", "EU", date(2013, 6, 30), False),
        ("HR", "EU", date(2013, 7, 1), True),
        ("CH", "EU", DAY, False),
        ("CH", "SCHENGEN", DAY, True),
        ("GB", "SCHENGEN", DAY, False),
        ("NO", "SCANDINAVIA", DAY, True),
        ("FI", "SCANDINAVIA", DAY, False),
        ("FI", "NORDICS", DAY, True),
        ("MX", "LATIN_AMERICA", DAY, True),
        ("MX", "NORTH_AMERICA", DAY, True),
        ("MX", "SOUTH_AMERICA", DAY, False),
        ("TR", "EUROPE", DAY, False),
        ("XK", "BALKANS", DAY, True),
        ("CS", "EUROPE", date(2006, 6, 2), True),
        ("CS", "EUROPE", date(2006, 6, 3), False),
        *((code, "WORLD", DAY, False) for code in sorted(FORMER)),
    ],
)
def test_members_by_day(country: str, region: str, day: date, *, belongs: bool) -> None:
    assert (country in members(region, day)) is belongs


def test_the_union_of_2019_and_the_benelux() -> None:
    assert len(members("EU", DAY)) == 28
    assert len(members("EU", date(2021, 1, 1))) == 27
    assert members("BENELUX", DAY) == {"BE", "LU", "NL"}


def test_codes_of_countries() -> None:
    codes = pl.DataFrame({"code": ["BE", "EU", "EUROPE", "WORLD", "XK", None]})

    assert codes.select(is_country(pl.col("code")))["code"].to_list() == [True, False, False, False, True, None]
