"""All rows of a question as CSV, sent as they come: they are never in memory as a whole."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from typing import TYPE_CHECKING

from flask import Response, request
from waitress.channel import ClientDisconnected

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.explore.asked_apart import LeftError
from cryptodrug_scraper.explore.csv_table import csv_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cryptodrug_scraper.explore.sources import Sources

__all__ = ["download", "is_left"]

_log = logging.getLogger(__name__)


def is_left() -> Callable[[], bool]:
    """What tells whether the browser that asked this has gone away; the server says so, if it is waitress."""
    told: Callable[[], bool] = request.environ.get("waitress.client_disconnected", lambda: False)
    return told


def download(sources: Sources, name: str, sql: str, values: Mapping[str, object] | None) -> Response:
    """
    Return an answer to be kept as a file.

    Args:
        sources: what is asked.
        name: that of the file, without its ending.
        sql: the question, with ``:names`` for its values.
        values: the values; None for a question that is asked as it is written.

    Raises:
        StoreError: the database refuses it.
    """
    with ExitStack() as stack:
        answer = stack.enter_context(sources.ask_apart(sql, values, is_left()))
        lines = csv_of(answer.names, answer.rows())
        made = Response(_until_it_fails(lines), mimetype="text/csv")
        made.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        made.call_on_close(stack.pop_all().close)
    return made


def _until_it_fails(lines: Iterator[bytes]) -> Iterator[bytes]:
    """
    Give the lines.

    Raises:
        ClientDisconnected: there are no more, for a fault; the connection ends without its end, and browsers say so.
    """
    try:
        yield from lines
    except StoreError as error:
        _log.error("a download was broken off: %s", error)  # it is no fault of this program
        raise ClientDisconnected from error
    except LeftError as error:
        raise ClientDisconnected from error
