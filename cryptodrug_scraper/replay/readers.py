"""
Read captures in other processes, and find the page for whose sake one ended.

A chunk that a process could not read to its end is read page by page in a process of its own. The page that ends that
too is loaded with an issue in place of what might be read in it, and the others lose nothing.
"""

from __future__ import annotations

import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.parsed import ParsedPage
from cryptodrug_scraper.page.records import Issue
from cryptodrug_scraper.replay.batches import batches_of
from cryptodrug_scraper.replay.limits import TooSlowError
from cryptodrug_scraper.replay.reading import too_much
from cryptodrug_scraper.replay.summary import Summary
from cryptodrug_scraper.replay.worker import begin_work, read_captures, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from multiprocessing.context import ForkServerContext
    from types import TracebackType
    from typing import Self

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.replay.worker import Work
    from cryptodrug_scraper.store.batch import Batch

__all__ = ["Readers"]


class Readers:
    """
    What reads the captures of a replay.

    Args:
        market: the market that they should be of, if the user named one.
        processes: how many processes read; with none, all is read in this one, where a page that does not come back
            from code in C, or ends its process, cannot be stopped.
    """

    def __init__(self, market: str | None, processes: int) -> None:
        self._market, self._processes = market, processes
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Nothing begins before there is something to read."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        """End the processes."""
        self._end(cancel=kind is not None)

    def read(self, chunks: Iterator[Sequence[Capture]]) -> Iterator[tuple[Sequence[Capture], Work]]:
        """Read chunks in their order, a few ahead of whoever takes them; gives each with what it gave."""
        if not self._processes:
            for chunk in chunks:
                yield chunk, self._read_here(chunk)
            return
        waiting: deque[tuple[Sequence[Capture], Future[Work]]] = deque()
        for chunk in chunks:
            waiting.append((chunk, self._submit(chunk)))
            if len(waiting) > 2 * self._processes:
                yield self._next(waiting)
        while waiting:
            yield self._next(waiting)

    def again(self, captures: Sequence[Capture], issue: Issue | None) -> list[Batch]:
        """Make the rows of some captures once more, or with an issue in place of what is read in them."""
        if not self._processes:
            return self._read_here(captures, issue)[0]
        return self._result(captures, self._submit(captures, issue), issue)[0]

    def _read_here(self, captures: Sequence[Capture], issue: Issue | None = None) -> Work:
        try:
            return read_captures(captures, self._market, issue)
        except (TooSlowError, MemoryError):
            return _one_by_one(captures, partial(_read_alone_here, market=self._market, issue=issue))

    def _next(self, waiting: deque[tuple[Sequence[Capture], Future[Work]]]) -> tuple[Sequence[Capture], Work]:
        chunk, pending = waiting.popleft()
        work = self._result(chunk, pending)
        for place, (other, lost) in enumerate(waiting):
            if lost.done() and isinstance(lost.exception(), BrokenProcessPool):
                waiting[place] = other, self._submit(other)
        return chunk, work

    def _submit(self, captures: Sequence[Capture], issue: Issue | None = None) -> Future[Work]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._processes, mp_context=_context(), initializer=begin_work)
        try:
            return self._pool.submit(read_captures, captures, self._market, issue, may_end=True)
        except BrokenProcessPool:
            self._end()
            return self._submit(captures, issue)

    def _end(self, *, cancel: bool = False) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=cancel)
        self._pool = None

    def _result(self, captures: Sequence[Capture], pending: Future[Work], issue: Issue | None = None) -> Work:
        try:
            return pending.result()
        except (BrokenProcessPool, TooSlowError, MemoryError) as error:
            if isinstance(error, BrokenProcessPool):
                self._end()
            alone = _Alone(self._market, issue)
            try:
                return _one_by_one(captures, alone.read)
            finally:
                alone.close()


class _Alone:
    """A process that reads one capture at a time, and is replaced when it ends."""

    def __init__(self, market: str | None, issue: Issue | None) -> None:
        self._market, self._issue = market, issue
        self._start()

    def read(self, capture: Capture) -> Work | Issue:
        """Read a capture; gives its issue where that cannot be done."""
        try:
            self._requests.send(([capture], self._market, self._issue))
            work: Work | Issue = self._requests.recv()
        except (EOFError, OSError):
            issue = self._ended()
            self._start()
            return issue
        return work

    def close(self) -> None:
        """End the process."""
        self._requests.close()
        self._process.join()

    def _start(self) -> None:
        context = _context()
        self._requests, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,))
        self._process.start()
        theirs.close()

    def _ended(self) -> Issue:
        self.close()
        code = self._process.exitcode or 0
        if code == -signal.SIGPROF:
            return too_much(TooSlowError())
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return Issue("reader_died", "error", f"the process that read it ended by {how}")


def _context() -> ForkServerContext:
    """
    Where processes come from. A fork of this one would copy its connection; they come from one that has imported the
    parsers and nothing else has happened to.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload([read_captures.__module__])
    return context


def _read_alone_here(capture: Capture, market: str | None, issue: Issue | None) -> Work | Issue:
    try:
        return read_captures([capture], market, issue)
    except (TooSlowError, MemoryError) as error:
        return too_much(error)


def _one_by_one(captures: Sequence[Capture], read: Callable[[Capture], Work | Issue]) -> Work:
    """Read captures each for itself."""
    batches, summary = [], Summary()
    for capture in captures:
        work = read(capture)
        if isinstance(work, Issue):
            page = ParsedPage.nothing_but(work)
            summary.count(page, capture.origin)
            batches += batches_of([(capture, page)])
        else:
            batches += work[0]
            summary.add(work[1])
    return batches, summary
