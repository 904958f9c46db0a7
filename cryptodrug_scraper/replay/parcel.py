"""
What is sent to a worker of a cluster: a task, and what all tasks of its replay have in common.

Dask shows arguments where it logs or draws tasks. Here they are sealed: a parcel shows the number of its task, and
neither the database's password nor a page.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from sqlalchemy import URL

    from cryptodrug_scraper.replay.task import Options, Step, Task

    Readings = frozenset[tuple[str | None, str]]
    Outcome = tuple[Step, ...] | Exception
    """The steps of a task; or what the one who asked is to raise."""

__all__ = ["Order", "Parcel"]


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


@dataclass(frozen=True, slots=True, repr=False)
class Parcel:
    """
    A task and its order, sealed.

    Attributes:
        number: that of the task.
        readings: see `current_readings`; a worker that has others might not even understand what is inside.
        content: what is inside, as bytes.
    """

    number: int
    readings: Readings
    content: bytes

    @classmethod
    def of(cls, order: Order, task: Task) -> Self:
        """Seal a task."""
        return cls(task.number, order.options.current, pickle.dumps((order, task)))

    def opened(self) -> tuple[Order, Task]:
        """Return what is inside. It comes from the scheduler, which may run any code on a worker anyway."""
        order, task = pickle.loads(self.content)  # noqa: S301
        return order, task

    def __repr__(self) -> str:
        return f"Parcel({self.number})"
