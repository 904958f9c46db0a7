"""Cards of listings and the pager around them: on lists, on the home page and on a vendor's page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from simulator.dream.addresses import offer_id
from simulator.dream.amounts import card_price, own_price
from simulator.dream.markup import attribute, is_garbled, one_line, typed
from simulator.dream.place_names import card_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.dream.frame import Frame
    from simulator.state import ListingState

__all__ = ["OWN_PER_PAGE", "PER_PAGE", "card", "card_title", "image_id", "page_count", "pager", "route", "shop_script"]

PER_PAGE = 32
OWN_PER_PAGE = 30
"""Cards on a page of a category, and on a page of a vendor's own."""
_TITLE = 50
_HEAD_PAGES, _REACH, _TAIL_PAGES = 7, 8, 5
"""Pages that a pager names at its start, around the current one and at its end."""


def card_title(listing: ListingState) -> str:
    """A card's title, cut without a mark."""
    return one_line(listing.title)[:_TITLE].rstrip()


def page_count(listings: int, per_page: int = PER_PAGE) -> int:
    """Pages of a list."""
    return -(-listings // per_page)


def route(listing: ListingState) -> tuple[str, str]:
    """Codes of origin and destination as a card has them; either may be empty."""
    return (
        ", ".join(dict.fromkeys(map(card_code, listing.origin))),
        ", ".join(dict.fromkeys(map(card_code, listing.destinations))),
    )


def card(frame: Frame, listing: ListingState, *, owned: bool = False) -> str:
    """One card; on its vendor's own page it names neither vendor nor places."""
    number, offer = listing.listing_id, offer_id(listing.listing_id)
    garbled = is_garbled(listing.vendor)
    title = card_title(listing)
    escrow = (
        '<div class="escrowBox withEscrow">ESCROW</div>'
        if "escrow" in listing.payment
        else '<div class="escrowBox withoutEscrow">NO ESCROW</div>'
    )
    price = card_price(listing, frame.viewer.currency, frame.rates).text
    link = f'<a class="productThumbImage_{number}" href="./viewProduct?offer={offer}" target="_blank">'
    return f"""	<div class="around">
	<div class="shopItem shopItem_{number}">

	<div class="text oTitle">
		{link}
			{typed(title, garbled=garbled)}		</a>
	</div>
	<div class="oOfferBody">
	<table>
	<tr><td>
	<div class="oImage">
		{link}
			<img src="uploadedImage?id={image_id(number)}&amp;type=thumb" alt="{attribute(title, garbled=garbled)}"
				width="176" height="132">
		</a>
		<div class="escrowInfo">{escrow}</div>
	</div>
	</td>
	<td class="oOfTextDetail" style="vertical-align: top; width: 49%; text-align: right; position: relative;">
	<div class="bottom oPrice">
		{price}	</div>
{"" if owned else _vendor_and_route(frame, listing)}	<div class="oOrderButton">
		<a class="smallButton" href="./viewProduct?offer={offer}" target="_blank">Order</a></div>
	</td></tr></table>

</div>

</div>
</div>
"""


def _vendor_and_route(frame: Frame, listing: ListingState) -> str:
    origin, destination = route(listing)
    return f"""	<div class="oVendor">
		{_vendor(frame, listing)}</div>
	<div class="oShips">
		<span class="osBod">{origin}  → {destination}</span>
	</div>
"""


def _vendor(frame: Frame, listing: ListingState) -> str:
    vendor = listing.vendor
    name = quote(vendor.handle, safe="")
    return (
        f' <a href="./contactMember?member={name}" target="_blank"> {typed(vendor.handle)}   </a>'
        f"  {frame.vendor_tail(vendor, name)}"
    )


def image_id(number: int) -> str:
    """The id of a listing's picture."""
    return offer_id(number * 3 + 1)


def pager(page: int, pages: int, query: str) -> str:
    """Links to the pages of a list; ``query`` is what their addresses hold beside the page."""
    if not pages:
        return ""
    near = range(max(1, page - _REACH), min(pages, page + _REACH) + 1)
    shown = sorted({*range(1, min(_HEAD_PAGES, pages) + 1), *near, *range(max(1, pages - _TAIL_PAGES + 1), pages + 1)})
    links = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number > before + 1:
            links.append("<li>...</li>")
        place = "activePage" if number == page else f'" href="?page={number}&amp;{query}'
        links.append(f'<li><a class="pager {place}">{number}</a></li>'.replace('pager "', 'pager"'))
    previous = _arrow("firstPager", page - 1, query, "Previous page") if page > 1 else ""
    following = _arrow("lastPager", page + 1, query, "Next page") if page < pages else ""
    return (
        f'<div class="pageNavContainer">\n<ul class="pageNav">\n{previous}{"".join(links)} {following}</ul>\n</div>\n'
    )


def _arrow(style: str, page: int, query: str, title: str) -> str:
    return f'<li>\n<a class="gPager {style}" href="?page={page}&amp;{query}" title="{title}">&nbsp;</a>\n</li>\n'


def shop_script(frame: Frame, listings: Sequence[ListingState]) -> str:
    """The script that repeats a list's cards as JSON, with the vendors' own words for the origin."""
    vendors = {}
    for listing in listings:
        origin, destination = route(listing)
        vendors[str(_out_link(listing))] = {
            "jsVendorLink": _vendor(frame, listing),
            "jsVendorShipsFrom": origin,
            "jsVendorShipsTo": destination,
        }
    products = [
        {
            "lid": str(listing.listing_id),
            "lnk": offer_id(listing.listing_id),
            "title": card_title(listing),
            "imageId": image_id(listing.listing_id),
            "sellerOutLink": _out_link(listing),
            "btcPriceText": card_price(listing, "BTC", frame.rates).text.removeprefix("฿"),
            "localPriceText": _entity(own_price(listing).text),
            "shipsFrom": listing.origin_words,
            "isTrustedSeller": listing.vendor.trusted,
            "domesticCurrencyValue": None,
            "escrowMethod": "Yes" if "escrow" in listing.payment else "No",
        }
        for listing in listings
    ]
    return f"""<script type="text/javascript">

var vendors = {_script_json(vendors)};

	var proddata = {_script_json(products)}
	$( document ).ready( function() {{
		bootShopPage(proddata);
	}});

</script>
"""


def _out_link(listing: ListingState) -> int:
    return (listing.vendor.account_id * 2_654_435_761 & 0xFFFF_FFFF) - 0x8000_0000


def _entity(price: str) -> str:
    return price.replace("€", "&euro;").replace("£", "&pound;")


def _script_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).replace("/", "\\/")
