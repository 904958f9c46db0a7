"""
Where groups of ratings are told apart, and by how many; and the folder in which that is kept for the next derivation,
as is what was read.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from cryptodrug_scraper.cluster.scheduler import check_scheduler
from cryptodrug_scraper.derive.groups import KeptGroups
from cryptodrug_scraper.derive.kept import Kept
from cryptodrug_scraper.derive.months import names_of
from cryptodrug_scraper.derive.rows import temporary_folder
from cryptodrug_scraper.derive.workers import Workers
from cryptodrug_scraper.home import data_home, private_folder
from cryptodrug_scraper.measures.ratings.review_groups import HeldGroups

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from cryptodrug_scraper.cluster.workers import Cluster
    from cryptodrug_scraper.derive.months import Month
    from cryptodrug_scraper.derive.on_cluster import ClusterWorkers
    from cryptodrug_scraper.derive.plan import MarketPart
    from cryptodrug_scraper.derive.told_accounts import Frames
    from cryptodrug_scraper.measures.ratings.review_groups import Groups

__all__ = ["ROWS_AT_ONCE", "Workplace", "forget_kept", "workplace"]

ROWS_AT_ONCE = 200_000
"""Rows of ratings that all processes hold together; with what is worked out of them they take some 200 MB."""
_FOLDER = "derived-groups"
_LOCK = "lock"
_READ = ".read"
"""The folder of what was read, beside those of markets, none of whose codes begins so."""
_FEWEST_PAGES = 5_000
"""A market of fewer is read within a second or two."""

_log = logging.getLogger(__name__)


class Workplace:
    """
    Where and by how many processes groups are worked out.

    The folder is ``derived-groups`` of the data home, which is made when there are groups to keep.

    Args:
        version: of what measures; what other versions left is removed.
        workers: how many processes there are at most.
        until: closes the folder.
        cluster: works groups out in place of processes of this machine.
    """

    def __init__(self, version: str, workers: int, until: ExitStack, cluster: Cluster | None = None) -> None:
        self._version, self._workers, self._until, self._cluster = version, workers, until, cluster
        self._opened: Path | None = None

    @contextmanager
    def groups(self, market: str, count: int) -> Iterator[Groups]:
        """
        Give the groups of a market; when the block ends well, what older ones left is removed.

        Args:
            market: its code.
            count: how many groups there are. One alone is held in memory, and nothing of it is kept.
        """
        if count == 1:
            self._remove(market)
            yield HeldGroups()
            return
        own = private_folder(self._folder / market)
        with self._those_who_work(count) as workers:
            groups = KeptGroups(Kept(own), count, workers)
            yield groups
        groups.keep()

    def read(self, market: str, months: Iterable[Month]) -> Kept | None:
        """
        Give the place where what was read of a market is kept; None where it has few pages.

        Args:
            market: its code.
            months: those of its readings.
        """
        if sum(month.readings for month in months) < _FEWEST_PAGES:
            return None
        return Kept(private_folder(self._folder / _READ / market))

    def accounts(self, each: MarketPart, tell: Callable[[MarketPart], Frames]) -> Frames:
        """
        Give what is told of the accounts of a market, which is kept with what was read.

        Args:
            each: the market.
            tell: gives it; nothing that the market learned from others decides on it.
        """
        kept = self.read(each.market, each.months)
        return tell(each) if kept is None else kept.once(_accounts(kept, each), lambda: tell(each))

    def keep_markets(self, markets: Collection[MarketPart]) -> None:
        """Remove what is kept of other markets than these, and what was read of other months."""
        if not _is_there():
            return
        known = {each.market: each for each in markets}
        for name in {path.name for path in self._folder.iterdir()} - {*known, _READ}:
            self._remove(name)
        for folder in (self._folder / _READ).glob("*"):
            each = known.get(folder.name)
            kept = None if each is None else self.read(folder.name, each.months)
            if each is None or kept is None:
                shutil.rmtree(folder)
            else:
                accounts = _accounts(kept, each)
                told = (kept.result(accounts) or {}).values()
                kept.keep_only({accounts, *told, *names_of(kept, folder.name, each.months)})

    def _remove(self, market: str) -> None:
        if _is_there() and (self._folder / market).exists():
            shutil.rmtree(self._folder / market)

    @contextmanager
    def _those_who_work(self, count: int) -> Iterator[Workers | ClusterWorkers]:
        if self._cluster is not None:
            from cryptodrug_scraper.derive.on_cluster import ClusterWorkers  # noqa: PLC0415  # needs Dask

            yield ClusterWorkers(self._cluster)
            return
        with Workers(min(self._workers, count), ROWS_AT_ONCE) as workers:
            yield workers

    @property
    def _folder(self) -> Path:
        """The folder of this version; a temporary one, of which nothing is kept, where there can be no other."""
        if self._opened is None:
            folder = self._until.enter_context(_own_folder())
            if folder is None:
                self._opened = self._until.enter_context(temporary_folder())
            else:
                _keep_alone(folder, self._version)
                self._opened = private_folder(folder / self._version)
        return self._opened


@contextmanager
def workplace(version: str, workers: int | None = None, dask: str | None = None) -> Iterator[Workplace]:
    """
    Give what `Workplace` describes for as long as the block runs.

    Args:
        version: of what measures.
        workers: how many processes there are at most; None: as many as the machine has cores.
        dask: the address of a Dask scheduler, whose workers then work groups out in place of processes.

    Raises:
        ConfigurationError: the cluster cannot be used.
    """
    with ExitStack() as until:
        cluster = None
        if dask is not None:
            check_scheduler(dask)
            from cryptodrug_scraper.cluster.workers import Cluster  # noqa: PLC0415  # Dask is installed where it is used

            cluster = until.enter_context(Cluster(dask))
        yield Workplace(version, workers or os.cpu_count() or 1, until, cluster)


def _accounts(kept: Kept, each: MarketPart) -> str:
    return kept.named("accounts", each.alone)


def forget_kept() -> None:
    """Remove all that is kept of groups, unless a derivation goes on, which removes what it has no use for itself."""
    if _is_there():
        with _own_folder() as folder:
            if folder is not None:
                _keep_alone(folder)


def _is_there() -> bool:
    return (data_home() / _FOLDER).exists()


def _keep_alone(folder: Path, *names: str) -> None:
    for path in folder.iterdir():
        if path.name not in {*names, _LOCK}:
            shutil.rmtree(path)


@contextmanager
def _own_folder() -> Iterator[Path | None]:
    """The folder in the data home; None where it cannot be made, or while a derivation of another database has it."""
    path = data_home() / _FOLDER
    with ExitStack() as until:
        try:
            (private_folder(path) / _LOCK).touch(0o600)
            lock = until.enter_context((path / _LOCK).open("wb"))
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            _log.warning("what is worked out of ratings is not kept in %s: %s", path, error.strerror)
            yield None
            return
        yield path
