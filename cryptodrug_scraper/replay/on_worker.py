"""
Carry out tasks on a worker of a Dask cluster.

Dask calls functions in threads. There no signal can bound the time of a page, and no limit its memory. So each thread
hands its tasks to a process, as a replay on one machine does, and a page that ends that process costs itself alone.
"""

from __future__ import annotations

import threading
import time
import traceback
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from multiprocessing import current_process
from typing import TYPE_CHECKING, NamedTuple

from distributed import get_worker

from cryptodrug_scraper.errors import ConfigurationError, CryptodrugError
from cryptodrug_scraper.importers.members import open_file
from cryptodrug_scraper.importers.warc_file import WarcFile
from cryptodrug_scraper.replay.pool import Pool
from cryptodrug_scraper.replay.unread import current_readings
from cryptodrug_scraper.replay.version import parser_version
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from distributed import Worker

    from cryptodrug_scraper.replay.parcel import Order, Outcome, Parcel, Readings
    from cryptodrug_scraper.replay.task import Step, Task

__all__ = ["NotThereError", "carry_out_here", "end_processes"]

_IDLE = 20.0
"""Seconds after which a process that has nothing to do is ended: whoever asked may be gone without a word."""
_LOOK = 2.0
"""Seconds between two looks for such."""


class NotThereError(Exception):
    """A WARC file cannot be opened on a worker."""


class _UnwantedError(Exception):
    """Nobody waits for a task any more: its process ends at once, and what that had begun to load is not loaded."""


def carry_out_here(parcel: Parcel) -> Outcome:
    """Carry out a task. What goes wrong is returned, since Dask would log what is raised."""
    worker = get_worker()
    try:
        _check_versions(parcel.readings)
        order, task = parcel.opened()
        _check_unchanged(order.replay)
        _check_source(task)
        return tuple(_carried_out(order, task, worker))
    except _UnwantedError:
        return ()
    except NotThereError as error:
        return NotThereError(f"on the worker {worker.address}: {error}")
    except CryptodrugError as error:
        return type(error)(f"on the worker {worker.address}: {error}")
    except MemoryError:
        return MemoryError()
    except Exception as error:  # noqa: BLE001  # a fault of the program, told where the replay was asked for
        return RuntimeError("".join(traceback.format_exception(error)))


def end_processes(replay: str) -> None:
    """End the processes of a replay, which have nothing to do any more."""
    _processes.end(lambda idle: idle.replay == replay)


def _carried_out(order: Order, task: Task, worker: Worker) -> Iterator[Step]:
    key = worker.get_current_task()
    with _processes.one(order) as pool:
        for _, step in pool.run(iter((task,))):
            known = worker.state.tasks.get(key)
            if known is None or known.state == "cancelled":
                raise _UnwantedError
            yield step


def _check_versions(asked: Readings) -> None:
    """
    Check whether pages are read here as they are where the replay was asked for.

    Raises:
        ConfigurationError: they are read by other parsers.
    """
    here = dict(current_readings())
    there = dict(asked)
    for market in sorted({*here, *there}, key=lambda name: (name is None, name)):
        if here.get(market) != there.get(market):
            msg = (
                f"pages of {market or 'no market'} are read by {here.get(market, 'no parser')}, and where the replay "
                f"was started by {there.get(market, 'no parser')}: install the same release, markets and libraries on "
                "both, restart the worker, and run the same command again"
            )
            raise ConfigurationError(msg)


@lru_cache(maxsize=16)
def _check_unchanged(_replay: str) -> None:
    """
    Check, once for each replay, whether the files of the parsers are still those that this process knows.

    Raises:
        ConfigurationError: they were changed since it began.
    """
    for market, version in current_readings():
        if parser_version.__wrapped__(market) != version:
            msg = f"the parser {version} was changed since the worker was started: restart it"
            raise ConfigurationError(msg)


def _check_source(task: Task) -> None:
    """
    Check whether a WARC file can be opened here.

    Raises:
        NotThereError: it cannot.
    """
    if isinstance(task.source, WarcFile):
        try:
            open_file(task.source.path).close()
        except UnusableError as error:
            msg = f"{task.source.path} cannot be opened: {error.detail}"
            raise NotThereError(msg) from error


class _Idle(NamedTuple):
    """A process that has nothing to do, as a pool of one."""

    replay: str
    pool: Pool
    since: float


class _Processes:
    """The processes of this worker, kept from one task of a replay to the next."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Idle] = []
        self._watched = False

    @contextmanager
    def one(self, order: Order) -> Iterator[Pool]:
        """Give a process for as long as the block runs. After an error it is ended."""
        with ExitStack() as stack:
            pool = self._taken(order.replay)
            if pool is None:
                # Dask marks its workers as daemons, which may have no children; ours end with it, whatever ends it
                current_process().daemon = False
                pool = Pool(1, order.options, order.url)
            stack.push(pool)
            yield pool
            stack.pop_all()
        with self._lock:
            self._idle.append(_Idle(order.replay, pool, time.monotonic()))
            if not self._watched:
                self._watched = True
                threading.Thread(target=self._watch, daemon=True).start()

    def end(self, which: Callable[[_Idle], bool]) -> None:
        """End some of those that have nothing to do."""
        with self._lock:
            ended = [idle for idle in self._idle if which(idle)]
            self._idle = [idle for idle in self._idle if idle not in ended]
        for idle in ended:
            with idle.pool:
                pass

    def _taken(self, replay: str) -> Pool | None:
        with self._lock:
            found = next((idle for idle in self._idle if idle.replay == replay), None)
            if found is None:
                return None
            self._idle.remove(found)
            return found.pool

    def _watch(self) -> None:
        while True:
            time.sleep(_LOOK)
            self.end(lambda idle: time.monotonic() - idle.since > _IDLE)
            with self._lock:
                if not self._idle:
                    self._watched = False
                    return


_processes = _Processes()
