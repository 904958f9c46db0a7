"""Read a vendor's own page on Dream Market: the profile tab and the ratings tab."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.moments import parse_day
from cryptodrug_scraper.page.money import parse_count
from cryptodrug_scraper.page.openpgp import read_key
from cryptodrug_scraper.page.records import PageTotal, StarCounts, TrustVotes, Vendor
from cryptodrug_scraper.page.select import audit, finder, maybe, one
from parsers.dream.addresses import vendor_name
from parsers.dream.cards import read_card_list
from parsers.dream.frame import frame_of, read_frame
from parsers.dream.listing import labelled
from parsers.dream.pagers import pagers_of, report_unread
from parsers.dream.reviews import read_reviews
from parsers.dream.vendors import read_badges

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["read_vendor"]

_BANDS_BOX = finder('id("tableOfRatings")')
_SHOP = finder('div[contains(concat(" ", normalize-space(@class), " "), " shop ")]')
_BANDS = {"Newer than 1 Month": "newer_1m", "Newer than 3 Months": "newer_3m", "Older": "older"}
_MORE_ROWS = re.compile(r"And ([\d,]{1,12}) more rating")
_STARS = 5
_IGNORED = {
    "Verified": "the market's own wording of accounts elsewhere, which the external ratings state in numbers",
    "Encrypt (please only use for sensible data, not for chit-chat)": "the message form",
}
_YES_NO = {"Yes": True, "No": False}


def read_vendor(document: Document) -> None:
    """
    Read a vendor, the reviews if their tab is shown, and the vendor's cards.

    Raises:
        ParseError: the page has not exactly one vendor.
    """
    frame = document.once(frame_of)
    read_frame(document, frame)
    content = frame.content
    boxes = [] if content is None else [box for box in content.iterchildren("div") if "contactMember" in classes(box)]
    contact = one(boxes, "vendor (div.contactMember)")
    notes = one(
        [box for box in contact.iterdescendants("div") if "profileNotes" in box.get("class", "")],
        "block of vendor details",
    )
    rows = labelled(document, notes)
    cell = rows.pop("Username", None)
    name = None if cell is None else _name(document, cell)
    if cell is None or not name:
        if document.complete:
            document.issue("field_unreadable", "vendor: the page names none", "error")
        return
    vendor = read_badges(document, cell, name, "page")
    table = maybe([box for box in contact.iter("table") if "ratingTable" in classes(box)], "table of ratings")
    shops = [shop for box in (contact, content) if box is not None for shop in _SHOP(box)]
    if table is None and not shops and not _is_whole(document, contact):
        return
    document.add(vendor)
    _read_details(document, rows, vendor)
    _read_trust(document, contact, vendor)
    _read_texts(document, contact, vendor)
    _read_bands(document, vendor)
    if table is not None:
        read_reviews(document, table, vendor.vendor, None)
        _read_extent(document, table)
    for shop in shops:
        read_card_list(document, shop, owner=vendor.vendor)
    report_unread(document, [pager for shop in shops for pager in pagers_of(shop)])


def _is_whole(document: Document, contact: Element) -> bool:
    """
    Tell whether all that a page says of its vendor stands before the page's end.

    That is so once something stands behind it: the ratings or the cards, or the form for messages, which follows the
    texts. The ratings tab has none, and its table of bands is last.
    """
    if not document.is_cut(contact) or document.whole(_BANDS_BOX(document.root)):
        return True
    return any("composeMessage" in classes(box) for box in contact.iter("div"))


def _name(document: Document, cell: Element) -> str:
    """The name of the vendor, from its links or in front of its counters; empty where there is none."""
    name = document.line(cell.text or "")
    if name:
        return name
    named = next((named for link in cell.iter("a") if (named := vendor_name(link.get("href", "")))), None)
    return _before_counters(document, cell) if named is None else named


def _before_counters(document: Document, cell: Element) -> str:
    for part in cell.iterdescendants():
        if part.get("class") == "viewRatings" or part.get("title") is not None:
            break
        name = document.line(part.text or "")
        if name:
            return name
    return ""


def _read_details(document: Document, rows: dict[str, Element], vendor: Vendor) -> None:
    known = {"FE enabled", "Join date", "Last active", "Status", "Trusted seller"}
    for label, cell in rows.items():
        if label not in known:
            continue
        text = document.text(cell)
        if label == "FE enabled":
            vendor.finalize_early = document.read(label, text, _YES_NO.get)
        elif label == "Trusted seller":
            vendor.trusted = document.read(label, text or "Yes", _YES_NO.get)
        elif label == "Join date":
            vendor.member_since = document.read(label, text, parse_day)
        elif label == "Last active":
            vendor.last_active = document.read(label, text.partition("(")[0], parse_day)
        else:
            _read_status(document, text, vendor)
    audit(document, "vendor", sorted(rows.keys() - known), _IGNORED)


def _read_status(document: Document, text: str, vendor: Vendor) -> None:
    lowered = text.lower()
    if "vacation" in lowered or "holiday" in lowered:
        vendor.on_vacation = True
    elif "banned" in lowered or "suspended" in lowered:
        vendor.banned = True
    elif lowered == "trusted seller":
        vendor.trusted = True
    elif lowered not in {"active", "vendor", "seller", ""}:
        document.issue("unknown_label", f"vendor: status {text[:80]!r}")


def _read_trust(document: Document, contact: Element, vendor: Vendor) -> None:
    votes: dict[str, int | None] = {}
    for span in contact.iter("span"):
        if "aroundTrusted" not in classes(span):
            continue
        which = "distrust" if "distrust" in span.get("title", "") else "trust"
        votes[which] = document.read(f"trust_votes.{which}", (span.tail or "").strip(), parse_count)
    trust, distrust = votes.get("trust"), votes.get("distrust")
    if trust is not None and distrust is not None:
        vendor.trust_votes = TrustVotes(trust, distrust)


def _read_texts(document: Document, contact: Element, vendor: Vendor) -> None:
    for text in contact.iter("pre"):
        box = text.getparent()
        heading = None if box is None else box.getprevious()
        name = "" if heading is None else document.text(heading)
        if document.is_cut(text):
            continue
        match name:
            case "Terms and conditions":
                vendor.terms = document.block(text)
            case "Public PGP key":
                read_key(document, document.block(text), vendor)
            case "Profile" | "About" | "Description":
                vendor.profile = document.block(text)
            case _:
                document.issue("unknown_label", f"vendor: text under {name[:80]!r}")


def _read_bands(document: Document, vendor: Vendor) -> None:
    bands = []
    for row in document.whole([row for box in _BANDS_BOX(document.root) for row in box.iter("tr")]):
        cells = [document.text(cell) for cell in row.iterchildren("td")]
        if not cells or cells[0] == "Age":
            continue
        band = document.read("star_counts", cells[0], _BANDS.get)
        stars = [count for text in cells[1 : _STARS + 1] if (count := parse_count(text)) is not None]
        if band is None or len(stars) != _STARS:
            document.issue("field_unreadable", f"star_counts: {cells!r}")
            continue
        bands.append(StarCounts(band, stars))  # type: ignore[arg-type]  # a value of _BANDS
    if bands:
        vendor.star_counts = bands


def _read_extent(document: Document, table: Element) -> None:
    """Read how many reviews the page leaves out, which it says after the last of them."""
    extent = PageTotal(kind="review")
    notes = document.whole([box for box in table.itersiblings("div") if "andMoreRatings" in classes(box)])
    for more in notes:
        match = _MORE_ROWS.search(document.text(more))
        if match is None:
            document.issue("field_unreadable", f"hidden: {document.text(more)[:80]!r}")
        else:
            extent.hidden = parse_count(match[1])
    parent = table.getparent()
    if notes or parent is None or not document.is_cut(parent):
        document.add(extent)
