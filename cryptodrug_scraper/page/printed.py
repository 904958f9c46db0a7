"""A page that was read as one object, as the command ``parse`` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptodrug_scraper.capture import CaptureTime
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["page_object"]


def page_object(page: ParsedPage, captured: CaptureTime | None, file: str | None = None) -> dict[str, object]:
    """
    Return the object of a page; ``file`` comes first if it is given.

    ``captured_at`` is an instant, or a day where no more is known.
    """
    head: dict[str, object] = {} if file is None else {"file": file}
    if captured is None:
        time: object = None
    else:
        time = captured.earliest if captured.precision == "second" else captured.earliest.date()
    return head | {
        "market": page.market,
        "kind": page.kind,
        "captured_at": time,
        "encoding": page.encoding,
        "complete": page.complete,
        "issues": page.issues,
        "records": page.records,
        "links": page.links,
    }
