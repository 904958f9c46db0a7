"""What a careful reader writes down of each of Dream Market's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.dream import expected_records as common
from simulator.dream.amounts import listing_prices, paid, rating_step, shipping_prices
from simulator.dream.categories import category_of
from simulator.dream.dates import day
from simulator.dream.listing import coins
from simulator.dream.lists import category_list, promoted
from simulator.dream.markup import block, one_line
from simulator.dream.reviews import bands, in_page_order, mask, shown_ratings
from simulator.dream.vendor import shows_key_block, vendor_cards
from simulator.site import Expected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.dream.addresses import Address
    from simulator.dream.categories import Category
    from simulator.dream.frame import Frame
    from simulator.state import ListingState, VendorState

    Record = dict[str, Any]

__all__ = ["expected_of"]


def expected_of(frame: Frame, address: Address) -> Expected:
    """What is written down of the page that answers an address; of one that is no content, no record."""
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
    records = common.frame_records(frame)
    records += [common.card_record(frame, listing, promoted=True) for listing in listings]
    records += _card_vendors(frame, listings)
    records.append({"record": "page_total", "kind": "listing"})
    return Expected("home", records, [] if listings else ["empty_list"])


def _category(frame: Frame, category: Category, page: int) -> Expected:
    """A page of a category."""
    shown = category_list(frame.snapshot, category, page)
    records = common.frame_records(frame, category.category_id)
    records += [common.card_record(frame, listing, category=category) for listing in shown.listings]
    records += _card_vendors(frame, shown.listings)
    records.append(common.card_total(shown, counted=True))
    return Expected("category_list", records, [] if shown.listings else ["empty_list"])


def _card_vendors(frame: Frame, listings: Sequence[ListingState]) -> list[Record]:
    vendors = {listing.vendor.handle: listing.vendor for listing in listings}
    return [common.vendor_record(frame, vendor, "card") for vendor in vendors.values()]


def _listing(frame: Frame, listing: ListingState) -> Expected:
    """A listing's page."""
    vendor = listing.vendor
    category = category_of(listing.product)
    currency = frame.viewer.currency
    record: Record = {
        "record": "listing",
        "listing_id": common.listing_offer(listing),
        "title": one_line(listing.title),
        "title_cut": False,
        "seen_on": "page",
        "vendor": vendor.handle,
        "category_id": str(category.category_id),
        "category_path": list(category.path),
        "payment": ["escrow"] if "escrow" in listing.payment else [],
        "description": block(listing.description) or None,
    }
    record |= common.prices(listing_prices(listing, currency, frame.rates))
    record |= common.routes(listing)
    if vendor.terms.strip():
        record["terms"] = block(vendor.terms)
    if listing.shipping:
        record["shipping_options"] = [
            {
                "label": one_line(option.label),
                "price": common.prices(shipping_prices(option.price, currency, frame.rates))["price"],
            }
            for option in listing.shipping
        ]
    accepted = coins(frame, listing)
    if accepted:
        record["accepted_coins"] = accepted
    seen = common.vendor_record(frame, vendor, "listing")
    if not vendor.trusted:
        seen["trusted"] = False
    records = [*common.frame_records(frame, category.category_id), record, seen]
    reviews = in_page_order(frame.snapshot.listing_reviews(listing.listing_id))
    records += [
        common.review_record(frame, review, position) | {"listing_id": record["listing_id"]}
        for position, review in enumerate(reviews, 1)
    ]
    if reviews:
        records.append({"record": "page_total", "kind": "review"})
    origin = record.get("ships_from")
    unknown = origin is not None and origin["kind"] == "unknown"
    return Expected("listing", records, ["unknown_place"] if unknown else [])


def _profile(frame: Frame, vendor: VendorState, page: int) -> Expected:
    """The profile tab of a vendor."""
    record = _contact(frame, vendor)
    issues = []
    if vendor.terms.strip():
        record["terms"] = block(vendor.terms)
    if shows_key_block(vendor):
        record["pgp_key"] = block(vendor.pgp_key) or None
        record["pgp_fingerprint"] = vendor.pgp_fingerprint or None
        if record["pgp_key"] and not vendor.pgp_fingerprint:
            issues.append("field_unreadable")
    return Expected("vendor_profile", [*common.frame_records(frame), record, *_shop(frame, vendor, page)], issues)


def _ratings(frame: Frame, vendor: VendorState, page: int) -> Expected:
    """The ratings tab of a vendor."""
    record = _contact(frame, vendor)
    record["star_counts"] = [
        {"band": band, "stars": list(frame.snapshot.star_counts(vendor.handle, since, until))}
        for band, _, since, until in bands(frame.instant)
    ]
    records = [*common.frame_records(frame), record]
    shown = shown_ratings(frame.snapshot.vendor_reviews(vendor.handle), frame.instant)
    currency = frame.viewer.currency
    for position, review in enumerate(shown.rows, 1):
        amount = paid(review.amount, currency, frame.rates).amount
        records.append(
            common.review_record(frame, review, position)
            | {
                "buyer_mask": mask(review.buyer).replace(" ", ""),
                "amount": {"amount": f"{amount:f}", "currency": currency},
                "amount_step": {"amount": f"{rating_step(currency):f}", "currency": currency},
            }
        )
    extent: Record = {"record": "page_total", "kind": "review"}
    if shown.hidden:
        extent["hidden"] = shown.hidden
    return Expected("vendor_feedback", [*records, extent, *_shop(frame, vendor, page)])


def _contact(frame: Frame, vendor: VendorState) -> Record:
    """A vendor as both tabs show it."""
    record = common.vendor_record(frame, vendor, "page")
    record |= {
        "finalize_early": vendor.finalize_early,
        "member_since": day(vendor.joined).isoformat(),
        "last_active": day(vendor.last_active).isoformat(),
    }
    if vendor.banned:
        record["banned"] = True
    elif vendor.on_vacation:
        record["on_vacation"] = True
    if vendor.trusted:
        record["trusted"] = True
    if frame.new:
        trust, distrust = vendor.trust_votes
        record["trust_votes"] = {"trust": trust, "distrust": distrust}
    return record


def _shop(frame: Frame, vendor: VendorState, page: int) -> list[Record]:
    shown = vendor_cards(frame.snapshot, vendor, page)
    cards = [common.card_record(frame, listing, owned=True) for listing in shown.listings]
    return [*cards, common.card_total(shown, counted=False)]
