"""Read what the frame of a page says of the site: its clock, its currency, whether somebody is logged in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.moments import nearest_instant
from cryptodrug_scraper.page.money import CURRENCIES, currency_of
from cryptodrug_scraper.page.printed_times import parse_printed
from cryptodrug_scraper.page.records import Site

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["read_site"]

_CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?![\d:])")
_WITH_STOPS = re.compile(r"\bkl(?:o|\.)?\s*([01]?\d|2[0-3])\.([0-5]\d)(?:\.([0-5]\d))?(?!\d)", re.IGNORECASE)
"""A clock with stops, behind the word for it, as in the languages of the north."""
_SIGN = re.compile(r"[A-Z]{3}|[^\w\s]")


def read_site(
    document: Document,
    *,
    clock: Iterable[Element] = (),
    currency: Iterable[Element] = (),
    logged_in: Iterable[Element] | None = None,
) -> None:
    """
    Add what elements of the frame say of the site, the first of each; nothing where there are none.

    Args:
        document: the page.
        clock: what prints the site's clock, taken as UTC; without a day it is the instant nearest to the capture.
        currency: what says the currency of prices, as a code or a sign.
        logged_in: what is there for a visitor who is logged in alone; None: nothing tells.
    """
    site = Site()
    for element in list(clock)[:1]:
        _read_clock(document, site, document.text(element))
    for element in list(currency)[:1]:
        site.display_currency = document.shown("display_currency", document.text(element), _currency_within)
    if logged_in is not None:
        if list(logged_in):
            site.logged_in = True
        elif not document.is_cut(document.root):
            site.logged_in = False
    if site != Site():
        document.add(site)


def _read_clock(document: Document, site: Site, text: str) -> None:
    """Set the clock that a text prints; one without a day says nothing where the time of capture is not known."""
    found = _WITH_STOPS.search(text) or _CLOCK.search(text)
    if found is None:
        document.issue("field_unreadable", f"server_time: {text[:80]!r}")
        return
    printed, captured = parse_printed(text), document.context.captured
    hour, minute, second = (int(part or 0) for part in found.groups())
    site.server_time_step = 60 if found[3] is None else 1
    site.server_time_has_day = printed is not None
    if printed is not None:
        site.server_time = printed.start.replace(hour=hour, minute=minute, second=second)
    else:
        site.server_time = None if captured is None else nearest_instant((hour, minute, second), captured)


def _currency_within(text: str) -> str | None:
    """The one currency that a text names by its code or sign."""
    found = {code for sign in _SIGN.findall(text) if (code := currency_of(sign)) in CURRENCIES}
    return found.pop() if len(found) == 1 else None
