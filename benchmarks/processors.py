"""Processor time of this process and of the database server, which is what a busy machine leaves comparable."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import psutil

from benchmarks.processes import seconds_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Processors"]


class Processors:
    """
    The processor time that this process and all of the server's have spent together, those that have ended too.

    Args:
        connection: of a server on this machine.
    """

    def __init__(self, connection: Connection) -> None:
        backend = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        connection.rollback()
        self._server = psutil.Process(psutil.Process(backend).ppid())

    def spent(self) -> float:
        """Seconds up to now."""
        own = os.times()
        return own.user + own.system + seconds_of([self._server])
