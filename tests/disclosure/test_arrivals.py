from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from cryptodrug_scraper.disclosure.arrivals import by_weeks
from cryptodrug_scraper.measures.accounts.migrant_share import ARRIVAL

if TYPE_CHECKING:
    from collections.abc import Sequence


def curve(risk: int, came: Sequence[float], *, until: float = 60.0) -> pl.DataFrame:
    """Of so many at risk, one arrives on each of these days; the others are looked for until a day."""
    rows, share = [], 0.0
    for number, day in enumerate(sorted(came)):
        share = (number + 1) / risk
        rows.append({"days": day, "at_risk": risk - number, "arrived": 1, "share": share})
    rows.append({"days": until, "at_risk": risk - len(came), "arrived": 0, "share": share})
    route = {"event": "closed", "from_market": "dream", "to_market": "empire", "share_low": None, "share_high": None}
    return pl.DataFrame([route | row for row in rows], schema=ARRIVAL)


def test_steps_are_whole_weeks_in_which_five_more_have_arrived_and_shares_those_of_rounded_numbers() -> None:
    days = [1.3, 2.9, 3.1, 3.2, 5.5, 6.1, 9.7, 15.1, 16.2, 17.3, 18.4, 19.5]
    rows = by_weeks(curve(32, days)).select("days", "at_risk", "arrived", "share").rows()
    assert [row[:3] for row in rows] == [(7.0, 30, 5), (21.0, 25, 5)]
    assert [row[3] for row in rows] == [pytest.approx(5 / 30), pytest.approx(1 - 25 / 30 * 20 / 25)]


def test_curves_of_rounded_numbers_that_are_the_same_are_the_same() -> None:
    one = by_weeks(curve(32, [1.1, 2.2, 3.3, 4.4, 5.5, 6.6]))
    other = by_weeks(curve(31, [0.2, 0.3, 0.4, 5.0, 6.9, 33.0, 50.0]))
    assert one.equals(other)
    assert one.height == 1


@pytest.mark.parametrize(("risk", "came"), [(30, [3.0, 4.0, 5.0, 6.0]), (4, [1.0, 2.0, 3.0, 4.0]), (9, [])])
def test_fewer_than_five_have_no_curve(risk: int, came: list[float]) -> None:
    assert by_weeks(curve(risk, came)).is_empty()


def test_an_interval_is_that_of_greenwood_and_none_where_all_have_arrived() -> None:
    half = by_weeks(curve(20, [1.0] * 10)).row(0, named=True)
    assert (half["share"], round(half["share_low"], 3), round(half["share_high"], 3)) == (0.5, 0.308, 0.729)
    whole = by_weeks(curve(6, [1.0] * 6)).row(0, named=True)
    assert (whole["share"], whole["share_low"], whole["share_high"]) == (1.0, None, None)
