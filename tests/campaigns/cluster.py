"""
Replay, derive, import and verify on this machine, on a Dask cluster of it, and on one that is disturbed, and compare.

The archives are copied to an object store on loopback, from which the cluster reads them. In replay and derive workers
are killed, and the scheduler is killed and started again. Digests of what was observed and derived, and what import and
verify say, must be the same three times. Figures are printed as JSON: seconds of the clock, and of processor time with
all processes that had a part (those of the object store aside). The exit code is 1 if anything differs or too little
was disturbed.

    python tests/campaigns/cluster.py --kills 2 ARCHIVE…
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import TYPE_CHECKING, Any, Self

import psutil

from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database
from cryptodrug_scraper.store.digest import derived_digest, digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.dask_processes import DaskProcesses

LOOK = 0.2

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent)]
sys.modules["tests"] = _TESTS


class Clock(threading.Thread):
    """
    Measures the seconds that a block takes, and the processor time of the processes below this one meanwhile.

    These come and go, some without being waited for, so one looks often. What the database takes is left out.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._used: dict[tuple[int, float], float] = {}
        self._ended = threading.Event()
        self.figures: dict[str, float] = {}

    def __enter__(self) -> Self:
        self._look()
        self._before = dict(self._used)
        self._began = time.monotonic()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self.join()
        self.figures["seconds"] = round(time.monotonic() - self._began, 1)
        self.figures["processor_seconds"] = round(sum(self._used.values()) - sum(self._before.values()), 1)

    def run(self) -> None:
        while not self._ended.wait(LOOK):
            self._look()

    def _look(self) -> None:
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):  # it has ended
                used = process.cpu_times()
                self._used[process.pid, process.create_time()] = used.user + used.system


DERIVE = "from cryptodrug_scraper.derive import rows; from cryptodrug_scraper.cli import main; import sys; "
DERIVE += "rows.ROWS_OF_GROUP = int(sys.argv.pop(1)); sys.argv[0] = 'cryptodrug'; main()"


class Counted:
    """What was disturbed, and for each replay the pages that it read and those that were read before."""

    workers = 0
    schedulers = 0
    pages: list[tuple[int, int]] = []  # noqa: RUF012  # there is one campaign


def run(home: Path, command: list[str], *disturbances: tuple[float, Callable[[], None]]) -> dict[str, Any]:
    """Run a command with a home of its own, disturb it after some seconds each, and give its summary."""
    environment = os.environ | {HOME_VARIABLE: str(home)}
    process = subprocess.Popen(
        [sys.executable, *command, "--json"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    for pause, disturb in disturbances:
        with suppress(subprocess.TimeoutExpired):
            process.wait(pause)
        if process.poll() is None:
            disturb()
    said = process.communicate()[0]
    if process.returncode != 0:
        sys.exit(f"{' '.join(command[1:4])} ends with {process.returncode}")
    summary: dict[str, Any] = json.loads(said)
    return summary


def digests(home: Path) -> tuple[str, str]:
    """Those of what was observed and of what was derived."""
    os.environ[HOME_VARIABLE] = str(home)
    with open_database(read_only=True) as database, database.engine.connect() as connection:
        return digest(connection), derived_digest(connection)


def killer(processes: DaskProcesses) -> Callable[[], None]:
    """Kills a worker."""

    def kill() -> None:
        found = processes.pids()
        if found:
            os.kill(random.SystemRandom().choice(found), signal.SIGKILL)
            Counted.workers += 1

    return kill


def restarter(processes: DaskProcesses) -> Callable[[], None]:
    """Kills the scheduler, and starts it again."""

    def restart() -> None:
        processes.kill_scheduler()
        processes.start_scheduler()
        Counted.schedulers += 1

    return restart


def all_four(
    home: Path,
    places: list[str],
    where: list[str],
    rows: int,
    *disturbances: tuple[float, Callable[[], None]],
) -> tuple[dict[str, Any], tuple[object, ...]]:
    """Replay, derive, import and verify; give what each took, and what came of it."""
    figures: dict[str, Any] = {}
    program = ["-m", "cryptodrug_scraper"]
    with Clock() as clock:
        summary = run(home, [*program, "replay", *where, *places], *disturbances)
    figures["replay"] = clock.figures
    Counted.pages.append((summary["pages"], summary["read_before"]))
    with Clock() as clock:
        run(home, ["-c", DERIVE, str(rows), "derive", *where], *disturbances)
    figures["derive"] = clock.figures
    found: tuple[object, ...] = digests(home)
    archive = ["--archive", str(home / "imported")]
    where = [each for each in where if each not in {"--workers", "2", "4"}]
    with Clock() as clock:
        imported = run(home, [*program, "archive", "import", *where, *archive, *places])
    figures["import"] = clock.figures
    with Clock() as clock:
        verified = run(home, [*program, "archive", "verify", *where, *archive])
    figures["verify"] = clock.figures
    for each in (imported, verified):
        each.pop("seconds", None)
    return figures, (*found, imported, verified)


def main() -> None:
    """Run the campaign."""
    from tests.support.dask_processes import DaskProcesses
    from tests.support.object_store import copied, object_store

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archives", nargs="+", type=Path, help="folders, such as those that simulate archive makes")
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--kills", type=int, default=2, help="workers that are killed in replay and derive, each")
    parser.add_argument("--rows", type=int, default=50_000, help="rows of ratings that a group has at most on average")
    given = parser.parse_args()
    os.environ.pop(URL_VARIABLE, None)
    with TemporaryDirectory(prefix="cryptodrug-cluster-") as name, object_store() as bucket:
        folder = Path(name)
        folder.chmod(0o711)
        paths = [str(path) for path in given.archives]
        places = [str(copied(path, bucket / path.name)) for path in given.archives]
        here, expected = all_four(folder / "here", paths, ["--workers", str(given.workers)], given.rows)
        with DaskProcesses(given.workers) as processes:
            there, found = all_four(folder / "there", places, ["--dask", processes.address], given.rows)
        with DaskProcesses(given.workers) as processes:
            pause = min(here["replay"]["seconds"], here["derive"]["seconds"]) / (given.kills + 2)
            disturbances = [(pause, killer(processes))] * given.kills + [(pause, restarter(processes))]
            disturbed, again = all_four(
                folder / "disturbed", places, ["--dask", processes.address], given.rows, *disturbances
            )
    figures: dict[str, Any] = {
        "here": here,
        "cluster": there,
        "disturbed": disturbed,
        "pages_and_read_before": Counted.pages,
        "killed_workers": Counted.workers,
        "restarted_schedulers": Counted.schedulers,
        "all_is_equal": expected == found == again,
        "processor_time_to_that_of_one_machine": {
            what: round(there[what]["processor_seconds"] / here[what]["processor_seconds"], 2) for what in here
        },
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.exit(0 if figures["all_is_equal"] and Counted.schedulers and Counted.workers >= given.kills else 1)


if __name__ == "__main__":
    main()
