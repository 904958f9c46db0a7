"""What is in a folder, and who may do what with it: to be compared before and after."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["rights_in"]


def rights_in(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Modes, owners and access lists of a folder and all in it, but for what a database server has in its own."""
    found = {}
    for path in (folder, *folder.rglob("*")):
        if "postgres" in path.relative_to(folder).parts[:-1]:
            continue
        try:
            listed = os.getxattr(path, "system.posix_acl_access")
        except OSError:
            listed = b""
        found[str(path)] = (stat.S_IMODE(path.stat().st_mode), path.stat().st_uid, listed)
    return found
