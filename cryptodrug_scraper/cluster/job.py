"""What a command wants of a cluster."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.cluster.version import Versions
    from cryptodrug_scraper.importers.places import Place

__all__ = ["Job"]

T = TypeVar("T")
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Job(Generic[T, A]):
    """
    What all tasks of a command have in common.

    Attributes:
        work: carries out a task on a worker, which imports it by its name: takes ``common`` and what is sent of a task.
        common: is sent with each task.
        versions_here: gives the versions of what decides what a task gives, on a worker, which imports it, too.
        versions: the same, where the command was started.
        here: carries out a task where the command was started, since workers that tried ended.
        sent: what is sent of a task.
        reads: the path of the file that a task reads, if it reads one.
        end: is called on each worker in the end with the name of the job, to end what still goes on.
        name: no other job has it.
    """

    work: Callable[[Any, Any], A]
    common: object
    versions_here: Callable[[], Versions]
    versions: Versions
    here: Callable[[T], A]
    sent: Callable[[T], object] = lambda task: task
    reads: Callable[[T], Place | None] = lambda _task: None
    end: Callable[[str], None] | None = None
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
