"""
How time, memory and rows of a derivation grow with what one page, or one market, may hold: thousands of one thing.

    python tests/campaigns/growth.py --sizes 250 500 1000 2000 5000 10000

Each shape of input (ratings that are alike, names that fold to one, prices by quantity, ...) is loaded as replay loads
what it has read, derived in a process of bounded memory, and asked through every view that researchers see. Figures are
printed as JSON, one line for each shape; the exit code is 1 where something grows faster than what the pages hold, or
does not come to its end within bounds.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent)]
sys.modules["tests"] = _TESTS

from cryptodrug_scraper.home import HOME_VARIABLE  # noqa: E402  # after the name is taken
from cryptodrug_scraper.store.database import URL_VARIABLE  # noqa: E402

_LARGEST_ROWS = 6
"""Tables that are told of each size, those with the most rows."""


def _main() -> int:
    from tests.campaigns.growing.judging import faults
    from tests.campaigns.growing.runs import SHAPES, measured, served

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="+", default=[250, 500, 1000, 2000, 5000, 10_000])
    options.add_argument("--shape", nargs="+", choices=SHAPES, default=list(SHAPES), help="only these")
    options.add_argument("--together", action="store_true", help="all shapes in one database")
    options.add_argument("--mebibytes", type=int, default=3072, help="that a derivation may take")
    options.add_argument("--seconds", type=int, default=240, help="of processor time that it may take")
    options.add_argument("--no-time", action="store_true", help="judge by rows and memory alone")
    given = options.parse_args()
    groups = {"all": given.shape} if given.together else {name: [name] for name in given.shape}
    is_good = True
    with TemporaryDirectory(prefix="cryptodrug-growth-") as home:
        os.environ[HOME_VARIABLE] = home
        os.environ.pop(URL_VARIABLE, None)
        with served(Path(home)) as (server, template):
            for name, shapes in groups.items():
                runs = []
                for n in sorted(given.sizes):
                    chosen = [SHAPES[shape] for shape in shapes]
                    run = measured(server, template, chosen, n, mebibytes=given.mebibytes, seconds=given.seconds)
                    runs.append(run)
                    if run.broken:
                        break
                found = faults(runs, with_time=not given.no_time)
                is_good &= not found
                told = [
                    {
                        "n": run.n,
                        "seconds": run.seconds,
                        "mebibytes": run.mebibytes,
                        "rows": sum(run.rows.values()),
                        "most": dict(sorted(run.rows.items(), key=lambda item: -item[1])[:_LARGEST_ROWS]),
                        "slowest": dict(sorted(run.asked.items(), key=lambda item: -item[1][1])[:3]),
                    }
                    for run in runs
                ]
                sys.stdout.write(json.dumps({"shape": name, "faults": found, "runs": told}) + "\n")
                sys.stdout.flush()
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(_main())
