"""What a careful reader writes down of a listing's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.site import Expected
from simulator.wallstreet.categories import leaf_of
from simulator.wallstreet.dates import age_bounds, age_text, occurred
from simulator.wallstreet.expected_values import origin_record, ships_to_fields, site_record
from simulator.wallstreet.markup import as_read, line_as_read, mask
from simulator.wallstreet.place_names import origin, ships_to

if TYPE_CHECKING:
    from simulator.state import ListingState, ReviewState
    from simulator.wallstreet.frame import Frame

__all__ = ["expected_listing"]


def expected_listing(frame: Frame, listing: ListingState, *, refund: bool) -> Expected:
    """The listing, its vendor and its reviews."""
    handle = listing.vendor.handle
    records = [
        site_record(frame, prices=True),
        _listing(frame, listing, refund=refund),
        {"record": "vendor", "vendor": handle, "seen_on": "listing"},
    ]
    reviews = frame.snapshot.listing_reviews(listing.listing_id)
    records += [_review(frame, review, position) for position, review in enumerate(reviews, 1)]
    if reviews:
        records.append({"record": "page_total", "kind": "review"})
    return Expected("listing_refund" if refund else "listing", records)


def _listing(frame: Frame, listing: ListingState, *, refund: bool) -> dict[str, Any]:
    amounts = frame.amounts
    unit = frame.labels.units[listing.unit]
    record: dict[str, Any] = {
        "record": "listing",
        "listing_id": str(listing.listing_id),
        "title": line_as_read(listing.title),
        "title_cut": False,
        "seen_on": "page",
        "vendor": listing.vendor.handle,
        "category_path": list(leaf_of(listing.product).path),
        "price": amounts.money(listing.price),
        "price_unit": unit,
        "prices": [amounts.money(listing.price), amounts.coin_money(listing.price)],
        "price_tiers": _tiers(frame, listing, unit),
        "order_limits": _limits(listing),
        "stock": {"unlimited": True} if listing.stock is None else {"value": listing.stock},
        "sold": {"value": listing.sold, "exact": True},
        "views": listing.views,
        "on_vacation": listing.vendor.on_vacation,
        "product_class": "digital" if listing.digital else "physical",
    }
    record |= _places(frame, listing, () if refund else listing.excluded_in_text)
    if listing.payment:
        record["payment"] = list(listing.payment)
    if listing.shipping:
        record["shipping_options"] = [
            {
                "label": line_as_read(way.label),
                "price": amounts.money(way.price),
                "per": "unlimited" if way.per == "order" else "1",
            }
            for way in listing.shipping
        ]
    if refund:
        record["refund_policy"] = as_read(listing.vendor.refund_policy)
    else:
        record["description"] = as_read(listing.description)
    return record


def _tiers(frame: Frame, listing: ListingState, unit: str) -> list[dict[str, Any]]:
    one = {"min_quantity": "1", "max_quantity": None, "price": frame.amounts.money(listing.price), "unit": unit}
    further = [
        {
            "min_quantity": str(tier.least),
            "max_quantity": None if tier.most is None else str(tier.most),
            "price": frame.amounts.money(tier.unit_price),
        }
        for tier in listing.tiers
        if tier.least > 1
    ]
    return [one, *further]


def _limits(listing: ListingState) -> dict[str, str | None]:
    limits: dict[str, str | None] = {} if listing.least_order is None else {"min": str(listing.least_order)}
    return limits | {"max": None if listing.most_order is None else str(listing.most_order)}


def _places(frame: Frame, listing: ListingState, ruled_out: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if listing.digital:
        return found
    if place := origin(listing.origin, frame.labels, named=frame.viewer.layout == "A"):
        found["ships_from"] = origin_record(listing.origin, place)
    sentence, codes = ships_to(listing, frame.labels)
    if sentence:
        found |= ships_to_fields(listing, f"{sentence} ({codes})" if codes else sentence, ruled_out)
    return found


def _review(frame: Frame, review: ReviewState, position: int) -> dict[str, Any]:
    instant = frame.snapshot.instant
    record: dict[str, Any] = {
        "record": "review",
        "vendor": review.vendor,
        "listing_id": str(review.listing_id),
        "listing_title": line_as_read(review.listing_title),
        "position": position,
        "stars": review.stars,
        "comment": line_as_read(review.comment or "") or None,
        "buyer_mask": mask(review.buyer),
        "age_raw": age_text(frame.labels, review.at, instant),
        "occurred": occurred(review.at, instant),
    }
    age = age_bounds(review.at, instant)
    return record if age is None else record | {"age": {"least": age[0], "most": age[1]}}
