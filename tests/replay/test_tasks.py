"""How a replay is cut into tasks: as large as may be, but so that all processes end at about the same time."""

from __future__ import annotations

import gzip
import random
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.importers.warc_file import WarcFile
from cryptodrug_scraper.replay import planning
from cryptodrug_scraper.replay.known_files import KnownFiles
from cryptodrug_scraper.replay.planning import Plan
from cryptodrug_scraper.replay.share import Share
from cryptodrug_scraper.replay.summary import Summary
from cryptodrug_scraper.replay.task import Options
from tests.importers.forms import Page, response

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

NINE = datetime(2018, 11, 18, 9, 12, tzinfo=UTC)
RECORD = 1100
"""Bytes of a packed record, at most."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four files of unlike sizes, of 300 pages in all that cannot be packed."""
    chance = random.Random(5)
    for name, count in zip("abcd", (150, 20, 100, 30), strict=True):
        pages = [
            Page(b"<html><body>" + chance.randbytes(600).hex().encode() + b"</body></html>", f"/{name}{number}", NINE)
            for number in range(count)
        ]
        packed = [gzip.compress(response(page), mtime=0) for page in pages]
        assert max(map(len, packed)) < RECORD
        (tmp_path / f"{name}.warc.gz").write_bytes(b"".join(packed))
    return tmp_path


def sizes(folder: Path, database: Database, processes: int) -> list[int]:
    """The bytes of the tasks, in the order in which they are given."""
    with (
        database.engine.connect() as connection,
        closing(
            Plan([folder], Summary(), KnownFiles(connection, Options()), Share([folder]), processes=processes)
        ) as plan,
    ):
        given = []
        for task in plan.tasks():
            if task is None:
                break
            assert isinstance(task.source, WarcFile)
            start, end = task.source.place
            given.append(end - start)
    return given


@pytest.mark.parametrize("processes", [2, 7])
def test_the_less_is_left_the_smaller_are_the_tasks(
    processes: int, folder: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "_SHORTEST", 3000)
    total = sum(file.stat().st_size for file in folder.glob("*.gz"))

    given = sizes(folder, database, processes)

    assert total == sum(given)
    left = total
    for size in given:
        assert size <= max(left // (2 * processes), 3000) + RECORD
        left -= size
    assert given[-1] <= 3000 + RECORD
    assert len(given) > 4 * processes
    assert given[0] > total // (2 * processes)


def test_no_task_is_longer_than_what_another_machine_may_have_to_read_again(
    folder: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "_SHORTEST", 1)
    monkeypatch.setattr(planning, "STRETCH", 5000)

    assert max(sizes(folder, database, 2)) <= 5000 + RECORD


def test_one_process_reads_file_after_file(folder: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "_SHORTEST", 1)

    assert [file.stat().st_size for file in sorted(folder.glob("*.gz"))] == sizes(folder, database, 1)
