"""How far a replay is can be told while it runs, there and from another terminal."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cryptodrug_scraper.cli import cli
from cryptodrug_scraper.home import data_home
from cryptodrug_scraper.importers import chunks
from cryptodrug_scraper.importers.extent import bytes_at
from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.importers.scratch import Scratch
from cryptodrug_scraper.importers.sources import Import
from cryptodrug_scraper.importers.warc_file import Reading, WarcFile
from cryptodrug_scraper.replay import Summary, planning, replay
from cryptodrug_scraper.replay.notice import announced, running
from cryptodrug_scraper.replay.share import Share
from tests.importers.forms import Page, write_forms

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

BODY = (Path(__file__).parent.parent.parent / "fixtures/pages/dream/listing/weed_from_belgium/body.html").read_bytes()
NINE = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)
PAGES = [Page(BODY + b" " * number, f"/offer/{number}", NINE + timedelta(hours=number)) for number in range(6)]


@pytest.fixture
def forms(tmp_path: Path) -> dict[str, Path]:
    return write_forms(PAGES, tmp_path / "forms")


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CRYPTODRUG_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.slow
def test_the_share_grows_with_the_bytes_of_all_forms(
    workers: int, forms: dict[str, Path], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "MOST_PAGES", 2)
    monkeypatch.setattr(planning, "STRETCH", 1)
    told: list[tuple[float | None, float | None]] = []
    paths = [forms[name] for name in ("warc.gz", "folder", "tar.gz", "zip", "warc")]

    summary = replay(
        database.engine,
        paths,
        workers=workers,
        progress=lambda counts: told.append((counts.share, counts.seconds_left)),
    )

    shares = [share for share, _ in told if share is not None]
    assert sorted(shares) == shares
    assert len(set(shares)) >= 5
    assert all(0 <= share <= 1 for share in shares)
    assert 1 == summary.share
    assert any(left is not None and left > 0 for _, left in told)


def test_every_byte_of_a_path_is_gone_through_once(forms: dict[str, Path], tmp_path: Path) -> None:
    for path in (*forms.values(), tmp_path / "forms"):
        with Import(path, ImportReport()) as whole:
            wholes = [part for part in whole.parts() if isinstance(part, WarcFile)]
            files = [stretch for file in wholes for stretch in file.stretches(lambda: 1)]
            apart = sum(end - start for start, end in (file.place for file in files))
            for file in files:
                reading = Reading()
                list(reading.captures(file))
                whole.take(reading)
            list(whole.rest())
            gone = whole.gone + apart
        sidecars = sum(each.stat().st_size for each in path.rglob("*.json")) if path.is_dir() else 0
        assert bytes_at(path) - sidecars <= gone <= bytes_at(path)


def said(*words: str) -> str:
    done = CliRunner().invoke(cli, ["replay", "status", *words], catch_exceptions=False)
    assert 0 == done.exit_code
    return done.output


def test_a_running_replay_is_told_of_elsewhere(own_home: Path) -> None:
    assert [] == running()
    summary = Summary(seconds=90.0, share=0.25, read_before=60)
    summary.issues.update(truncated=2)

    with announced([Path("some/page\x1b[31m")]) as tell:
        tell(summary)
        lines = said().splitlines()
        (state,) = json.loads(said("--json"))

    assert f"Process {os.getpid()}, for 0:01:30: some/page\\u001b[31m" == lines[0]
    assert "  25.0%, 0:04:30 left; 0 pages read, 60 read before, 0 records, 1 pages/s" == lines[1]
    assert "  issues: 2 × truncated" == lines[2]
    assert (0.25, 270, {"truncated": 2}) == (state["share"], state["seconds_left"], state["issues"])
    assert "No replay runs" in said()
    assert [] == list((own_home / "replays").iterdir())


@pytest.mark.usefixtures("own_home")
def test_what_a_killed_replay_left_is_no_running_one() -> None:
    with announced([]) as tell:
        tell(Summary(share=0.5))
        (file,) = (data_home() / "replays").iterdir()
        left = file.read_bytes()
    file.write_bytes(left)

    assert [] == running()
    assert not file.exists()


def test_a_replay_goes_on_where_nobody_can_be_told_of_it(
    own_home: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, announced([]) as tell:
        patch.setattr(os, "pwrite", full)
        tell(Summary(share=0.5))
    (own_home / "replays").rmdir()
    (own_home / "replays").write_bytes(b"no folder")
    with announced([]) as tell:
        tell(Summary(share=0.5))

    assert 2 == len(caplog.records)
    assert "replay status cannot tell how far it is: No space left on device" in caplog.text


@pytest.mark.slow
def test_a_path_that_has_gone_has_no_share(tmp_path: Path) -> None:
    share = Share([tmp_path / "gone"])
    for thread in threading.enumerate():
        if thread.daemon and thread is not threading.current_thread():
            thread.join(0.5)

    assert share.of(10) is None


def test_what_was_seen_is_forgotten_where_a_replay_is_interrupted(
    forms: dict[str, Path], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Scratch] = []

    def make() -> Scratch:
        made.append(Scratch())
        return made[-1]

    def interrupt(_: Summary) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cryptodrug_scraper.importers.sources.Scratch", make)
    monkeypatch.setattr(chunks, "MOST_PAGES", 2)
    with pytest.raises(KeyboardInterrupt):
        replay(database.engine, [forms["folder"], forms["zip"]], workers=1, progress=interrupt)
    assert made
    for scratch in made:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            scratch.is_new(1)
