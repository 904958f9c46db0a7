"""What a package and a report withhold together, of small worlds in which single sums would tell of few."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

from cryptodrug_scraper.disclosure.choice import chosen
from cryptodrug_scraper.disclosure.looks import seen_of_many
from cryptodrug_scraper.study.asked import Asked
from tests.derive.small_world import SmallWorld, day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

ASKED = Asked("BE", date(2019, 1, 1), date(2019, 5, 31), "D2", "A1")
LATE = ("late1", "late2")


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    """
    Ten vendors, each with a listing, of which two had none at the first of two looks; all sell in March and April.

    Dream's end is announced on 26 March. Two of the vendors sell in the days between that and the next end alone.
    """
    with scratch.connect() as connection, connection.begin():
        world = SmallWorld(connection)
        for at in (day(3, 5), day(3, 20), day(4, 5)):
            world.snapshot("empire", at)
        for number in range(10):
            vendor = LATE[number] if number < 2 else f"v{number}"
            codes = [None if vendor in LATE else "BE", "BE", "BE"]
            world.listing("empire", vendor, f"l{number}", codes, drug_class="Cannabis")
            flag = "free" if vendor in LATE else "ok"
            for at in (day(3, 8), day(4, 2)):
                world.sale("empire", vendor, f"l{number}", at + timedelta(hours=number), 30.0, price_flag=flag)
        world.write()
        yield connection
        connection.rollback()


def test_a_look_less_than_its_month_does_not_tell_of_the_listings_that_came_after_it(connection: Connection) -> None:
    choice = chosen(connection, ASKED)
    looks = {key for key in choice.listings if key[0] == "look"}
    assert looks == {("look", "empire", date(2019, 3, 1), "empire-20190305")}
    frame = pl.DataFrame(
        {
            "market": ["empire"] * 2, "snapshot_id": ["empire-20190305", "empire-20190320"],
            "first_at": [day(3, 5), day(3, 20)], "vendor_seen": [8, 10], "vendor_expected": [10, 10],
            "vendor_completeness": [0.8, 1.0], "listing_seen": [8, 10],
            "reason": ["the least complete are listings: 8 of 10"] * 2,
            "reason_code": ["completeness.listings", None], "reason_values": ['{"seen": 8, "expected": 10}', None],
        }
    )  # fmt: skip
    seen = seen_of_many(frame, choice.listings)
    assert seen["listing_seen"].to_list() == [None, 10]
    assert seen["reason"].to_list() == ["the least complete are listings"] * 2  # of a row without a code too
    assert seen["reason_values"].to_list() == [None, None]


def test_sales_with_a_mark_are_not_all_but_those_of_few(connection: Connection) -> None:
    choice = chosen(connection, ASKED)
    assert ("flag", "empire", "free") in choice.sales
    assert ("rated", "empire") not in choice.sales
