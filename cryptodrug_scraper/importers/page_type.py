"""The one rule of what a page is, for what a crawl fetches, what is imported and what is replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.markup import why_no_page
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from cryptodrug_scraper.capture import Capture

__all__ = ["check_page", "check_type", "is_page_type"]

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def check_page(capture: Capture, name: str = "", *, kept: bool) -> None:
    """
    Check that a capture is a page.

    What this program asked for as a page, or has taken for one once, is one whatever its server calls it, unless it is
    a picture or an archive. Of anything else the content type counts, and without an HTTP status its markup too.

    Args:
        capture: the bytes, and what a server or a sidecar said of them.
        name: the name of the file, or its path, where that says something.
        kept: whether a crawl of this program fetched it, or an archive of this program has it.

    Raises:
        UnusableError: it is not a page.
    """
    if not kept:
        check_type(capture.content_type)
    reason = why_no_page(capture.body, name, served=kept or capture.http_status is not None)
    if reason is not None:
        raise UnusableError(reason)


def check_type(content_type: str | None) -> None:
    """
    Check that a content type can be that of a page.

    Raises:
        UnusableError: it cannot.
    """
    if not is_page_type(content_type or ""):
        raise UnusableError(Reason.CONTENT_TYPE, content_type or "")


def is_page_type(content_type: str) -> bool:
    """Tell whether a Content-Type can be that of a page. An empty one can."""
    return not content_type or content_type.lower().startswith(_PAGES)
