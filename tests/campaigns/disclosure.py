"""
What anybody can work out of public packages and reports of simulated worlds, by all that they tell together.

    python tests/campaigns/disclosure.py --worlds 20 --seed 100

Some worlds are simulated, replayed and derived as `validate.py` does, of the others the derived tables are filled by
chance. Of each the public package and the public report are made, and an outsider who has nothing but the package's
files and the report's page adds up, subtracts and compares: what is told of one to four vendors is counted, and how
much is still shown. The database is
asked only who contributes to what, to know whether it was told.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from dataclasses import fields
from pathlib import Path
from time import perf_counter
from types import ModuleType

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent)]
sys.modules["tests"] = _TESTS

from cryptodrug_scraper.export.package import without_note  # noqa: E402  # after the name is taken
from cryptodrug_scraper.export.selection import Selection, Tier  # noqa: E402
from cryptodrug_scraper.home import HOME_VARIABLE  # noqa: E402
from cryptodrug_scraper.store.database import open_database  # noqa: E402
from tests.campaigns.disclosing.attack import Found, attack  # noqa: E402
from tests.campaigns.disclosing.filled import fill  # noqa: E402
from tests.campaigns.disclosing.page import report_of  # noqa: E402
from tests.campaigns.disclosing.truth import Truth  # noqa: E402
from tests.campaigns.validating.worlds import World  # noqa: E402

_SIZES = (0.1, 0.15, 0.2, 0.3, 0.25)
"""Of worlds, in turn: small ones have many cells of few vendors."""


def _main() -> None:
    given = _arguments()
    total = Found()
    for number in range(given.begin, given.worlds):
        folder = given.folder / f"w{number:02}"
        if number >= given.simulated and not (folder / "home").is_dir():
            os.environ[HOME_VARIABLE] = str(folder / "home")
            with open_database() as database:
                fill(database.engine, given.seed + number)
        elif not (folder / "home").is_dir():
            shutil.rmtree(folder, ignore_errors=True)
            kind = "hard" if number % 3 == 0 else "plain"
            world = World(given.seed + number, kind, _SIZES[number % len(_SIZES)], "month", 0.95, 6.0)
            world.make(folder, first=given.first, last=given.last)
        os.environ[HOME_VARIABLE] = str(folder / "home")
        found, seconds = _attacked(folder / "public")
        _say(f"{folder.name}: {found.line()}; exported in {seconds:.1f} s")
        for name in found.sets() if given.list else ():
            for told in sorted(getattr(found, name)):
                _say(f"    {name}: {' '.join(told)}")
        _add(total, found, folder.name)
    _say(f"all {given.worlds - given.begin}: {total.line()}")
    sys.exit(1 if total.told else 0)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _attacked(package: Path) -> tuple[Found, float]:
    shutil.rmtree(package, ignore_errors=True)
    before = perf_counter()
    without_note(package, Selection(tier=Tier.PUBLIC), None)
    seconds = perf_counter() - before
    with open_database(read_only=True) as database, database.engine.connect() as connection:
        page = package.with_suffix(".html")
        page.write_text(report_of(connection), encoding="utf-8")
        return attack(package, Truth(connection), page), seconds


def _add(total: Found, found: Found, name: str) -> None:
    for each in fields(Found):
        value = getattr(found, each.name)
        if isinstance(value, set):
            getattr(total, each.name).update((name, *told) for told in value)
        else:
            setattr(total, each.name, getattr(total, each.name) + value)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=20, help="how many, of seeds that count up")
    parser.add_argument("--begin", type=int, default=0, help="number of the first, to go on after others")
    parser.add_argument("--simulated", type=int, default=8, help="how many of them go the whole way")
    parser.add_argument("--seed", type=int, default=100, help="of the first")
    parser.add_argument("--first", default="2019-02-01", help="only crawls of this day and later")
    parser.add_argument("--last", default="2019-05-31", help="only crawls of this day and earlier")
    parser.add_argument("--folder", type=Path, default=Path("disclosure-worlds"), help="of the worlds, which are kept")
    parser.add_argument("--list", action="store_true", help="print each thing that is told")
    return parser.parse_args()


if __name__ == "__main__":
    _main()
