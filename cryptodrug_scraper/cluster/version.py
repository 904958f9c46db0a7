"""The version of the program, made from its sources: machines that work together tell by it whether they agree."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from cryptodrug_scraper import __version__

__all__ = ["Versions", "program_version"]

Versions = frozenset[tuple[str, str]]
"""Names of what decides what a task gives, each with its version."""

_LIBRARIES = ("dask", "isal", "lxml", "warcio")
"""What sends tasks, and what reads and packs archives."""
_ENDINGS = frozenset({".py", ".sql", ".toml"})
_LENGTH = 12


@cache
def program_version() -> tuple[str, str]:
    """The name of the program, and its release followed by a digest of its modules, as ``0.2.0+1f0c9a…``."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for room in sorted(
        path for path in root.iterdir() if (path / "__init__.py").exists() and path.name != "migrations"
    ):
        for file in sorted(path for path in room.rglob("*") if path.suffix in _ENDINGS):
            body = file.read_bytes()
            digest.update(f"{file.relative_to(root).as_posix()} {len(body)}\n".encode())
            digest.update(body)
    return "cryptodrug", f"{__version__}+{digest.hexdigest()[:_LENGTH]}"
