"""What was not observed is never zero: of nothing known no interval is known, and that of none seen begins at 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

NULLS, ONES, ZEROS, EMPTY = "NULL,NULL,NULL", "1,1,1", "0,0,0", ""
UNKNOWN = (None, None, None)


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        yield opened


def array(values: str | None) -> str:
    return "NULL" if values is None else f"ARRAY[{values}]::float8[]"


def found(connection: Connection, function: str, *arguments: str) -> tuple[float | None, ...]:
    row = connection.exec_driver_sql(f"SELECT * FROM research.{function}({', '.join(arguments)})").one()
    return tuple(row)


@pytest.mark.parametrize(
    ("over", "under", "base_over", "base_under"),
    [
        (NULLS, ONES, None, None),
        (ONES, NULLS, None, None),
        (NULLS, NULLS, None, None),
        (EMPTY, EMPTY, None, None),
        (None, None, None, None),
        ("NULL", "1", None, None),
        (ZEROS, ZEROS, None, None),
        (NULLS, ONES, ONES, ONES),
        (ZEROS, ONES, NULLS, ONES),
        (ZEROS, NULLS, ONES, ONES),
    ],
)
def test_a_quotient_of_what_was_not_observed_is_not_known(
    connection: Connection, over: str, under: str, base_over: str | None, base_under: str | None
) -> None:
    assert found(connection, "cluster_quotient", *map(array, (over, under, base_over, base_under))) == UNKNOWN


def test_a_quotient_of_none_seen_begins_at_nothing(connection: Connection) -> None:
    for over in (ZEROS, "0,NULL,0"):
        quotient, low, high = found(connection, "cluster_quotient", array(over), array(ONES), "NULL", "NULL")
        assert (quotient, low) == (0, 0)
        assert high == pytest.approx(1.714, abs=0.001)


@pytest.mark.parametrize(
    ("parts", "wholes"), [(NULLS, ONES), (NULLS, NULLS), (EMPTY, EMPTY), ("NULL", "1"), (ZEROS, ZEROS)]
)
def test_a_share_of_what_was_not_observed_is_not_known(connection: Connection, parts: str, wholes: str) -> None:
    part, whole = array(parts), array(wholes)
    assert found(connection, "share_spread", part, whole) == UNKNOWN
    assert found(connection, "cluster_share", part, whole) == UNKNOWN
    for reached in ("1", "NULL"):
        assert found(connection, "share_here", part, whole, "NULL", "NULL", reached) == UNKNOWN
        doubts = ("NULL",) * 5
        assert found(connection, "mix_here", part, whole, whole, *doubts, "1", reached) == UNKNOWN


def test_a_share_of_none_seen_begins_at_nothing(connection: Connection) -> None:
    for parts in (ZEROS, "0,NULL,0"):
        share, low, high = found(connection, "cluster_share", array(parts), array(ONES))
        assert (share, low) == (0, 0)
        assert high == pytest.approx(0.632, abs=0.001)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        (("NULL", "NULL", "NULL", "0.5", "0.4", "0.6"), (None, None, None)),
        (("0.3", "NULL", "NULL", "0.5", "0.4", "0.6"), (0.6, None, None)),
        (("0.3", "0.2", "0.4", "NULL", "NULL", "NULL"), (None, None, None)),
        (("0", "0", "0.1", "0.5", "0.4", "0.6"), (0, 0, 0.25)),
    ],
)
def test_a_quotient_of_shares_that_are_not_known_has_no_limits(
    connection: Connection, shares: tuple[str, ...], expected: tuple[float | None, ...]
) -> None:
    assert found(connection, "quotient_here", *shares) == tuple(
        None if each is None else pytest.approx(each) for each in expected
    )


@pytest.mark.parametrize(("share", "width"), [("NULL", "NULL"), ("0.5", "NULL"), ("NULL", "0.1")])
def test_limits_of_a_share_or_width_that_is_not_known_are_not_known(
    connection: Connection, share: str, width: str
) -> None:
    assert found(connection, "wilson_of", share, width) == (None, None)


def test_counts_that_are_not_known_have_no_share(connection: Connection) -> None:
    for k, n in (("NULL", "3"), ("0", "NULL"), ("0", "0"), ("NULL", "NULL")):
        assert found(connection, "wilson", k, n) == UNKNOWN
        assert found(connection, "count_here", k, n, "NULL") == (None,) * 5
