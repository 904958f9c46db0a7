"""What ends a crawl, other than its pages: told with its name and place, and as an error with its exit code."""

from __future__ import annotations

import sqlite3
import traceback
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import ArchiveError, CryptodrugError, StoreError
from cryptodrug_scraper.store.refusal import reason_of

__all__ = ["as_error", "told"]

_LONGEST = 300


def told(error: BaseException) -> str:
    """
    What an error is, says, and where it was raised, on one line. Of an error of the database, its own words alone: the
    rest quotes rows.
    """
    if isinstance(error, CryptodrugError):
        return _line(str(error))
    if isinstance(error, DBAPIError):
        return f"{type(error).__name__}: {_line(reason_of(error))}"
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {_line(str(error))}{place}"


def as_error(error: BaseException) -> CryptodrugError:
    """The error that ends a command: itself, or that of its kind which has an exit code."""
    if isinstance(error, CryptodrugError):
        return error
    if isinstance(error, DBAPIError):
        return StoreError(f"the database refuses what the crawl writes: {told(error)}")
    if isinstance(error, sqlite3.Error | OSError):
        return ArchiveError(f"the crawl cannot write what it keeps: {told(error)}")
    return CryptodrugError(f"a defect of the program's ends the crawl: {told(error)}")


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]
