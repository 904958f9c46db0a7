"""
Take the pictures of README.md in headless Chromium: the report, and a page with its words marked.

    python docs/pictures.py             # with the demo's world loaded into a database made for it
    python docs/pictures.py --loaded    # with the database that is configured, which has it already

Both show simulated data, and say so.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from queue import Queue
from threading import Thread
from types import ModuleType
from typing import TYPE_CHECKING

from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.explore.looking import Looking
from cryptodrug_scraper.explore.serving import serve
from cryptodrug_scraper.explore.sources import Sources
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.report.scope import Scope
from cryptodrug_scraper.report.study import study
from cryptodrug_scraper.store.database import open_database, open_for_reader
from cryptodrug_scraper.study.run import derive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.explore.serving import Inviting
    from tests.support.browsing import Page

__all__ = ["FOLDER", "main"]

HERE = Path(__file__).parent
FOLDER = HERE / "pictures"
DEMO = HERE.parent / "fixtures" / "demo"
_TESTS = ModuleType("tests")  # by its place, for some distributions install a package of that name
_TESTS.__path__ = [str(HERE.parent / "tests")]
WIDTH, HEIGHT, REPORT_HEIGHT = 1080, 720, 605
PATIENCE = 60
"""Seconds in which the page in the frame is made ready: it does not come back by itself."""
A_PAGE = """
    SELECT listing_observation_id FROM listing_snapshot
    WHERE market = 'dream' AND seen_on = 'page' AND 'BE' = ANY (origin_codes)
    ORDER BY captured_at, listing_id LIMIT 1
"""
STAMP = """
    const stamp = document.createElement("div");
    stamp.textContent = "Simulated data";
    stamp.style.cssText = "position:fixed;top:0;right:0;z-index:9;padding:.4em 1em;background:#b3261e;color:#fff;"
        + "font:700 16px sans-serif";
    document.body.append(stamp)
"""
"""The page of a market carries no stamp of its own, nor does a figure; the sections of a report do."""
READY = """
    document.readyState === "complete" && [...document.querySelectorAll(".fields tr")].some(
        row => row.cells[0].textContent === "price" && row.querySelector("a"))
"""
LINK = """
    [...document.querySelectorAll(".fields tr")].find(row => row.cells[0].textContent === "price").querySelector("a")
""".strip()
"""To the words that the price was read from."""


def main() -> None:
    """Take both pictures."""
    sys.modules["tests"] = _TESTS
    from tests.support.browsing import browser

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--loaded", action="store_true", help="the configured database has the demo's world")
    is_loaded = options.parse_args().loaded
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        if not is_loaded:
            os.environ["CRYPTODRUG_HOME"] = home
            os.environ.pop("CRYPTODRUG_DATABASE_URL", None)
            with open_database() as database:
                replay(database.engine, [DEMO], workers=2)
                derive(database, read_parameters())
        with browser() as page:
            take_report(page, Path(home) / "study.html")
            take_marked(page)


def take_report(page: Page, written: Path) -> None:
    """Take the picture of a figure of the report."""
    scope = Scope("BE", date(2018, 11, 1), date(2019, 11, 30), is_identified=True)
    with open_database(read_only=True) as database, database.engine.connect() as connection:
        made = study(connection, scope, language="en", today=date(2026, 11, 26))
    written.write_text(made.html, encoding="utf-8")
    page.open(written, width=WIDTH, height=REPORT_HEIGHT)
    page.wait("document.documentElement.dataset.charts === 'done'")
    page.run("document.querySelector('#shares-transactions').scrollIntoView()")
    page.run(STAMP)
    page.picture(FOLDER / "report.png")


def take_marked(page: Page) -> None:
    """Take the picture of a listing's page, beside what was read from it."""
    addresses: Queue[str] = Queue()

    @contextmanager
    def meanwhile(invite: Inviting) -> Iterator[None]:
        addresses.put(invite()[0])
        yield

    with open_database(read_only=True) as whole, open_for_reader() as views, views.engine.connect() as connection:
        identifier = connection.exec_driver_sql(A_PAGE).scalar_one()
        sources = Sources(views.engine, whole.engine, [DEMO], Looking(PATIENCE))
        Thread(target=serve, args=(sources, 0, f"/record/{identifier}", meanwhile), daemon=True).start()
        page.call("Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=False)
        page.call("Page.navigate", url=addresses.get(timeout=60))
        page.wait(READY)  # until then it comes back by itself
        page.run(STAMP)
        page.run(f"{LINK}.click()")
        time.sleep(5)  # nobody outside of the page's frame is told when it is drawn
        page.picture(FOLDER / "marked.png")


if __name__ == "__main__":
    main()
