"""A listing's page, and the page in its place once it is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from simulator.dream.addresses import offer_id
from simulator.dream.amounts import Printed, listing_prices, shipping_prices
from simulator.dream.cards import image_id
from simulator.dream.categories import category_of
from simulator.dream.dates import COINS_CHOSEN_FROM, age_of
from simulator.dream.markup import attribute, is_garbled, one_line, typed
from simulator.dream.place_names import listed, place_name
from simulator.dream.reviews import comment_text, in_page_order, stars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.dream.frame import Frame
    from simulator.state import ListingState, ReviewState

__all__ = [
    "coins",
    "destination_text",
    "gone_page",
    "listing_page",
    "origin_text",
    "price_text",
]

_COINS = {
    "BTC": ("bitcoin", "Bitcoin (BTC)", 2),
    "BCH": ("bitcoinCash", "Bitcoin Cash (BCH)", 3),
    "XMR": ("monero", "Monero (XMR)", 4),
}
_DOUBLED = 16
"""One listing in this number names its last destination twice."""


def price_text(prices: Sequence[Printed]) -> str:
    """A price, with that in the vendor's currency in brackets."""
    return prices[0].text + "".join(f" ({price.text})" for price in prices[1:])


def origin_text(listing: ListingState) -> str:
    """What the row "Ships from" says: the vendor's own words, if there are any. Empty is no row."""
    return one_line(listing.origin_words) or ", ".join(map(place_name, listed(listing.origin)))


def destination_text(listing: ListingState) -> str:
    """What the row "Ships to" says. Empty is no row."""
    names = list(map(place_name, listed(listing.destinations)))
    if not names:
        return ""
    if listing.listing_id % _DOUBLED == 5 and not listing.excluded:
        names.append(names[-1])
    text = ", ".join(names)
    return f"{text} except {', '.join(map(place_name, listing.excluded))}" if listing.excluded else text


def coins(frame: Frame, listing: ListingState) -> list[str]:
    """Coins in which the form lets an order be paid."""
    return [] if frame.instant < COINS_CHOSEN_FROM else [coin for coin in _COINS if coin in listing.coins]


def gone_page(frame: Frame) -> bytes:
    """Return the market's answer for a listing that does not exist (any more)."""
    content = """<div>
	<div class="title">Listing not found</div>
	<div style="margin: 2em auto; text-align: center;">
		<img alt="Not found" src="item-not-found.jpg">
	</div>
</div>
"""
    return frame.page("Listing not found", content)


def listing_page(frame: Frame, listing: ListingState) -> bytes:
    """A listing's page."""
    garbled = is_garbled(listing.vendor)
    title = one_line(listing.title)
    ships = "".join(
        _row(label, f"\n\t\t\t\t{typed(text, garbled=garbled)}\n\t\t\t")
        for label, text in (("Ships to", destination_text(listing)), ("Ships from", origin_text(listing)))
        if text
    )
    price = price_text(listing_prices(listing, frame.viewer.currency, frame.rates))
    content = f"""<div class="viewProduct">
<div class="title">{typed(title, garbled=garbled)}</div>
	<div class="tabularDetails">
{_vendor_row(frame, listing)}{_row("Price", price)}{ships}{_row("Escrow", _yes_or_no(listing))}	</div>
	<div class="invhspacer">&nbsp;</div>
	<div class="offerImage">
		<img alt="{attribute(title, garbled=garbled)}" class="productImage" height="300" width="400"
			src="uploadedImage?id={image_id(listing.listing_id)}&amp;type=large">
	</div>
	<div class="invhspacer">&nbsp;</div>
	<div>
	<div class="subtitle">Product description</div>
	<div class="preformattedNotes" id="offerDescription"><pre>{typed(listing.description, garbled=garbled)} </pre>
	</div>
	</div>
	<div class="invhspacer">&nbsp;</div>
{_terms(listing, garbled=garbled)}{_order_form(frame, listing, garbled=garbled)}
{_ratings(frame, frame.snapshot.listing_reviews(listing.listing_id), garbled=garbled)}</div>
"""
    selected = category_of(listing.product).category_id
    return frame.page(title, content, selected=selected, scripts=frame.system_script)


def _yes_or_no(listing: ListingState) -> str:
    return f"\n\t\t\t\t{'Yes' if 'escrow' in listing.payment else 'No'}\n\t\t\t"


def _row(label: str, value: str) -> str:
    return f"\t\t<div>\n\t\t\t<label>{label}</label>\n\t\t\t<span>{value}</span>\n\t\t</div>\n"


def _vendor_row(frame: Frame, listing: ListingState) -> str:
    vendor = listing.vendor
    name = quote(vendor.handle, safe="")
    mark = (
        ""
        if vendor.trusted
        else '\n\t\t\t\t<span class="sellerStatus untrusted smallbox" '
        'title="Not advanced to trusted seller">&nbsp;</span>'
    )
    return f"""		<div>
			<label>Vendor</label>
			<span class="  ">
				<a href="./contactMember?member={name}" target="_blank"> {typed(vendor.handle)}   </a>
				{frame.vendor_tail(vendor, name)}{mark}

			</span>
		</div>
"""


def _terms(listing: ListingState, *, garbled: bool) -> str:
    vendor = listing.vendor
    if not vendor.terms.strip():
        return ""
    return f"""	<div>
	<div class="subtitle">Terms and conditions of <a href="./contactMember?member={quote(vendor.handle, safe="")}">
		{typed(vendor.handle)}	</a> </div>
	<div class="preformattedNotes">
<pre>{typed(vendor.terms, garbled=garbled)} </pre>
	</div>
	</div>
"""


def _order_form(frame: Frame, listing: ListingState, *, garbled: bool) -> str:
    number = listing.listing_id
    return f"""<form action="./checkout" method="get">
<input type="hidden" name="offer" value="{offer_id(number)}">
<input type="hidden" name="version" value="{number * 48_271 % 2_147_483_647}">
<input type="hidden" name="transaction" value="{(number + frame.instant) * 16_807 % 2_147_483_647}">
{_shipping(frame, listing, garbled=garbled)}{_coin_choice(coins(frame, listing))}
		<div class="invhspacer">&nbsp;</div>
		<div class="actionContainer">
			<label for="QuantityInput">Quantity</label>
				<input id="QuantityInput" type="text" name="quantity" value="1" style="width: 60px; text-align: right;">
			<input type="submit" title="Proceed to next page" value="Add to cart">
			</div>
</form>
"""


def _shipping(frame: Frame, listing: ListingState, *, garbled: bool) -> str:
    if not listing.shipping:
        return ""
    rows = []
    for place, option in enumerate(listing.shipping):
        key = listing.listing_id * 10 + place
        price = price_text(shipping_prices(option.price, frame.viewer.currency, frame.rates))
        label = typed(one_line(option.label), garbled=garbled)
        rows.append(f"""				<tr class="{"even" if place % 2 else "odd"}">
					<td width="10%" class="coinsNoWrap"><label for="shippingOption{key}">{price}
					</label></td>
					<td width="80%" class="text"><label for="shippingOption{key}">{label}</label></td>
					<td class="text dontwrap">
						<input id="shippingOption{key}" type="radio" name="shippingOption" value="{key}">
					</td>
				</tr>
""")
    return f"""		<div class="invhspacer">&nbsp;</div>
		<div class="newFeature">Shipping options</div>
		<a name="shippingOptions">&nbsp;</a>
		<table class="shippingTable hoverable">
			<tbody>
{"".join(rows)}			</tbody>
		</table>
"""


def _coin_choice(accepted: Sequence[str]) -> str:
    if not accepted:
        return ""
    rows = []
    for coin in accepted:
        key, label, value = _COINS[coin]
        checked = ' checked="checked"' if coin == accepted[0] else ""
        rows.append(f"""				<tr class="">
					<td width="80%" class="text"><label for="{key}CurrencyOption">{label}</label></td>
					<td class="text dontwrap" width="6%">
						<input id="{key}CurrencyOption" type="radio" name="cryptocurrency" value="{value}"{checked}>
					</td>
				</tr>
""")
    return f"""		<div class="invhspacer">&nbsp;</div>
		<div class="newFeature">Cryptocurrency</div>
		<table class="shippingTable hoverable">
			<tbody>
{"".join(rows)}			</tbody>
		</table>
"""


def _ratings(frame: Frame, reviews: Sequence[ReviewState], *, garbled: bool) -> str:
    if not reviews:
        return ""
    rows = "".join(
        f"""		<tr>
			<td class="age dontwrap">{age_of(frame.instant - review.at).text}</td>
			<td class="rating dontwrap">		{stars(review.stars)}
			</td>
			<td class="text ratingText">{typed(comment_text(review), garbled=garbled)}</td>
		</tr>
"""
        for review in in_page_order(reviews, frame.snapshot.display)
    )
    return f"""<br>
<br>
<div class="ratings">
	<div class="newFeature">Product ratings</div>
	<table class="hoverable">
		<colgroup>
		<col width="60">
		</colgroup>
{rows}	</table>
</div>
"""
