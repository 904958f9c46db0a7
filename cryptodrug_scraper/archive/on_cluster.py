"""Check WARC files on the workers of a Dask cluster."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from cryptodrug_scraper.archive.check import check_alone
from cryptodrug_scraper.archive.on_worker import check_there, versions_here
from cryptodrug_scraper.cluster.in_order import in_order
from cryptodrug_scraper.cluster.job import Job
from cryptodrug_scraper.cluster.workers import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptodrug_scraper.archive.check import Checked
    from cryptodrug_scraper.importers.places import Place

__all__ = ["checked_there"]

_MOST_FILES = 64
"""Files that are under way at most: what the index should have of one is held until the files before it are done."""


@contextmanager
def checked_there(paths: Iterable[Place], scheduler: str) -> Iterator[Iterator[Checked]]:
    """
    Give what was found in each of some files, in their order, for as long as the block runs.

    Args:
        paths: the files, as all workers reach them.
        scheduler: the address of the scheduler.

    Raises:
        ConfigurationError: the cluster cannot be used or was lost, or some worker has another version.
    """
    job: Job[Place, Checked] = Job(
        check_there, None, versions_here, versions_here(), here=check_alone, reads=lambda path: path
    )
    each: Iterator[Place | None] = iter(list(paths))
    with Cluster(scheduler) as cluster:
        yield (checked for _, checked in in_order(cluster, job, each, _MOST_FILES))
