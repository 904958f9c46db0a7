"""Read saved pages: one file is one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.bounded import instant_since_1970
from cryptodrug_scraper.capture import Capture, CaptureTime, Origin, TimeSource
from cryptodrug_scraper.importers.address import address_in_path, folder_times
from cryptodrug_scraper.importers.comments import comment_in
from cryptodrug_scraper.importers.dated import time_of_folder

if TYPE_CHECKING:
    from cryptodrug_scraper.importers.sidecar import Sidecar

__all__ = ["PAGE", "saved_page"]

PAGE = "page"
"""The importer's name in origins."""


def saved_page(body: bytes, where: str, path: str, sidecar: Sidecar, modified: float | None = None) -> Capture:
    """
    Make a capture of a saved page.

    The address comes from the sidecar, else from a comment in the page, else from the path. The time comes from the
    sidecar, else from a comment, else from the innermost folder named after a time, else from ``modified``.

    Args:
        body: its bytes.
        where: where they lie, for the origin.
        path: the path with the name of the folder or archive that was given.
        sidecar: the facts from its sidecar.
        modified: when the file was last changed, in seconds since 1970, if that should count.
    """
    url, captured = sidecar.url, sidecar.captured
    source: TimeSource = "sidecar"
    if url is None or captured is None:
        noted_url, noted_time = comment_in(body)
        if url is None:
            url = noted_url or address_in_path(path, body)
        if captured is None:
            captured, source = noted_time, "comment"
    if captured is None:
        captured, source = _of_folder(path), "directory"
    if captured is None and modified is not None and (changed := instant_since_1970(modified)) is not None:
        captured, source = CaptureTime.at(changed), "modified"
    return Capture(
        body=body,
        origin=Origin(PAGE, where),
        url=url,
        captured=captured,
        time_source="none" if captured is None else source,
        http_status=sidecar.http_status,
        content_type=sidecar.content_type,
    )


def _of_folder(path: str) -> CaptureTime | None:
    for name in folder_times(path.rpartition("/")[0]):
        time = time_of_folder(name)
        if time is not None:
            return time
    return None
