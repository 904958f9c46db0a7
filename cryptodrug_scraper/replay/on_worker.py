"""
Read and load pages on a worker of a Dask cluster.

Dask calls functions in threads. There no signal can bound the time of a page, and no limit its memory. So each thread
hands its tasks to a process, as a replay on one machine does, and a page that ends that process costs itself alone.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import current_process
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.cluster.on_worker import check_wanted
from cryptodrug_scraper.cluster.version import program_version
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.replay.pool import Pool
from cryptodrug_scraper.replay.unread import current_readings
from cryptodrug_scraper.replay.version import parser_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL

    from cryptodrug_scraper.cluster.version import Versions
    from cryptodrug_scraper.replay.task import Options, Step, Task

__all__ = ["Order", "carry_out_there", "end_processes", "versions_here", "versions_of"]

_IDLE = 20.0
"""Seconds after which a process that has nothing to do is ended: whoever asked may be gone without a word."""
_LOOK = 2.0
"""Seconds between two looks for such."""
_REMEMBERED = 16
"""So many replays that are over are remembered."""


@dataclass(frozen=True, slots=True)
class Order:
    """
    What all tasks of a replay have in common.

    Attributes:
        replay: a name for the replay, which no other has.
        options: what is wanted of every page.
        url: the database.
    """

    replay: str
    options: Options
    url: URL


def versions_of(readings: frozenset[tuple[str | None, str]]) -> Versions:
    """The versions of the program, and of what reads pages: see `current_readings`."""
    return frozenset({program_version(), *((f"the parser of {name or 'no market'}", each) for name, each in readings)})


def versions_here() -> Versions:
    """The same of this machine."""
    return versions_of(current_readings())


def carry_out_there(order: Order, task: Task) -> tuple[Step, ...]:
    """
    Carry out a task.

    Raises:
        ConfigurationError: the files of the parsers were changed since this process knows them.
    """
    _check_unchanged(order.replay)
    return tuple(_carried_out(order, task))


def end_processes(replay: str) -> None:
    """End the processes of a replay, which have nothing to do any more."""
    _processes.end_all(replay)


def _carried_out(order: Order, task: Task) -> Iterator[Step]:
    with _processes.one(order) as pool:
        for _, step in pool.run(iter((task,))):
            check_wanted()  # else the process ends at once, and what it had begun to load is not loaded
            yield step


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
        self._over: deque[str] = deque(maxlen=_REMEMBERED)
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
            is_over = order.replay in self._over  # its end was told while this task ended
            if not is_over:
                self._idle.append(_Idle(order.replay, pool, time.monotonic()))
            if not self._watched:
                self._watched = True
                threading.Thread(target=self._watch, daemon=True).start()
        if is_over:
            with pool:
                pass

    def end_all(self, replay: str) -> None:
        """End those of a replay, which is over: those that still do something, when they have done it."""
        with self._lock:
            self._over.append(replay)
        self.end(lambda idle: idle.replay == replay)

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
