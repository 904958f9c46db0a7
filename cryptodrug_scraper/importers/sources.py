"""Any path that a user names, as a stream of captures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers.folder import capture_of_file, files_below, is_page_name
from cryptodrug_scraper.importers.sidecar import is_sidecar
from cryptodrug_scraper.importers.warc import captures_in_warc, is_warc_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.importers.report import ImportReport

__all__ = ["captures_in", "check_paths"]


def check_paths(paths: list[Path]) -> None:
    """
    Make sure that all paths are there before any work begins.

    Raises:
        ArchiveError: one is not.
    """
    for path in paths:
        if not path.exists():
            msg = f"{path} is not there: name a folder of saved pages, a WARC file or a page"
            raise ArchiveError(msg)


def captures_in(path: Path, report: ImportReport) -> Iterator[Capture]:
    """
    The captures at a path: a WARC file, a single saved page, or a folder of both at any depth.

    Sidecars are no captures of their own. Pictures and styles that a browser saved beside its pages are counted as
    refused.
    """
    if path.is_file():
        yield from _captures_in_file(path, path, report)
        return
    for file in files_below(path):
        if not is_sidecar(file):
            yield from _captures_in_file(file, path, report)


def _captures_in_file(path: Path, root: Path, report: ImportReport) -> Iterator[Capture]:
    where = path.name if path == root else path.relative_to(root).as_posix()
    if is_warc_name(path):
        yield from captures_in_warc(path, where, report)
    elif path != root and not is_page_name(path):
        report.refuse("a picture, style or script beside a page", where)
    else:
        capture = capture_of_file(path, root, report)
        if capture is not None:
            yield capture
