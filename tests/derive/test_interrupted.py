"""A derivation that is broken off leaves whole parts or none, and goes on where it was."""

from __future__ import annotations

import signal
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from sqlalchemy import event, text

from cryptodrug_scraper.cli.derive import derive as command
from cryptodrug_scraper.derive import parts, run
from cryptodrug_scraper.derive.connection import columns_of, only_one
from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.derive.tables import ROW_TABLES, as_table
from cryptodrug_scraper.errors import ConfigurationError, StoreError
from tests.support.command import begin_command
from tests.support.derived_windows import ALL_PARTS, ONE_MARKET

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from cryptodrug_scraper.derive.run import State
    from cryptodrug_scraper.store.database import Database
    from tests.support.derived_windows import Opened, Windows

NAME = "coalesce(market, CASE step WHEN 'across' THEN 'across markets' ELSE step END)"


def parts_there(own: Opened) -> list[str]:
    return sorted(name for (name,) in own.rows(f"SELECT {NAME} FROM derived.part"))


def rows_of_no_part(own: Opened) -> dict[str, int]:
    found = {
        table: own.one(f"SELECT count(*) FROM derived.{table} WHERE part_id NOT IN (SELECT part_id FROM derived.part)")
        for table in ROW_TABLES
    }
    return {table: count for table, count in found.items() if count}


def check_going_on(own: Opened, windows: Windows, done: list[str]) -> None:
    """What is done is whole, shown by no view, and taken when the derivation is made again."""
    assert (sorted(done), {}) == (parts_there(own), rows_of_no_part(own))
    assert 0 == own.one("SELECT count(*) FROM research.derivation")
    assert 0 == own.one("SELECT count(*) FROM research.distinct_review")

    again = own.derive()

    assert (set(done), windows.derivation.made.keys() - set(done)) == (set(again.taken), set(again.made))
    assert (windows.derivation.derive_run, windows.digest) == (again.derive_run, own.digest())


def test_between_two_parts(own_of_one: Opened, one_market: Windows) -> None:
    own_of_one.forget()

    def stop(state: State) -> None:
        if state.doing == "across markets":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run.derive(own_of_one.database, read_parameters(), stop)

    check_going_on(own_of_one, one_market, ["rates", ONE_MARKET])


@pytest.mark.campaign
def test_between_two_markets(own: Opened, windows: Windows) -> None:
    own.forget()

    def stop(state: State) -> None:
        if state.doing == "empire":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run.derive(own.database, read_parameters(), stop)

    check_going_on(own, windows, ["rates", "dream"])


@pytest.mark.slow
def test_while_the_rows_of_a_part_are_written(
    own_of_one: Opened, one_market: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_of_one.forget()
    written = []

    def fail_at_last(table: str, part: Any, rows: pl.DataFrame) -> pl.DataFrame:
        written.append(table)
        if table == list(ROW_TABLES)[-1] and part != one_market.derivation.derive_run:
            msg = "the disk is full"
            raise StoreError(msg)
        return as_table(table, part, rows)

    monkeypatch.setattr(parts, "as_table", fail_at_last)
    with pytest.raises(StoreError, match="the disk is full"):
        own_of_one.derive()
    monkeypatch.undo()

    assert len(written) > 3
    check_going_on(own_of_one, one_market, ["rates"])


@pytest.mark.slow
def test_by_a_signal(own_of_one: Opened, one_market: Windows) -> None:
    """While a market is derived; between two of them in the long run."""
    end_by_a_signal(own_of_one, one_market, "rates")


@pytest.mark.campaign
def test_by_a_signal_after_a_market(own: Opened, windows: Windows) -> None:
    end_by_a_signal(own, windows, "dream")


def end_by_a_signal(own: Opened, derived: Windows, after: str) -> None:
    own.forget()
    going = begin_command("derive", stderr=subprocess.PIPE)
    end = time.monotonic() + 300
    while after not in (done := parts_there(own)):
        assert time.monotonic() < end
        time.sleep(0.01)
    going.send_signal(signal.SIGTERM)
    _, said = going.communicate(timeout=300)

    assert going.returncode not in {0, None}
    assert b"Traceback" not in said
    done = parts_there(own)
    assert "across markets" not in done, "it ended before the signal came"
    check_going_on(own, derived, done)


def test_rows_left_by_a_derivation_that_nobody_takes_up_go_when_asked(own: Opened, windows: Windows) -> None:
    def stop(state: State) -> None:
        if state.doing == "dream":
            raise KeyboardInterrupt

    parameters = read_parameters()
    other = type(parameters)(
        **{name: getattr(parameters, name) for name in parameters.__struct_fields__}
        | {"migration": type(parameters.migration)(pre_window_days=30.0)}
    )
    with pytest.raises(KeyboardInterrupt):
        run.derive(own.database, other, stop)
    assert sorted([*ALL_PARTS, "rates"]) == parts_there(own)
    rates = own.one("SELECT count(*) FROM research.fx_rate")

    said = CliRunner().invoke(command, ["remove"], catch_exceptions=False).stdout

    assert f"{rates} rows removed.\n" == said
    assert (sorted(ALL_PARTS), windows.digest) == (parts_there(own), own.digest())


def test_two_at_once_are_refused(own: Opened, windows: Windows) -> None:
    refused = "another derivation of this database goes on: wait for its end, or stop it"
    with only_one(own.database):
        with pytest.raises(StoreError, match=refused):
            own.derive()
        with pytest.raises(StoreError, match=refused):
            CliRunner().invoke(command, ["remove"], catch_exceptions=False)

    assert windows.derivation.derive_run == own.derive().derive_run


def test_the_next_derivation_need_not_wait_until_the_server_notices_that_a_connection_closed(
    database: Database,
) -> None:
    locked = text(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    found: list[int] = []

    def look(*_: object) -> None:
        with database.engine.connect() as other:
            found.append(other.execute(locked).scalar_one())

    event.listen(database.engine, "close_detached", look)
    with only_one(database):
        look()
    with suppress(KeyboardInterrupt), only_one(database):
        raise KeyboardInterrupt

    assert [1, 0, 0] == found


def test_a_server_that_ended_the_session_of_the_lock_hides_no_other_error(database: Database) -> None:
    others = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )

    def refuse() -> None:
        with only_one(database):
            with database.engine.connect() as other:
                other.execute(others)
            msg = "refused"
            raise StoreError(msg)

    with pytest.raises(StoreError, match=r"^refused$"):
        refuse()


def test_a_database_that_refuses_is_named_in_one_line(own_of_one: Opened) -> None:
    own_of_one.forget()
    with own_of_one.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE derived.snapshot ADD CHECK (grade <> 'complete') NOT VALID"))

    with pytest.raises(StoreError, match=r"^the derived tables cannot be made: [^\n]*snapshot[^\n]*cryptodrug derive$"):
        own_of_one.derive()

    assert {} == rows_of_no_part(own_of_one)


def test_a_country_that_there_is_not_is_refused_before_anything_is_derived(own: Opened, tmp_path: Path) -> None:
    own.forget()
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[findings]\ncountry = 'XX'\n")

    with pytest.raises(ConfigurationError, match="no country"):
        CliRunner().invoke(command, ["--parameters", str(wrong)], catch_exceptions=False)

    assert [] == parts_there(own)


def test_a_limit_of_time_of_the_server_is_no_interrupt(database: Database) -> None:
    """To the driver both are one: statements of a derivation take as long as the database is large."""
    with database.engine.begin() as connection:
        name = connection.engine.url.database
        connection.execute(text(f'ALTER DATABASE "{name}" SET statement_timeout = 50'))
    with columns_of(database) as columns, columns.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_sleep(0.2)")
        assert cursor.fetchall() == [(1,)]
