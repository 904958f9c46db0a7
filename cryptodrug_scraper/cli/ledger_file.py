"""Files of a ledger, such as decisions: written whole and for one's own eyes, and read with a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MOST_BYTES", "read_ledger", "write_ledger"]

MOST_BYTES = 256 * 1024 * 1024
"""Bytes that a file of a ledger may have."""


def write_ledger(file: Path, content: bytes) -> None:
    """
    Write a file that its owner alone can read.

    Raises:
        ConfigurationError: it cannot be written.
    """
    from cryptodrug_scraper.whole_file import write_whole  # --help is quick without it

    try:
        write_whole(file, content, mode=0o600)
    except OSError as error:
        msg = f"{file} cannot be written: {error.strerror}; name another file"
        raise ConfigurationError(msg) from error


def read_ledger(file: Path) -> bytes:
    """
    Return the content of a file.

    Raises:
        ConfigurationError: it cannot be read, or has more than `MOST_BYTES`.
    """
    try:
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        msg = f"{file} cannot be read: {error.strerror}"
        raise ConfigurationError(msg) from error
    if len(content) > MOST_BYTES:
        msg = (
            f"{file} has more than {counted(MOST_BYTES, 'byte', ',')}, the most that is read at once: load it in parts"
        )
        raise ConfigurationError(msg)
    return content
