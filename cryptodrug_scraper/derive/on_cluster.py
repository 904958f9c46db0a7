"""Work out steps of groups of ratings on the workers of a Dask cluster, in place of processes of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from cryptodrug_scraper.cluster.job import Job
from cryptodrug_scraper.derive.on_worker import versions, versions_here, work_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptodrug_scraper.cluster.workers import Cluster
    from cryptodrug_scraper.derive.sent_step import SentStep

__all__ = ["ClusterWorkers", "SendableTask"]


class SendableTask(Protocol):
    """What is to be done on another machine."""

    @property
    def weight(self) -> int:
        """Rows that it holds."""

    def sent(self) -> SentStep:
        """What the other machine needs."""

    def take(self, given: dict[str, bytes]) -> dict[str, str]:
        """Keep what came of it, and return the names of the frames."""


T = TypeVar("T", bound=SendableTask)


class ClusterWorkers:
    """
    Workers of a cluster, with the method of `Workers`.

    Args:
        cluster: one that is connected.
    """

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._job: Job[Any, dict[str, bytes]] = Job(
            work_out,
            None,
            versions_here,
            versions(),
            here=lambda task: work_out(None, task.sent()),
            sent=lambda task: task.sent(),
        )

    def run(self, tasks: Iterable[T]) -> Iterator[tuple[T, dict[str, str]]]:
        """
        Carry out tasks, the heaviest first, and yield each with the names of the frames that it gives.

        Raises:
            ConfigurationError: the cluster cannot be used or was lost, or some worker has another version.
            StoreError: the disk refuses what is kept.
        """
        ordered = sorted(tasks, key=lambda task: -task.weight)
        each: Iterator[T | None] = iter(ordered)
        for task, given in self._cluster.run(self._job, each):
            yield task, task.take(given)
