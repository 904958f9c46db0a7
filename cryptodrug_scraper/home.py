"""The folder in which the program keeps its own data, and folders that nobody else enters."""

from __future__ import annotations

import logging
import os
import stat
from pathlib import Path

__all__ = ["HOME_VARIABLE", "data_home", "private_folder"]

HOME_VARIABLE = "CRYPTODRUG_HOME"

_log = logging.getLogger(__name__)


def data_home() -> Path:
    """
    The folder named by ``CRYPTODRUG_HOME``, or else the user's data folder. It need not exist.

    The environment is read at each call, so that a test or a command can change it.
    """
    named = os.environ.get(HOME_VARIABLE)
    if named:
        return Path(named).expanduser().resolve()
    import platformdirs  # noqa: PLC0415  # only where no folder is named

    return platformdirs.user_data_path("cryptodrug", appauthor=False)


def private_folder(path: Path) -> Path:
    """
    Make a folder of mode 0700, whatever the umask, and so all above it that are missing; return it.

    If it is there and others can enter it, it is closed to them, and so is each folder between it and the data home;
    the log says so. Folders of another user stay as they are.

    Raises:
        OSError: a folder cannot be made.
    """
    home = data_home()
    above = (path, *path.parents)
    for folder in reversed(above):
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
    for folder in above if path.is_relative_to(home) else (path,):
        if folder == path or folder.is_relative_to(home):
            _close_to_others(folder)
    return path


def _close_to_others(folder: Path) -> None:
    if folder.stat().st_uid != os.geteuid():
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
        private = mode & ~0o077 | 0o700 | (mode & stat.S_IXGRP if _lets_somebody_pass(descriptor) else 0)
        if mode == private:
            return
        try:
            os.fchmod(descriptor, private)
        except OSError as error:  # not every file system has modes
            _log.warning("others may enter %s (mode %o), which cannot be closed: %s", folder, mode, error.strerror)
            return
        if mode & 0o077:
            _log.warning("others could enter %s (mode %o): it is closed to them now", folder, mode)
    finally:
        os.close(descriptor)


def _lets_somebody_pass(descriptor: int) -> bool:
    """Whether a folder has an access list: the group's right in its mode is then that of those whom the list names."""
    try:
        return bool(os.getxattr(descriptor, "system.posix_acl_access"))
    except (OSError, AttributeError):  # it has none, or the system has none
        return False
