"""Rows that do not fit their table are the fault of a measure, and are refused by name."""

from __future__ import annotations

from uuid import UUID

import polars as pl
import pytest

from cryptodrug_scraper.derive.tables import ROW_TABLES, as_table, schema_of

PART = UUID(int=3)
PRESENT = {
    "market": ["dream"],
    "event": ["closed"],
    "from_market": ["dream"],
    "from_vendor": ["größe"],
    "number": [1],
    "class": ["lost"],
    "to_market": [None],
    "to_vendor": [None],
    "first_seen_from": [None],
    "first_seen_to": [None],
    "evidence": [None],
    "decision": [None],
}


def test_columns_come_in_the_order_and_types_of_the_table_and_others_are_left_out() -> None:
    rows = pl.DataFrame(PRESENT).reverse().select(pl.all().reverse(), pl.lit(7).alias("more"))

    found = as_table("migration", PART, rows)

    assert ["part_id", *schema_of("migration")] == found.columns
    assert [PART.bytes] == found["part_id"].to_list()
    assert schema_of("migration") == dict(found.drop("part_id").schema)


@pytest.mark.parametrize("table", ROW_TABLES)
def test_no_rows_are_an_empty_table(table: str) -> None:
    found = as_table(table, PART, pl.DataFrame(schema=schema_of(table)))

    assert (0, ["part_id", *schema_of(table)]) == (found.height, found.columns)


def test_a_column_that_is_missing_is_named() -> None:
    with pytest.raises(ValueError, match=r"^the rows of migration lack the columns from_vendor, class$"):
        as_table("migration", PART, pl.DataFrame(PRESENT).drop("class", "from_vendor"))


def test_a_null_where_nothing_is_unknown_is_named() -> None:
    with pytest.raises(ValueError, match=r"^the rows of migration have nulls in class, which is never unknown$"):
        as_table("migration", PART, pl.DataFrame(PRESENT).with_columns(pl.lit(None).alias("class")))


def test_a_value_of_another_type_is_refused() -> None:
    with pytest.raises(pl.exceptions.InvalidOperationError, match="one"):
        as_table("migration", PART, pl.DataFrame(PRESENT).with_columns(pl.lit("one").alias("number")))


def test_numbers_that_differ_in_their_last_bits_are_one_number() -> None:
    rates = pl.DataFrame(
        {
            "day": ["2019-01-01"] * 3,
            "currency": ["BTC", "XMR", "ZEC"],
            "source": ["page"] * 3,
            "origin_day": ["2019-01-01"] * 3,
            "eur": [43.21014643627836, 43.21014643627835, 1234567.891],
        }
    )
    typed = rates.with_columns(pl.col("day", "origin_day").str.to_date())

    assert [43.21014644, 43.21014644, 1234567.891] == as_table("fx_rate", PART, typed)["eur"].to_list()
