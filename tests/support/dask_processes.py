"""A Dask scheduler and its workers as processes of their own, which are killed and started again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import Self

import psutil
from distributed import Client

__all__ = ["DaskProcesses"]

DASK = [sys.executable, "-m", "dask"]
QUIET = {"DASK_LOGGING__DISTRIBUTED": "critical"}
PATIENCE = 300.0  # of a machine that has much else to do
LOOK = 0.2


class DaskProcesses:
    """
    A scheduler and its workers, started as the documentation says. Workers that ended are started again, as Kubernetes
    or the loop of the SLURM script does, where there is a scheduler: without, each would only wait for one.

    Args:
        count: how many worker processes.
    """

    def __init__(self, count: int) -> None:
        self._count, self._ended = count, threading.Event()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        self.start_scheduler()
        self._start_workers()
        self._watch = threading.Thread(target=self._start_again, daemon=True)
        self._watch.start()
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(self._count, PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watch.join()
        for process in (self._nannies, self._scheduler):
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)

    def start_scheduler(self) -> None:
        """Start the scheduler, and wait until it can be reached."""
        command = [*DASK, "scheduler", "--host", "127.0.0.1", "--port", str(self._port), "--no-dashboard"]
        self._scheduler = subprocess.Popen(command, env=os.environ | QUIET)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port)).close()
            except ConnectionRefusedError:
                assert time.monotonic() < until, "the scheduler does not start"
                time.sleep(LOOK)
            else:
                return

    def kill_scheduler(self) -> None:
        """Kill the scheduler."""
        self._scheduler.kill()
        self._scheduler.wait()

    def pids(self) -> list[int]:
        """The worker processes, which a nanny each looks after."""
        below = psutil.Process(self._nannies.pid).children()
        return [process.pid for process in below if "spawn_main" in " ".join(process.cmdline())]

    def _start_workers(self) -> None:
        command = [*DASK, "worker", self.address, "--host", "127.0.0.1", "--no-dashboard"]
        command += ["--nworkers", str(self._count), "--nthreads", "1"]
        self._nannies = subprocess.Popen(command, env=os.environ | QUIET)

    def _start_again(self) -> None:
        while not self._ended.wait(LOOK):
            if self._nannies.poll() is not None and self._scheduler.poll() is None:
                self._start_workers()
