"""
Pages changed as no market prints them, a million if need be, through ``cryptodrug replay`` into a database.

    python tests/campaigns/mutated_pages.py --pages 1000000 --seed 7

Fixtures and simulated pages of all markets are the start, and the saved pages of a folder (``--corpus``). Elements are
dropped, repeated, swapped, nested and taken from other pages; numbers, dates, entities, attributes and encodings are
damaged; pages are cut and spliced. Of pages over 15 kB the larger ones are taken less often, as markets have fewer.

Every page must come through: replay exits with 0, and the database has each page that was not refused, with its
reading. Issues that say that the program is at fault, and pages that take more than a second of processor time, are
findings: their pages are kept in a folder (``--found``). Figures are printed as JSON; the exit code is 1 if there was a
finding, or a worker needed more memory than it may.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

# The tests are no package, and one that is installed beside pywb has their name. The workers of a replay come here too.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent)]
sys.modules["tests"] = _TESTS

from cryptodrug_scraper.home import HOME_VARIABLE  # noqa: E402  # after the name is taken
from cryptodrug_scraper.store.database import URL_VARIABLE  # noqa: E402

MOST_MEBIBYTES = 1024
"""What a worker may need at most."""
SLOWEST = 1.0
"""Seconds of processor time that a page may take."""


def _main() -> int:
    from tests.campaigns.mutating.rounds import Campaign

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=1_000_000)
    options.add_argument(
        "--each", type=int, default=10_000, help="pages of a round, after which the database is emptied"
    )
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--corpus", type=Path, help="a folder of more saved pages")
    options.add_argument("--found", type=Path, default=Path("found-pages"), help="where pages with findings are kept")
    given = options.parse_args()
    given.found.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="cryptodrug-mutated-") as name:
        os.environ[HOME_VARIABLE] = str(Path(name, "home"))
        os.environ.pop(URL_VARIABLE, None)
        campaign = Campaign(
            Path(name), given.found, seed=given.seed, each=min(given.each, given.pages), corpus=given.corpus
        )
        campaign.replay(given.pages)
        figures, measures = campaign.figures, campaign.measures()
    told = {
        "pages": figures.pages,
        "read": figures.read,
        "records": figures.records,
        "mean_bytes": figures.bytes // figures.pages,
        "bytes_of_smallest_tenth_half_nine_tenths_and_largest": figures.sizes,
        "seconds": round(figures.seconds, 1),
        "pages_per_second": round(figures.pages / figures.seconds, 1),
        **measures,
        "refused": figures.refused,
        "issues": dict(figures.issues.most_common()),
        "findings": figures.findings,
        "wrong": figures.wrong,
        "seed": given.seed,
    }
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
    held = measures["slowest_page_seconds"] <= SLOWEST and measures["worker_peak_mebibytes"] <= MOST_MEBIBYTES
    return 0 if held and not figures.findings and not figures.wrong else 1


if __name__ == "__main__":
    sys.exit(_main())
