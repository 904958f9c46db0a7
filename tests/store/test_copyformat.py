from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cryptodrug_scraper.store.copyformat import clean, encode_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

COLUMNS = (
    "id uuid, at timestamptz, day date, amount numeric, number bigint, flag boolean, body text, list text[], hash bytea"
)

anything = st.text(st.characters(), max_size=20)
awkward = st.text(st.sampled_from("\\\t\n\r\0{},\"'N .é€\ud800"), max_size=12)
texts = anything | awkward | st.sampled_from(["\\N", "\\.", "NULL", "", "{}"])
rows = st.tuples(
    st.uuids(),
    st.none() | st.datetimes(timezones=st.just(UTC)),
    st.none() | st.dates(),
    st.none() | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.booleans(),
    st.none() | texts,
    st.none() | st.lists(texts, max_size=4),
    st.none() | st.binary(max_size=40),
)


@pytest.fixture(scope="module")
def cursor(scratch: Engine) -> Iterator[Any]:
    connection = scratch.raw_connection()
    cursor = connection.cursor()
    cursor.execute(f"SET timezone TO 'UTC'; CREATE TEMP TABLE every_type ({COLUMNS})")
    yield cursor
    cursor.close()
    connection.rollback()
    connection.close()


def stored(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean(item) for item in value]
    return value


def round_trip(cursor: Any, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    cursor.execute("TRUNCATE every_type")
    cursor.copy_expert("COPY every_type FROM STDIN", io.BytesIO(encode_rows(rows)))
    cursor.execute("SELECT * FROM every_type ORDER BY ctid")
    return [(UUID(str(row[0])), *row[1:8], None if row[8] is None else bytes(row[8])) for row in cursor.fetchall()]


@settings(max_examples=150, deadline=None)
@given(given_rows=st.lists(rows, max_size=6))
def test_whatever_is_written_is_read_back(cursor: Any, given_rows: list[tuple[Any, ...]]) -> None:
    assert [tuple(map(stored, row)) for row in given_rows] == round_trip(cursor, given_rows)


def test_more_rows_than_a_block_keep_their_order(cursor: Any) -> None:
    when = datetime(2019, 3, 1, tzinfo=UTC)
    given_rows = [
        (UUID(int=number), when, date(2019, 3, 1), Decimal("1.50"), number, True, f"row\t{number}", ["a"], b"\x00")
        for number in range(2500)
    ]

    assert given_rows == round_trip(cursor, given_rows)


def test_nul_and_half_characters_never_reach_the_server() -> None:
    assert b"a\xef\xbf\xbdb\xef\xbf\xbd\n" == encode_rows([("a\0b\ud800",)])


def test_no_rows_are_no_bytes() -> None:
    assert encode_rows([]) == b""


def test_a_value_that_no_column_holds_is_refused() -> None:
    with pytest.raises(KeyError):
        encode_rows([(1.5,)])


def test_rows_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        encode_rows([("a", "b"), ("a",)])
