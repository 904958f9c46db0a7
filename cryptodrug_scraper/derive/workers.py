"""Processes that work out tasks at the same time, never more of them than memory is meant for."""

from __future__ import annotations

import os
import signal
from multiprocessing import get_context
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from cryptodrug_scraper.derive.worker import serve
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.replay.processes import not_interrupted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from types import TracebackType
    from typing import Self

__all__ = ["Task", "Workers"]

_CONTEXT = get_context("spawn")  # polars has threads as soon as it is imported: a fork of such a process may hang


class Task(Protocol):
    """What is to be done; it goes to another process."""

    @property
    def weight(self) -> int:
        """Rows that it holds."""

    def __call__(self) -> object:
        """Do it."""


T = TypeVar("T", bound=Task)


class Workers:
    """
    Processes, which are started when there is something to do for them, and end with the block.

    Args:
        count: how many there are at most; with one, tasks are carried out in this process.
        most: rows that all of them hold together, but for a task of more, which is carried out alone.
    """

    def __init__(self, count: int, most: int) -> None:
        self._count, self._most = count, most
        self._free: list[tuple[Connection, BaseProcess]] = []
        self._started = 0
        self._threads = max(1, (os.cpu_count() or 1) // count)
        self._busy: dict[Connection, BaseProcess] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe, process in (*self._free, *self._busy.items()):
            pipe.close()
            if kind is not None:
                process.terminate()
            process.join()

    def run(self, tasks: Iterable[T]) -> Iterator[tuple[T, Any]]:
        """
        Carry out tasks, the heaviest first, and yield each with what it gives as soon as it is done.

        Raises:
            StoreError: a process ended, or the disk refuses what it keeps.
        """
        waiting = sorted(tasks, key=lambda task: -task.weight)
        if self._count == 1 or (len(waiting) == 1 and not self._started):
            yield from ((task, task()) for task in waiting)
            return
        doing: dict[Connection, T] = {}
        while waiting or doing:
            while (chosen := self._next(waiting, doing.values())) is not None:
                pipe, process = self._free.pop() if self._free else self._new()
                waiting.remove(chosen)
                doing[pipe], self._busy[pipe] = chosen, process
                self._send(pipe, process, chosen)
            ready = set(wait(doing))
            for pipe in [each for each in doing if each in ready]:
                task, process = doing.pop(pipe), self._busy[pipe]
                given = self._answer(pipe, process)
                self._free.append((pipe, self._busy.pop(pipe)))
                yield task, given

    def _next(self, waiting: Iterable[T], doing: Iterable[T]) -> T | None:
        """The heaviest task that there is a process and room for."""
        held = [task.weight for task in doing]
        if len(held) == self._count:
            return None
        return next((task for task in waiting if not held or sum(held) + task.weight <= self._most), None)

    def _new(self) -> tuple[Connection, BaseProcess]:
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=serve, args=(theirs, self._threads), daemon=True)
        with not_interrupted():
            process.start()
        theirs.close()
        self._started += 1
        return ours, process

    def _send(self, pipe: Connection, process: BaseProcess, task: object) -> None:
        try:
            pipe.send(task)
        except BrokenPipeError as error:
            raise _ended(process) from error

    def _answer(self, pipe: Connection, process: BaseProcess) -> object:
        try:
            given, error = pipe.recv()
        except (EOFError, ConnectionResetError) as lost:
            raise _ended(process) from lost
        if error is not None:
            raise error
        return given


def _ended(process: BaseProcess) -> StoreError:
    process.join()
    code = process.exitcode or 0
    how = f"with exit code {code}"
    if code < 0:
        how = f"by {signal.Signals(-code).name}"
        how += ", as when memory is short" if -code == signal.SIGKILL else ""
    return StoreError(
        f"a process that tells ratings apart was ended {how}: what was done before is kept; run again, with fewer "
        "--workers if memory was short: cryptodrug derive"
    )
