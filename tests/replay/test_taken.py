"""What a replay tells of what it took in, on files unlike those of the simulator: as others keep them."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from tests.support.plugins import MARKET, run_with
from tests.support.readers import digest, plugin, replay

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

OF_THEN = (
    MARKET
    + """
import dataclasses
import re
from datetime import UTC, date, datetime
from cryptodrug_scraper.page.calendar import CalendarEvent
from cryptodrug_scraper.page.records import Site

def read_clock(document):
    read(document)
    printed = re.search(r"It is (\\d+)-(\\d+)-(\\d+) (\\d+):(\\d+)", document.title)
    if printed is not None:
        document.add(Site(server_time=datetime(*map(int, printed.groups()), tzinfo=UTC)))

OPEN = [("opened", date(2013, 11, 6)), ("closed", date(2014, 11, 6))]
MARKET = dataclasses.replace(
    MARKET,
    readers={"listing": read_clock},
    calendar=Calendar(events=tuple(
        CalendarEvent(event=event, first_on=day, last_on=day, note="x", evidence="recalled") for event, day in OPEN
    )),
)
"""
)
NAME = "http _host.onion_listing_80539_.htm"


@pytest.fixture
def market(tmp_path: Path) -> Path:
    return plugin(tmp_path / "plugin", OF_THEN)


def save(file: Path, title: str, changed: datetime | None = None) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"<html><head><title>{title}</title></head><body><p>{title}</p></body></html>", encoding="utf-8")
    if changed is not None:
        os.utime(file, (changed.timestamp(), changed.timestamp()))


def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


def told(plugins: list[Path], *words: str | Path) -> str:
    done = run_with(plugins, "replay", *words, "--workers", "1")
    assert 0 == done.returncode, done.stderr
    return " ".join(done.stdout.split())


@pytest.mark.usefixtures("database")
def test_pages_without_any_time_are_counted_and_it_is_said_what_gives_them_one(market: Path, tmp_path: Path) -> None:
    for number in range(4):
        save(tmp_path / "pages" / f"{number}.html", f"Kraampje {number}")
    save(tmp_path / "pages" / "4.html", "Kraampje. It is 2014-03-02 10:30")

    said = told([market], tmp_path / "pages")

    assert "Times of pages, by where they come from: 5 nowhere." in said
    assert "1 page has its instant from the clock that it prints." in said
    assert re.search(r"4 pages have no time at all, .* \(for example 0.html; 1.html; 2.html\)", said), said


@pytest.mark.usefixtures("database")
def test_sources_of_times_are_counted_also_of_pages_that_were_read_before(market: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    for number in range(3):
        save(pages / "2014-05-31" / f"{number}.html", f"Kraampje {number}")
    save(pages / "2014-05-31" / "3.html", "Kraampje 3")
    (pages / "2014-05-31" / "3.html.json").write_text('{"captured_at": "2014-05-31T12:00:00Z"}')

    first, again = replay([market], pages), replay([market], pages)

    assert {"directory": 3, "sidecar": 1} == first["taken"]["time_sources"] == again["taken"]["time_sources"]
    assert (0, 4) == (again["pages"], again["read_before"])


@pytest.mark.usefixtures("database")
def test_a_clock_that_contradicts_the_day_of_its_folder_is_told(market: Path, tmp_path: Path) -> None:
    """One day for all, as when a collection was copied at once: a page in ten is an old copy."""
    for number in range(10):
        clock = "2014-04-01 08:00" if number == 7 else "2014-05-31 08:00"
        save(tmp_path / "2014-05-31" / f"{number}.html", f"Kraampje {number}. It is {clock}")

    summary = replay([market], tmp_path / "2014-05-31")

    assert {"clock_disagrees": 1} == summary["taken"]["odd"]
    assert 1 == summary["issues"]["clock_disagrees"]
    assert ["7.html"] == summary["taken"]["examples"]["clock_disagrees"]
    said = told([plugin(tmp_path / "again", OF_THEN + "\n")], tmp_path / "2014-05-31")
    assert "1 page has a clock of its own that contradicts the time of its source, which counts" in said


def test_a_clock_beats_the_day_on_which_its_file_was_changed(database: Database, market: Path, tmp_path: Path) -> None:
    """A checkout: all files are of one day, years later."""
    checkout = datetime(2021, 7, 1, 12, 0, 5, tzinfo=UTC)
    save(tmp_path / "pages" / "a.html", "Kraampje a. It is 2014-03-02 10:30", checkout)
    save(tmp_path / "pages" / "b.html", "Kraampje b", checkout)
    save(tmp_path / "pages" / "c.html", "Kraampje c. It is 2014-06-01 00:10", datetime(2014, 5, 31, 23, 50, tzinfo=UTC))

    summary = replay([market], tmp_path / "pages", "--trust-modified")

    assert {"modified_disagrees": 1, "not_open": 1} == summary["taken"]["odd"]
    assert ["b.html"] == summary["taken"]["examples"]["not_open"]
    shown = rows(database, "SELECT title, captured_at FROM research.listing_snapshot ORDER BY 1")
    assert [
        datetime(2014, 3, 2, 10, 30, tzinfo=UTC),
        checkout,
        datetime(2014, 6, 1, 0, 10, tzinfo=UTC),
    ] == [at for _, at in shown]
    assert 2 == rows(database, "SELECT count(*) FROM capture WHERE captured_at = '2021-07-01 12:00:05Z'")[0][0]
    before = digest()
    replay([market], tmp_path / "pages", "--trust-modified")
    assert before == digest()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("day", "odd"), [("2013-11-05", 3), ("2013-11-06", 0), ("2014-11-06", 0), ("2014-11-07", 3)])
@pytest.mark.slow
def test_pages_of_days_on_which_their_market_did_not_exist_are_told(
    market: Path, tmp_path: Path, day: str, odd: int
) -> None:
    for number in range(3):
        save(tmp_path / "pages" / day / f"{number}.html", f"Kraampje {number}")

    said = told([market], tmp_path / "pages")

    assert bool(odd) == ("3 pages are of days on which their market did not exist" in said)


def test_addresses_in_names_of_files_are_found_and_counted(database: Database, market: Path, tmp_path: Path) -> None:
    save(tmp_path / "pages" / "2014-05-31" / NAME, "Kraampje")
    save(tmp_path / "pages" / "2014-05-31" / "fiets - Kraampje.htm", "Kraampje fiets")

    summary = replay([market], tmp_path / "pages")

    assert (1, 0) == (summary["taken"]["named"], summary["taken"]["unclear"])
    assert [(None,), ("/listing/80539/",)] == rows(database, "SELECT url_key FROM capture ORDER BY url_key NULLS FIRST")
    assert 1 == replay([market], tmp_path / "pages")["taken"]["named"]


def test_a_name_that_can_be_read_as_several_addresses_gives_none_unless_the_page_links_to_itself(
    database: Database, market: Path, tmp_path: Path
) -> None:
    pages = tmp_path / "pages" / "2014-05-31"
    save(pages / "http _host.onion_vendor_my_name.htm", "Kraampje one")
    save(pages / "http _host.onion_vendor_your_name.htm", 'Kraampje two <a href="/vendor/your_name">here</a>')

    summary = replay([market], tmp_path / "pages")

    assert (1, 1) == (summary["taken"]["named"], summary["taken"]["unclear"])
    assert [(None,), ("/vendor/your_name",)] == rows(
        database, "SELECT url_key FROM capture ORDER BY url_key NULLS FIRST"
    )
    said = told([market], tmp_path / "pages")
    assert "1 page has no address, since the name of its file can be read as several (for example " in said


@pytest.mark.usefixtures("database")
def test_pages_of_a_site_that_nobody_reads_are_no_walls_and_their_words_are_not_the_programs(
    market: Path, tmp_path: Path
) -> None:
    for number in range(35):
        file = tmp_path / "pages" / "abc.onion" / "2014-05-31" / f"{number}.html"
        save(file, f"All is well. {number} pages were loaded.")

    done = run_with([market], "replay", tmp_path / "pages", "--workers", "1")
    said = " ".join(done.stdout.split())

    assert 0 == done.returncode
    assert "35 pages of a site that no installed market reads" in said
    assert "cryptodrug market new NAME --from FOLDER" in said
    assert "Their hosts, as far as addresses are known: abc.onion (35)." in said
    assert "; 0 walls;" in said
    assert "All is well" not in said
    summary = replay([plugin(tmp_path / "again", OF_THEN + "\n")], tmp_path / "pages")
    assert (35, {"abc.onion": 35}, 0) == (summary["taken"]["unread"], summary["taken"]["hosts"], summary["walls"])


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("pictures", [0, 3])
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_folder_without_any_page_is_no_success(tmp_path: Path, pictures: int, form: tuple[str, ...]) -> None:
    (tmp_path / "pages").mkdir()
    for number in range(pictures):
        (tmp_path / "pages" / f"{number}.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))

    done = run_with([], "replay", tmp_path / "pages", "--workers", "1", *form)

    assert 3 == done.returncode
    said = " ".join(done.stderr.split())
    assert "nothing was loaded: there is no page at" in said
    assert "Name a folder of saved pages" in said
    assert ("3 ×" in said) == bool(pictures)
    if form:
        assert 0 == json.loads(done.stdout)["pages"]


@pytest.mark.usefixtures("database")
def test_the_doctor_tells_of_times_that_nobody_can_count_on(market: Path, tmp_path: Path) -> None:
    save(tmp_path / "pages" / "0.html", "Kraampje 0")
    save(tmp_path / "pages" / "1.html", "Kraampje 1")
    save(tmp_path / "pages" / "2014-05-31" / "2.html", "Kraampje 2. It is 2014-01-01 10:00")
    save(tmp_path / "pages" / "2016-05-31" / "3.html", "Kraampje 3")
    replay([market], tmp_path / "pages")

    found = {each["what"]: each["found"] for each in json.loads(run_with([market], "doctor", "--json").stdout)}

    assert (
        "pages: 2 without any time, 1 whose own clock contradicts their source, 1 of days on which it did not exist"
        == found["times kraampje"]
    )
