"""
Carry out tasks in several processes, and find the page for whose sake one ended.

Where a process ends, its task goes on in another, one capture at a time. The capture at which that ends too is loaded
with an issue in place of what might be read in it, and the others lose nothing.
"""

from __future__ import annotations

import signal
from collections import deque
from dataclasses import replace
from multiprocessing import Pipe
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ParseError
from cryptodrug_scraper.importers import chunks
from cryptodrug_scraper.page.records import Issue
from cryptodrug_scraper.replay.limits import TooSlowError
from cryptodrug_scraper.replay.processes import new_process
from cryptodrug_scraper.replay.reading import too_much
from cryptodrug_scraper.replay.task import Step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Self

    from sqlalchemy import URL

    from cryptodrug_scraper.replay.task import Options, Task

__all__ = ["Pool"]

_AHEAD = 2
"""Tasks that are ready for each process, so that none waits for the next."""


class Pool:
    """
    The processes of a replay.

    Args:
        processes: how many.
        options: what is wanted of every page.
        url: the database.
    """

    def __init__(self, processes: int, options: Options, url: URL) -> None:
        self._processes, self._options, self._url = processes, options, url
        self._workers: list[_Worker] = []
        self._ready: deque[Task] = deque()

    def __enter__(self) -> Self:
        """Nothing begins before there is something to do."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        """End the processes; what one had begun to load is not loaded."""
        for worker in self._workers:
            worker.end(at_once=kind is not None)

    def run(self, tasks: Iterator[Task | None]) -> Iterator[tuple[Task, Step]]:
        """
        Carry out tasks, and give their steps as they come.

        Args:
            tasks: they are taken as there is room; None says that the next depends on a step that was not given yet.

        Raises:
            ParseError: processes end although they do not read.
            StoreError: the database cannot be used.
        """
        more = True
        while more or self._ready or any(worker.task is not None for worker in self._workers):
            asked = more and len(self._ready) < _AHEAD * self._processes
            if asked:
                try:
                    task = next(tasks)
                except StopIteration:
                    more = False
                    continue
                asked = task is not None
                if task is not None:
                    self._ready.append(task)
            self._send()
            yield from self._steps(patient=not asked)

    def _send(self) -> None:
        while self._ready:
            idle = next((worker for worker in self._workers if worker.task is None), None)
            if idle is None and len(self._workers) < self._processes:
                idle = _Worker(self._options, self._url)
                self._workers.append(idle)
            if idle is None:
                return
            idle.begin(self._ready.popleft())

    def _steps(self, *, patient: bool) -> Iterator[tuple[Task, Step]]:
        """The steps that have come; if one is patient, at least one, or the end of a process."""
        busy = [(worker.pipe, worker, worker.task) for worker in self._workers if worker.task is not None]
        told = wait([pipe for pipe, *_ in busy], None if patient else 0) if busy else []
        for pipe, worker, task in busy:
            if pipe not in told:
                continue
            step = worker.step()
            if step is None:
                self._workers.remove(worker)
                self._ready.appendleft(worker.left(task))
            else:
                yield task, step


class _Worker:
    """A process, and the task that it carries out."""

    def __init__(self, options: Options, url: URL) -> None:
        self.pipe, theirs = Pipe()
        self._process = new_process(theirs, options, url)
        theirs.close()
        self.task: Task | None = None
        self._done = 0

    def begin(self, task: Task) -> None:
        """Give it a task."""
        self.task, self._done = task, task.done
        try:
            self.pipe.send(task)
        except OSError:
            return  # it has ended, and is found to have

    def step(self) -> Step | None:
        """
        Receive a step; None where the process has ended instead.

        Raises:
            Exception: what ended the task.
        """
        try:
            said = self.pipe.recv()
        except (EOFError, OSError):
            return None
        if not isinstance(said, Step):
            raise said
        self._done = said.done
        if said.reading is not None:
            self.task = None
        return said

    def left(self, task: Task) -> Task:
        """
        What is left of its task, now that it has ended.

        Raises:
            ParseError: it ended although it did not read.
        """
        self.end()
        code = self._process.exitcode or 0
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        passed = self._done - task.done
        if not task.singly or passed >= task.singly:
            return replace(task, done=self._done, singly=chunks.MOST_PAGES, issue=None)
        if task.issue is not None and not passed:
            msg = f"a process that only loads ended by {how}; see whether the machine lacks memory, and run it again"
            raise ParseError(msg)
        issue = Issue("reader_died", "error", f"the process that read it ended by {how}")
        if code == -signal.SIGPROF:
            issue = too_much(TooSlowError())
        return replace(task, done=self._done, singly=task.singly - passed, issue=issue)

    def end(self, *, at_once: bool = False) -> None:
        """End the process: when it has nothing more to do, or at once."""
        self.pipe.close()
        if at_once:
            self._process.kill()
        self._process.join()
