"""
Payloads through every output: nothing that a page or the name of a file holds may act where it is shown.

    python tests/campaigns/payloads.py

A terminal gets nothing that steers it; in tmux title, clipboard and screen stay as they were; and LibreOffice, if it is
there, finds no formula in the CSV for spreadsheets. Ends with 1 if a payload acts.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from cryptodrug_scraper.home import HOME_VARIABLE

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent)]
sys.modules["tests"] = _TESTS


def main() -> None:
    """Run the campaign."""
    from tests.support.payloads import PAYLOADS, acting, acting_in_a_spreadsheet, acting_in_tmux, write_pages

    with TemporaryDirectory(prefix="payloads-") as place:
        os.environ[HOME_VARIABLE] = f"{place}/home"
        folder = Path(place) / "pages"
        write_pages(folder)
        found = acting(folder) + acting_in_tmux(folder)
        if shutil.which("soffice"):
            found += acting_in_a_spreadsheet(folder)
        else:
            sys.stdout.write("LibreOffice is not there: no spreadsheet was opened\n")
    sys.stdout.write(f"{len(PAYLOADS)} payloads: {'; '.join(found) or 'none acted'}\n")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
