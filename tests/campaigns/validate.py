"""
How far the estimators are out on simulated markets, beside what is usual instead of them.

    python tests/campaigns/validate.py --worlds 40 --seed 1 --every month --every week --coverage 1 --coverage 0.9
    python tests/campaigns/validate.py --worlds 0 --dumps 17 --dump-size 0.1

Each world goes the whole way, one after another: an economy is simulated, crawls of it are written as an archive, that
is replayed into a database of its own and derived, and what comes out is compared with the truth. Naive practice is
reckoned from the same database. A world that is there is not made again, so a run that was broken off goes on where it
was. Dumps are worlds whose archives are as others keep them: of each seed one in each way. The results are written as a
page of the documentation.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent)]
sys.modules["tests"] = _TESTS

from tests.campaigns.validating.page import page_of  # noqa: E402  # after the name is taken
from tests.campaigns.validating.result import NAME, read_results, write_result  # noqa: E402
from tests.campaigns.validating.worlds import KEPT, SCENARIOS, dumps_of, worlds_of  # noqa: E402

_ROOT = Path(__file__).parent.parent.parent


def _main() -> None:
    given = _arguments()
    worlds = list(
        worlds_of(
            given.worlds, given.seed, given.size, given.hours,
            scenarios=given.scenario or ["plain"], every=given.every or ["month"], coverage=given.coverage or [0.9],
        )
    )  # fmt: skip
    scenarios = given.scenario or ["plain", "hard"]
    worlds += dumps_of(
        given.dumps, given.seed, given.dump_size, given.hours, scenarios=scenarios, kept=given.kept or [*KEPT],
        thin=given.thin,
    )  # fmt: skip
    for number, world in enumerate(worlds, 1):
        folder = given.folder / world.name
        if (folder / NAME).is_file():
            continue
        shutil.rmtree(folder, ignore_errors=True)
        seconds = world.make(folder, first=given.first, last=given.last)
        write_result(world, folder, seconds, given.country)
        shutil.rmtree(folder / "home")
        sys.stderr.write(f"{number} of {len(worlds)}: {world.name}, {sum(seconds.values()):.0f} s\n")
    page = page_of(read_results(given.folder), given.day or _newest_day())
    given.page.write_text(page, encoding="utf-8")


def _newest_day() -> str:
    """The day of the newest commit."""
    command = ["git", "-C", str(_ROOT), "log", "-1", "--format=%cs"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=8, help="how many, of seeds that count up")
    parser.add_argument("--seed", type=int, default=1, help="of the first")
    parser.add_argument("--size", type=float, default=1.0, help="1 is some 150 vendors on each market")
    parser.add_argument("--hours", type=float, default=6.0, help="that a crawl takes")
    parser.add_argument("--every", action="append", choices=["month", "week"], help="between crawls; may be repeated")
    parser.add_argument("--coverage", action="append", type=float, help="share of pages reached; may be repeated")
    parser.add_argument("--scenario", action="append", choices=sorted(SCENARIOS), help="may be repeated")
    parser.add_argument("--dumps", type=int, default=0, help="seeds of worlds that are kept as others keep archives")
    parser.add_argument("--thin", type=int, help="seeds of those of which pages were never fetched; all unless given")
    parser.add_argument("--dump-size", type=float, default=0.1, help="of these worlds")
    parser.add_argument(
        "--kept", action="append", choices=[*KEPT], help="in which ways; may be repeated; all unless given"
    )
    parser.add_argument("--country", default="BE", help="whose shares are compared")
    parser.add_argument("--first", help="only crawls of this day and later")
    parser.add_argument("--last", help="only crawls of this day and earlier")
    parser.add_argument("--folder", type=Path, default=Path("validation"), help="of the worlds, which are kept")
    parser.add_argument("--page", type=Path, default=_ROOT / "docs" / "validation.md", help="to write")
    parser.add_argument("--day", help="to print as that of the run; that of the newest commit unless given")
    return parser.parse_args()


if __name__ == "__main__":
    _main()
