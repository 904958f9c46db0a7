"""
Allow one system user to pass through folders that are closed to others, and open them to nobody else.

The right is an entry of the folder's access list (POSIX.1e). ``ls -l`` shows such a folder as ``drwx--x---+``: its
group has no more rights than before.
"""

from __future__ import annotations

import logging
import os
import stat
import struct
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.server.system_user import SystemUser

__all__ = ["closed_above", "let_pass", "let_pass_above"]

_log = logging.getLogger(__name__)

_ATTRIBUTE = "system.posix_acl_access"
_HEADER = struct.Struct("<I")
_ENTRY = struct.Struct("<HHI")
_VERSION = 2
_OWNER, _USER, _GROUP, _NAMED_GROUP, _MASK, _OTHERS = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
_NOBODY = 0xFFFFFFFF
"""The identifier in entries that name no user and no group."""
_PASS = 1

_Entries = dict[tuple[int, int], int]
"""Rights by kind of entry and identifier, in the order that the system asks for."""


def let_pass_above(path: Path, user: SystemUser | None) -> None:
    """
    Allow the server's user to pass through the folders above a path; without such a user there is nothing to do.

    Raises:
        StoreError: a folder is closed to that user, and has no access list.
    """
    if user is not None:
        for folder in path.parents:
            if folder.exists():
                let_pass(folder, user)


def closed_above(path: Path, user: SystemUser | None) -> Path | None:
    """Return a folder above a path through which the server's user may not pass; None where there is none."""
    if user is None:
        return None
    for folder in path.parents:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            if not _may_pass(os.fstat(descriptor), _entries(descriptor), user):
                return folder
        finally:
            os.close(descriptor)
    return None


def let_pass(folder: Path, user: SystemUser) -> None:
    """
    Allow a user to pass through a folder, which shows it no names. Does nothing if it may already.

    Raises:
        StoreError: the folder is closed to that user, and has no access list.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        entries = _entries(descriptor)
        if _may_pass(os.fstat(descriptor), entries, user):
            return
        _log.warning("letting the database's system user, and nobody else, pass through %s", folder)
        packed = (_ENTRY.pack(kind, rights, who) for (kind, who), rights in sorted(_with(user, entries).items()))
        os.setxattr(descriptor, _ATTRIBUTE, _HEADER.pack(_VERSION) + b"".join(packed))
    except OSError as error:
        msg = (
            f"PostgreSQL does not run as root, and its user cannot be let through {folder}: {error.strerror}; run as "
            "another user, or set CRYPTODRUG_HOME to a folder on a file system with access lists"
        )
        raise StoreError(msg) from error
    finally:
        os.close(descriptor)


def _entries(descriptor: int) -> _Entries:
    try:
        packed = os.getxattr(descriptor, _ATTRIBUTE)
    except OSError:  # there is no list yet: the mode says it all
        mode = os.fstat(descriptor).st_mode
        return {(_OWNER, _NOBODY): mode >> 6 & 7, (_GROUP, _NOBODY): mode >> 3 & 7, (_OTHERS, _NOBODY): mode & 7}
    return {(kind, who): rights for kind, rights, who in _ENTRY.iter_unpack(packed[_HEADER.size :])}


def _may_pass(status: os.stat_result, entries: _Entries, user: SystemUser) -> bool:
    if status.st_uid == user.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    named = entries.get((_USER, user.uid))
    if named is not None:
        return bool(named & entries.get((_MASK, _NOBODY), 7) & _PASS)
    if status.st_gid == user.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _with(user: SystemUser, entries: _Entries) -> _Entries:
    """The entries with one more, and what the mask kept from the others taken from them: the new mask keeps nothing."""
    mask = entries.pop((_MASK, _NOBODY), 7)
    masked = {key: rights & mask for key, rights in entries.items() if key[0] in {_USER, _GROUP, _NAMED_GROUP}}
    masked[_USER, user.uid] = _PASS
    return entries | masked | {(_MASK, _NOBODY): reduce(or_, masked.values())}
