"""Workers of a Dask cluster on loopback."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import dask
from distributed import LocalCluster, Security

from cryptodrug_scraper.cluster import on_worker
from cryptodrug_scraper.cluster import workers as cluster
from tests.support.command import as_at_start

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from cryptodrug_scraper.cluster.parcel import Parcel

__all__ = ["dask_workers", "ends_at", "pids"]


@contextmanager
def dask_workers() -> Iterator[LocalCluster]:
    """Two worker processes, which speak TLS and inherit the environment; what Dask adds to it for them is undone."""
    secret = Security.temporary()
    stated = {
        "distributed.comm.tls.ca-file": secret.tls_ca_file,
        "distributed.comm.tls.client.cert": secret.tls_client_cert,
        "distributed.comm.tls.client.key": secret.tls_client_key,
    }
    with (
        dask.config.set(stated),
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", protocol="tls://", security=secret
        ) as running,
    ):
        as_at_start()
        yield running


def pids(workers: LocalCluster) -> list[int]:
    """The worker processes."""
    return [nanny.process.pid for nanny in workers.workers.values() if nanny.process is not None]


def ends_at(number: int, workers: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each worker that begins the task of a number end, and Dask try none again."""
    answer = on_worker.answer

    def deadly(parcel: Parcel) -> object:  # sent by value, since it lies in a function
        if parcel.number == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer(parcel)

    monkeypatch.setattr(cluster, "answer", deadly)
    monkeypatch.setattr(workers.scheduler, "allowed_failures", 0)
