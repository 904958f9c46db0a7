"""Answers of a cluster in the order of their tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from cryptodrug_scraper.cluster.job import Job

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.cluster.workers import Cluster

__all__ = ["in_order"]

T = TypeVar("T")
A = TypeVar("A")


class _Numbered(NamedTuple):
    number: int
    task: Any


def in_order(cluster: Cluster, job: Job[T, A], tasks: Iterator[T | None], most: int) -> Iterator[tuple[T, A]]:
    """
    Carry out tasks as `Cluster.run` does, and give each with its answer in the order of the tasks.

    Args:
        cluster: one that is connected.
        job: what the tasks have in common.
        tasks: see `Cluster.run`.
        most: tasks that are under way at most, those counted whose answer waits for an earlier one.

    Raises:
        ConfigurationError: the cluster cannot be used or was lost, or some worker has another version.
        CryptodrugError: what a task ended with.
    """
    given = told = 0
    ready: dict[int, tuple[T, A]] = {}

    def numbered() -> Iterator[_Numbered | None]:
        nonlocal given
        for task in tasks:
            while given - told >= most:
                yield None
            if task is None:
                yield None
            else:
                given += 1
                yield _Numbered(given, task)

    by_number: Job[_Numbered, A] = Job(
        job.work,
        job.common,
        job.versions_here,
        job.versions,
        here=lambda each: job.here(each.task),
        sent=lambda each: job.sent(each.task),
        reads=lambda each: job.reads(each.task),
        end=job.end,
        name=job.name,
    )
    for (number, task), answer in cluster.run(by_number, numbered()):
        ready[number] = task, answer
        while told + 1 in ready:
            told += 1
            yield ready.pop(told)
