"""What SQL of a reader can do: see the schema research, and nothing else whatever it says first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cryptodrug_scraper.cli.query import query
from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

WRITABLE = "RESET ROLE; SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; SET TRANSACTION READ WRITE; "
REFUSED = [
    "CREATE TABLE public.mine (a int)",
    "CREATE TABLE research.mine (a int)",
    "CREATE TEMP TABLE mine (a int)",
    "SELECT 1 AS a INTO TEMP mine",
    "CREATE SCHEMA mine",
    "CREATE ROLE mine",
    "CREATE FUNCTION pg_temp.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "COPY (SELECT 1) TO PROGRAM 'cat > /dev/null'",
    "COPY (SELECT 1) TO '/tmp/mine'",
    "SELECT pg_read_file('PG_VERSION')",
    "SELECT pg_ls_dir('.')",
    "SELECT rolpassword FROM pg_authid",
    "SELECT count(*) FROM capture",
    "SELECT count(*) FROM partitions.capture_unknown",
    "DELETE FROM capture",
    "DROP VIEW research.review",
    "ALTER ROLE cryptodrug_reader SUPERUSER",
    "SELECT lo_creat(-1)",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT lo_import('/etc/hostname')",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_advisory_lock(1129599815, 1)",
    "SELECT pg_advisory_lock_shared(1129599815, 1)",
    "SELECT pg_try_advisory_lock(1129599819, 1)",
    "SELECT pg_advisory_xact_lock(1129599815, 1)",
    "SELECT pg_try_advisory_xact_lock_shared(1129599815, 1)",
    "DO $$ BEGIN PERFORM pg_advisory_lock(1); END $$",
    "LOCK TABLE research.review IN ACCESS EXCLUSIVE MODE",
    "SELECT * FROM research.market_event FOR UPDATE",
    "CREATE EXTENSION dblink",
    "CREATE EXTENSION citext",
    "CHECKPOINT",
    "SET session_replication_role = replica",
    "SET log_statement = 'all'",
    "COMMENT ON VIEW research.review IS 'mine'",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
]
OTHERS = [
    "RESET ROLE",
    "SELECT set_config('role', 'postgres', false)",
    "SELECT set_config('session_authorization', 'postgres', false)",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    "RESET SESSION AUTHORIZATION",
]


def answer(sql: str) -> str:
    result = CliRunner().invoke(query, [sql, "--format", "csv"])
    if isinstance(result.exception, StoreError):
        return str(result.exception)
    assert result.exception is None, result.exception
    return result.output


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("sql", REFUSED)
def test_a_query_is_refused_by_rights_and_not_by_settings(sql: str) -> None:
    assert any(word in answer(WRITABLE + sql) for word in ("permission denied", "must be owner"))


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("sql", OTHERS)
def test_a_query_becomes_nobody_else(sql: str) -> None:
    said = answer(f"{sql}; SELECT session_user AS a, current_user AS b")

    assert "permission denied" in said or "cryptodrug_reader,cryptodrug_reader" in said


def test_what_a_query_commits_is_not_there(database: Database) -> None:
    answer(WRITABLE + "CREATE TABLE public.mine (a int); COMMIT")

    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT to_regclass('public.mine')").scalar_one() is None


@pytest.mark.usefixtures("asked")
def test_a_query_sees_what_researchers_see() -> None:
    assert "12" in answer("SELECT count(*) FROM market_event WHERE market IN ('dream', 'empire', 'wallstreet')")
