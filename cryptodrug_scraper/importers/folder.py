"""Saved pages in a folder, or a single one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.capture import Capture, Origin, TimeSource
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers.sidecar import Sidecar, day_in_path, read_sidecar, sidecar_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.importers.report import ImportReport

__all__ = ["MOST_BYTES", "capture_of_file", "files_below", "is_page_name"]

MOST_BYTES = 32 * 1024 * 1024
"""A page larger than this is none."""

_NAME = "folder"
_ASSETS = frozenset(
    {".css", ".js", ".png", ".jpg", ".jpeg", ".gif", ".ico", ".svg", ".webp", ".woff", ".woff2", ".ttf", ".json"}
)
_ASSET_FOLDER = "_files"
_SIDECAR: TimeSource = "sidecar"
_DIRECTORY: TimeSource = "directory"


def files_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder in a fixed order, without hidden ones. Links are not followed."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(root, name)


def is_page_name(path: Path) -> bool:
    """Tell whether a file can be a page by its name: pages have any ending, or none, but not those of pictures."""
    return path.suffix.lower() not in _ASSETS and not any(part.endswith(_ASSET_FOLDER) for part in path.parts[:-1])


def capture_of_file(path: Path, root: Path, report: ImportReport) -> Capture | None:
    """
    Make a capture of a saved page, or refuse it.

    Args:
        path: the file.
        root: the folder that was given: the origin is relative to it; dates are looked for below it and in its name.
        report: counts the page, or why it was refused.
    """
    where = path.relative_to(root).as_posix() if path != root else path.name
    if path.is_symlink():
        report.refuse("a link", where)
        return None
    try:
        if path.stat().st_size > MOST_BYTES:
            report.refuse(f"larger than {MOST_BYTES // 1024 // 1024} MB", where)
            return None
        body = path.read_bytes()
        companion = sidecar_of(path)
        sidecar = Sidecar() if companion is None else read_sidecar(companion)
    except ArchiveError as error:
        report.refuse("sidecar not understood", f"{where}: {error}")
        return None
    except OSError as error:
        report.refuse("cannot be read", f"{where}: {error.strerror}")
        return None
    captured, source = sidecar.captured, _SIDECAR
    if captured is None:
        captured, source = day_in_path(Path(root.name) / where), _DIRECTORY
    report.accepted += 1
    return Capture(
        body=body,
        origin=Origin(_NAME, where),
        url=sidecar.url,
        captured=captured,
        time_source="none" if captured is None else source,
        http_status=sidecar.http_status,
        content_type=sidecar.content_type,
    )
