"""``cryptodrug db downgrade`` says what would go, and asks; where nobody can be asked, it needs ``--yes``."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.store.downgrade_loss import loss_by_downgrade
from cryptodrug_scraper.store.migrate import downgrade, upgrade
from cryptodrug_scraper.store.revisions import head_revision

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]

    from cryptodrug_scraper.store.database import Database
    from tests.support.next_revision import NextRevision


def rows(database: Database, table: str) -> int:
    with database.engine.connect() as connection:
        if connection.execute(text("SELECT to_regclass(:table)"), {"table": table}).scalar_one() is None:
            return 0
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


@pytest.mark.parametrize("revision", ["base", "0100"])
def test_where_nobody_can_be_asked_nothing_goes(loaded: Database, run: Run, revision: str) -> None:
    before = rows(loaded, "capture")

    said = run("db", "downgrade", revision, code=2).stderr

    assert b"there is nobody to ask: add --yes; for a copy run first: cryptodrug db dump FILE" in said
    assert before == rows(loaded, "capture") > 0


@pytest.mark.parametrize(("answer", "code"), [(b"n\n", 130), (b"y\n", 0)])
@pytest.mark.slow
def test_on_a_terminal_it_says_how_many_rows_go_and_asks(loaded: Database, answer: bytes, code: int) -> None:
    captured, sites = rows(loaded, "capture"), rows(loaded, "capture_origin")
    ours, theirs = pty.openpty()
    os.write(ours, answer)
    command = [sys.executable, "-m", "cryptodrug_scraper", "db", "downgrade", "base"]
    done = subprocess.run(command, stdin=theirs, capture_output=True, check=False, timeout=120)
    os.close(ours)
    os.close(theirs)

    said = done.stdout.decode()
    assert code == done.returncode, done.stderr
    assert "Delete this from postgresql://" in said
    for table, count in (("capture", captured), ("capture_origin", sites)):
        assert re.search(rf"public\.{table} +{count} +0\b", said), said
    assert (captured if code else 0) == rows(loaded, "capture")


def test_a_column_that_goes_is_named_and_tables_that_stay_whole_are_not(
    loaded: Database, next_revision: NextRevision
) -> None:
    captured, before = rows(loaded, "capture"), head_revision()
    next_revision(
        up="ALTER TABLE listing_observation ADD COLUMN later text; CREATE TABLE later AS SELECT 1 AS a",
        down="ALTER TABLE listing_observation DROP COLUMN later; DROP TABLE later",
    )
    with loaded.engine.connect() as connection:
        upgrade(connection)
        told = loss_by_downgrade(connection, before)
        connection.rollback()
        assert 1 == rows(loaded, "later")
        downgrade(connection, before)

    assert {"public.later": (1, 0)} == told.rows
    assert {"public.listing_observation": ["later"]} == told.columns
    assert captured == rows(loaded, "capture")
