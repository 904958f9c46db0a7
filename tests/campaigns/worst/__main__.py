"""
Replace one vendor after another by the worst, and tell how far the figures of the others move.

    python tests/campaigns/worst --vendors 5 --most 2.5 --kind "amounts 1e14"

The shipped windows are replayed into a database of their own, or the database of the program's home is read with
``--home``. For every vendor and every kind of worst pages (`kinds.KINDS`, `around.AROUND`) its market is derived again
in memory, and so is the market that learns from it. Of each kind it prints over all vendors: the median, the 99 % and
the largest factor by which a figure of another vendor moves, and what else moves. It ends with 1 if any moves by more
than is allowed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parents[2])]
sys.modules["tests"] = _TESTS

from cryptodrug_scraper.derive.connection import steady_view  # noqa: E402
from cryptodrug_scraper.derive.parameters import read_parameters  # noqa: E402
from cryptodrug_scraper.home import HOME_VARIABLE  # noqa: E402
from cryptodrug_scraper.replay import replay  # noqa: E402
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database  # noqa: E402
from tests.campaigns.worst.around import AROUND  # noqa: E402
from tests.campaigns.worst.compared import Honest, of_vendor, vendors_of  # noqa: E402
from tests.campaigns.worst.frames import taken  # noqa: E402
from tests.campaigns.worst.kinds import KINDS, RATES  # noqa: E402
from tests.campaigns.worst.told import distribution  # noqa: E402
from tests.campaigns.worst.verdicts import Verdicts  # noqa: E402
from tests.campaigns.worst.world import MARKETS, World  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_WINDOWS = Path(__file__).parents[3] / "fixtures" / "windows"


def _main() -> int:
    given = _arguments()
    if given.part is not None:
        _work(given)
        return 0
    with ExitStack() as stack:
        os.environ.pop(URL_VARIABLE, None)
        home = given.home or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ[HOME_VARIABLE] = str(home)
        if given.home is None:
            with open_database() as database:
                replay(database.engine, [_WINDOWS], workers=2)
        found = []
        for row in _of_processes(given, home):
            found.append(row)
            if row["change"]["factor"] > given.most:
                _tell(json.dumps(row))
    _tell(distribution(found))
    worst = max(row["change"]["factor"] for row in found)
    _tell(f"no figure of another vendor moves by more than a factor of {worst:.3f}; {given.most} is allowed")
    absent = {(row["market"], row["vendor"]): row["grades"][1] for row in found if row["kind"] == "absent"}
    partial = [
        row for row in found if row["kind"] in AROUND and row["grades"][1] > absent[row["market"], row["vendor"]]
    ]
    for row in partial:
        _tell(json.dumps(row))
    _tell(
        f"what is printed around vendors makes more snapshots partial than their absence for {len(partial)}; 0 allowed"
    )
    return int(worst > given.most or bool(partial))


def _of_processes(given: argparse.Namespace, home: Path) -> Iterator[dict[str, Any]]:
    """What the processes find, each of every so-manieth vendor."""
    command = [sys.executable, str(Path(__file__).parent), "--home", str(home)]
    command += [] if given.vendors is None else ["--vendors", str(given.vendors)]
    command += ["--verdicts"] if given.verdicts else []
    command += [word for kind in given.kind or () for word in ("--kind", kind)]
    processes = 1 if given.verdicts else given.processes  # a database shows one derivation at a time
    parts = [[*command, "--part", f"{part}/{processes}"] for part in range(processes)]
    with ThreadPoolExecutor(processes) as waiting:
        for done in waiting.map(_run, parts):
            yield from map(json.loads, done.splitlines())


def _run(command: list[str]) -> str:
    # a process of one thread each: so many small tables are slower in several
    environment = os.environ | {"POLARS_MAX_THREADS": "1"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit("a process that derives markets failed; see above why. Next: run it again with --processes 1")
    return done.stdout


def _work(given: argparse.Namespace) -> None:
    part, of = map(int, given.part.split("/"))
    honest = Honest.of(_world(given.home))
    kinds = given.kind or [*KINDS, *RATES, *AROUND, *honest.keys]
    vendors = [(market, vendor) for market in MARKETS for vendor in vendors_of(honest, market)[: given.vendors]]
    with ExitStack() as stack:
        findings = None
        if given.verdicts:
            findings = Verdicts.of(stack.enter_context(open_database()), honest.world.parameters)
        for market, vendor in vendors[part::of]:
            for found in of_vendor(honest, market, vendor, kinds, findings):
                _tell(json.dumps(asdict(found)))


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _world(home: Path) -> World:
    os.environ.pop(URL_VARIABLE, None)
    os.environ[HOME_VARIABLE] = str(home)
    with open_database(read_only=True) as database, steady_view(database) as observed:
        return World({market: taken(observed, market) for market in MARKETS}, read_parameters())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="whose database is read; without, the shipped windows")
    parser.add_argument("--vendors", type=int, help="of each market, from the largest down; all unless given")
    parser.add_argument("--kind", action="append", help="of worst pages; may be repeated; all unless given")
    parser.add_argument("--most", type=float, default=2.0, help="factor by which a figure of another may move")
    parser.add_argument("--verdicts", action="store_true", help="tell of verdicts of findings too, which takes longer")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="that derive at once")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(_main())
