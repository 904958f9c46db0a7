"""Read the frame around every page of Wall Street Market: menu, alerts, the page's own content, footer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.blocks import texts
from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.money import COINS
from cryptodrug_scraper.page.records import Listing, Money, Site
from parsers.wallstreet.times import server_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["Frame", "content_text", "frame_of", "note_currency", "read_frame", "walk"]

_CLOCK = re.compile(r":\s*(\d\d:\d\d:\d\d)\s*\Z")
_APART = {"special-border", "clearfix"}


@dataclass(slots=True)
class Frame:
    """The parts of the frame; each may be missing from a cut page."""

    bar: Element | None = None
    is_logged_in: bool = False
    alerts: Element | None = None
    content: list[Element] = field(default_factory=list)
    footer: Element | None = None


def frame_of(document: Document) -> Frame:
    """
    Find the parts of the frame. Everything else is content, wherever the program that saved the page has moved it.
    """
    frame = Frame()
    body = document.root.find("body")
    if body is not None:
        for part in body.iterchildren("div", "form", "footer", "nav", "table", "h1", "h2", "p"):
            if part.get("id") == "mCont":
                for child in part.iterchildren("*"):
                    _place(frame, child)
            else:
                _place(frame, part)
    if frame.bar is not None:
        frame.is_logged_in = _is_logged_in(frame.bar)
    return frame


def read_frame(document: Document) -> Site:
    """
    Read the frame of a content page, and return its site record, to which other readers may add.

    The footer's clock has no date: it is the instant nearest to the capture.
    """
    frame = document.once(frame_of)
    site = Site()
    bar = frame.bar
    if bar is not None and (frame.is_logged_in or not document.is_cut(bar)):
        site.logged_in = frame.is_logged_in
    document.add(site)
    clock = None if frame.footer is None or document.is_cut(frame.footer) else _clock(frame.footer)
    if clock is not None:
        captured = document.context.captured
        site.server_time = (
            None if captured is None else document.read("server_time", clock, lambda text: server_time(text, captured))
        )
        site.server_time_step, site.server_time_has_day = 1, False
    return site


def note_currency(site: Site, listings: list[Listing]) -> None:
    """
    Note the currency in which prices are displayed, which is a setting of the account.

    Prices in a coin stand beside the others, so a coin counts only where no price is in another currency.
    """
    currencies = [listing.price.currency for listing in listings if isinstance(listing.price, Money)]
    found = next((currency for currency in currencies if currency not in COINS), None)
    if currencies:
        site.display_currency = found or currencies[0]


def content_text(document: Document) -> str:
    """Return all text of the page between menu and footer, alerts included, with spaces between elements."""
    frame = document.once(frame_of)
    parts = frame.content if frame.alerts is None else [frame.alerts, *frame.content]
    return document.line(" ".join(text for part in parts for text in texts(part)))


def walk(document: Document, *tags: str) -> Iterator[Element]:
    """Give every element of the content with one of some tags, in the order of the page."""
    for part in document.once(frame_of).content:
        yield from part.iter(*tags)


def _place(frame: Frame, part: Element) -> None:
    identity = part.get("id")
    if identity == "wrap" or part.tag == "nav":
        frame.bar = part
    elif identity == "footer" or part.tag == "footer":
        frame.footer = part
    else:
        names = classes(part)
        if "globalalertrow" in names:
            frame.alerts = part
        elif not _APART.intersection(names):
            frame.content.append(part)


def _is_logged_in(bar: Element) -> bool:
    for part in bar.iter("form", "a", "span"):
        if part.tag == "span":
            if "nav-link" in classes(part):
                return True
        elif "logout" in (part.get("action") or part.get("href") or ""):
            return True
    return False


def _clock(footer: Element) -> str | None:
    for box in footer.iterdescendants("div"):
        if box.get("class") == "small" and (match := _CLOCK.search(box.text or "")) is not None:
            return match[1]
    return None
