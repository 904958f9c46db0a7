"""The records expected of each of Dream Market's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.dream.amounts import paid, rating_step
from simulator.dream.categories import CATEGORIES, TOP, category_of, menu
from simulator.dream.expected_listing import card_record, listing_on_page
from simulator.dream.expected_review import review_record
from simulator.dream.expected_vendor import vendor_on_page, vendor_record
from simulator.dream.lists import category_list, promoted
from simulator.dream.markup import block
from simulator.dream.reviews import bands, in_page_order, mask, shown_ratings
from simulator.dream.vendor import shows_key_block, vendor_cards
from simulator.site import Expected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.dream.addresses import Address
    from simulator.dream.categories import Category
    from simulator.dream.frame import Frame
    from simulator.dream.lists import CardList
    from simulator.state import ListingState, VendorState

    Record = dict[str, Any]

__all__ = ["expected_of"]

_THOUSANDTHS = frozenset({"mBTC", "mBCH"})


def expected_of(frame: Frame, address: Address) -> Expected:
    """Return the records expected of the page at an address; none for a page without content."""
    if address.kind == "login":
        return Expected("login", [])
    if address.kind == "home":
        return _home(frame)
    if address.kind == "listing":
        listing = address.listing(frame.snapshot)
        return Expected("listing_gone", []) if listing is None else _listing(frame, listing)
    category = address.category()
    if address.kind == "category_list" and category is not None:
        return _category(frame, category, address.page)
    vendor = frame.snapshot.vendor(address.of)
    if address.kind == "vendor_profile" and vendor is not None:
        return _profile(frame, vendor, address.page)
    if address.kind == "vendor_feedback" and vendor is not None:
        return _ratings(frame, vendor, address.page)
    return Expected("error", [])


def _home(frame: Frame) -> Expected:
    """The home page: the cards on it are promoted."""
    listings = promoted(frame.snapshot)
    records = _frame(frame)
    records += [card_record(frame, listing, promoted=True) for listing in listings]
    records += _card_vendors(frame, listings)
    records.append({"record": "page_total", "kind": "listing"})
    return Expected("home", records, [] if listings else ["empty_list"])


def _category(frame: Frame, category: Category, page: int) -> Expected:
    """A page of a category."""
    shown = category_list(frame.snapshot, category, page)
    records = _frame(frame, category.category_id)
    records += [card_record(frame, listing, category=category) for listing in shown.listings]
    records += _card_vendors(frame, shown.listings)
    records.append(_card_total(shown, counted=True))
    return Expected("category_list", records, [] if shown.listings else ["empty_list"])


def _card_vendors(frame: Frame, listings: Sequence[ListingState]) -> list[Record]:
    vendors = {listing.vendor.handle: listing.vendor for listing in listings}
    return [vendor_record(frame, vendor, "card") for vendor in vendors.values()]


def _listing(frame: Frame, listing: ListingState) -> Expected:
    """A listing's page."""
    vendor = listing.vendor
    record = listing_on_page(frame, listing)
    seen = vendor_record(frame, vendor, "listing")
    if not vendor.trusted:
        seen["trusted"] = False
    records = [*_frame(frame, category_of(listing.product).category_id), record, seen]
    reviews = in_page_order(frame.snapshot.listing_reviews(listing.listing_id), frame.snapshot.display)
    records += [
        review_record(frame, review, position) | {"listing_id": record["listing_id"]}
        for position, review in enumerate(reviews, 1)
    ]
    if reviews:
        records.append({"record": "page_total", "kind": "review"})
    origin = record.get("ships_from")
    unknown = origin is not None and origin["kind"] == "unknown"
    return Expected("listing", records, ["unknown_place"] if unknown else [])


def _profile(frame: Frame, vendor: VendorState, page: int) -> Expected:
    """The profile tab of a vendor."""
    record = vendor_on_page(frame, vendor)
    issues = []
    if vendor.terms.strip():
        record["terms"] = block(vendor.terms)
    if shows_key_block(vendor):
        record["pgp_key"] = block(vendor.pgp_key) or None
        record["pgp_fingerprint"] = vendor.pgp_fingerprint or None
        if record["pgp_key"] and not vendor.pgp_fingerprint:
            issues.append("field_unreadable")
    return Expected("vendor_profile", [*_frame(frame), record, *_shop(frame, vendor, page)], issues)


def _ratings(frame: Frame, vendor: VendorState, page: int) -> Expected:
    """The ratings tab of a vendor."""
    record = vendor_on_page(frame, vendor)
    record["star_counts"] = [
        {"band": band, "stars": list(frame.snapshot.star_counts(vendor.handle, since, until))}
        for band, _, since, until in bands(frame.instant, frame.snapshot.display, vendor.account_id)
    ]
    records = [*_frame(frame), record]
    shown = shown_ratings(frame.snapshot.vendor_reviews(vendor.handle), frame.instant, frame.snapshot.display)
    currency, display = frame.viewer.currency, frame.snapshot.display
    for position, review in enumerate(shown.rows, 1):
        amount = paid(review.amount, currency, frame.rates, display)
        records.append(
            review_record(frame, review, position)
            | {
                "buyer_mask": mask(review.buyer).replace(" ", ""),
                "amount": {"amount": f"{amount.amount:f}", "currency": currency},
                "amount_step": {"amount": f"{rating_step(amount):f}", "currency": currency},
            }
        )
    extent: Record = {"record": "page_total", "kind": "review"}
    if shown.hidden:
        extent["hidden"] = shown.hidden
    return Expected("vendor_feedback", [*records, extent, *_shop(frame, vendor, page)])


def _shop(frame: Frame, vendor: VendorState, page: int) -> list[Record]:
    shown = vendor_cards(frame.snapshot, vendor, page)
    cards = [card_record(frame, listing, owned=True) for listing in shown.listings]
    return [*cards, _card_total(shown, counted=False)]


def _card_total(shown: CardList, *, counted: bool) -> Record:
    """The extent of a list of cards; ``counted`` where its heading says how many there are."""
    record: Record = {"record": "page_total", "kind": "listing"}
    if counted:
        record["total"] = shown.total
    if shown.pages > 1 or (counted and shown.pages):
        record |= {"pages": shown.pages, "page": shown.page}
    return record


def _frame(frame: Frame, selected: int | None = None) -> list[Record]:
    """What every page behind the login says: the account's currency, the menu, the exchange table."""
    records: list[Record] = [{"record": "site", "logged_in": True, "display_currency": frame.viewer.currency}]
    records += [
        {
            "record": "category",
            "category_id": str(number),
            "category_path": list(CATEGORIES[number].path),
            "listing_count": frame.counts[number],
        }
        for number in dict.fromkeys([*menu(selected), *TOP])
    ]
    records += [
        {"record": "exchange_rate", "base": "BTC", "quote": code, "rate": f"{rate:.1f}"}
        for code, rate in frame.exchange_rows
        if code != "BTC" and code not in _THOUSANDTHS
    ]
    return records
