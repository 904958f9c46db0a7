"""The page of a vendor with its three tabs: profile text, public key, offers."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from simulator.wallstreet.categories import LEAVES, Category, leaf_of
from simulator.wallstreet.dates import DATE_WITHOUT_YEAR_UNTIL, DAY, day_text, moment_text
from simulator.wallstreet.listing import category_html
from simulator.wallstreet.markup import printed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.state import ListingState, VendorState
    from simulator.wallstreet.frame import Frame

__all__ = ["PAGE_KINDS", "Tab", "mean_stars", "offers_by_category", "seen_state", "vendor_page"]

Tab = Literal["info", "pgp", "offers"]
PAGE_KINDS: dict[Tab, str] = {"info": "vendor_profile", "pgp": "vendor_pgp", "offers": "vendor_offers"}
"""Kinds of pages by the tab that is open, in the order of the tabs."""
ONLINE_FOR = 1_800
"""Seconds since the last request within which an account counts as online."""

_PAGE = """    <div class="row">
        <div class="col-lg-4">
            <div class="card card-body">
                <h2>{handle}{badge}</h2>
                {lock}<table class="table table-sm">
{rows}</table>
                <a class="btn btn-sm btn-info" href="/messages/create/{quoted}"><i class="ionicons ion-email"></i> +</a>
            </div>
        </div>
        <div class="col-lg-8">
            <ul class="nav nav-tabs">
                <li class="nav-item"><a class="nav-link{info}" href="/profile/{quoted}/info">Info</a></li>
                <li class="nav-item"><a class="nav-link{pgp}" href="/profile/{quoted}/pgp">PGP</a></li>
                <li class="nav-item"><a class="nav-link{offers}" href="/profile/{quoted}/offers">{offers_word}</a></li>
            </ul>
            <div id="tabcontent" class="card card-body">
{content}
            </div>
        </div>
    </div>
"""
_LOCK = '<div class="vacationlock alert alert-warning"><i class="ionicons ion-android-sunny"></i></div>\n'


def vendor_page(frame: Frame, vendor: VendorState, tab: Tab) -> bytes:
    """The page with one tab open."""
    labels = frame.labels
    content = {"info": _info, "pgp": _pgp, "offers": _offers}[tab](frame, vendor)
    badge = f' <span class="badge badge-success wsm_badge">{labels.trusted}</span>' if vendor.trusted else ""
    active = {name: " active" if name == tab else "" for name in ("info", "pgp", "offers")}
    page = _PAGE.format(
        handle=escape(vendor.handle, quote=False),
        quoted=quote(vendor.handle, safe=""),
        badge=badge,
        lock=_LOCK if vendor.on_vacation else "",
        rows="".join(_rows(frame, vendor)),
        offers_word=labels.offers,
        content=content,
        **active,
    )
    return frame.shell.page("act-frontendProfileIndex", page)


def seen_state(vendor: VendorState, instant: int) -> Literal["online", "not_available", "date"]:
    """How the page tells when the owner was last seen: never by a date that would need its year."""
    age = instant - vendor.last_active
    if age < ONLINE_FOR:
        return "online"
    return "date" if age <= DATE_WITHOUT_YEAR_UNTIL else "not_available"


def mean_stars(frame: Frame, handle: str, since: int) -> int | None:
    """Mean of all reviews from ``since`` on, in hundredths of a star, halves up; None without a review."""
    counts = frame.snapshot.star_counts(handle, since, frame.snapshot.instant + 1)
    number = sum(counts)
    total = sum(stars * count for stars, count in enumerate(counts, 1))
    return (total * 200 + number) // (2 * number) if number else None


def offers_by_category(frame: Frame, handle: str) -> Iterator[tuple[Category, list[ListingState]]]:
    """A vendor's live listings, newest first within a category, categories as in the menu."""
    found = [frame.snapshot.listing(number) for number in frame.snapshot.vendor_listing_ids(handle)]
    listings = [listing for listing in found if listing is not None]
    places = {leaf.category_id: place for place, leaf in enumerate(LEAVES)}

    def place(listing: ListingState) -> int:
        return places[leaf_of(listing.product).category_id]

    for number, group in groupby(sorted(listings, key=place), key=place):
        yield LEAVES[number], list(group)


def _rows(frame: Frame, vendor: VendorState) -> Iterator[str]:
    labels, amounts, instant = frame.labels, frame.amounts, frame.snapshot.instant
    state = seen_state(vendor, instant)
    seen = moment_text(labels, vendor.last_active) if state == "date" else getattr(labels, state)
    joined = day_text(labels, vendor.joined)
    bought = amounts.count(vendor.orders)
    yield _row(labels.last_online, seen)
    yield _row(labels.member_since, joined)
    yield f'<tr><td colspan="2"><b>{labels.buyer_statistics}</b></td></tr>\n'
    yield _row(labels.completed, f"{bought}/{bought}")
    yield _row(labels.buyer_disputes, "0")
    yield _row(labels.rated, bought)
    yield f'<tr><td colspan="2"><b>{labels.vendor_statistics}</b></td></tr>\n'
    if (mean := mean_stars(frame, vendor.handle, 0)) is not None:
        star = '<span class="bluestar">★</span>'
        yield _row(labels.average, f'{star} <span class="text-muted">({amounts.stars(mean, 2)})</span>')
    experience = f'<span class="badge badge-primary">{amounts.count(vendor.experience)} Exp</span>'
    level = f'<span class="badge badge-success">{labels.level} {vendor.level}</span>'
    yield _row(labels.vendor_level, f"{experience} {level}")
    yield _row(labels.vendor_since, joined)
    if (mean := mean_stars(frame, vendor.handle, instant - 30 * DAY)) is not None:
        yield _row(labels.recent_rating, f"★ ({amounts.stars(mean, 1)})")
    under_way = sum(frame.snapshot.star_counts(vendor.handle, instant - 3 * DAY, instant))
    yield _row(labels.open_orders, f"{amounts.count(under_way)}/{amounts.count(vendor.sales)}")


def _row(label: str, value: str) -> str:
    return f"<tr><td>{label}</td><td>{value}</td></tr>\n"


def _info(_frame: Frame, vendor: VendorState) -> str:
    return printed(vendor.profile)


def _pgp(_frame: Frame, vendor: VendorState) -> str:
    return (
        f"<pre>{escape(vendor.pgp_key.strip(), quote=False)}</pre>" if vendor.pgp_key else '<p class="text-muted">-</p>'
    )


def _offers(frame: Frame, vendor: VendorState) -> str:
    rows = []
    for leaf, listings in offers_by_category(frame, vendor.handle):
        rows.append(f'<tr><td colspan="2"><b>{category_html(leaf.path)}</b></td></tr>\n')
        rows += [
            f'<tr><td><a href="/offer/{listing.listing_id}">{escape(listing.title, quote=False)}</a></td>'
            f"<td>{frame.amounts.price(listing.price)} / {frame.labels.units[listing.unit]}</td></tr>\n"
            for listing in listings
        ]
    return f'<table class="table table-sm">\n{"".join(rows)}</table>'
