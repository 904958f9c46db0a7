"""
Payloads through every output: nothing that a page, the name of a file or a setting holds may act where it is shown.

    python tests/campaigns/payloads.py

A terminal gets nothing that steers it; in tmux title, clipboard and screen stay as they were; Chromium requests nothing
for a file that was saved, and nothing but its own of a page that is served; and LibreOffice, if it is there, finds no
formula in the CSV for spreadsheets. Ends with 1 if a payload acts.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import open_database

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent)]
sys.modules["tests"] = _TESTS


def main() -> None:
    """Run the campaign."""
    from tests.support.chromium import requested
    from tests.support.payload_outputs import (
        acting,
        acting_in_a_browser,
        acting_in_a_spreadsheet,
        acting_in_tmux,
        outputs,
    )
    from tests.support.payloads import PAYLOADS, write_pages
    from tests.support.served_market import ServedMarket

    with TemporaryDirectory(prefix="payloads-") as folder:
        place = Path(folder)
        os.environ[HOME_VARIABLE] = f"{folder}/home"
        write_pages(place / "pages")
        with open_database():  # which keeps its server for all
            printed = outputs(place / "pages")
            found = acting(printed) + acting_in_tmux(printed, place) + acting_in_a_browser(place)
            if shutil.which("soffice"):
                found += acting_in_a_spreadsheet(place)
            else:
                sys.stdout.write("LibreOffice is not there: no spreadsheet was opened\n")
        for market in ("dream", "empire", "wallstreet"):
            with ServedMarket(market, "--scenario", "toy") as served:
                found += [f"Chromium, {market} as served: {line}" for line in requested(served.address)]
    sys.stdout.write(f"{len(PAYLOADS)} payloads in {len(printed)} outputs: {'; '.join(found) or 'none acted'}\n")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
