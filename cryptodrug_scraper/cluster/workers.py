"""
Carry out tasks on the workers of a Dask cluster.

Where a worker ends, Dask gives its tasks to others. A task at which worker after worker ended is carried out here.
Where the scheduler ends, it is waited for, and what was under way is given to it again. So a task may be carried out
more than once, though its answer is given once: what it does beside that must not mind.
"""

from __future__ import annotations

import logging
import time
from concurrent.futures import CancelledError
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any, TypeVar

import dask
from distributed import Client, KilledWorker, Security, as_completed

from cryptodrug_scraper.cluster.on_worker import answer
from cryptodrug_scraper.cluster.parcel import Content, NotThereError, Parcel
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.importers.members import open_file
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Self

    from distributed import Future

    from cryptodrug_scraper.cluster.job import Job

__all__ = ["Cluster"]

PATIENCE = 60.0
"""Seconds without any worker, where none was seen yet, after which the command ends."""
WHILE_LOST = 300.0
"""Seconds without the scheduler that was there, or without any worker, after which it ends: both may start again."""
_AHEAD = 2
"""Tasks that are given out for each thread of a worker, so that none waits for the next."""
_LOOK = 5.0
"""Seconds between two looks at the workers that there are."""
_POLL = 0.02
"""Seconds between two looks for what has come."""
_CONNECTING = 5.0
"""Seconds after which a scheduler that is waited for is tried again."""
_FAREWELL = 2.0
"""Seconds in which a scheduler that is there has let go."""
_STAYS = "what was done stays"

T = TypeVar("T")
A = TypeVar("A")

_log = logging.getLogger(__name__)


class _LostError(Exception):
    """The scheduler does not answer, or has forgotten what it was given."""


class Cluster:
    """
    The workers of a cluster, which others may use too.

    Args:
        scheduler: the address of the scheduler, as ``tls://host:8786``.
    """

    def __init__(self, scheduler: str) -> None:
        self._scheduler = scheduler
        self._waiting: dict[Future[Any], Any] = {}
        self._open = ExitStack()
        self._jobs: list[Job[Any, Any]] = []
        self._given = 0
        self._patience = PATIENCE
        self._looked = 0.0
        self._threads = 0

    def __enter__(self) -> Self:
        """
        Connect.

        Raises:
            ConfigurationError: the scheduler cannot be reached.
        """
        self._check_certificates()
        self._open.enter_context(dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"}))
        try:
            self._connect()
        except (OSError, TypeError, ValueError, RuntimeError) as error:  # whatever is wrong with the address
            self._open.close()
            msg = f"the Dask scheduler {self._scheduler} cannot be reached: {error}; start it by: dask scheduler"
            raise ConfigurationError(msg) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give up what nobody waits for; workers end it as soon as they look."""
        try:
            with suppress(OSError, CancelledError):  # where the scheduler is lost, the workers let go by themselves
                if self._client.status == "running":
                    self._client.cancel(list(self._waiting), force=True)
                    for job in self._jobs:
                        if job.end is not None:
                            self._client.run(job.end, job.name, on_error="ignore")
        finally:
            self._disconnect()
            self._open.__exit__(kind, error, trace)

    def run(self, job: Job[T, A], tasks: Iterator[T | None]) -> Iterator[tuple[T, A]]:
        """
        Carry out tasks, and give each with its answer, in the order in which they come.

        Args:
            job: what they have in common.
            tasks: they are taken as there is room; None says that the next depends on an answer that was not given yet.

        Raises:
            ConfigurationError: the cluster cannot be used or was lost, or some worker has another version.
            CryptodrugError: what a task ended with.
        """
        self._jobs.append(job)
        done = as_completed(loop=self._client.loop)
        more = True
        task: T | None = None
        while more or self._waiting or task is not None:
            ready: list[tuple[T, Any]] = []
            try:
                self._look()
                if task is None and more and len(self._waiting) < _AHEAD * self._threads:
                    try:
                        task = next(tasks)
                    except StopIteration:
                        more = False
                        continue
                if task is not None:
                    done.add(self._give(job, task))
                    task = None
                elif not done.has_ready():
                    time.sleep(_POLL)
                while done.has_ready():
                    future = next(done)
                    ready.append((self._waiting[future], self._outcome(future)))
                    del self._waiting[future]
            except _LostError:
                again = list(self._waiting.values())
                self._wait_for_scheduler()
                done = as_completed(loop=self._client.loop)
                for each in again:
                    done.add(self._give(job, each))
            for each, said in ready:
                yield each, self._answer(job, each, said)

    def _connect(self) -> None:
        self._client = Client(self._scheduler, set_as_default=False, name="cryptodrug")
        self._looked, self._threads = 0.0, 0
        self._waiting.clear()

    def _disconnect(self) -> None:
        with suppress(OSError, CancelledError):
            self._client.close(timeout=_FAREWELL)

    def _wait_for_scheduler(self) -> None:
        """
        Connect again.

        Raises:
            ConfigurationError: the scheduler does not come back.
        """
        began = time.monotonic()
        _log.warning("the Dask scheduler %s was lost; waiting for it for %.0f s", self._scheduler, WHILE_LOST)
        self._disconnect()
        while True:
            try:
                with dask.config.set({"distributed.comm.timeouts.connect": f"{_CONNECTING} s"}):
                    self._connect()
            except (OSError, RuntimeError) as error:
                if time.monotonic() - began > WHILE_LOST:
                    msg = (
                        f"the Dask scheduler {self._scheduler} was lost, and did not come back within "
                        f"{WHILE_LOST:.0f} s; {_STAYS}: start it and its workers, and run the same command again"
                    )
                    raise ConfigurationError(msg) from error
                time.sleep(min(1.0, WHILE_LOST))
            else:
                _log.warning("the Dask scheduler %s is back", self._scheduler)
                return

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
        Find out how many threads the workers have.

        Raises:
            ConfigurationError: there has been no worker for long.
            _LostError: the scheduler does not answer.
        """
        if self._client.status != "running":
            raise _LostError
        now = time.monotonic()
        if now - self._looked < (_LOOK if self._threads else _POLL):
            return
        try:
            while not (threads := sum(self._client.nthreads().values())):
                if time.monotonic() - now > self._patience:
                    msg = (
                        f"the Dask scheduler {self._scheduler} has no worker: start some by: dask worker "
                        f"{self._scheduler}; {_STAYS}, so run the same command again"
                    )
                    raise ConfigurationError(msg)
                time.sleep(1)
        except (OSError, CancelledError) as error:
            raise _LostError from error
        self._looked, self._threads, self._patience = now, threads, WHILE_LOST

    def _give(self, job: Job[T, A], task: T) -> Future[Any]:
        """
        Give a task to the scheduler, which forgets it where it is lost: then it is given again.

        Raises:
            _LostError: the scheduler was lost before.
        """
        self._given += 1
        content = Content(job.name, job.work, job.common, job.sent(task), job.reads(task))
        parcel = Parcel.of(self._given, job.versions, job.versions_here, content)
        key = f"cryptodrug-{job.name}-{self._given}"
        future: Future[Any] = self._client.submit(answer, parcel, key=key, pure=False)
        self._waiting[future] = task
        return future

    def _outcome(self, future: Future[Any]) -> Any:  # noqa: ANN401  # an answer, or what went wrong
        """
        What came of a task.

        Raises:
            ConfigurationError: a worker does not even understand it.
            _LostError: the scheduler was lost meanwhile.
        """
        try:
            return future.result()
        except KilledWorker as error:
            return error
        except (CancelledError, OSError) as error:
            raise _LostError from error
        except Exception as error:
            msg = (
                f"a worker cannot carry out tasks: {type(error).__name__}: {error}; install the same release on all "
                "workers, and restart them"
            )
            raise ConfigurationError(msg) from error

    def _answer(self, job: Job[T, A], task: T, said: Any) -> A:  # noqa: ANN401  # see `_outcome`
        if isinstance(said, NotThereError):
            self._check_gone(job, task, said)
        if isinstance(said, KilledWorker | NotThereError):
            return job.here(task)
        if isinstance(said, Exception):
            raise said
        answered: A = said
        return answered

    @staticmethod
    def _check_gone(job: Job[T, A], task: T, told: NotThereError) -> None:
        """
        Check whether a file that a worker does not find is gone.

        Raises:
            ConfigurationError: it is there.
        """
        path = job.reads(task)
        if path is not None:
            with suppress(UnusableError):
                open_file(path).close()
                msg = (
                    f"{told}; here it can be: archives must lie at the same path on all machines, or in an object "
                    "store that all may read"
                )
                raise ConfigurationError(msg)
