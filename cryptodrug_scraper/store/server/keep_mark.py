"""
What says that the embedded server stays up when no command uses it, and the password of those who come by TCP.

Both are files in the data home that nobody else can read.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PASSWORD_FILE", "KeepMark", "forget_mark", "password_at", "read_mark", "write_mark"]

PASSWORD_FILE = "reader.password"  # noqa: S105  # the name of a file
_MARK = "postgres.kept"
_BYTES = 24


@dataclass(frozen=True, slots=True)
class KeepMark:
    """
    A mark that the server stays up.

    Attributes:
        tcp_port: the port of 127.0.0.1 where it listens too; None if it does not.
    """

    tcp_port: int | None = None


def read_mark(home: Path) -> KeepMark | None:
    """
    Return how the server in a data home is to be kept up; None if it stops with its last user.

    Raises:
        StoreError: the file cannot be read.
    """
    try:
        return msgspec.json.decode((home / _MARK).read_bytes(), type=KeepMark)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        msg = f"{home / _MARK} cannot be read: {error}; remove it, and run: cryptodrug db start"
        raise StoreError(msg) from error


def write_mark(home: Path, mark: KeepMark) -> None:
    """
    Keep the server up from now on.

    Raises:
        StoreError: the file cannot be written.
    """
    try:
        write_whole(home / _MARK, msgspec.json.encode(mark), mode=0o600)
    except OSError as error:
        msg = (
            f"{home / _MARK} cannot be written: {error.strerror}; set CRYPTODRUG_HOME to a folder that you may write to"
        )
        raise StoreError(msg) from error


def forget_mark(home: Path) -> None:
    """Remove the mark, so that the server stops with its last user again."""
    with suppress(FileNotFoundError):
        (home / _MARK).unlink()


def password_at(home: Path, *, new: bool = False) -> str:
    """
    Return the password of the role cryptodrug_reader on the embedded server; it is made when it is first asked for.

    Args:
        home: the data home.
        new: make another one.

    Raises:
        StoreError: the file cannot be read or written.
    """
    path = home / PASSWORD_FILE
    try:
        if not new:
            with suppress(FileNotFoundError):
                return path.read_text(encoding="ascii").strip()
        password = secrets.token_urlsafe(_BYTES)
        write_whole(path, f"{password}\n".encode(), mode=0o600)
    except (OSError, UnicodeDecodeError) as error:
        msg = f"the password file {path} cannot be used: {error}; remove it, and run the command again"
        raise StoreError(msg) from error
    return password
