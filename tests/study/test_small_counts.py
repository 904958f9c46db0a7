"""Trends of few accounts: what they happen to be decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.study.compute import findings
from tests.derive.small_world import SmallWorld, day
from tests.study.test_findings import ASKED, STUDY, by_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        yield opened
        opened.rollback()


@pytest.mark.parametrize(("counts", "slope"), [((6, 6, 6), 0), ((7, 6, 5), -1)])
def test_three_small_counts_on_a_line_decide_nothing(
    connection: Connection, counts: tuple[int, int, int], slope: float
) -> None:
    world = SmallWorld(connection)
    for month in (1, 2, 3):
        world.snapshot("dream", day(month, 15))
    for number in range(7):
        codes = ["BE" if number < count else None for count in counts]
        world.listing("dream", f"b{number}", f"b{number}", codes, drug_class="Cannabis")
    world.write()
    row = by_name(list(findings(connection, ASKED, STUDY)))["F2", "dream", "vendors_more_each_month"]
    assert row.value == pytest.approx(slope)
    assert row.low is not None
    assert row.high is not None
    assert row.low < 0 < row.high
    assert (row.verdict, row.why_code) == ("cannot_tell", "why.holds")
