"""
What is sent to a worker of a cluster: a task, and what all tasks of its job have in common.

Dask shows arguments where it logs or draws tasks. Here they are sealed: a parcel shows the number of its task, and
neither the database's password nor a page.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.cluster.version import Versions

__all__ = ["Content", "NotThereError", "Parcel"]


class NotThereError(Exception):
    """A file that a task reads cannot be opened on a worker."""


@dataclass(frozen=True, slots=True)
class Content:
    """
    What is in a parcel.

    Attributes:
        job: a name for the job, which no other has.
        work: takes ``common`` and ``task``, and gives what the task gives.
        common: what all tasks of the job have in common.
        task: what is to be done.
        reads: the path of the file that the task reads, if it reads one.
    """

    job: str
    work: Callable[[Any, Any], object]
    common: object
    task: object
    reads: Any


@dataclass(frozen=True, slots=True, repr=False)
class Parcel:
    """
    A task, sealed.

    Attributes:
        number: of the task.
        versions: of what decides what it gives, where it was asked for; a worker that has others might not even
            understand what is inside.
        here: gives the versions of the machine on which it is called.
        content: what is inside, as bytes.
    """

    number: int
    versions: Versions
    here: Callable[[], Versions]
    content: bytes

    @classmethod
    def of(cls, number: int, versions: Versions, here: Callable[[], Versions], content: Content) -> Self:
        """Seal a task."""
        return cls(number, versions, here, pickle.dumps(content))

    def opened(self) -> Content:
        """Return what is inside. It comes from the scheduler, which may run any code on a worker anyway."""
        content: Content = pickle.loads(self.content)  # noqa: S301
        return content

    def __repr__(self) -> str:
        return f"Parcel({self.number})"
