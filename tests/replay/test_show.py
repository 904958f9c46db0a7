from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.replay import replay
from tests.support.command import run_command

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.store.database import Database

    Rows = Callable[[str], list[tuple[Any, ...]]]

LISTINGS = Path(__file__).parent.parent.parent / "fixtures" / "pages" / "dream" / "listing"
NEWEST = "SELECT listing_observation_id, capture_id FROM research.listing_snapshot ORDER BY 1 LIMIT 1"


def show(*arguments: object, cwd: Path | None = None) -> bytes:
    return run_command("show", *map(str, arguments), folder=cwd).stdout


@pytest.mark.slow
def test_a_row_of_an_older_reading_says_so_and_names_the_newest(
    database: Database, rows: Rows, replay_with: Any
) -> None:
    replay(database.engine, [LISTINGS], workers=1)
    ((old, capture),) = rows(NEWEST)
    replay_with({"dream": "\n# another version\n"}, LISTINGS, "--reparse")
    ((new,),) = rows(
        f"SELECT listing_observation_id FROM research.listing_snapshot WHERE capture_id = '{capture}' LIMIT 1"
    )

    older, newer = json.loads(show(old, "--json"))["readings"]
    assert (False, True) == (older["is_shown"], newer["is_shown"])
    said = show(old).decode()
    assert f"of a reading that the views leave out; the one that is shown is by {newer['parser_version']}" in said
    assert "older reading" not in show(new).decode()
    assert "older reading" not in show(capture).decode()


def test_the_bytes_are_sought_in_the_archive_and_then_here(
    database: Database, rows: Rows, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    replay(database.engine, [LISTINGS], workers=1)
    ((row, _),) = rows(NEWEST)
    here = show(row, "--body", cwd=LISTINGS)
    monkeypatch.setenv("CRYPTODRUG_ARCHIVE", str(LISTINGS))
    assert here == show(row, "--body", cwd=tmp_path)
    assert here in [body.read_bytes() for body in LISTINGS.rglob("body.html")]
