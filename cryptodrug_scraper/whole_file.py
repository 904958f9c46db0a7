"""
Write files so that whatever happens, a reader finds the old one or the new one, and never a half of either.

A new file is written beside the one whose place it takes, reaches the disk, and is then renamed. A full disk, a limit
of the size of files, a kill or a power cut leaves the old one as it was.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["add_line", "take_place", "whole_file", "write_whole"]

_OPEN_FILES = Path("/proc")
"""Below it ``/dev/stdout`` and its like lead to files that are open already: written into, and not replaced."""
_LONGEST_CHAIN = 40
"""Links that follow one another, as many as Linux follows."""


def write_whole(path: Path, content: bytes, *, mode: int | None = None) -> None:
    """
    Write a file as `whole_file` does, with a content that is at hand.

    Raises:
        OSError: it cannot be written; what was there is as it was.
    """
    with whole_file(path, mode=mode) as new:
        new.write_bytes(content)


@contextmanager
def whole_file(path: Path, *, mode: int | None = None, only_new: bool = False, lasts: bool = True) -> Iterator[Path]:
    """
    Give the path of an empty file, which takes the place of another when the block ends well, and is removed if not.

    A link is followed: it stays, and the file that it leads to is replaced. Permissions, and as root the owner too, are
    those of the file that is replaced; other hard links to that one keep the old content. What is no file, such as a
    pipe, ``/dev/null`` or ``/dev/stdout``, is given itself and written directly. A file that may not be written is not
    replaced, nor is one in a folder that may not be. While another process writes the same file, this waits.

    Args:
        path: the file.
        mode: permissions to have in any case; otherwise a new file has those that the umask leaves.
        only_new: replace nothing.
        lasts: whether it must survive a power cut.

    Raises:
        FileExistsError: there is one already, and only a new one is wanted.
        OSError: it cannot be written; what was there is as it was.
    """
    target = _led_to(path)
    if target is None:
        yield path
        return
    new = target.with_name(f".{target.name}.new")
    try:
        descriptor = _claimed(new)
        try:
            if only_new and target.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
            _keep_mode(descriptor, target, mode)
            yield new
            _keep_owner(descriptor, target)
            take_place(new, target, lasts=lasts)
        finally:
            with suppress(FileNotFoundError):  # it took the place, or whatever wrote it removed it as it failed
                new.unlink()
            os.close(descriptor)
    except OSError as error:
        if error.filename is None or os.fspath(error.filename) == str(new):
            error.filename, error.filename2 = str(path), None
        raise


def take_place(new: Path, path: Path, *, lasts: bool = True) -> None:
    """
    Move a file that is written to a place in the same folder, or the same file system, where another one may be.

    Raises:
        OSError: that is refused; what was there is as it was.
    """
    if lasts:
        _sync(new)
    new.replace(path)
    if lasts:
        _sync(path.parent)


def add_line(path: Path, line: bytes) -> None:
    """
    Add a line to a file, of mode 0600 if it is new: all of it, or nothing. A line that was cut off earlier is ended.

    Raises:
        OSError: it cannot be added; the file is as it was.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _lock(descriptor)
        size = os.fstat(descriptor).st_size
        is_cut = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        left = (b"\n" if is_cut else b"") + line + b"\n"
        try:
            while left:
                left = left[os.write(descriptor, left) :]
            os.fsync(descriptor)
        except BaseException:
            os.ftruncate(descriptor, size)
            raise
    except OSError as error:
        error.filename = error.filename or str(path)
        raise
    finally:
        os.close(descriptor)


def _led_to(path: Path) -> Path | None:
    """
    The file to be replaced, or made; None for what is written directly.

    Raises:
        PermissionError: it may not be written.
        OSError: it cannot be looked at, or links lead in a circle.
    """
    for _ in range(_LONGEST_CHAIN):
        if path.parent.resolve().is_relative_to(_OPEN_FILES):
            return None
        if not path.is_symlink():
            break
        path = path.parent / path.readlink()
    try:
        there = path.stat()  # fails at a circle of links
    except FileNotFoundError:
        return path
    if stat.S_ISREG(there.st_mode):
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return path
    return None


def _claimed(new: Path) -> int:
    """
    The opened, empty file, locked so that nobody else writes it; one that a killed process left is used again.

    Raises:
        OSError: it cannot be made.
    """
    while True:
        descriptor = os.open(new, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        try:
            _lock(descriptor)
            if _is_there(new, descriptor):
                _check_ours(descriptor, new)
                os.ftruncate(descriptor, 0)
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _is_there(new: Path, descriptor: int) -> bool:
    """Whether an opened file still has its name: the process that had its lock may have moved it away meanwhile."""
    try:
        return os.path.samestat(os.fstat(descriptor), new.lstat())
    except FileNotFoundError:
        return False


def _check_ours(descriptor: int, new: Path) -> None:
    """
    Refuse a file that another user put there, who would then have what is written.

    Raises:
        PermissionError: it is one.
    """
    if os.fstat(descriptor).st_uid != os.geteuid():
        raise PermissionError(errno.EPERM, f"another user's {new.name} is in the way; remove it", str(new))


def _lock(descriptor: int) -> None:
    """Not every file system has locks: without them two that write one file at once are not kept apart."""
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _keep_mode(descriptor: int, target: Path, mode: int | None) -> None:
    if mode is None and target.exists():
        mode = stat.S_IMODE(target.stat().st_mode) & 0o777
    if mode is not None and stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:  # some file systems have no modes
        os.fchmod(descriptor, mode)


def _keep_owner(descriptor: int, target: Path) -> None:
    if os.geteuid() == 0 and target.exists():
        there = target.stat()
        os.fchown(descriptor, there.st_uid, there.st_gid)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
