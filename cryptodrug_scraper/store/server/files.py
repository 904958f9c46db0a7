"""
Folders and files that the embedded server's user owns, as made by root for it.

That user may put a symbolic link where root is about to write or to change an owner. So everything here is done on an
opened folder, and no link is followed.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.store.server.system_user import SystemUser

__all__ = ["hand_over", "write_file"]


def hand_over(folder: Path, user: SystemUser | None) -> bool:
    """
    Make the server's user the owner of a folder that is ours, and of mode 0700; tell whether it is now that user's.

    False, with nothing changed, for a folder of anyone else.

    Raises:
        OSError: there is no such folder, or a symbolic link in its place.
    """
    with _opened(folder) as descriptor:
        ours = os.geteuid()
        theirs = ours if user is None else user.uid
        found = os.fstat(descriptor).st_uid
        if found not in {ours, theirs}:
            return False
        if user is not None and found != theirs:
            os.fchown(descriptor, user.uid, user.gid)
        os.fchmod(descriptor, 0o700)
        return True


def write_file(folder: Path, name: str, content: str, user: SystemUser | None) -> bool:
    """
    Write a file that the server reads, of mode 0600, in place of the one there; tell whether it was another one.

    Raises:
        OSError: it cannot be written.
    """
    new = f"{name}.new"
    with _opened(folder) as descriptor:
        if _content(descriptor, name) == content:
            return False
        with suppress(FileNotFoundError):
            os.unlink(new, dir_fd=descriptor)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(new, flags, 0o600, dir_fd=descriptor), "w", encoding="utf-8") as file:
            if user is not None:
                os.fchown(file.fileno(), user.uid, user.gid)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # after a power cut an empty one would let nobody in
        os.replace(new, name, src_dir_fd=descriptor, dst_dir_fd=descriptor)
    return True


def _content(folder: int, name: str) -> str | None:
    try:
        file = os.fdopen(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder), encoding="utf-8")
    except OSError:  # there is none yet, or a link, which is replaced
        return None
    with file:
        return file.read()


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
