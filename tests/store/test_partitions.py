from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.loading.partitions import ensure_months, made_ahead, month_of
from cryptodrug_scraper.store.tables import PARTITIONED

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

MARCH = date(2019, 3, 1)


def partitions(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return list(
            connection.execute(
                text("SELECT relname FROM pg_class WHERE relnamespace = 'partitions'::regnamespace AND relkind = 'r'")
            ).scalars()
        )


def plan(database: Database, sql: str) -> str:
    with database.engine.connect() as connection:
        return "\n".join(connection.execute(text(f"EXPLAIN (COSTS OFF) {sql}")).scalars())


def test_months_are_those_of_utc() -> None:
    late = datetime(2019, 3, 1, 0, 30, tzinfo=timezone(timedelta(hours=2)))

    assert date(2019, 2, 1) == month_of(late)


def test_a_new_database_has_only_the_partitions_for_unknown_times(database: Database) -> None:
    assert {f"{table}_unknown" for table in PARTITIONED} == set(partitions(database))


def test_missing_months_are_made_once(database: Database) -> None:
    with database.engine.connect() as connection:
        assert len(PARTITIONED) == ensure_months(connection, [MARCH, MARCH])
        assert ensure_months(connection, [MARCH]) == 0

    assert f"{PARTITIONED[0]}_2019_03" in partitions(database)


@pytest.mark.parametrize("month", [date(1, 1, 1), date(2018, 12, 1), date(9999, 12, 1)])
def test_months_at_the_ends_of_years_and_of_time_can_be_made(database: Database, month: date) -> None:
    with database.engine.connect() as connection:
        assert len(PARTITIONED) == ensure_months(connection, [month])


def test_loaders_that_need_the_same_months_at_once_make_each_once(database: Database) -> None:
    months = [date(2019, number, 1) for number in range(1, 4)]

    def run(order: list[date]) -> int:
        with database.engine.connect() as connection:
            return ensure_months(connection, order)

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(run, [months, months[::-1], months, months[1:]]))

    assert len(PARTITIONED) * 3 == sum(made)


def test_a_detached_month_is_not_made_anew_beside_its_rows(database: Database) -> None:
    with database.engine.connect() as connection:
        ensure_months(connection, [MARCH])
        connection.execute(text("ALTER TABLE capture DETACH PARTITION partitions.capture_2019_03"))
        connection.commit()

        with pytest.raises(StoreError, match=r"2019-03 of capture was detached .* attach it again"):
            ensure_months(connection, [MARCH])


def test_months_to_come_are_made_with_the_present_one(database: Database) -> None:
    with database.engine.connect() as connection:
        present, next_but_one = connection.execute(
            text("SELECT m::date, (m + interval '2 months')::date FROM date_trunc('month', now() AT TIME ZONE 'UTC') m")
        ).one()
        connection.rollback()

        assert made_ahead(connection, [MARCH]) == 0
        assert len(PARTITIONED) * 2 == made_ahead(connection, [MARCH, present])
        assert made_ahead(connection, [present]) == 0
    assert f"{PARTITIONED[-1]}_{next_but_one:%Y_%m}" in partitions(database)


def test_a_month_is_made_while_somebody_reads_another(database: Database) -> None:
    with database.engine.connect() as connection, database.engine.connect() as reader:
        ensure_months(connection, [MARCH])
        for table in PARTITIONED:
            key = "month" if table.startswith("review_") else "captured_at"
            reader.execute(text(f"SELECT FROM {table} WHERE {key} = '2019-03-05'"))
        connection.execute(text("SET lock_timeout TO '5s'"))
        connection.commit()

        assert len(PARTITIONED) == ensure_months(connection, [date(2019, 4, 1)])


def test_a_month_to_come_is_not_waited_for_while_all_of_a_table_is_read(database: Database) -> None:
    with database.engine.connect() as connection, database.engine.connect() as reader:
        present = connection.execute(text("SELECT date_trunc('month', now() AT TIME ZONE 'UTC')::date")).scalar_one()
        connection.rollback()
        reader.execute(text(f"SELECT FROM {PARTITIONED[1]}"))
        connection.execute(text("SET statement_timeout TO '20s'"))
        connection.commit()

        assert made_ahead(connection, [present]) == 1
        reader.rollback()
        assert len(PARTITIONED) * 2 - 1 == made_ahead(connection, [present])


def test_all_tables_to_which_rows_are_only_added_are_frozen_soon(database: Database) -> None:
    with database.engine.connect() as connection:
        ensure_months(connection, [MARCH])
        found = connection.execute(
            text(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND reloptions @> "
                "'{autovacuum_vacuum_insert_scale_factor=0.05,autovacuum_freeze_min_age=0}' ORDER BY 1"
            )
        ).scalars()
        months = [f"{table}_{month}" for table in PARTITIONED for month in ("2019_03", "unknown")]

        others = ["capture_origin", "category_count", "exchange_rate", "page_structure", "text"]
        assert sorted([*months, *others]) == list(found)


def test_a_time_without_its_month_is_refused_rather_than_put_among_the_unknown(database: Database) -> None:
    with database.engine.connect() as connection, pytest.raises(Exception, match="time_is_unknown"):
        connection.execute(
            text("INSERT INTO text_repair VALUES (gen_random_uuid(), '2019-03-05Z', 'a'::bytea, 'b'::bytea)")
        )


@pytest.fixture
def filled(database: Database, some_pages: Any, load_pages: Any) -> Database:
    load_pages(some_pages)
    return database


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("SELECT * FROM research.listings_between('2019-03-01', '2019-03-31')", "listing_observation"),
        ("SELECT * FROM research.vendors_between('2019-03-01', '2019-03-31')", "vendor_observation"),
        ("SELECT * FROM research.origin_vendor('BE', '2019-03-01', '2019-03-31')", "listing_observation"),
        (
            """
            SELECT * FROM research.listing_snapshot
            WHERE captured_at >= '2019-03-01Z' AND captured_at < '2019-04-01Z' AND vendor = 'grower'
            """,
            "listing_observation",
        ),
        (
            """
            SELECT * FROM research.listing_snapshot
            WHERE research.in_window(captured_at, NULL, '2019-03-01', '2019-03-31')
            """,
            "listing_observation",
        ),
    ],
)
def test_a_window_reads_its_months_only(filled: Database, sql: str, table: str) -> None:
    found = plan(filled, sql)

    assert f"{table}_2019_03" in found
    assert "_2019_01" not in found
    assert "_2019_02" not in found
    assert "_unknown" not in found


def test_a_window_of_reviews_looks_into_the_lists_of_its_months_only(filled: Database) -> None:
    with filled.engine.connect() as connection:
        for other in ("hashjoin", "mergejoin"):  # with a dozen pages it is all the same to the planner
            connection.execute(text(f"SET enable_{other} = off"))
        found = connection.execute(
            text("EXPLAIN (ANALYZE, COSTS OFF) SELECT * FROM research.review WHERE captured_at >= '2019-03-01Z'")
        ).scalars()
        looked_into = [line for line in found if "review_observation_" in line and "never executed" not in line]

    assert looked_into
    assert all("review_observation_2019_03" in line for line in looked_into)


def test_an_as_of_question_reads_no_later_month(filled: Database) -> None:
    found = plan(filled, "SELECT * FROM research.listings_as_of('2019-02-28')")

    assert "listing_observation_2019_01" in found
    assert "listing_observation_2019_02" in found
    assert "_2019_03" not in found


def test_an_unknown_time_is_no_part_of_any_window(filled: Database) -> None:
    with filled.engine.connect() as connection:
        known, unknown = connection.execute(
            text("SELECT count(captured_at), count(*) - count(captured_at) FROM research.listing_snapshot")
        ).one()
        between = text("SELECT sum(capture_count) FROM research.listings_between('2000-01-01', '2100-01-01')")

        assert unknown > 0
        assert known == connection.execute(between).scalar_one()


def test_the_day_after_the_end_of_a_month_is_another_month(database: Database, make_page: Any, load_pages: Any) -> None:
    end = datetime(2019, 3, 31, 23, 59, 59, tzinfo=UTC)
    load_pages([make_page(at=end, name="a"), make_page(at=end + timedelta(seconds=1), name="b")])

    assert {"capture_2019_03", "capture_2019_04"} <= set(partitions(database))
