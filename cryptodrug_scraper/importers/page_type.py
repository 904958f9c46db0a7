"""Content types of pages."""

from __future__ import annotations

__all__ = ["is_page_type"]

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def is_page_type(content_type: str) -> bool:
    """Tell whether a Content-Type can be that of a page. An empty one can."""
    return not content_type or content_type.lower().startswith(_PAGES)
