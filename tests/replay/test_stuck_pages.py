"""A page that takes too long or too much, or ends the process that reads it, costs itself alone."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.capture import Capture, Origin
from cryptodrug_scraper.page import parse
from cryptodrug_scraper.replay import limits
from cryptodrug_scraper.replay.reading import read_page
from tests.importers.forms import write_tree

if TYPE_CHECKING:
    from collections.abc import Callable

    Replay = Callable[..., dict[str, Any]]
    Rows = Callable[[str], list[tuple[Any, ...]]]

PAGES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
PAGE = (PAGES / "dream/listing/weed_from_belgium/body.html").read_bytes()
FAULTY = PAGE.replace(b'"title">Kempen Amber', b'"title">Faulty Amber')
QUICK = """
from cryptodrug_scraper.importers import chunks
from cryptodrug_scraper.replay import limits
limits.SECONDS, chunks.MOST_PAGES = 0.3, 3
"""
READING = """
import os, signal
from cryptodrug_scraper.page import parse
made = parse.listing_facts
def facts(listing, taxonomy):
    if "Faulty" in (listing.title or ""):
        {code}
    return made(listing, taxonomy)
parse.listing_facts = facts
"""
ROWS = """
from cryptodrug_scraper.store.rows import page
made = page.add_listings
def add(rows, listings, facts):
    if any("Faulty" in (listing.title or "") for _, listing in listings):
        {code}
    made(rows, listings, facts)
page.add_listings = add
"""
SWALLOWS = """
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass
"""


def write_pages(folder: Path) -> None:
    """Twelve pages, two of which stop their reader."""
    bodies = {f"{number:02}.html": PAGE + b" " * number for number in range(12)}
    write_tree({**bodies, "04.html": FAULTY, "10.html": FAULTY + b" "}, folder)


@pytest.mark.parametrize(
    ("code", "workers", "issue"),
    [
        (
            READING.replace("{code}", "while True: pass"),
            2,
            ("too_slow", "it takes over 0.3 s of processor time: not read"),
        ),
        pytest.param(READING.replace("{code}", SWALLOWS), 2, ("too_slow", "it takes over "), marks=pytest.mark.slow),
        pytest.param(
            READING.replace("{code}", "sum(range(10**15))"), 2, ("too_slow", "it takes over "), marks=pytest.mark.slow
        ),
        (
            READING.replace("{code}", "bytearray(1 << 40)"),
            1,
            ("too_large", "it takes over 1536 MB of memory: not read"),
        ),
        (
            READING.replace("{code}", "os.kill(os.getpid(), signal.SIGKILL)"),
            2,
            ("reader_died", "the process that read it ended by SIGKILL"),
        ),
        (READING.replace("{code}", "os._exit(3)"), 1, ("reader_died", "the process that read it ended by exit code 3")),
        (ROWS.replace("{code}", "while True: pass"), 1, ("too_slow", "it takes over ")),
        (ROWS.replace("{code}", "bytearray(1 << 40)"), 2, ("too_large", "it takes over 1536 MB of memory: not read")),
    ],
    ids=["loop", "swallowed", "in C", "memory", "killed", "exit", "rows loop", "rows memory"],
)
def test_a_page_that_stops_its_reader_costs_itself_alone(
    code: str, workers: int, issue: tuple[str, str], replay_with: Replay, rows: Rows, tmp_path: Path
) -> None:
    write_pages(tmp_path / "pages")

    summary = replay_with({"dream": QUICK + code}, tmp_path / "pages", workers=workers)

    assert (12, 12, 2) == (summary["pages"], summary["new_rows"]["capture"], summary["issues"][issue[0]])
    found = rows(
        "SELECT path, code, detail FROM capture_origin JOIN parse_run USING (capture_id) "
        "JOIN parse_issue USING (parse_run_id) ORDER BY path"
    )
    assert ["04.html", "10.html"] == [path for path, _, _ in found]
    assert all((code, detail[: len(issue[1])]) == issue for _, code, detail in found)
    assert [(10,)] == rows("SELECT count(DISTINCT parse_run_id) FROM listing_observation")


@pytest.mark.usefixtures("database")
@pytest.mark.slow
def test_a_page_that_stopped_its_reader_is_not_read_again(replay_with: Replay, tmp_path: Path) -> None:
    write_pages(tmp_path / "pages")
    code = {"dream": QUICK + READING.replace("{code}", "os._exit(3)")}
    replay_with(code, tmp_path / "pages")

    again = replay_with(code, tmp_path / "pages")

    assert (0, 12, 0) == (again["pages"], again["read_before"], sum(again["new_rows"].values()))


def test_a_crawl_too_stops_reading_a_page_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    def spin(_: bytes) -> None:
        while True:
            pass

    before = signal.getsignal(signal.SIGVTALRM)
    capture = Capture(body=PAGE, origin=Origin("crawl", "1"))
    with monkeypatch.context() as patch:
        patch.setattr(limits, "SECONDS", 0.2)
        patch.setattr(parse, "decode", spin)
        began = time.process_time()
        page = read_page(capture)
        took = time.process_time() - began

    assert 0.1 < took < 1.0
    assert (None, ["too_slow"]) == (page.market, [issue.code for issue in page.issues])
    assert (before, (0.0, 0.0)) == (signal.getsignal(signal.SIGVTALRM), signal.getitimer(signal.ITIMER_VIRTUAL))
    assert "dream" == read_page(capture).market


def test_a_machine_with_too_little_memory_is_no_fault_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr(parse, "decode", fail)
    with pytest.raises(MemoryError):
        read_page(Capture(body=PAGE, origin=Origin("crawl", "1")))
