"""What an import into an archive makes of a path: the archive must pass its own check, and hold what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.archive.importing import import_paths
from cryptodrug_scraper.archive.verify import verify_archive
from cryptodrug_scraper.importers.report import ImportReport
from cryptodrug_scraper.importers.sources import captures_in
from tests.campaigns.fuzzing.target import FaultError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["check_kept"]


def check_kept(path: Path, root: Path) -> None:
    """
    Import a path into a new archive.

    Args:
        path: what is imported.
        root: where the archive is made.

    Raises:
        FaultError: the archive fails its check, or what is read from it is not what was read from the path.
    """
    imported = import_paths([path], root)
    if not imported.written:
        return
    verified = verify_archive(root)
    if verified.problems:
        msg = f"the archive of an import fails its check: {verified.problems[0].what[:200]}"
        raise FaultError(msg)
    before = {capture.capture_id for capture in captures_in(path, ImportReport())}
    after = [capture.capture_id for capture in captures_in(root, ImportReport())]
    if len(after) != imported.written or not before.issuperset(after):
        msg = f"{imported.written} captures were kept, and {len(before.intersection(after))} are read again"
        raise FaultError(msg)
