"""
Replay archives on this machine, on a Dask cluster of it, and on one whose workers are killed, and compare.

The archives are copied to an object store on loopback, from which the cluster reads them. All three databases must have
one digest. Figures are printed as JSON: seconds of the clock, and of processor time with all processes that had a part
(those of the object store aside). The exit code is 1 if a digest differs or too few workers were killed.

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
from typing import Any, Self

import psutil

from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database
from cryptodrug_scraper.store.digest import digest

DASK = [sys.executable, "-m", "dask"]
QUIET = {"DASK_LOGGING__DISTRIBUTED": "error"}
PATIENCE = 60.0
LOOK = 0.2

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent)]
sys.modules["tests"] = _TESTS


class Workers:
    """
    A scheduler and its workers, started as the documentation says.

    Args:
        folder: where the address of the scheduler is written.
        count: how many worker processes.
    """

    def __init__(self, folder: Path, count: int) -> None:
        folder.mkdir(exist_ok=True)
        file = folder / "scheduler.json"
        here = ["--host", "127.0.0.1", "--scheduler-file", str(file), "--no-dashboard"]
        environment = os.environ | QUIET
        self._scheduler = subprocess.Popen([*DASK, "scheduler", *here, "--port", "0"], env=environment)
        until = time.monotonic() + PATIENCE
        while not file.exists() or not file.read_text(encoding="utf-8").endswith("}"):
            if time.monotonic() > until:
                sys.exit("the scheduler does not start")
            time.sleep(0.1)
        self.address: str = json.loads(file.read_text(encoding="utf-8"))["address"]
        command = [*DASK, "worker", *here, "--nworkers", str(count), "--nthreads", "1"]
        self._nannies = subprocess.Popen(command, env=environment)

    def pids(self) -> list[int]:
        """The worker processes, which a nanny each looks after."""
        below = psutil.Process(self._nannies.pid).children()
        return [process.pid for process in below if "spawn_main" in " ".join(process.cmdline())]

    def end(self) -> None:
        """End all, and wait for it."""
        for process in (self._nannies, self._scheduler):
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


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
        self._began = time.monotonic()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self.join()
        self.figures["seconds"] = round(time.monotonic() - self._began, 1)
        self.figures["processor_seconds"] = round(sum(self._used.values()), 1)

    def run(self) -> None:
        while not self._ended.wait(LOOK):
            for process in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):  # it has ended
                    used = process.cpu_times()
                    self._used[process.pid, process.create_time()] = used.user + used.system


def replay(home: Path, *arguments: str, workers: Workers | None = None, kills: list[float] | None = None) -> str:
    """Replay into a database of its own, kill a worker at each of some moments, and give the digest."""
    environment = os.environ | {HOME_VARIABLE: str(home)}
    command = [sys.executable, "-m", "cryptodrug_scraper", "replay", "--json", *arguments]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    for pause in kills or []:
        time.sleep(pause)
        if workers is not None and process.poll() is None:
            os.kill(random.SystemRandom().choice(workers.pids()), signal.SIGKILL)
            Killed.workers += 1
    said = process.communicate()[0]
    if process.returncode != 0:
        sys.exit(f"a replay ends with {process.returncode}")
    summary = json.loads(said)
    Killed.pages.append((summary["pages"], summary["read_before"]))
    os.environ[HOME_VARIABLE] = str(home)
    with open_database(read_only=True) as database, database.engine.connect() as connection:
        return digest(connection)


class Killed:
    """How many workers were killed, and for each replay the pages that it read and those that were read before."""

    workers = 0
    pages: list[tuple[int, int]] = []  # noqa: RUF012  # there is one campaign


def main() -> None:
    """Run the campaign."""
    from tests.support.object_store import copied, object_store

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archives", nargs="+", type=Path, help="folders, such as those that simulate archive makes")
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--kills", type=int, default=2)
    given = parser.parse_args()
    os.environ.pop(URL_VARIABLE, None)
    with TemporaryDirectory(prefix="cryptodrug-cluster-") as name, object_store() as bucket:
        folder = Path(name)
        folder.chmod(0o711)
        places = [str(copied(path, bucket / path.name)) for path in given.archives]
        with Clock() as here:
            expected = replay(folder / "here", *map(str, given.archives), "--workers", str(given.workers))
        whole = here.figures["seconds"]
        with Clock() as cluster:
            workers = Workers(folder, given.workers)
            there = replay(folder / "there", "--dask", workers.address, *places)
            workers.end()
        with Clock() as disturbed:
            workers = Workers(folder / "again", given.workers)
            kills = [whole / (given.kills + 1)] * given.kills
            killed = replay(folder / "killed", "--dask", workers.address, *places, workers=workers, kills=kills)
            workers.end()
    ratio = cluster.figures["processor_seconds"] / here.figures["processor_seconds"]
    figures: dict[str, Any] = {
        "here": here.figures,
        "cluster": cluster.figures,
        "killed": disturbed.figures,
        "pages_and_read_before": Killed.pages,
        "killed_workers": Killed.workers,
        "digests_are_equal": expected == there == killed,
        "processor_time_to_that_of_one_machine": round(ratio, 2),
    }
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.exit(0 if figures["digests_are_equal"] and given.kills == Killed.workers else 1)


if __name__ == "__main__":
    main()
