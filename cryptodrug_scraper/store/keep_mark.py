"""
What says that the embedded server stays up when no command uses it, and the password of those who come by TCP.

Both are files in the data home that nobody else can read.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PASSWORD_FILE", "KeepMark", "forget_mark", "password_at", "read_mark", "write_mark"]

PASSWORD_FILE = "reader.password"  # noqa: S105  # the name of a file
_MARK = "postgres.kept"
_BYTES = 24


@dataclass(frozen=True, slots=True)
class KeepMark:
    """
    That the server stays up.

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
    new = home / f"{_MARK}.new"
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb") as file:
            file.write(msgspec.json.encode(mark))
        new.replace(home / _MARK)
    except OSError as error:
        msg = (
            f"{home / _MARK} cannot be written: {error.strerror}; set CRYPTODRUG_HOME to a folder that you may write to"
        )
        raise StoreError(msg) from error


def forget_mark(home: Path) -> None:
    """Let the server stop with its last user again."""
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
        fresh = home / f"{PASSWORD_FILE}.new"
        with suppress(FileNotFoundError):
            fresh.unlink()
        password = secrets.token_urlsafe(_BYTES)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "w") as file:
            file.write(password + "\n")
        fresh.replace(path)
    except (OSError, UnicodeDecodeError) as error:
        msg = f"the password file {path} cannot be used: {error}; remove it, and run the command again"
        raise StoreError(msg) from error
    return password
