"""
The manifest of a sealed answer, and the root of its tree.

A line of the manifest is the SHA-256 of a file in hexadecimal, two spaces, and its path, as ``sha256sum`` and BagIt
(RFC 8493) have them; lines stand in the order of the bytes of the paths. Each line, with the line feed that ends it,
is a leaf of the tree (`cryptodrug_scraper.sealed.tree`). What lies in the folder of the seal is not in the manifest.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.sealed.layout import MANIFEST, SEAL
from cryptodrug_scraper.sealed.tree import root_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["digest_of", "files_below", "manifest_of", "read_manifest", "root_text"]

_LINE = re.compile(r"([0-9a-f]{64})  ([\w./+-]+)\Z", re.ASCII)
_ROOT = """\
A sealed answer of cryptodrug-scraper, form 1.
Manifest: {manifest}, {count} lines.
Tree: RFC 6962, section 2.1, with SHA-256. Each line of the manifest, with its line feed, is a leaf, in their order.
Root: {root}
"""


def digest_of(path: Path) -> str:
    """
    Return the SHA-256 of a file in hexadecimal.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_below(folder: Path) -> list[str]:
    """Return the paths of all files that a manifest names or should name, in its order."""
    found = (
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()
    )
    return sorted((path for path in found if path != MANIFEST and PurePosixPath(path).parts[0] != SEAL), key=str.encode)


def manifest_of(digests: Mapping[str, str]) -> bytes:
    """Return the manifest of files, given as the digest of each path."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests, key=str.encode)).encode("ascii")


def read_manifest(content: bytes) -> dict[str, str]:
    """
    Return the digest of each path that a manifest names.

    Raises:
        ArchiveError: it is no manifest; names a file outside of its folder, or twice; or is not in order.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(content.decode("ascii", "replace").removesuffix("\n").split("\n"), start=1):
        match = _LINE.match(line)
        if match is None or PurePosixPath(match[2]).is_absolute() or ".." in PurePosixPath(match[2]).parts:
            msg = f"{MANIFEST}, line {number}: no digest and path of a file"
            raise ArchiveError(msg)
        found[match[2]] = match[1]
    if manifest_of(found) != content:
        msg = f"{MANIFEST} names a file twice, or its lines are not in the order of their paths"
        raise ArchiveError(msg)
    return found


def root_text(manifest: bytes) -> str:
    """Return what is stamped: the root of a manifest's tree, with how it is made."""
    leaves = manifest.splitlines(keepends=True)
    return _ROOT.format(manifest=MANIFEST, count=len(leaves), root=root_of(leaves).hex())
