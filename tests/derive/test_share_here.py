"""The interval of what happened here of a share of sums."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import t

from cryptodrug_scraper.disclosure.counts import MOVED_BY, here_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Engine

Z = 1.959963984540054
QUERY = "SELECT * FROM research.share_here(%s::float8[], %s::float8[], %s::float8[], %s::float8[], %s::float8)"


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        yield opened


def here(connection: Connection, *columns: Sequence[float] | np.ndarray, reached: float | None) -> tuple[Any, ...]:
    arrays = [[float(each) for each in column] for column in columns]
    return tuple(connection.exec_driver_sql(QUERY, (*arrays, reached)).one())


def by_hand(
    part: np.ndarray, whole: np.ndarray, error: np.ndarray, guess: np.ndarray, missing: float
) -> tuple[float, float, float]:
    total = whole.sum()
    share = part.sum() / total
    measured = (((part / whole - share) * error / total) ** 2 + guess / total**2).sum()
    residual = (part - share * whole) / total / (1 - whole / total)
    degrees = max(2.0, (residual**2).sum() ** 2 / (residual**4).sum())
    chance = (residual**2).sum() * t.ppf(0.975, degrees) ** 2
    low, high = wilson(share, math.sqrt(measured * Z**2 + missing * chance))
    least, most = wilson(share, math.sqrt(measured) * Z)
    return share, max(low, least * (1 - missing)), min(high, most * (1 - missing) + missing)


def wilson(share: float, width: float) -> tuple[float, float]:
    count = Z**2 * share * (1 - share) / width**2
    middle = (share + Z**2 / (2 * count)) / (1 + Z**2 / count)
    half = Z * math.sqrt(share * (1 - share) / count + Z**2 / (4 * count**2)) / (1 + Z**2 / count)
    return 0.0 if width >= share else middle - half, 1.0 if width >= 1 - share else middle + half


@pytest.mark.parametrize("seed", range(5))
def test_it_joins_wrong_wholes_with_what_was_not_reached(connection: Connection, seed: int) -> None:
    chance = np.random.default_rng(seed)
    whole = chance.lognormal(3, 1, 30)
    part = whole * chance.choice([0, 0, 0.4, 1], 30)
    error, guess = whole * chance.uniform(0.02, 0.2, 30), whole * chance.uniform(0, 1, 30)
    found = here(connection, part, whole, error, guess, reached=0.8)
    assert by_hand(part, whole, error, guess, 0.2) == pytest.approx(found, rel=0.01)  # Student's t is an approximation


def test_what_was_not_reached_is_no_more_than_all_of_it(connection: Connection) -> None:
    """A tenth of the market was not reached, and may be of the part or not: more it cannot be, however few vendors."""
    share, low, high = here(connection, [50, 10], [100, 20], [0.1, 0.1], [0.1, 0.1], reached=0.9)
    assert share == 0.5
    assert (low, high) == pytest.approx((0.45, 0.55), abs=0.01)


def test_nobody_is_missing_and_all_is_exact(connection: Connection) -> None:
    assert here(connection, [1, 0, 1], [1, 1, 1], [0] * 3, [0] * 3, reached=1) == (2 / 3, 2 / 3, 2 / 3)


@pytest.mark.parametrize("reached", [0.0, None])
def test_what_was_reached_is_not_known(connection: Connection, reached: float | None) -> None:
    """The interval is no narrower than over vendors."""
    part, whole = [1.0] * 5 + [0.0] * 15, [1.0] * 20
    _, low, high = here(connection, part, whole, [0] * 20, [0] * 20, reached=reached)
    assert (low, high) == pytest.approx((0.1, 0.49), abs=0.03)


def test_of_exact_wholes_no_more_is_missing_than_was_not_reached(connection: Connection) -> None:
    """Of four vendors and one that was not met the fifth is of the country, or is not."""
    share, low, high = here(connection, [1, 0, 0, 0], [1, 1, 1, 1], [0] * 4, [0] * 4, reached=0.8)
    assert (share, low, high) == (0.25, pytest.approx(1 / 5), pytest.approx(2 / 5))


def test_none_of_those_that_were_met_may_be_some_of_those_that_were_not(connection: Connection) -> None:
    _, low, high = here(connection, [0, 0, 0, 0], [1, 1, 1, 1], [0] * 4, [0] * 4, reached=0.9)
    assert (low, high) == (0, pytest.approx(0.1 * (1 - 0.05 ** (1 / 4))))


def test_of_nothing_there_is_no_share(connection: Connection) -> None:
    assert here(connection, [0], [0], [0], [0], reached=1) == (None, None, None)


portions = st.integers(0, 100).map(lambda number: number / 100)
wholes = st.integers(1, 10**6).map(lambda number: number / 10)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(portions, wholes, portions, portions), min_size=1, max_size=8),
    reached=portions,
)
def test_it_holds_the_share_and_grows_with_what_is_not_known(
    connection: Connection, rows: list[tuple[float, ...]], reached: float
) -> None:
    whole = [row[1] for row in rows]
    part = [row[0] * row[1] for row in rows]
    error, guess = [row[2] * row[1] for row in rows], [row[3] * row[1] ** 2 for row in rows]
    share, low, high = here(connection, part, whole, error, guess, reached=reached)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1
    _, more_low, more_high = here(connection, part, whole, error, guess, reached=reached / 2)
    assert more_low <= low + 1e-9
    assert high <= more_high + 1e-9


def counted(connection: Connection, k: int, n: int, reached: float | None) -> tuple[Any, ...]:
    query = "SELECT share, low, high, draw_low, draw_high FROM research.count_here(%s, %s, %s::float8)"
    return tuple(connection.exec_driver_sql(query, (k, n, reached)).one())


def test_a_part_of_accounts_of_whom_all_was_read_is_what_it_is_and_another_draw_stands_beside_it(
    connection: Connection,
) -> None:
    draw = pytest.approx((0.208, 0.939), abs=1e-3)
    found = counted(connection, 2, 3, 1.0)
    assert found[:3] == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert found[3:] == draw
    nearly = counted(connection, 2, 3, 0.95)
    assert 2 / 3 * 0.95 - 1e-9 <= nearly[1] < 2 / 3 < nearly[2] <= 2 / 3 * 0.95 + 0.05 + 1e-9
    unknown = counted(connection, 2, 3, None)
    assert unknown[2] - unknown[1] > 0.7
    assert counted(connection, 0, 40, 0.9)[:2] == (0.0, 0.0)
    assert 0 < counted(connection, 0, 40, 0.9)[2] < 0.1
    assert counted(connection, 0, 0, 1.0) == (None,) * 5


@pytest.mark.parametrize("reached", [1.0, 0.95, 0.7, 0.0, None])
@pytest.mark.parametrize(("k", "n"), [(0, 40), (5, 40), (35, 40), (40, 40)])
def test_published_counts_have_the_interval_of_all_that_are_rounded_to_them(
    connection: Connection, k: int, n: int, reached: float | None
) -> None:
    schema = {"k": pl.Int64, "n": pl.Int64, "reached": pl.Float64}
    frame = pl.DataFrame({"k": [k], "n": [n], "reached": [reached]}, schema=schema)
    share, low, high = here_of(frame, "k", "n", "reached", ("share", "low", "high")).row(0)[3:]
    least = counted(connection, max(5, k - MOVED_BY), n + MOVED_BY, reached)[1] if k else 0.0
    most = counted(connection, min(k + MOVED_BY, n - MOVED_BY) if k else 0, n - MOVED_BY, reached)[2]
    assert share == pytest.approx(counted(connection, k, n, reached)[0])
    assert low == pytest.approx(least)
    assert high == pytest.approx(most)
