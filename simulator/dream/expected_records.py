"""The parts of records that Dream Market's pages have in common, worked out from the states."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from simulator.dream.addresses import offer_id
from simulator.dream.amounts import COINS, Printed, card_price
from simulator.dream.badges import external_records
from simulator.dream.cards import card_title, route
from simulator.dream.categories import CATEGORIES, TOP, menu
from simulator.dream.counts import rounded_down
from simulator.dream.dates import age_of, instant_text
from simulator.dream.listing import destination_text, origin_text
from simulator.dream.markup import one_line
from simulator.dream.place_names import REGIONS, listed
from simulator.dream.reviews import mean_stars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.dream.categories import Category
    from simulator.dream.frame import Frame
    from simulator.dream.lists import CardList
    from simulator.state import ListingState, ReviewState, VendorState

    Record = dict[str, Any]

__all__ = [
    "card_record",
    "card_total",
    "frame_records",
    "listing_offer",
    "money",
    "prices",
    "review_record",
    "routes",
    "vendor_record",
]

_CUT_FROM = 48
"""Cards cut titles at 50 characters or, with white space at the cut, before: a title this long may be cut."""
_NOWHERE = "digital"
"""What vendors write for the origin of what is not posted: it names no place, though their cards say ``WW``."""
_THOUSANDTHS = frozenset({"mBTC", "mBCH"})


def money(printed: Printed) -> Record:
    """An amount; one of a country's currency has at least two decimals."""
    amount = printed.amount.normalize()
    if printed.currency not in COINS and amount.as_tuple().exponent > -2:  # type: ignore[operator]  # it is a number
        amount = amount.quantize(Decimal("0.01"))
    if not amount:
        amount = Decimal("0.00")
    return {"amount": f"{amount:f}", "currency": printed.currency}


def prices(shown: Sequence[Printed]) -> Record:
    """All amounts of a price, and the one of a country's currency before that of a coin."""
    preferred = next((price for price in shown if price.currency not in COINS), shown[0])
    return {"prices": [money(price) for price in shown], "price": money(preferred)}


def frame_records(frame: Frame, selected: int | None = None) -> list[Record]:
    """What every page behind the login says: the account's currency, the menu, the exchange table."""
    site: Record = {"record": "site", "logged_in": True}
    if frame.marked_currency is not None:
        site["display_currency"] = frame.marked_currency
    records = [site]
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


def _place(raw: str, codes: Sequence[str], excluded: Sequence[str] = (), *, digital: bool = False) -> Record | None:
    if not raw:
        return None
    names = sorted(set(codes) - set(excluded))
    if len(names) > 1:
        kind = "multi"
    elif not names:
        kind = "digital" if digital else "unknown"
    elif names == ["WORLD"]:
        kind = "world"
    else:
        kind = "region" if names[0] in REGIONS else "country"
    return {"raw": raw, "kind": kind, "codes": names, "excluded": sorted(set(excluded))}


def routes(listing: ListingState) -> Record:
    """Origin and destination as a listing's page gives them: a row that is not there is not shown."""
    origin, destination = origin_text(listing), destination_text(listing)
    places: Record = {}
    if origin:
        nowhere = origin.casefold() == _NOWHERE
        codes = listing.origin if listing.origin_words.strip() else listed(listing.origin)
        places["ships_from"] = _place(origin, () if nowhere else codes, digital=nowhere)
    if destination:
        place = _place(destination, listed(listing.destinations), listing.excluded)
        places["ships_to"] = None if place is None else _without(place, listing.excluded_in_text)
        if listing.excluded:
            places["excluded_in_field"] = sorted(set(listing.excluded))
    if listing.excluded_in_text:
        places["excluded_in_text"] = sorted(listing.excluded_in_text)
    return places


def _without(place: Record, ruled_out: Sequence[str]) -> Record:
    """A destination without what the listing's text rules out: the text wins over the row."""
    codes = [code for code in place["codes"] if code not in ruled_out]
    return place | {"codes": codes, "excluded": sorted({*place["excluded"], *ruled_out})}


def card_record(
    frame: Frame,
    listing: ListingState,
    *,
    category: Category | None = None,
    owned: bool = False,
    promoted: bool = False,
) -> Record:
    """A listing as a card shows it."""
    title = card_title(listing)
    record: Record = {
        "record": "listing",
        "listing_id": listing_offer(listing),
        "title": title,
        "title_cut": len(title) >= _CUT_FROM,
        "seen_on": "card",
        "vendor": listing.vendor.handle,
        "payment": ["escrow"] if "escrow" in listing.payment else [],
    }
    record |= prices([card_price(listing, frame.viewer.currency, frame.rates)])
    if category is not None:
        record |= {"category_id": str(category.category_id), "category_path": list(category.path)}
    if promoted:
        record["promoted"] = True
    if not owned:
        origin, destination = route(listing)
        record["ships_from"] = _place(origin, listed(listing.origin))
        record["ships_to"] = _place(destination, listed(listing.destinations))
    return record


def listing_offer(listing: ListingState) -> str:
    """The id by which records name a listing."""
    return offer_id(listing.listing_id)


def card_total(shown: CardList, *, counted: bool) -> Record:
    """The extent of a list of cards; ``counted`` where its heading says how many there are."""
    record: Record = {"record": "page_total", "kind": "listing"}
    if counted:
        record["total"] = shown.total
    if shown.pages > 1 or (counted and shown.pages):
        record |= {"pages": shown.pages, "page": shown.page}
    return record


def vendor_record(frame: Frame, vendor: VendorState, seen_on: str) -> Record:
    """A vendor by what stands behind the name."""
    stars = frame.stars(vendor.handle)
    mean = mean_stars(stars)
    record: Record = {
        "record": "vendor",
        "vendor": vendor.handle,
        "seen_on": seen_on,
        "sales": {"value": rounded_down(vendor.sales), "exact": False},
        "rating": None if mean is None else {"mean": str(mean), "scale": 5, "count": rounded_down(sum(stars))},
    }
    external = external_records(vendor)
    if external:
        record["external_ratings"] = external
    return record


def review_record(frame: Frame, review: ReviewState, position: int) -> Record:
    """A rating by what both kinds of page show of it."""
    age = age_of(frame.instant - review.at)
    return {
        "record": "review",
        "vendor": review.vendor,
        "position": position,
        "stars": review.stars,
        "comment": None if review.comment is None else one_line(review.comment) or None,
        "is_default_comment": review.comment is None,
        "age_raw": age.text,
        "occurred": {"from": instant_text(frame.instant - age.most), "to": instant_text(frame.instant - age.least)},
    }
