"""
Carry out tasks on the workers of a Dask cluster.

Where a worker ends, Dask gives its tasks to others. What it had loaded of them is in the database and is passed over
there, so nothing is lost or doubled; the counts then say "read before" of it. A task at which worker after worker ended
is carried out here, in a process of its own.
"""

from __future__ import annotations

import time
import uuid
from concurrent.futures import CancelledError
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

import dask
from distributed import Client, KilledWorker, Security, as_completed

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.importers.members import open_file
from cryptodrug_scraper.importers.warc_file import WarcFile
from cryptodrug_scraper.replay.on_worker import NotThereError, carry_out_here, end_processes
from cryptodrug_scraper.replay.parcel import Order, Parcel
from cryptodrug_scraper.replay.pool import Pool
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Self

    from distributed import Future
    from sqlalchemy import URL

    from cryptodrug_scraper.replay.parcel import Outcome
    from cryptodrug_scraper.replay.task import Options, Step, Task

__all__ = ["Cluster"]

PATIENCE = 60.0
"""Seconds without any worker after which the replay ends."""
_AHEAD = 2
"""Tasks that are given out for each thread of a worker, so that none waits for the next."""
_LOOK = 5.0
"""Seconds between two looks at the workers that there are."""
_POLL = 0.02
"""Seconds between two looks for what has come."""


class Cluster:
    """
    The workers of a cluster, which others may use too.

    Args:
        scheduler: the address of the scheduler, as ``tls://host:8786``.
        options: what is wanted of every page.
        url: the database, as the workers reach it.
    """

    def __init__(self, scheduler: str, options: Options, url: URL) -> None:
        self._scheduler = scheduler
        self._order = Order(uuid.uuid4().hex, options, url)
        self._waiting: dict[Future[Outcome], Task] = {}
        self._open = ExitStack()
        self._here = Pool(1, options, url)
        self._looked = 0.0
        self._threads = 0

    def __enter__(self) -> Self:
        """
        Connect.

        Raises:
            ConfigurationError: the scheduler cannot be reached, or has no worker.
        """
        self._check_certificates()
        try:
            self._open.enter_context(dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"}))
            self._open.push(self._here)
            self._client = self._open.enter_context(Client(self._scheduler, set_as_default=False, name="cryptodrug"))
        except (OSError, TypeError, ValueError, RuntimeError) as error:  # whatever is wrong with the address
            self._open.close()
            msg = f"the Dask scheduler {self._scheduler} cannot be reached: {error}; start it by: dask scheduler"
            raise ConfigurationError(msg) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give up what nobody waits for; workers end it within a chunk of pages."""
        try:
            with suppress(OSError, CancelledError):  # where the scheduler is lost, the workers let go by themselves
                self._client.cancel(list(self._waiting), force=True)
                self._client.run(end_processes, self._order.replay, on_error="ignore")
        finally:
            self._open.__exit__(kind, error, trace)

    def run(self, tasks: Iterator[Task | None]) -> Iterator[tuple[Task, Step]]:
        """
        Carry out tasks, and give the steps of each when it is done.

        Args:
            tasks: they are taken as there is room; None says that the next depends on a step that was not given yet.

        Raises:
            ConfigurationError: the cluster cannot be used, or some worker has other parsers.
            StoreError: a worker cannot use the database.
        """
        done = as_completed(loop=self._client.loop)
        more = True
        while more or self._waiting:
            self._look()
            asked = more and len(self._waiting) < _AHEAD * self._threads
            if asked:
                try:
                    task = next(tasks)
                except StopIteration:
                    more = False
                    continue
                asked = task is not None
                if task is not None:
                    done.add(self._sent(task))
            if not asked and not done.has_ready():
                time.sleep(_POLL)
            while done.has_ready():
                future = next(done)
                yield from self._steps(self._waiting.pop(future), future)

    def _check_certificates(self) -> None:
        """
        Check whether Dask knows its certificates, where they are needed: without, it would wait for a minute.

        Raises:
            ConfigurationError: it does not.
        """
        if not self._scheduler.startswith("tls:"):
            return
        wrong = "they are not named"
        try:
            if Security().get_connection_args("client")["ssl_context"] is not None:
                return
        except (OSError, ValueError) as error:
            wrong = str(error)
        name = "DASK_DISTRIBUTED__COMM__TLS__"
        msg = (
            f"certificates for tls:// are needed: {wrong}; set {name}CA_FILE, {name}CLIENT__CERT and {name}CLIENT__KEY"
        )
        raise ConfigurationError(msg)

    def _look(self) -> None:
        """
        Return how many threads the workers have.

        Raises:
            ConfigurationError: there has been no worker for long.
        """
        now = time.monotonic()
        if now - self._looked < (_LOOK if self._threads else _POLL):
            return
        try:
            while not (threads := sum(self._client.nthreads().values())):
                if time.monotonic() - now > PATIENCE:
                    msg = (
                        f"the Dask scheduler {self._scheduler} has no worker: start some by: dask worker "
                        f"{self._scheduler}; what was loaded stays, so run the same command again"
                    )
                    raise ConfigurationError(msg)
                time.sleep(1)
        except (OSError, CancelledError) as error:
            raise self._lost() from error
        self._looked, self._threads = now, threads

    def _sent(self, task: Task) -> Future[Outcome]:
        parcel = Parcel.of(self._order, task)
        key = f"cryptodrug-{self._order.replay}-{task.number}"
        future: Future[Outcome] = self._client.submit(carry_out_here, parcel, key=key, pure=False)
        self._waiting[future] = task
        return future

    def _steps(self, task: Task, future: Future[Outcome]) -> Iterator[tuple[Task, Step]]:
        said = self._outcome(future)
        if isinstance(said, NotThereError):
            self._check_gone(task, said)
        if isinstance(said, KilledWorker | NotThereError):
            yield from self._here.run(iter((task,)))
        elif isinstance(said, Exception):
            raise said
        else:
            for step in said:
                yield task, step

    def _outcome(self, future: Future[Outcome]) -> Outcome:
        """
        What came of a task.

        Raises:
            ConfigurationError: nothing did.
        """
        try:
            said: Outcome = future.result()
        except KilledWorker as error:
            return error
        except (CancelledError, OSError) as error:
            raise self._lost() from error
        except Exception as error:
            msg = (
                f"a worker cannot carry out tasks: {type(error).__name__}: {error}; install the same release on all "
                "workers, and restart them"
            )
            raise ConfigurationError(msg) from error
        return said

    def _lost(self) -> ConfigurationError:
        msg = (
            f"the Dask scheduler {self._scheduler} was lost; what was loaded stays: start it, and run the same command "
            "again"
        )
        return ConfigurationError(msg)

    @staticmethod
    def _check_gone(task: Task, told: NotThereError) -> None:
        """
        Check whether a file that a worker does not find is gone.

        Raises:
            ConfigurationError: it is there.
        """
        if isinstance(task.source, WarcFile):
            with suppress(UnusableError):
                open_file(task.source.path).close()
                msg = (
                    f"{told}; here it can be: archives must lie at the same path on all machines, or in an object "
                    "store that all may read"
                )
                raise ConfigurationError(msg)
