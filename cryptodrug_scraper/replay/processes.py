"""
Processes that read and load.

They come from one that has imported all that they need: a fork of the process that asks for them would copy its
connections. Nothing else is imported here, so that a command can start that one first of all.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from multiprocessing import forkserver, get_context, resource_tracker
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from sqlalchemy import URL

    from cryptodrug_scraper.replay.task import Options

__all__ = ["get_ready", "new_process", "not_interrupted"]

_CONTEXT = get_context("forkserver")
_WORKER = "cryptodrug_scraper.replay.worker"


def get_ready() -> None:
    """Start the process that the others come from, which takes half a second to import. It ends with this one."""
    _CONTEXT.set_forkserver_preload([_WORKER])
    with not_interrupted():
        forkserver.ensure_running()


def new_process(pipe: Connection, options: Options, url: URL) -> BaseProcess:
    """Start a process that carries out what comes through a pipe; see `worker.serve`."""
    from cryptodrug_scraper.replay.worker import serve  # noqa: PLC0415  # see above

    get_ready()
    process = _CONTEXT.Process(target=serve, args=(pipe, options, url), daemon=True)
    with not_interrupted():
        process.start()
    return process


@contextmanager
def not_interrupted() -> Iterator[None]:
    """Start processes that an interrupt of this one does not reach."""
    resource_tracker.ensure_running()  # else it is started in between, and lets the signal through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
