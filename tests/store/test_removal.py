"""Captures that were loaded by mistake go with all that rests on them, and nothing else goes."""

from __future__ import annotations

import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import text

from cryptodrug_scraper.capture import Origin
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.page.records import Category, ExchangeRate
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.chosen import Chosen
from cryptodrug_scraper.store.digest import digest
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load
from cryptodrug_scraper.store.loading.read_before import sightings_of
from cryptodrug_scraper.store.locks import Lock, take
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.removal import Removal, remove
from cryptodrug_scraper.store.tables import LOADED, OF_MANY
from tests.support.command import begin_command

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database
    from cryptodrug_scraper.store.loading.batch import Batch

PAGES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
NOON = datetime(2019, 3, 1, 12, tzinfo=UTC)
CRAWL = UUID("11111111-2222-3333-4444-555555555555")
OF_OTHERS = {"fee", "listing_variant"}
"""Tables of what no market of the project states."""
KEPT_BY_RIGHT = {"market", "market_event", "parser_version", "shown_parser"}


def take_out(database: Database, *, dry_run: bool = False, **chosen: Any) -> Removal:
    with database.engine.connect() as connection:
        return remove(connection, Chosen(**chosen), dry_run=dry_run)


def digest_of(database: Database) -> str:
    with database.engine.connect() as connection:
        return digest(connection)


def count(database: Database, query: str) -> int:
    with database.engine.connect() as connection:
        return int(connection.execute(text(query)).scalar_one())


def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def counts(database: Database) -> dict[str, int]:
    """How many rows each table has, without those that have none."""
    found = {name: count(database, f"SELECT count(*) FROM {name}") for name in Base.metadata.tables}
    return {name: rows for name, rows in found.items() if rows}


def dangling(database: Database) -> dict[str, int]:
    """Rows that rest on nothing, and what pages have in common that none refers to."""
    queries = {
        table: f"SELECT count(*) FROM {table} WHERE parse_run_id NOT IN (SELECT parse_run_id FROM parse_run)"
        for table in (*LOADED, "superseded_run")
        if "parse_run_id" in Base.metadata.tables[table].c
    }
    queries |= {
        table: f"SELECT count(*) FROM {table} WHERE capture_id NOT IN (SELECT capture_id FROM capture)"
        for table in ("capture_origin", "parse_run")
    }
    queries |= {
        "capture": "SELECT count(*) FROM capture WHERE capture_id NOT IN (SELECT capture_id FROM capture_origin)",
        "description": "SELECT count(*) FROM listing_observation LEFT JOIN text ON sha256 = description_sha256 "
        "WHERE description_sha256 IS NOT NULL AND sha256 IS NULL",
    }
    queries |= {
        f"{table} of a page": f"SELECT count(*) FROM parse_run LEFT JOIN {table} t USING ({column}) "
        f"WHERE parse_run.{column} IS NOT NULL AND t.{column} IS NULL"
        for table, column in OF_MANY.items()
    }
    queries |= {
        f"{table} of none": f"SELECT count(*) FROM {table} LEFT JOIN parse_run r USING ({column}) "
        "WHERE r.capture_id IS NULL"
        for table, column in OF_MANY.items()
    }
    return {name: number for name, query in queries.items() if (number := count(database, query))}


@pytest.mark.parametrize(
    "mistake",
    [
        "dream/listing",
        "none",
        *(pytest.param(market, marks=pytest.mark.campaign) for market in ("empire", "wallstreet")),
    ],
)
def test_after_a_removal_the_database_is_as_if_it_had_never_had_the_pages(
    database: Database, tmp_path: Path, mistake: str
) -> None:
    right = [
        path for path in sorted(PAGES.glob("*/*"))[::2] if not path.relative_to(PAGES).as_posix().startswith(mistake)
    ]
    replay(database.engine, right, workers=1)
    before, had = digest_of(database), counts(database)
    shutil.copytree(PAGES / mistake, tmp_path / "wrong")
    wrong = replay(database.engine, [tmp_path], workers=1)
    after = digest_of(database)

    removal = take_out(database, paths=("wrong/*",))

    assert (wrong.new_rows["capture"], before) == (removal.captures, digest_of(database))
    assert had == {name: had[name] if name in KEPT_BY_RIGHT else number for name, number in counts(database).items()}
    again = replay(database.engine, [tmp_path], workers=1)
    assert (removal.captures, after) == (again.new_rows["capture"], digest_of(database))


def test_when_all_captures_go_no_row_of_any_page_is_left(database: Database) -> None:
    loaded = replay(database.engine, [PAGES], workers=1).new_rows
    assert OF_OTHERS == {table for table in LOADED if not loaded[table]}

    removal = take_out(database, paths=("*",))

    assert {name: number for name, number in loaded.items() if number} == removal.rows
    assert set() == counts(database).keys() - KEPT_BY_RIGHT


def test_a_dry_run_tells_the_same_and_changes_nothing(
    database: Database, some_pages: list[Any], load_pages: Any
) -> None:
    load_pages(some_pages)
    before = counts(database)

    told = take_out(database, paths=("page-1*",), dry_run=True)

    assert before == counts(database)
    assert told == take_out(database, paths=("page-1*",))
    assert (11, 11) == (told.captures, told.rows["capture_origin"])
    assert ["page-1.html", "page-10.html", "page-11.html", "page-12.html", "page-13.html"] == told.examples


def test_removing_again_removes_nothing(database: Database, some_pages: list[Any], load_pages: Any) -> None:
    load_pages(some_pages)
    take_out(database, paths=("page-1*",))
    before = counts(database)

    assert Removal() == take_out(database, paths=("page-1*",))
    assert before == counts(database)


def test_a_capture_that_lies_elsewhere_too_loses_the_place_only(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    capture, page = make_page(make_listing("1"), at=NOON)
    copy = replace(capture, origin=Origin("warc", "größe 50%/x_y.warc.gz", 7))
    load_pages([(capture, page), (copy, page)])
    before = digest_of(database)

    first = take_out(database, paths=("größe 50%/x_y*",))

    assert (0, 1, 1) == (first.captures, first.kept, first.origins)
    assert ({"capture_origin": 1}, ["größe 50%/x_y.warc.gz"]) == (first.rows, first.kept_examples)
    assert before == digest_of(database)
    last = take_out(database, paths=("page.html",))
    assert (1, 0) == (last.captures, last.kept)
    assert 0 == count(database, "SELECT count(*) FROM capture")


def test_a_pattern_takes_percent_signs_and_underlines_as_they_are(
    database: Database, make_page: Any, load_pages: Any
) -> None:
    load_pages([make_page(at=NOON, name=name) for name in ("a_b", "axb", "50%", "500", "a/b/c")])

    assert ["a_b.html"] == take_out(database, paths=("a_b*",)).examples
    assert ["50%.html"] == take_out(database, paths=("50%.*",)).examples
    assert ["500.html", "a/b/c.html", "axb.html"] == take_out(database, paths=("5?0.html", "a*")).examples


def test_a_crawl_goes_and_what_others_had_of_its_pages_stays(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    pages = [make_page(make_listing(str(number)), at=NOON, name=f"p{number}") for number in range(3)]
    crawled = [(replace(capture, crawl_id=CRAWL), page) for capture, page in pages[1:]]
    load_pages([*pages[:2], *crawled])

    removal = take_out(database, crawl=CRAWL)

    assert (1, 1) == (removal.captures, removal.kept)
    assert 2 == count(database, "SELECT count(*) FROM capture_origin")


def test_market_and_kind_are_those_of_the_newest_reading(
    database: Database, make_page: Any, make_listing: Any, load_pages: Any
) -> None:
    capture, page = make_page(market=None, kind="unknown", at=NOON)
    load_pages([(capture, page), make_page(market=None, kind="unknown", at=NOON, name="wall")], "1.0+a")
    load_pages([make_page(make_listing("1"), at=NOON)], "1.1+b")

    walls = take_out(database, of_no_market=True, kind="unknown")

    assert (1, ["wall.html"]) == (walls.captures, walls.examples)
    assert 1 == take_out(database, market="dream").captures
    assert {} == dangling(database)


def test_what_was_superseded_is_right_after_a_removal_and_a_new_load(
    database: Database, some_pages: list[Any], load_pages: Any
) -> None:
    load_pages(some_pages, "1.0+a")
    load_pages(some_pages, "1.1+b")
    assert 30 == count(database, "SELECT count(*) FROM superseded_run")

    removal = take_out(database, paths=("page-1*",))

    assert (11, 22, 11) == (removal.captures, removal.rows["parse_run"], removal.rows["superseded_run"])
    assert 19 == count(database, "SELECT count(*) FROM superseded_run")
    load_pages(some_pages, "1.0+a")
    assert 19 == count(database, "SELECT count(*) FROM superseded_run")
    assert 30 == count(database, "SELECT count(*) FROM research.listing_snapshot")
    load_pages(some_pages, "1.1+b")
    assert 30 == count(database, "SELECT count(*) FROM superseded_run")


def test_an_identifier_is_eight_digits_or_more_of_one_capture(
    database: Database, make_page: Any, load_pages: Any
) -> None:
    pages = [make_page(at=NOON, name=str(number)) for number in range(3)]
    load_pages(pages)
    ids = [str(capture.capture_id) for capture, _ in pages]

    with pytest.raises(StoreError, match="'123' is no identifier of a capture: give at least 8"):
        take_out(database, captures=("123",))
    assert 2 == take_out(database, captures=(ids[0], ids[1][:13].upper())).captures
    assert [(ids[2],)] == rows(database, "SELECT capture_id::text FROM capture")


def test_a_replay_that_had_looked_a_capture_up_before_it_was_removed_leaves_no_place_without_it(
    database: Database, make_page: Any, load_pages: Any
) -> None:
    pages = [make_page(at=NOON, name=name) for name in ("a", "b")]
    load_pages(pages)
    elsewhere = [replace(capture, origin=Origin("page", "elsewhere.html")) for capture, _ in pages]
    take_out(database, paths=("a.html",))

    with database.engine.connect() as connection:
        new = load(connection, [sightings_of(elsewhere)])

    assert 1 == new["capture_origin"]
    assert {} == dangling(database)


def test_a_removal_waits_for_a_load_that_goes_on_and_takes_no_text_that_this_refers_to(
    database: Database, make_page: Any, make_listing: Any
) -> None:
    pages = [make_page(make_listing("1", description="one text"), at=NOON, name=name) for name in ("a", "b")]
    first, second = (batch_of([page], "1.0+test") for page in pages)

    def load_one(batch: Batch) -> None:
        with database.engine.connect() as connection:
            load(connection, [batch])

    load_one(first)
    with ThreadPoolExecutor(2) as pool, database.engine.connect() as other:
        take(other, Lock.SUPERSEDE)  # a load asks for it when all its rows are there, just before it is committed
        loading = pool.submit(load_one, second)
        wait_for(database, "advisory")
        removing = pool.submit(take_out, database, paths=("a.html",))
        with suppress(TimeoutError):
            wait_for(database, "relation")
        other.rollback()
        loading.result(timeout=60)

        assert 1 == removing.result(timeout=60).captures
    assert {} == dangling(database)
    assert [("b.html",)] == rows(database, "SELECT path FROM capture_origin")


def wait_for(database: Database, kind: str) -> None:
    """Wait until some session of the database waits for a lock of a kind."""
    query = f"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = '{kind}'"
    end = time.monotonic() + 120
    while not count(database, query):
        if time.monotonic() > end:
            raise TimeoutError(kind)
        time.sleep(0.02)


@pytest.mark.slow
def test_removals_beside_replays_leave_nothing_half_there(database: Database) -> None:
    pages = [PAGES / "dream", PAGES / "none"]
    replay(database.engine, pages, workers=1)
    expected = digest_of(database)
    words: list[str | Path] = ["replay", *pages, "--workers", "1", "--json"]
    loaders = [begin_command(*words, stdout=subprocess.DEVNULL) for _ in range(2)]
    removers = [
        begin_command("db", "remove", "--path", pattern, "--yes", stdout=subprocess.DEVNULL)
        for pattern in ("listing/*", "*/weed*", "*")
    ]
    assert [0] * 5 == [process.wait(timeout=120) for process in (*loaders, *removers)]
    assert {} == dangling(database)

    replay(database.engine, pages, workers=1)
    assert expected == digest_of(database)


def test_a_menu_and_rates_go_with_the_last_page_that_shows_them(
    database: Database, make_page: Any, load_pages: Any
) -> None:
    said = [
        Category(category_id="1", category_path=["Drugs"], listing_count=7),
        ExchangeRate(base="BTC", quote="USD", rate=Decimal(4000)),
    ]
    load_pages([make_page(*said, name="first"), make_page(*said, name="second")])
    left = "SELECT (SELECT count(*) FROM category_count) + (SELECT count(*) FROM exchange_rate)"

    assert take_out(database, paths=("first.html",)).rows.keys().isdisjoint({"category_count", "exchange_rate"})
    assert count(database, left) == 2
    removed = take_out(database, paths=("second.html",)).rows

    assert (1, 1) == (removed["category_count"], removed["exchange_rate"])
    assert count(database, left) == 0
