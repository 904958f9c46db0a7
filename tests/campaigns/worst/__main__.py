"""
Replace one vendor after another by the worst, and tell how far the figures of the others move.

    python tests/campaigns/worst --vendors 5 --most 2.5

The shipped windows are replayed into a database of their own, or the database of the program's home is read with
``--home``. For every vendor and every kind of worst pages (`kinds.KINDS`) its market is derived again in memory, and so
is the market that learns from it. It ends with 1 if any other vendor's figure moves by more than a factor, or if the
market's totals grow by more than what one vendor may have.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parents[2])]
sys.modules["tests"] = _TESTS

from cryptodrug_scraper.derive.connection import steady_view  # noqa: E402
from cryptodrug_scraper.derive.parameters import read_parameters  # noqa: E402
from cryptodrug_scraper.home import HOME_VARIABLE  # noqa: E402
from cryptodrug_scraper.replay import replay  # noqa: E402
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database  # noqa: E402
from tests.campaigns.worst.compared import MARKETS, World, worst_of  # noqa: E402
from tests.campaigns.worst.frames import taken  # noqa: E402
from tests.campaigns.worst.kinds import KINDS, RATES  # noqa: E402

_WINDOWS = Path(__file__).parents[3] / "fixtures" / "windows"


def _main() -> int:
    given = _arguments()
    world = _world(given.home)
    _tell(f"{'market':11} {'vendor':21} {'kind':40}others  {'figure':18} {'sales':>9} {'worth':>9}")
    worst = 1.0
    for market in MARKETS:
        for found in worst_of(world, market, [*KINDS, *RATES], vendors=given.vendors):
            worst = max(worst, found.change.factor)
            _tell(
                f"{market:11} {found.vendor[:20]:21} {found.kind:40}{found.change.factor:6.3f}  "
                f"{found.change.figure:18} {found.transactions:9.3g} {found.turnover_eur:9.3g} EUR"
            )
    _tell(f"no figure of another vendor moves by more than a factor of {worst:.3f}; {given.most} is allowed")
    return int(worst > given.most)


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _world(home: Path | None) -> World:
    """The markets of a home, or of the shipped windows."""
    with ExitStack() as stack:
        os.environ.pop(URL_VARIABLE, None)
        os.environ[HOME_VARIABLE] = str(home or stack.enter_context(tempfile.TemporaryDirectory()))
        if home is None:
            with open_database() as database:
                replay(database.engine, [_WINDOWS], workers=2)
        database = stack.enter_context(open_database(read_only=True))
        observed = stack.enter_context(steady_view(database))
        return World({market: taken(observed, market) for market in MARKETS}, read_parameters())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="whose database is read; without, the shipped windows")
    parser.add_argument("--vendors", type=int, help="of each market, from the largest down; all unless given")
    parser.add_argument("--most", type=float, default=2.0, help="factor by which a figure of another may move")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(_main())
