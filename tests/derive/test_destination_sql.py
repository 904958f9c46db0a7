"""Where the SQL says that listings are sent on a day, and how far a country's vendors send, from what pages state."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import polars as pl
import pytest
from sqlalchemy import text

from cryptodrug_scraper.measures.places.regions import region_table
from tests.derive.small_world import SmallWorld
from tests.measures.destination_cases import FIRST, Statement, destinations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

DAY = date(2019, 3, 1)


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        yield opened
        opened.rollback()


def fill(connection: Connection, spells: pl.DataFrame) -> None:
    """Write spells of destinations, of Belgian listings, and the table of regions."""
    world = SmallWorld(connection)
    world.snapshot("m", FIRST)
    for number, row in enumerate(region_table().iter_rows(named=True), start=1):
        world.add("region_country", number=number, **row)
    for number, row in enumerate(spells.iter_rows(named=True), start=1):
        world.add("listing_destination", number=number, **row)
    for vendor, listing in spells.select("vendor", "listing_id").unique().sort("listing_id").iter_rows():
        world.listing("m", vendor, listing, ["BE"])
    world.write()


def answers(connection: Connection, country: str, day: date = DAY) -> list[tuple[str, str | None, str | None]]:
    query = text("SELECT ships, why, words FROM research.destination(:country, :day) ORDER BY listing_id")
    return [(row.ships, row.why, row.words) for row in connection.execute(query, {"country": country, "day": day})]


@pytest.mark.parametrize(
    ("country", "field", "out", "expected"),
    [
        ("BE", "EU", [], ("yes", "field", "EU")),
        ("BE", "BE+EU", [], ("yes", "field", "BE")),
        ("GB", "EU", [], ("yes", "field", "EU")),
        ("CH", "EU", [], ("no", "field", "EU")),
        ("CH", "EUROPE+US", [], ("yes", "field", "EUROPE")),
        ("US", "WORLD", [("US", "text", "no US/AU"), ("AU", "text", "no US/AU")], ("no", "text", "no US/AU")),
        ("NL", "WORLD", [("US", "text", "no US/AU")], ("yes", "field", "WORLD")),
        ("NL", "WORLD", [("NL", "field", None)], ("no", "field", "not NL")),
        ("NL", "WORLD", [("BENELUX", "text", "sauf Benelux")], ("no", "text", "sauf Benelux")),
        ("NL", "NL+WORLD", [("EU", "text", "niet in de EU")], ("no", "text", "niet in de EU")),
        ("BE", None, [], ("unstated", None, None)),
        ("US", None, [("US", "text", "kein Versand in die USA")], ("no", "text", "kein Versand in die USA")),
        ("BE", None, [("US", "text", "kein Versand in die USA")], ("unstated", None, None)),
        ("NL", "NL", [("WORLD", "text", "not worldwide")], ("yes", "field", "NL")),
        ("DE", "NL", [("WORLD", "text", "not worldwide")], ("no", "field", "NL")),
    ],
)
def test_three_values(
    connection: Connection,
    country: str,
    field: str | None,
    out: list[tuple[str, str, str | None]],
    expected: tuple[str, str | None, str | None],
) -> None:
    fill(connection, destinations(("A1", 1, "page", field, out)))
    assert answers(connection, country) == [expected]


def test_the_united_kingdom_leaves_the_union(connection: Connection) -> None:
    spells = destinations(("A1", 1, "page", "EU", []))
    fill(connection, spells.with_columns(pl.lit(datetime(2020, 3, 1, tzinfo=UTC)).alias("until_at")))
    assert [row[0] for row in answers(connection, "GB", date(2020, 1, 31))] == ["yes"]
    assert [row[0] for row in answers(connection, "GB", date(2020, 2, 1))] == ["no"]


def test_between_two_snapshots_the_earlier_one_counts(connection: Connection) -> None:
    change: tuple[Statement, Statement] = (("A1", 1, "page", "EU", []), ("A1", 2, "page", "WORLD", []))
    fill(connection, destinations(*change))
    assert [row[0] for row in answers(connection, "US", date(2019, 3, 30))] == ["no"]
    assert [row[0] for row in answers(connection, "US", date(2019, 3, 31))] == ["yes"]
    assert answers(connection, "US", date(2019, 4, 1)) == []
    assert answers(connection, "US", date(2019, 2, 28)) == []


def test_who_rules_a_country_out_by_name_and_not_just_by_what_is_left_out(connection: Connection) -> None:
    fill(
        connection,
        destinations(
            ("A1", 1, "page", "EU", [("NL", "text", "pas aux Pays-Bas")]),
            ("A2", 1, "page", "EU", []),
            ("B1", 1, "page", "WORLD", []),
            ("C1", 1, "page", "US", []),
        ),
    )
    query = text("SELECT listing_id, ships, is_excluded FROM research.destination('NL', :day) ORDER BY listing_id")
    assert connection.execute(query, {"day": DAY}).all() == [
        ("A1", "no", True), ("A2", "yes", False), ("B1", "yes", False), ("C1", "no", False),
    ]  # fmt: skip


def test_how_far_vendors_send(connection: Connection) -> None:
    table = region_table()
    union = table.filter(pl.col("region") == "EU", pl.col("country") != "BE")["country"].sort().to_list()
    fill(
        connection,
        destinations(
            ("A1", 1, "page", "BE", []),
            ("B1", 1, "page", "BE", []),
            ("B2", 1, "page", "EU", [("NL", "text", "pas aux Pays-Bas")]),
            ("C1", 1, "page", "+".join(union), []),
            ("D1", 1, "page", "WORLD", [("US", "text", "not to the US")]),
            ("E1", 1, "page", "BE+NL", []),
            ("F1", 1, "page", None, []),
            ("G1", 1, "page", "NL", [("WORLD", "text", "not worldwide")]),
        ),
    )
    query = text(
        "SELECT vendor, is_stated, is_world, is_europe, named, excluded "
        "FROM research.country_reach('BE', 'D2', :day, :day) ORDER BY vendor"
    )
    assert connection.execute(query, {"day": DAY}).all() == [
        ("A", True, False, False, ["BE"], None),
        ("B", True, False, True, ["BE", "EU"], ["NL"]),
        ("C", True, False, True, union, None),
        ("D", True, True, False, ["WORLD"], ["US"]),
        ("E", True, False, False, ["BE", "NL"], None),
        ("F", False, False, False, None, None),
        ("G", True, False, False, ["NL"], ["WORLD"]),
    ]  # fmt: skip
