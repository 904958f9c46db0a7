"""Lists of cards: the pages of a category and of a vendor's store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.empire.addresses import CARDS, listing_path, profile_path, store_path, upload_path
from simulator.empire.amounts import COINS
from simulator.empire.categories import CATEGORIES, category_of
from simulator.empire.crumbs import category_crumbs, crumbs
from simulator.empire.markup import escape, loose
from simulator.empire.pager import Part, pager

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from simulator.empire.frame import Frame
    from simulator.state import ListingState, VendorState

__all__ = [
    "MOST_STICKY",
    "category_cards",
    "category_page",
    "coins_of",
    "is_bold",
    "live",
    "quantity_left",
    "store_cards",
    "store_page",
]

MOST_STICKY = 5
"""Paid-for cards at the top of each page of a category; the rest of its fifteen places are in order of popularity."""

_LEVELS = " /\n                 "


def coins_of(listing: ListingState) -> list[str]:
    """The market's coins that a listing takes, in the market's order."""
    return [coin for coin in COINS if coin in listing.coins]


def is_bold(listing: ListingState) -> bool:
    """Whether the vendor has paid for bold letters too: every other one of those that have paid for a place."""
    return listing.sticky % 2 == 1


def category_cards(frame: Frame, number: int, at: int) -> tuple[list[ListingState], Part[int]]:
    """The cards of one page of a category, and where in the list that is. Beyond the end there are none at all."""
    sticky, others = frame.listed(number, CATEGORIES[number].products, MOST_STICKY)
    part = Part(others, at, CARDS, CARDS - len(sticky))
    shown = [*sticky, *part.rows] if part.page <= part.pages else []
    return live(frame, shown), part


def store_cards(frame: Frame, handle: str, at: int) -> tuple[list[ListingState], Part[int]]:
    """The cards of one page of a vendor's store."""
    part = Part(frame.snapshot.vendor_listing_ids(handle), at, CARDS)
    return live(frame, part.rows), part


def live(frame: Frame, ids: Iterable[int]) -> list[ListingState]:
    """The states of listings that are live."""
    return [listing for listing in map(frame.snapshot.listing, ids) if listing is not None]


def category_page(frame: Frame, number: int, at: int) -> bytes:
    """A page of a category."""
    cards, part = category_cards(frame, number, at)
    path = f"http://{frame.host}/category/categories/{number}"
    sorts = f'<a href="{path}/price_asc">Price Low to High</a> - <a href="{path}/price_desc">Price High to Low</a>'
    content = f"        Sort: {sorts}\n{_cards(frame, cards)}{pager(part, CARDS, path, lambda to: f'{path}/{to}')}\n"
    left = frame.categories + frame.search + frame.rates
    return frame.page("", category_crumbs(frame.host, "fa-search-plus", number), left, content)


def store_page(frame: Frame, vendor: VendorState, at: int) -> bytes:
    """A page of a vendor's store."""
    cards, part = store_cards(frame, vendor.handle, at)
    path = f"http://{frame.host}{store_path(vendor.handle)}"
    heading = f'<a href="{path}">{escape(vendor.handle)}\'s Store</a>'
    content = f"{_cards(frame, cards)}{pager(part, CARDS, path, lambda to: f'{path}/{to}')}\n"
    left = frame.categories + frame.search + frame.rates
    return frame.page("", crumbs("fa-shopping-cart", [heading]), left, content)


def _cards(frame: Frame, cards: Sequence[ListingState]) -> str:
    if not cards:
        return '<h2>Search Results</h2>\n                <p class="padp">There is currently nothing to show.</p>\n'
    return "".join([_card(frame, listing) for listing in cards])


def _card(frame: Frame, listing: ListingState) -> str:
    root = f"http://{frame.host}"
    link = f"{root}{listing_path(listing)}"
    handle = listing.vendor.handle
    bold = ' style="font-weight: 700;"' if is_bold(listing) else ""
    mark = '<font color="black"><b>[sticky]</b></font> ' if listing.sticky else ""
    coins = coins_of(listing)
    price = f"({frame.amounts.coin(listing.price, coins[0])} {coins[0]})" if coins else ""
    icons = "".join(
        f'                  <img width="18px" height="18px" src="{root}/public/image/{coin.lower()}_small.png"/>\n'
        for coin in coins
    )
    picture = f"{root}{upload_path(listing.listing_id, listing.created, 100)}"
    return f"""                                         <div class="col-1search"{bold}>

            <a href="{link}">

                       <div class="col-1search-img">


                  <img src="{picture}" alt="">

              <!--<img src="">-->
                       </div>
             </a>
                       <div class="col-1centre">
                           <div class="head">
                               {mark}<a href="{link}">{loose(listing.title)}</a>
                               <p class="padp"{bold}>Item # {listing.listing_id} - \
{_LEVELS.join(category_of(listing.product).path[-2:])} - \
<a href="{root}{profile_path(handle)}">{escape(handle)}</a> ({listing.vendor.sales})</p>
                               <br>
                               <b>Views:</b> {listing.views} / <b>Sales:</b> {listing.sold} <br>
                               <b>Quantity left:</b> {_stock(listing)}

                           </div>

                       </div>
                       <div class="col-1right">
                           <b>Buy Price</b>
                           <p class="bold padp">{frame.amounts.currency} <a>{frame.amounts.shown(listing.price)}</a></p>
                           <p class="padp">{price}</p>
               <p class="padp">
{icons}               </p>


                       </div>
                   </div>
"""


def quantity_left(listing: ListingState) -> str:
    """What a listing says of its stock."""
    if listing.stock is None:
        return "Unlimited"
    return str(listing.stock) if listing.stock else "Sold Out"


def _stock(listing: ListingState) -> str:
    if listing.auto_dispatch is None:
        return quantity_left(listing)
    return f"{quantity_left(listing)} <i>({listing.auto_dispatch} automatic items)</i>"
