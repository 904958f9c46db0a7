"""The steps of a run: each is a file in its folder once it is done, with its figures, so that a killed run goes on."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from benchmarks.scaling.watch import Cost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["State", "Step"]


class Step(msgspec.Struct, frozen=True):
    """
    A step that is done.

    Attributes:
        cost: what it took, that of tries that were killed included.
        counts: what it made, by name with its unit: pages, rows, bytes.
        load: processes that wanted a core on average in the last minute before it ended.
        ended: when, in UTC.
        tries: how often it was begun.
    """

    cost: Cost
    counts: dict[str, float]
    load: float
    ended: datetime
    tries: int = 1


class _Begun(msgspec.Struct, frozen=True):
    """What earlier tries of a step took, as far as they told."""

    cost: Cost = Cost()
    tries: int = 0


class State:
    """
    The steps of a run.

    Args:
        folder: where their files are, which is made.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def done(self, name: str) -> Step | None:
        """A step, if it is done."""
        file = self._folder / f"{name}.json"
        return msgspec.json.decode(file.read_bytes(), type=Step) if file.exists() else None

    def of(self, stage: str, terms: int = 0) -> list[Step]:
        """
        The steps of a stage: one of its name, or one for each term.

        Raises:
            SystemExit: one of them is not done.
        """
        found = []
        for name in [f"{stage}-{term:02}" for term in range(terms)] or [stage]:
            step = self.done(name)
            if step is None:
                msg = f"{name} is not done: run it again, and it goes on where it was"
                raise SystemExit(msg)
            found.append(step)
        return found

    def do(self, name: str, work: Callable[[Callable[[Cost], None]], tuple[Cost, dict[str, float]]]) -> Step:
        """
        Do a step unless it is done.

        Args:
            name: of the step; a letter, digits and hyphens.
            work: does it; is given a function that keeps the cost so far, and returns the cost and what was made.

        Raises:
            SystemExit: it is being done.
        """
        if (step := self.done(name)) is not None:
            return step
        with self._alone(name):
            begun = self._folder / f"{name}.begun"
            before = msgspec.json.decode(begun.read_bytes(), type=_Begun) if begun.exists() else _Begun()
            tries = before.tries + 1
            self._write(begun, _Begun(before.cost, tries))
            cost, counts = work(lambda cost: self._write(begun, _Begun(before.cost.and_then(cost), tries)))
            now = datetime.now(UTC).replace(microsecond=0)
            step = Step(before.cost.and_then(cost), counts, round(os.getloadavg()[0], 1), now, tries)
            self._write(self._folder / f"{name}.json", step)
            begun.unlink()
        return step

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        """Hold a lock, which what is started meanwhile inherits: it outlives this process with that."""
        lock = self._folder / f"{name}.lock"
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        os.set_inheritable(descriptor, True)  # noqa: FBT003  # it takes no name
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            msg = f"{name} is being done, by another run or by what a killed one started: wait for it, or end it"
            raise SystemExit(msg) from None
        try:
            yield
        finally:
            os.close(descriptor)

    def _write(self, file: Path, value: msgspec.Struct) -> None:
        new = file.with_suffix(".new")
        new.write_bytes(msgspec.json.encode(value))
        new.replace(file)
