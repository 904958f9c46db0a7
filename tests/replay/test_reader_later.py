"""The same files, loaded before and after a market or a reader of clocks exists, are the same pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.store.database import URL_VARIABLE, open_database
from tests.support.plugins import MARKET, run_with
from tests.support.readers import digest, plugin, replay

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

COUNT = 35
READS_CLOCK = (
    MARKET
    + """
import re
from datetime import UTC, datetime
from cryptodrug_scraper.page.records import Site

def read_clock(document):
    read(document)
    printed = re.search(r"It is (\\d+)-(\\d+)-(\\d+) (\\d+):(\\d+)", document.title)
    document.add(Site(server_time=datetime(*map(int, printed.groups()), tzinfo=UTC)))

import dataclasses
MARKET = dataclasses.replace(MARKET, readers={"listing": read_clock})
"""
)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Pages in a folder of a day, and some outside of it; each has a clock."""
    folder = tmp_path / "pages"
    for number in range(COUNT):
        file = folder / ("2014-05-31" if number % 5 else "undated") / f"page{number}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        at = datetime(2014, 5 + (number % 2 == 0), 1 if number % 2 == 0 else 31, 23 if number % 2 else 1, tzinfo=UTC)
        file.write_text(f"<html><title>Kraampje {number}. It is {at:%Y-%m-%d %H:%M}</title><p>{number}</p></html>")
    return folder


def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


PAGES = "SELECT capture_id, captured_at, captured_from, captured_to, sha256, url_key FROM capture ORDER BY capture_id"


@pytest.mark.parametrize("way", [(), ("--reparse",)])
@pytest.mark.slow
def test_a_market_and_then_a_reader_of_clocks_that_come_later_make_no_other_pages(
    database: Database, pages: Path, tmp_path: Path, empty_url: str, monkeypatch: pytest.MonkeyPatch, way: tuple[str]
) -> None:
    blind, seeing = plugin(tmp_path / "1", MARKET), plugin(tmp_path / "2", READS_CLOCK)
    assert COUNT == replay([], pages)["new_rows"]["capture"]
    before = rows(database, PAGES)
    assert COUNT == len(before)

    for plugins in ([blind], [seeing]):
        summary = replay(plugins, pages, *way)
        assert (COUNT, 0) == (summary["pages"], summary["new_rows"]["capture"])
        assert before == rows(database, PAGES)
    told = rows(database, "SELECT DISTINCT captured_at, time_precision FROM research.listing_snapshot ORDER BY 1")
    assert [("second", 31, 23), ("second", 1, 1)] == [(precision, at.day, at.hour) for at, precision in told]
    after = digest()

    monkeypatch.setenv(URL_VARIABLE, empty_url)
    assert 0 == run_with([], "db", "upgrade").returncode
    with open_database() as once:
        replay([seeing], pages)
        assert before == rows(once, PAGES)
        assert after == digest()
