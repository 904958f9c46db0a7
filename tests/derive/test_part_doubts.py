"""What is unsure of a country's part of an account's month: moves between snapshots, and months that are not over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from tests.derive.small_world import SmallWorld, day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        yield opened
        opened.rollback()


def moved(connection: Connection, high: float | None) -> SmallWorld:
    """An account that sent from DE on 15 February, and from SE on 15 March; eight sales in each month."""
    world = SmallWorld(connection)
    for month in (2, 3):
        world.snapshot("m", day(month, 15))
        world.rows["snapshot"][-1]["vendor_completeness"] = 1.0
        known = {"value": 8.0, "low": 8.0, "high": high, "vendor_count": 1, "grade": "complete" if high else "partial"}
        world.add("market_month", market="m", month=day(month).date(), measure="transactions", **known)
    world.listing("m", "Åsa", "1", ["DE", "SE"], drug_class="Cannabis")
    for number in range(16):
        world.sale("m", "Åsa", "1", day(2 + number // 8, 3 + number % 8), 10)
    span = {"moved_from": day(2, 15), "moved_to": day(3, 15), "number": 1}
    codes = {"from_codes": ["DE"], "to_codes": ["SE"], "kept_codes": [], "evidence": "restated", "listing_count": 1}
    world.add("origin_move", market="m", vendor="Åsa", **span, **codes)
    world.write()
    return world


def parts(connection: Connection, country: str) -> list[dict[str, Any]]:
    query = (
        "SELECT to_char(month, 'MM') AS month, part, whole, guess, reached, grade FROM research.country_part("
        ":country, 'D2', 'A1', '2019-02-01', '2019-03-31') WHERE measure = 'transactions' ORDER BY month"
    )
    return [dict(row) for row in connection.execute(text(query), {"country": country}).mappings()]


def test_all_sales_between_two_snapshots_may_be_of_either_place(connection: Connection) -> None:
    moved(connection, 9.0)
    for country in ("DE", "SE"):
        february, march = parts(connection, country)
        assert february["guess"] == pytest.approx((8 * 14 / 28) ** 2 / 3)
        assert march["guess"] == pytest.approx((8 * 14 / 31) ** 2 / 3)
    assert {row["guess"] for row in parts(connection, "FR")} == {0}, "it never sent from there"


@pytest.mark.parametrize(("high", "told"), [(9.0, (1.0, "complete")), (None, (None, "partial"))])
def test_of_a_month_without_an_upper_end_nobody_knows_how_much_was_reached(
    connection: Connection, high: float | None, told: tuple[float | None, str]
) -> None:
    moved(connection, high)
    assert {(row["reached"], row["grade"]) for row in parts(connection, "SE")} == {told}
