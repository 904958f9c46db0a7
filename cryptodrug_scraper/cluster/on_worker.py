"""What a worker of a cluster does with a task: it checks whether it may carry it out, and tells what went wrong."""

from __future__ import annotations

import traceback
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from distributed import get_worker

from cryptodrug_scraper.cluster.parcel import NotThereError
from cryptodrug_scraper.cluster.version import program_version
from cryptodrug_scraper.errors import ConfigurationError, CryptodrugError
from cryptodrug_scraper.importers.members import open_file
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from cryptodrug_scraper.cluster.parcel import Parcel
    from cryptodrug_scraper.cluster.version import Versions
    from cryptodrug_scraper.importers.places import Place

__all__ = ["answer", "check_wanted"]


class _UnwantedError(Exception):
    """Nobody waits for a task any more."""


def answer(parcel: Parcel) -> Any:  # noqa: ANN401  # whatever the task gives
    """Carry out a task. What goes wrong is returned, since Dask would log what is raised."""
    worker = get_worker()
    try:
        _check_versions(parcel.versions, parcel.here())
        content = parcel.opened()
        _check_unchanged(content.job)
        if content.reads is not None:
            _check_there(content.reads)
        return content.work(content.common, content.task)
    except _UnwantedError:
        return None
    except NotThereError as error:
        return NotThereError(f"on the worker {worker.address}: {error}")
    except CryptodrugError as error:
        return type(error)(f"on the worker {worker.address}: {error}")
    except MemoryError:
        return MemoryError()
    except Exception as error:  # noqa: BLE001  # a fault of the program, told where the task was asked for
        return RuntimeError("".join(traceback.format_exception(error)))


def check_wanted() -> None:
    """
    End the task that this thread carries out if nobody waits for it any more.

    Raises:
        _UnwantedError: nobody does; `answer` takes it.
    """
    worker = get_worker()
    known = worker.state.tasks.get(worker.get_current_task())
    if known is None or known.state == "cancelled":
        raise _UnwantedError


def _check_versions(asked: Versions, found: Versions) -> None:
    """
    Check whether this machine gives what the one that asks would.

    Raises:
        ConfigurationError: some version differs.
    """
    here, there = dict(found), dict(asked)
    for name in sorted({*here, *there}):
        if here.get(name) != there.get(name):
            msg = (
                f"{name} is {here.get(name, 'not there')}, and {there.get(name, 'not there')} where the command was "
                "started: install the same release, markets and libraries on both, restart the worker, and run the "
                "same command again"
            )
            raise ConfigurationError(msg)


@lru_cache(maxsize=16)
def _check_unchanged(_job: str) -> None:
    """
    Check, once for each job, whether the files of the program are still those that this process knows.

    Raises:
        ConfigurationError: they were changed since it began.
    """
    name, version = program_version()
    if program_version.__wrapped__() != (name, version):
        msg = f"{name} {version} was changed since the worker was started: restart it"
        raise ConfigurationError(msg)


def _check_there(path: Place) -> None:
    """
    Check whether a file can be opened here.

    Raises:
        NotThereError: it cannot.
    """
    try:
        open_file(path).close()
    except UnusableError as error:
        msg = f"{path} cannot be opened: {error.detail}"
        raise NotThereError(msg) from error
