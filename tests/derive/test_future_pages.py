"""Pages that state a time which had not come when they were loaded: told, kept, and in no snapshot and no figure."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from cryptodrug_scraper.cli import cli
from cryptodrug_scraper.cli.doctor_rates import look_at_rates
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.chosen import Chosen
from cryptodrug_scraper.store.contents import contents_of
from cryptodrug_scraper.store.future import future_captures
from cryptodrug_scraper.store.removal import remove
from tests.support.dated_pages import dated_folder, priced_at
from tests.support.derived_windows import Opened

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database
    from tests.support.derived_windows import Windows

FUTURE = "2098-12-31"


def run(*words: str) -> str:
    done = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.slow
def test_a_replay_and_the_doctor_and_derive_tell_of_them_and_no_row_counts_them(
    own: Opened, windows: Windows, tmp_path: Path
) -> None:
    folder = dated_folder(tmp_path, FUTURE, one=priced_at("40.00"), two=priced_at("51.00"))
    said = run("replay", str(folder), "--workers", "1")
    assert "2 captures state a time that is yet to come" in said
    assert 0 == json.loads(run("replay", str(folder), "--workers", "1", "--json"))["new_rows"].get("future_capture", 0)

    with own.database.engine.connect() as connection:
        (found,) = future_captures(connection)
        contents = contents_of(connection)
        findings = {finding.what: finding for finding in look_at_rates(connection, contents)}
    assert ("dream", 2, FUTURE, FUTURE) == (found.market, found.captures, str(found.first_day), str(found.last_day))
    assert found.example in {f"{FUTURE}/one.html", f"{FUTURE}/two.html"}
    assert datetime(2019, 12, 1, tzinfo=UTC) > contents.newest_at  # type: ignore[operator]
    assert {} == contents.underived
    assert ("note", "ok") == (findings["future"].state, findings["rates"].state)
    assert f"dream: 2 pages are dated {FUTURE} to {FUTURE}, which was yet to come" in findings["future"].found

    told = json.loads(run("derive", "--json"))
    assert (str(windows.derivation.derive_run), {}) == (told["derive_run"], told["made"]), "nothing is new"
    assert [("dream", 2, FUTURE)] == [(each["market"], each["captures"], each["last_day"]) for each in told["future"]]
    assert f"dream: 2 pages are dated {FUTURE}" in run("derive")
    assert windows.digest == own.digest()
    assert 2 == own.one("SELECT count(*) FROM capture WHERE captured_at > now()"), "they are kept"

    with own.database.engine.connect() as connection:
        remove(connection, Chosen(paths=(f"{FUTURE}/*",)))
    assert 0 == own.one("SELECT count(*) FROM future_capture")


def test_where_there_is_nothing_else_deriving_says_what_does_not_count(database: Database, tmp_path: Path) -> None:
    replay(database.engine, [dated_folder(tmp_path, FUTURE, one=priced_at("40.00"))], workers=1)

    with pytest.raises(StoreError, match="no page of a known market was observed: .*time had not come when"):
        Opened(database).derive()


@pytest.mark.slow
def test_a_time_zone_ahead_is_no_future_and_what_was_one_stays_one_when_its_time_has_come(
    database: Database, tmp_path: Path
) -> None:
    opened, today = Opened(database), datetime.now(UTC).date()
    for days, name in ((0, "today"), (1, "tomorrow"), (3, "later")):
        day = today + timedelta(days=days)
        folder = dated_folder(tmp_path / name, str(day), **{name: priced_at(f"4{days}.00")})
        replay(database.engine, [folder], workers=1)
    assert [(today + timedelta(days=3),)] == opened.rows("SELECT captured_at::date FROM future_capture")
    opened.derive()
    before = opened.digest()

    # a week later, as the clock of the database would have it
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE future_capture SET loaded_at = loaded_at - interval '7 days'"))
        connection.execute(text("UPDATE parser_version SET first_loaded_at = first_loaded_at - interval '7 days'"))
    opened.forget()
    opened.derive()

    assert before == opened.digest()
    assert 2 == opened.one("SELECT count(*) FROM research.capture_time")


def test_a_derivation_begins_by_counting_them(own_of_one: Opened) -> None:
    """A server that takes many for none goes through all of them for each page."""
    with own_of_one.database.engine.begin() as connection:
        early = "INSERT INTO future_capture SELECT gen_random_uuid(), now(), now() FROM generate_series(1, 3000)"
        connection.execute(text(early))
        connection.execute(text("UPDATE pg_class SET reltuples = 0, relpages = 99 WHERE relname = 'future_capture'"))
    own_of_one.derive()
    assert own_of_one.one("SELECT reltuples FROM pg_class WHERE relname = 'future_capture'") == 3000
