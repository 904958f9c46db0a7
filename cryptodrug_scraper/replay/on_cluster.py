"""
Carry out the tasks of a replay on the workers of a Dask cluster.

What a worker that ended had loaded of a task is in the database and is passed over where the task is carried out again,
so nothing is lost or doubled; the counts then say "read before" of it. A task at which worker after worker ended is
carried out here, in a process of its own.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from cryptodrug_scraper.cluster.job import Job
from cryptodrug_scraper.cluster.workers import Cluster
from cryptodrug_scraper.importers.warc_file import WarcFile
from cryptodrug_scraper.replay.on_worker import Order, carry_out_there, end_processes, versions_here, versions_of
from cryptodrug_scraper.replay.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import URL

    from cryptodrug_scraper.importers.places import Place
    from cryptodrug_scraper.replay.task import Options, Step, Task

__all__ = ["on_cluster"]


def on_cluster(tasks: Iterator[Task | None], options: Options, url: URL, scheduler: str) -> Iterator[tuple[Task, Step]]:
    """
    Carry out tasks, and give the steps of each when it is done.

    Args:
        tasks: see `Cluster.run`.
        options: what is wanted of every page.
        url: the database, as the workers reach it.
        scheduler: the address of the scheduler.

    Raises:
        ConfigurationError: the cluster cannot be used, or some worker has other parsers.
        StoreError: a worker cannot use the database.
    """
    name = uuid.uuid4().hex
    with Pool(1, options, url) as pool, Cluster(scheduler) as cluster:

        def here(task: Task) -> Iterable[Step]:
            return (step for _, step in pool.run(iter((task,))))

        job: Job[Task, Iterable[Step]] = Job(
            carry_out_there,
            Order(name, options, url),
            versions_here,
            versions_of(options.current),
            here,
            reads=_read_by,
            end=end_processes,
            name=name,
        )
        for task, steps in cluster.run(job, tasks):
            for step in steps:
                yield task, step


def _read_by(task: Task) -> Place | None:
    return task.source.path if isinstance(task.source, WarcFile) else None
