"""A process that carries out tasks: it reads, and it loads over a connection of its own."""

from __future__ import annotations

import gc
import os
import signal
import threading
import traceback
from multiprocessing import parent_process
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.replay.carry_out import carry_out
from cryptodrug_scraper.replay.limits import limit_memory
from cryptodrug_scraper.store.database import engine_at
from cryptodrug_scraper.store.lost import told_if_lost

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from sqlalchemy import URL

    from cryptodrug_scraper.replay.task import Options

__all__ = ["begin_work", "serve"]

_ALLOCATIONS = 50_000
"""Objects made between two collections of cycles: a page has some thousands that all go with it, and hardly a cycle."""


def begin_work() -> None:
    """
    Prepare a process that does nothing but read: what is there already is never garbage, and little else is.

    It ends with the process that started it, however that ends, and its memory is bounded.
    """
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)
    limit_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all, and this one ends with its parent
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def serve(requests: Connection, options: Options, url: URL) -> None:
    """
    Carry out tasks that are sent, and send back each `Step`, or the exception that ended a task, until nobody sends any
    more.
    """
    begin_work()
    engine = engine_at(url)
    try:
        with told_if_lost(), engine.connect() as connection:
            while True:
                for step in carry_out(requests.recv(), options, connection, may_end=True):
                    requests.send(step)
    except EOFError:
        return
    except StoreError as error:
        requests.send(StoreError(str(error)))
    except MemoryError:
        requests.send(MemoryError())
    except Exception as error:  # noqa: BLE001  # a fault of the program, told where the replay was asked for
        requests.send(RuntimeError("".join(traceback.format_exception(error))))
