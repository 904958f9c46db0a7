"""
What anybody can work out of several publications of a database, with a ledger of them and without.

    python tests/campaigns/publications.py --worlds 3 --seed 100

Of each world, whose derived tables chance fills, packages and reports are published one after another: of windows of
which one holds the other, of several countries, by several definitions, before and after another look. An outsider who
keeps them all adds up and subtracts, and asks linear programs between which bounds a small sum lies. What follows of
one alone is the same in both columns; what is lost is how many numbers more are withheld.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import TYPE_CHECKING

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent)]
sys.modules["tests"] = _TESTS

from cryptodrug_scraper.home import HOME_VARIABLE  # noqa: E402  # after the name is taken
from cryptodrug_scraper.store.database import open_database  # noqa: E402
from tests.campaigns.publishing.attacks import ATTACKS, compared  # noqa: E402

if TYPE_CHECKING:
    from tests.campaigns.publishing.attacks import Compared


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=3, help="how many, of seeds that count up")
    parser.add_argument("--seed", type=int, default=100, help="of the first")
    parser.add_argument("--attack", choices=sorted(ATTACKS), action="append", help="only this one; may be repeated")
    given = parser.parse_args()
    told = 0
    with TemporaryDirectory(prefix="cryptodrug-publications-") as home:
        os.environ[HOME_VARIABLE] = home
        with open_database() as database:
            for name in given.attack or ATTACKS:
                total: Compared | None = None
                for seed in range(given.seed, given.seed + given.worlds):
                    found = compared(database, name, seed)
                    total = found if total is None else total + found
                assert total is not None
                told += total.exact_with + total.large_with
                sys.stdout.write(f"{name}: {total.line()}\n")
                sys.stdout.flush()
    sys.exit(1 if told else 0)


if __name__ == "__main__":
    _main()
