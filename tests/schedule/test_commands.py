from __future__ import annotations

import json
import os
import pty
import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from cryptodrug_scraper.cli.schedule import schedule
from cryptodrug_scraper.cli.session import session
from cryptodrug_scraper.crawl.ledger import CrawlState, record_crawl
from cryptodrug_scraper.crawl.sessions import Cookies, Sessions
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.home import HOME_VARIABLE, data_home
from cryptodrug_scraper.schedule.file import default_file
from cryptodrug_scraper.schedule.ledger import Run, begin, note_entries

if TYPE_CHECKING:
    from pathlib import Path

    import click

    from cryptodrug_scraper.store.database import Database
    from tests.schedule.conftest import MakeSchedule

SECRET = "s3cret-value"  # noqa: S105  # of a test
REPLICA = "http://127.0.0.1:8080"
ENTRY = 'name = "weekly"\nmarket = "empire"\ncron = "0 4 * * 1"\nscope = "index"'


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    (tmp_path / "home").mkdir()


def run(command: click.Command, *arguments: str | Path, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(command, [*map(str, arguments)], input=stdin, catch_exceptions=False)
    assert 0 == result.exit_code, result.output
    return result


def test_check_says_when_crawls_are_due(make_schedule: MakeSchedule, tmp_path: Path) -> None:
    make_schedule(ENTRY, 'name = "past"\nmarket = "dream"\ncron = "0 4 * * *"\nlast_on = 2019-04-30')

    said = run(schedule, "check", tmp_path / "schedule.toml").output

    assert 3 == said.count("04:00")
    assert "never again" in said


def test_check_refuses_what_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "schedule.toml").write_text('[[entry]]\nname = "one"\nmarket = "dream"\ncron = "daily"\n')

    with pytest.raises(ConfigurationError, match="'daily' has 1 field"):
        run(schedule, "check", tmp_path / "schedule.toml")


def test_status_shows_what_became_of_the_last_run_and_when_the_next_is_due(
    make_schedule: MakeSchedule, database: Database
) -> None:
    found = make_schedule(ENTRY, 'name = "new"\nmarket = "dream"\ncron = "0 4 * * *"\nlast_on = 2019-04-30')
    due = [datetime(2018, 11, day, 4, tzinfo=UTC) for day in (19, 12)]
    with database.engine.begin() as connection:
        note_entries(connection, found.entries[:1], due[1])
        begin(connection, Run("weekly", "empire", due[0], "skipped", detail="another crawl goes on"))
        begin(connection, Run("weekly", "empire", due[1], "complete", due[1], due[1]))
    default_file().write_text(
        f'[[entry]]\n{ENTRY}\n[[entry]]\nname = "new"\nmarket = "dream"\ncron = "0 4 * * *"\nlast_on = 2019-04-30'
    )

    weekly, new = json.loads(run(schedule, "status", "--json").output)["entries"]

    assert ("skipped", "2018-11-19T04:00:00Z", "another crawl goes on", "0 4 * * 1") == (
        *(weekly["outcome"], weekly["last_due_at"], weekly["detail"], weekly["cadence"]),
    )
    assert datetime.fromisoformat(weekly["next_due_at"]) > datetime.now(UTC)
    assert (None, None, "") == (new["outcome"], new["next_due_at"], new["cadence"])
    assert "another crawl goes on" in run(schedule, "status").output


def test_status_tells_of_a_crawl_that_waits_for_a_session(make_schedule: MakeSchedule, database: Database) -> None:
    found = make_schedule(ENTRY)
    now = datetime.now(UTC)
    default_file().write_text(f"[[entry]]\n{ENTRY}\n")
    state = CrawlState(uuid4(), "empire", None, now, "index", status="paused", reason="captcha")
    with database.engine.connect() as connection:
        record_crawl(connection, state, {})
    with database.engine.begin() as connection:
        note_entries(connection, found.entries, now)
        begin(connection, Run("weekly", "empire", now, "running", now))

    (weekly,) = json.loads(run(schedule, "status", "--json").output)["entries"]

    assert "waits for a session (captcha): cryptodrug session put empire" == weekly["detail"]


def test_the_program_runs_a_schedule_until_it_is_told_to_end(database: Database) -> None:
    assert not database.is_embedded
    default_file().write_text(f"[[entry]]\n{ENTRY}\n")
    command = [sys.executable, "-m", "cryptodrug_scraper", "schedule", "run"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert any("1 entry of empire" in line for line in process.stderr)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=120)

    assert 0 == process.returncode, said


def test_cookies_from_a_file_or_standard_input_are_kept_and_never_printed(tmp_path: Path) -> None:
    (tmp_path / "cookies").write_text(f"SESSION={SECRET}\n")
    first = run(session, "put", "dream", "--replica", "--mirror", REPLICA, "--file", tmp_path / "cookies")
    assert Cookies({"SESSION": SECRET}) == Sessions("dream").get("127.0.0.1:8080")
    second = run(session, "put", "dream", "--replica", "--mirror", REPLICA, "--file", "-", stdin=f"other={SECRET}2")
    assert Cookies({"other": f"{SECRET}2"}) == Sessions("dream").get("127.0.0.1:8080")

    assert "kept for dream: <cookies SESSION>" in first.output
    assert SECRET not in first.output + second.output
    (kept,) = (data_home() / "sessions" / "dream").iterdir()
    assert 0o600 == stat.S_IMODE(kept.stat().st_mode)


def test_cookies_that_are_typed_in_are_not_shown() -> None:
    terminal, of_program = pty.openpty()
    command = [sys.executable, "-m", "cryptodrug_scraper", "session", "put", "dream", "--replica", "--mirror", REPLICA]
    process = subprocess.Popen(command, stdin=of_program, stdout=of_program, stderr=of_program, start_new_session=True)
    shown = b""
    while b"not shown" not in shown:
        shown += os.read(terminal, 1000)
    os.write(terminal, f"SESSION={SECRET}\n".encode())
    assert 0 == process.wait(timeout=120)
    os.close(of_program)
    shown += os.read(terminal, 10_000)
    os.close(terminal)

    assert b"kept for dream" in shown
    assert SECRET.encode() not in shown
    assert Cookies({"SESSION": SECRET}) == Sessions("dream").get("127.0.0.1:8080")


def test_what_is_no_cookie_is_refused_without_repeating_it(tmp_path: Path) -> None:
    (tmp_path / "cookies").write_text(SECRET)

    with pytest.raises(ConfigurationError) as refusal:
        run(session, "put", "dream", "--replica", "--mirror", REPLICA, "--file", tmp_path / "cookies")
    assert SECRET not in str(refusal.value)
    with pytest.raises(ConfigurationError, match="none cannot be read"):
        run(session, "put", "dream", "--replica", "--mirror", REPLICA, "--file", tmp_path / "none")


def test_a_mirror_must_be_known_and_may_be_none_of_the_clear_web() -> None:
    with pytest.raises(ConfigurationError, match="no mirror is known: give --mirror"):
        run(session, "put", "dream")
    with pytest.raises(ConfigurationError):
        run(session, "put", "dream", "--mirror", "http://market.example")


def test_sessions_are_listed_by_names_and_forgotten(onion: str) -> None:
    (data_home() / "mirrors.toml").write_text(f'dream = ["http://{onion}"]\nempire = ["http://{onion}"]\n')
    run(session, "put", "dream", "--file", "-", stdin=f"b={SECRET}; a={SECRET}")
    run(session, "put", "dream", "--replica", "--mirror", REPLICA, "--file", "-", stdin=f"c={SECRET}")

    found = json.loads(run(session, "list", "--json").output)

    short = f"{onion[:8]}…"
    assert [
        {"market": "dream", "mirror": short, "cookies": ["a", "b"]},
        {"market": "dream", "mirror": None, "cookies": None},
        {"market": "empire", "mirror": short, "cookies": []},
    ] == found
    table = run(session, "list", "dream").output
    assert "not in mirrors.toml" in table
    assert SECRET not in table
    assert onion not in table

    assert "forgotten" in run(session, "forget", "dream").output
    assert "there were none" in run(session, "forget", "dream").output
    assert Sessions("dream").get(onion) is None


@pytest.fixture
def onion() -> str:
    """A host of the right form, of a key that nobody has."""
    import base64
    import hashlib

    key = bytes(32)
    checksum = hashlib.sha3_256(b".onion checksum" + key + b"\x03").digest()[:2]
    return base64.b32encode(key + checksum + b"\x03").decode().lower() + ".onion"
