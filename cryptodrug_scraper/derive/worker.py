"""
A process that works out steps of groups of ratings.

Nothing but what every process has is imported here: how many threads polars has is settled when it is imported.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import CryptodrugError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["serve"]


def serve(pipe: Connection, threads: int) -> None:
    """
    Carry out tasks that come through a pipe, and answer each with what it gives and None, or with None and an error,
    until the other end is closed.

    Args:
        pipe: sends tasks, which are called without arguments.
        threads: how many polars may have.
    """
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    with suppress(EOFError, BrokenPipeError):  # whoever asked is gone
        while True:
            task = pipe.recv()
            answer: tuple[object, CryptodrugError | None]
            try:
                answer = task(), None
            except CryptodrugError as error:
                answer = None, error
            pipe.send(answer)
