from __future__ import annotations

import pickle
import random
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.capture import Origin
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.page.records import (
    Site,
)
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import _SUPERSEDE, load
from cryptodrug_scraper.store.tables import COLUMNS, LOADED

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

NOON = datetime(2019, 3, 1, 12, tzinfo=UTC)

LOADER = """
import pickle, sys
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.loading.load import load
batches = pickle.load(sys.stdin.buffer)
with open_database() as database, database.engine.connect() as connection:
    print("ready", flush=True)
    print(load(connection, batches)["parse_run"])
"""


def query(database: Database, sql: str) -> list[dict[str, Any]]:
    with database.engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(sql)).mappings()]


def contents(database: Database) -> dict[str, list[Any]]:
    """Every row of every table, in an order of its own."""
    found = {}
    with database.engine.connect() as connection:
        for table in LOADED:
            rows = connection.execute(text(f"SELECT * FROM {table}"))
            found[table] = sorted(repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in rows)
        found["superseded_run"] = sorted(map(repr, connection.execute(text("SELECT * FROM superseded_run"))))
    return found


def empty(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(LOADED)}, superseded_run, parser_version"))


def test_loading_the_same_twice_changes_nothing(database: Database, some_pages: Any, load_pages: Any) -> None:
    first = load_pages(some_pages)
    before = contents(database)
    second = load_pages(some_pages)

    assert first["listing_observation"] == 60
    assert set(second.values()) == {0}
    assert before == contents(database)


@pytest.mark.parametrize("seed", range(3))
def test_any_order_and_size_of_batches_gives_the_same_rows(
    database: Database, some_pages: Any, load_pages: Any, seed: int
) -> None:
    load_pages(some_pages)
    before = contents(database)
    empty(database)
    chance = random.Random(seed)
    shuffled = some_pages * 2
    chance.shuffle(shuffled)

    load_pages(shuffled, size=chance.randint(1, 9))

    assert before == contents(database)


@pytest.mark.slow
def test_two_processes_load_the_same_pages_at_once(database: Database, some_pages: Any, load_pages: Any) -> None:
    load_pages(some_pages)
    before = contents(database)
    empty(database)
    orders = [some_pages, some_pages[::-1], some_pages[1::2] + some_pages[::2]]
    batches = [
        [batch_of(order[start : start + 3], "1.0+test.1") for start in range(0, len(order), 3)] for order in orders
    ]
    loaders = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", LOADER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in orders
    ]
    new = 0
    for loader, given in zip(loaders, batches, strict=True):
        assert loader.stdin is not None
        loader.stdin.write(pickle.dumps(given))
        loader.stdin.close()
    for loader in loaders:
        assert loader.stdout is not None
        new += int(loader.stdout.read().split()[-1])
        loader.stdout.close()
        assert loader.wait() == 0

    assert len(some_pages) == new
    assert before == contents(database)


def test_one_page_in_two_archives_is_one_capture_with_two_origins(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    capture, page = make_page(make_listing("1"), at=NOON)
    other = replace(capture, origin=Origin("warc", "a.warc", 7), http_status=None, content_type=None)

    new = load_pages([(capture, page), (other, page)])

    assert (1, 2, 1) == (new["capture"], new["capture_origin"], new["listing_observation"])
    assert [None, 7] == [
        row["byte_offset"] for row in query(database, "SELECT * FROM capture_origin ORDER BY byte_offset NULLS FIRST")
    ]


def test_a_partly_known_batch_adds_what_is_new(some_pages: Any, load_pages: Any) -> None:
    load_pages(some_pages[:10])

    new = load_pages(some_pages)

    assert (20, 40) == (new["parse_run"], new["listing_observation"])


def test_pages_of_unknown_time_are_loaded_once_too(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    pages = [make_page(make_listing("1", description="d"), name="timeless")]
    load_pages(pages)
    load_pages(pages)

    (row,) = query(database, "SELECT captured_at, time_precision FROM research.listing_snapshot")
    assert (None, "unknown") == tuple(row.values())
    assert [{"captured_at": None}] == query(database, "SELECT captured_at FROM capture")
    (run,) = query(database, "SELECT captured_at, time_precision, time_basis FROM parse_run")
    assert (None, "unknown", "none") == tuple(run.values())


def test_a_clock_narrows_the_reading_and_all_its_rows_and_not_the_page(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    clock = datetime(2019, 2, 28, 23, 30, tzinfo=UTC)
    load_pages([make_page(make_listing("1"), Site(server_time=clock), at=date(2019, 3, 1))])

    (run,) = query(database, "SELECT captured_at, time_precision, time_basis FROM parse_run")
    assert (clock, "second", "page_clock") == tuple(run.values())
    (capture,) = query(database, "SELECT tableoid::regclass::text AS part, captured_at, captured_from FROM capture")
    day = datetime(2019, 3, 1, tzinfo=UTC)
    assert ("partitions.capture_2019_03", day, day) == tuple(capture.values())
    (row,) = query(database, "SELECT tableoid::regclass::text AS part, captured_at FROM listing_observation")
    assert ("partitions.listing_observation_2019_02", clock) == tuple(row.values())


def test_a_clock_that_disagrees_is_an_issue(database: Database, make_page: Any, load_pages: Any) -> None:
    load_pages([make_page(Site(server_time=NOON + timedelta(days=40)), at=date(2019, 3, 1))])

    (issue,) = query(database, "SELECT code FROM parse_issue")
    assert issue["code"] == "clock_disagrees"


def test_hostile_text_arrives_harmless(database: Database, make_page: Any, make_listing: Any, load_pages: Any) -> None:
    title = "a\0b\t\\.\n\\N '; DROP TABLE capture; -- \ud83d"
    load_pages([make_page(make_listing("1\0", title=title, vendor="\\N", tags=["{}", '"', "\\", ""]), at=NOON)])

    (row,) = query(database, "SELECT listing_id, title, vendor, tags FROM listing_observation")
    cleaned = "a\ufffdb\t\\.\n\\N '; DROP TABLE capture; -- \ufffd"
    assert ("1\ufffd", cleaned, "\\N", ["{}", '"', "\\", ""]) == tuple(row.values())


@pytest.mark.parametrize("first", ["1.9.0+a", "1.10.0+a"])
def test_the_newest_release_counts_whichever_is_loaded_first(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any, first: str
) -> None:
    second = {"1.9.0+a": "1.10.0+a", "1.10.0+a": "1.9.0+a"}[first]
    page = make_page(make_listing("1"), at=NOON)
    other = make_page(make_listing("2"), at=NOON, name="other")
    load_pages([page], first)
    load_pages([page], second)
    load_pages([other], "1.9.0+a")

    rows = query(database, "SELECT listing_id, parser_version FROM research.listing_snapshot ORDER BY listing_id")

    assert [("1", "1.10.0+a"), ("2", "1.9.0+a")] == [tuple(row.values()) for row in rows]
    assert len(query(database, "SELECT * FROM listing_observation")) == 3


def test_among_equal_releases_the_code_that_came_last_counts(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    page = make_page(make_listing("1"), at=NOON)
    load_pages([page], "1.0+dream.ffff")
    load_pages([page], "1.0+dream.aaaa")
    load_pages([page], "1.0+dream.ffff")

    (row,) = query(database, "SELECT parser_version FROM research.listing_snapshot")

    assert row["parser_version"] == "1.0+dream.aaaa"


def test_a_reading_that_narrows_the_time_differently_stays_one_row_in_the_views(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    capture, page = make_page(make_listing("1"), at=date(2019, 3, 1))
    better = replace(page, records=[*page.records, Site(server_time=datetime(2019, 2, 28, 22, tzinfo=UTC))])
    load_pages([(capture, page)], "1.0")
    load_pages([(capture, better)], "1.1")

    assert len(query(database, "SELECT * FROM research.listing_snapshot")) == 1
    months = query(database, "SELECT month, capture_count FROM research.snapshot_month")
    assert [(date(2019, 2, 1), 1)] == [tuple(month.values()) for month in months]
    assert len(query(database, "SELECT FROM capture")) == 1
    assert len(query(database, "SELECT FROM parse_run JOIN capture USING (capture_id)")) == 2


def test_readings_of_other_pages_are_not_looked_through(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    load_pages([make_page(make_listing("1"), at=NOON)], "1.0")
    new = {"parse_run_id": "gen_random_uuid()", "capture_id": "gen_random_uuid()"}
    columns, values = zip(*((name, new.get(name, name)) for name in COLUMNS["parse_run"]), strict=True)
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO parse_run ({', '.join(columns)}) "
            f"SELECT {', '.join(values)} FROM parse_run, generate_series(1, 20000)"
        )
        connection.exec_driver_sql("ANALYZE parse_run")
        connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS staged_parse_run (LIKE parse_run)")
        plan = connection.execute(text(f"EXPLAIN {_SUPERSEDE.text}")).scalars().all()

    assert [] == [line for line in plan if re.search(r"Seq Scan on parse_run_\d{4}", line)]
    assert any(re.search(r"Index Scan using parse_run_\d{4}", line) for line in plan)


def test_a_batch_that_the_database_refuses_is_not_in_it_at_all(
    database: Database, make_page: Any, make_listing: Any
) -> None:
    batch = batch_of([make_page(make_listing("1"), at=NOON)], "1.0")
    broken = replace(batch, tables=batch.tables | {"listing_observation": b"nonsense\n"})

    with database.engine.connect() as connection, pytest.raises(StoreError, match="run the same command again"):
        load(connection, [broken])

    assert [] == query(database, "SELECT * FROM parse_run")
    with database.engine.connect() as connection:
        assert load(connection, [batch])["listing_observation"] == 1


def test_batches_of_nothing_are_nothing(database: Database) -> None:
    with database.engine.connect() as connection:
        assert set(load(connection, [batch_of([], "1.0")]).values()) == {0}


def test_a_batch_can_be_sent_to_another_process(some_pages: Any, tmp_path: Path) -> None:
    batch = batch_of(some_pages, "1.0")
    (tmp_path / "batch").write_bytes(pickle.dumps(batch))

    assert batch == pickle.loads((tmp_path / "batch").read_bytes())  # our own
    assert {date(2019, month, 1) for month in (1, 2, 3)} == batch.months
