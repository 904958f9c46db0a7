"""Whatever is asked in SQL: one statement, that leaves nothing behind, and costs no more than it may."""

from __future__ import annotations

import time
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import quote

import psutil
import pytest
from flask import Flask

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.explore import asked_apart as waiting
from cryptodrug_scraper.explore.asked_apart import LeftError, asked_apart
from cryptodrug_scraper.explore.pages.download import download
from tests.explore.conftest import OWN, ROOT

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from cryptodrug_scraper.explore.sources import Sources

SLEEP = "SELECT set_config('statement_timeout', '0', false), pg_sleep(1000)"


def ask(client: FlaskClient, sql: str, more: str = "") -> TestResponse:
    return client.get(f"{ROOT}/ask?sql={quote(sql)}{more}", base_url=OWN)


def asleep(sources: Sources) -> int:
    """How many processes of the server sleep for a question to this database."""
    sql = (
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' "
        "AND wait_event = 'PgSleep' AND query LIKE 'FETCH%'"
    )
    return len(sources.ask("", "", sql).rows)


def wait_for_sleepers(sources: Sources, count: int) -> None:
    until = time.monotonic() + 120
    while asleep(sources) != count:
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1; SELECT 2",
        "COMMIT; SET search_path = pg_catalog",
        "COMMIT; SET SESSION statement_timeout = 0; SELECT 1",
        "SELECT $a$;$a$; COMMIT",
        "SELECT 1) TO STDOUT; COMMIT; --",
        "-- nothing",
        ";",
    ],
)
def test_what_is_not_one_statement_is_refused(client: FlaskClient, sql: str) -> None:
    answer = ask(client, sql)
    assert 404 == answer.status_code
    assert "refuses this" in answer.text


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT ';' AS a",
        "SELECT 1;",
        "SELECT 1; -- so it is",
        "SELECT $a$;$a$ -- ;",
        "SELECT E'\\'; COMMIT; SELECT '",
        "/* ; */ SHOW work_mem",
    ],
)
@pytest.mark.slow
def test_one_statement_with_semicolons_is_answered(client: FlaskClient, sql: str) -> None:
    assert 200 == ask(client, sql).status_code


@pytest.mark.parametrize(
    "sql",
    [
        "SET statement_timeout = 0",
        "BEGIN",
        "DELETE FROM capture",
        "WITH gone AS (DELETE FROM public.capture RETURNING *) SELECT * FROM gone",
        "SELECT * FROM public.capture",
        "EXPLAIN ANALYZE DELETE FROM public.capture",
        "CREATE TEMPORARY TABLE x (y int)",
        "DO $$ BEGIN END $$",
        "COPY (SELECT 1) TO PROGRAM 'id'",
        "LISTEN x",
        "LOCK TABLE public.capture",
        "SET ROLE postgres",
        "SELECT lo_import('/etc/hostname')",
        "SELECT pg_advisory_lock(1)",
        "PREPARE TRANSACTION 'x'",
        "nonsense",
    ],
)
def test_what_does_more_than_read_is_refused(client: FlaskClient, sql: str) -> None:
    answer = ask(client, sql)
    assert (404, True) == (answer.status_code, "refuses this" in answer.text)


def test_what_a_question_sets_is_there_for_no_other_page(client: FlaskClient) -> None:
    before = client.get(f"{ROOT}/", base_url=OWN).text
    for name, value in (("search_path", "pg_catalog"), ("timezone", "Asia/Tokyo"), ("extra_float_digits", "-15")):
        assert value in ask(client, f"SELECT set_config('{name}', '{value}', false)").text
        assert value not in ask(client, f"SELECT current_setting('{name}') AS found").text.partition("<section>")[2]
        assert before == client.get(f"{ROOT}/", base_url=OWN).text


def test_pages_are_there_after_a_question_that_ends_every_connection_of_its_role(client: FlaskClient) -> None:
    assert 200 == client.get(f"{ROOT}/search?q=weed", base_url=OWN).status_code
    ask(
        client,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE usename = current_user AND pid <> pg_backend_pid() AND datname = current_database()",
    )
    assert 200 == client.get(f"{ROOT}/search?q=weed", base_url=OWN).status_code


@pytest.mark.slow
def test_a_question_has_its_time_whatever_it_sets(sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_PATIENCE", 2.0)
    began = time.monotonic()
    with (
        pytest.raises(StoreError, match="longer than"),
        sources.ask_apart(SLEEP, None, lambda: False) as answer,
    ):
        list(answer.rows())
    assert time.monotonic() - began < 50
    wait_for_sleepers(sources, 0)


def test_a_question_that_nobody_waits_for_ends(sources: Sources) -> None:
    until = time.monotonic() + 3
    with (
        pytest.raises(LeftError),
        sources.ask_apart(SLEEP, None, lambda: time.monotonic() > until),
    ):
        pass
    wait_for_sleepers(sources, 0)


@pytest.mark.slow
def test_questions_leave_room_for_pages(client: FlaskClient, sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_PATIENCE", 40.0)
    codes: list[int] = []
    asking = [Thread(target=lambda: codes.append(ask(client, SLEEP).status_code)) for _ in range(3)]
    for each in asking:
        each.start()
    wait_for_sleepers(sources, 3)
    answer = ask(client, "SELECT 1")
    assert 503 == answer.status_code
    assert "Next: wait" in answer.text
    assert 200 == client.get(f"{ROOT}/", base_url=OWN).status_code
    for each in asking:
        each.join()
    assert [404] * 3 == codes
    assert 200 == ask(client, "SELECT 1").status_code


def test_a_page_has_a_bounded_part_of_any_answer(client: FlaskClient) -> None:
    shown = ask(client, "SELECT repeat('x', 30000) AS x FROM generate_series(1, 100000)").text
    assert len(shown) < 30_000_000
    assert "the CSV has the rest" in shown
    assert "rows; the CSV has all" in shown
    listed = ask(client, "SELECT g AS number FROM generate_series(1, 501) AS g").text
    assert "The first 500 rows; the CSV has all" in listed
    assert "500 rows." in ask(client, "SELECT g AS number FROM generate_series(1, 500) AS g").text


@pytest.mark.slow
def test_a_value_that_no_memory_has_room_for_is_refused(client: FlaskClient) -> None:
    for more in ("", "&csv=answer"):
        answer = ask(client, "SELECT repeat('x', 300000000) AS x", more)
        if more:
            assert answer.status_code == 404
        assert "too large" in answer.text
        assert "Next: ask for the beginning" in answer.text


def test_all_rows_pass_through_without_being_kept(sources: Sources) -> None:
    process = psutil.Process()
    sql = "SELECT g AS number, repeat('x', 20000) AS x FROM generate_series(1, 20000) AS g"
    before, most, numbers = process.memory_info().rss, 0, 0
    with asked_apart(sources.reader, sql, None, lambda: False) as answer:
        for rows in answer.rows():
            numbers += sum(row[0] for row in rows)  # type: ignore[misc]
            most = max(most, process.memory_info().rss)
    assert 20000 * 20001 // 2 == numbers
    assert most - before < 100_000_000  # of 400 MB


def test_a_csv_has_all_rows_and_the_values_of_its_question(sources: Sources) -> None:
    sql = "SELECT listing_id, '100%' AS x FROM listing_snapshot WHERE market = :market AND title <> :other ORDER BY 1"
    values = {"market": "dream", "other": "it's 50%; -- :market"}
    with Flask("any").test_request_context():
        made = download(sources, "some", sql, values)
        lines = made.get_data(as_text=True).splitlines()
        made.close()
    expected = [row[0] for row in sources.ask("", "", sql, most=None, **values).rows]
    assert ['"listing_id","x"', *(f'"{listing}","100%"' for listing in expected)] == lines
    assert len(expected) > 10
