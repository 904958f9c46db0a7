"""What the workers of a cluster make of groups of ratings is what this machine makes of them."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.cluster import on_worker
from cryptodrug_scraper.cluster import workers as cluster
from cryptodrug_scraper.derive import ratings
from cryptodrug_scraper.derive.on_cluster import ClusterWorkers
from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.home import data_home
from cryptodrug_scraper.study.run import derive
from tests.support.dask_workers import dask_workers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from distributed import LocalCluster

    from cryptodrug_scraper.cluster.parcel import Parcel
    from tests.support.derived_windows import Opened, Windows

GROUPED = 700

pytestmark = pytest.mark.xdist_group("cluster")  # whose workers take some seconds to start


@pytest.fixture(scope="module")
def workers() -> Iterator[LocalCluster]:
    with dask_workers() as running:
        yield running


def kept() -> dict[Path, bytes]:
    """What is kept of groups."""
    return {path.relative_to(data_home()): path.read_bytes() for path in data_home().rglob("derived-groups/*/*/*")}


def test_a_cluster_of_which_a_worker_dies_gives_what_this_machine_gives(
    own: Opened, windows: Windows, workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ratings, "ROWS_OF_GROUP", GROUPED)
    own.forget()
    derive(own.database, read_parameters(), workers=1)
    expected = kept()
    assert expected, "no market has so many rows"
    for path in expected:
        (data_home() / path).unlink()
    own.forget()
    given: list[int] = []
    answer = on_worker.answer

    def deadly(parcel: Parcel) -> object:  # sent by value, since it lies in a function
        if parcel.number == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer(parcel)

    run = ClusterWorkers.run

    def counted(self: ClusterWorkers, tasks: list[object]) -> object:
        given.append(len(tasks))
        return run(self, tasks)  # type: ignore[type-var]  # they are

    monkeypatch.setattr(cluster, "answer", deadly)
    monkeypatch.setattr(workers.scheduler, "allowed_failures", 0)
    monkeypatch.setattr(ClusterWorkers, "run", counted)

    derive(own.database, read_parameters(), dask=workers.scheduler_address)

    assert sum(given) > 3
    assert windows.digest == own.digest()
    assert expected == kept()


def test_a_worker_that_measures_otherwise_is_refused(
    own: Opened, workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ratings, "ROWS_OF_GROUP", GROUPED)
    monkeypatch.setattr(
        "cryptodrug_scraper.derive.on_cluster.versions", lambda: frozenset({("what measures", "0.1.0+measures.other")})
    )
    own.forget()

    with pytest.raises(ConfigurationError, match=r"0\.1\.0\+measures\.other .*restart the worker"):
        derive(own.database, read_parameters(), dask=workers.scheduler_address)

    assert 0 == own.one("SELECT count(*) FROM derived.derive_run")
