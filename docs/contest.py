"""
Walk from a figure of the report to the words of a page, decide, and see the figure change: docs/contesting.md.

    python docs/contest.py            # the walk with its pictures, in docs/pictures/contest-*
    python docs/contest.py --check    # the walk alone

It does what a reader does, with the commands that the page names, in headless Chromium, on the data of the demo, and
prints how long each step took until it was drawn. A step that does not lead where the page says ends it with exit
code 1.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.browsing import Page

__all__ = ["FOLDER", "main"]

HERE = Path(__file__).parent
FOLDER = HERE / "pictures"
_TESTS = ModuleType("tests")  # by its place, for some distributions install a package of that name
_TESTS.__path__ = [str(HERE.parent / "tests")]
COMMAND = (sys.executable, "-m", "cryptodrug_scraper")
PERSON = "E. Peeters"
COUNTRY, MARKET, MONTH = "BE", "dream", "2019-02-01"
SIZES = {"wide": (1080, 760), "phone": (390, 760)}
FIGURE = "shares-transactions"
SHARE = f"""
    [...document.querySelectorAll("main tbody tr")].find(row =>
        row.cells[0].textContent === "{MARKET}" && row.cells[1].textContent === "{MONTH}")
"""
"""The row of the month in the table of shares."""
PAGE_OF_IT = """
    [...document.querySelectorAll("main tbody tr")].find(row => row.cells[1].textContent === "page")
        ?.querySelector("a[href*='/record/']")
"""
"""To the first page of the listing itself; lists of listings have cards of it."""
CHARTS = "document.documentElement.dataset.charts === 'done'"
ARRIVED = "document.readyState === 'complete' && location.href !== 'about:blank' && location.href !== {before!r}"
MARKED = """
    [...document.querySelectorAll(".fields tr")].some(
        row => row.cells[0].textContent === "ships_from" && row.querySelector("a"))
"""
"""The words of the page were found: until then it comes back by itself."""


@dataclass
class Walk:
    """A reader's way through the pages. ``steps`` has the seconds that each step took."""

    page: Page
    takes_pictures: bool
    steps: list[tuple[str, float]] = field(default_factory=list)

    def follow(self, step: str, link: str, *, ready: str = "true") -> None:
        """Click a link, which an expression finds, and wait until what it leads to is drawn."""
        before = self.page.ask("location.href")
        self.page.wait(f"!!({link})")
        began = time.monotonic()
        self.page.run(f"({link}).click()")
        self._arrive(step, before, ready, began)

    def visit(self, step: str, address: str, *, ready: str = "true") -> None:
        """Type an address, and wait until it is drawn."""
        before = self.page.ask("location.href")
        self.page.call("Page.stopLoading")  # a page that comes back by itself
        began = time.monotonic()
        self.page.call("Page.navigate", url=address)
        self._arrive(step, before, ready, began)

    def _arrive(self, step: str, before: str, ready: str, began: float) -> None:
        self.page.wait(ARRIVED.format(before=before))
        self.page.wait(f"!!({ready})")
        self.steps.append((step, time.monotonic() - began))

    def picture(self, name: str, place: str = "", *, drawn: str = "") -> None:
        """
        Take what is seen at a place of the page, at each width, light and dark.

        Args:
            name: of the picture.
            place: a selector of what stands at the top; empty for the top of the page.
            drawn: holds when a page is drawn that draws itself once, for the width that it is opened at.
        """
        if not self.takes_pictures:
            return
        for size, (width, height) in SIZES.items():
            for is_dark in (False, True):
                self.page.call(
                    "Emulation.setDeviceMetricsOverride",
                    width=width, height=height, deviceScaleFactor=1, mobile=size == "phone",
                )  # fmt: skip
                self.page.scheme(is_dark=is_dark)
                if drawn:
                    self.page.run("window.isBefore = true")
                    self.page.call("Page.reload")
                    self.page.wait(f"!window.isBefore && document.readyState === 'complete' && {drawn}")
                self.page.run(f"document.querySelector({place!r}).scrollIntoView()" if place else "scrollTo(0, 0)")
                time.sleep(0.5)  # until charts and frames have their new width
                self.page.picture(FOLDER / f"contest-{name}-{size}-{'dark' if is_dark else 'light'}.webp")
        self.page.scheme(is_dark=False)
        width, height = SIZES["wide"]
        self.page.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )


def main() -> None:
    """Walk, and print what it took."""
    sys.modules["tests"] = _TESTS
    from tests.support.browsing import browser

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--home", type=Path, help="a folder for the data of the demo, used again if they are there")
    options.add_argument("--check", action="store_true", help="take no pictures")
    FOLDER.mkdir(exist_ok=True)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as new, browser() as page:
        home = asked.home or Path(new)
        os.environ["CRYPTODRUG_HOME"] = str(home.absolute())
        os.environ.pop("CRYPTODRUG_DATABASE_URL", None)
        walk = Walk(page, takes_pictures=not asked.check)
        contest(walk, home)
    for step, seconds in walk.steps:
        sys.stdout.write(f"{seconds:7.2f} s  {step}\n")


def contest(walk: Walk, home: Path) -> None:
    """From the report's figure to its vendors, a seller, a page and a word; then the decision, and the figure again."""
    with explored("/") as address:  # makes the data of the demo
        walk.visit("the first page", address)
        walk.picture("overview")
    figure = report_figure(walk, home)
    with explored(figure) as address:
        walk.visit("the figure's rows", address, ready=SHARE)
        before = share_of(walk.page)
        walk.picture("rows", "main table")
        walk.follow("the vendors behind one", f"({SHARE}).querySelectorAll('a')[1]")
        walk.follow("a seller", link_with("vendor/DeltaValley"), ready="document.querySelector('svg')")
        walk.picture("seller")
        seller = walk.page.ask("location.href")
        walk.follow("one of its listings", link_with("listing/386002.400855"))
        walk.follow("a page of it", PAGE_OF_IT, ready=MARKED)
        walk.page.run(f"({field_link('ships_from')}).click()")
        time.sleep(3)  # nobody outside of the frame that shows the saved page is told when it is drawn
        walk.picture("words")
        walk.visit("the seller again", seller)
        walk.follow("the form", link_with("/decide/country"))
        fill(walk.page, verdict="corrected", value="NL", why="parcels that were seized were posted in Breda")
        walk.picture("form")
        walk.follow("decided", "document.querySelector('main form button')")
        walk.picture("decided")
        command = walk.page.ask("document.querySelector('[role=status] code').textContent")
    typed(walk, command)
    with explored(figure) as address:
        walk.visit("the figure again", address, ready=SHARE)
        walk.picture("changed", "main table")
        after = share_of(walk.page)
    if not after < before:
        sys.exit(f"the share did not fall: {before} before, {after} after")
    sys.stdout.write(f"{COUNTRY}'s share of sales of {MONTH[:7]} on {MARKET}: {before} before, {after} after\n")


def report_figure(walk: Walk, home: Path) -> str:
    """Write the report of the demo, show its figure, and return the address in explore that the figure names."""
    written = home / "study.html"
    typed(walk, f"CRYPTODRUG_HOME={home / 'demo'} cryptodrug report study --identified --output {written}")
    walk.visit("the report, drawn", written.as_uri(), ready=CHARTS)
    walk.picture("report", f"#{FIGURE}", drawn=CHARTS)
    said = walk.page.ask(f"document.querySelector('#{FIGURE}').textContent")
    return str(re.findall(r"explore --at '([^']+)'", said)[0])


def share_of(page: Page) -> float:
    """The share of the month that the table shows."""
    return float(page.ask(f"({SHARE}).cells[5].textContent"))


def link_with(part: str) -> str:
    """The first link of the page's own content whose address has a part."""
    return f"document.querySelector('main a[href*=\"{part}\"]')"


def field_link(name: str) -> str:
    """To the words of a field."""
    row = f'[...document.querySelectorAll(".fields tr")].find(row => row.cells[0].textContent === "{name}")'
    return f"{row}.querySelector('a')"


def fill(page: Page, **values: str) -> None:
    """Fill the form of the page."""
    for name, value in values.items():
        page.run(f"document.querySelector('main form').elements.namedItem({name!r}).value = {value!r}")


@contextmanager
def explored(place: str) -> Iterator[str]:
    """The address that ``cryptodrug explore --demo`` prints, as long as it runs."""
    words = ("explore", "--demo", "--no-browser", "--decide-as", PERSON, "--at", place)
    with subprocess.Popen([*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as serving:
        try:
            yield next(address for line in serving.stdout or () for address in re.findall(r"http://\S+", line))
        finally:
            serving.send_signal(signal.SIGINT)


def typed(walk: Walk, command: str) -> None:
    """Type a command into a shell, as a page has it; the program is that of this folder."""
    began = time.monotonic()
    words = [*COMMAND, *shlex.split(command.partition("cryptodrug ")[2])]
    settings = dict(setting.split("=", 1) for setting in shlex.split(command.partition("cryptodrug ")[0]))
    subprocess.run(words, env=os.environ | settings, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    walk.steps.append((" ".join(["cryptodrug", *words[3:5]]), time.monotonic() - began))


if __name__ == "__main__":
    main()
