"""The home page and the pages of a category."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.dream.cards import PER_PAGE, card, page_count, pager, shop_script
from simulator.dream.categories import CATEGORIES, Category
from simulator.dream.markup import typed
from simulator.dream.place_names import FILTER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.dream.frame import Frame
    from simulator.state import ListingState, Snapshot

__all__ = ["CardList", "category_list", "category_page", "home_page", "promoted"]

_CURRENCIES = ("BTC", "mBTC", "BCH", "mBCH", "XMR", "EUR", "USD", "GBP", "CNH", "CAD", "AUD", "JPY", "NOK", "DKK",
               "SEK", "RUB", "HKD", "TRY", "INR")  # fmt: skip
_SIGNS = {"BTC": "฿", "EUR": "€", "USD": "$", "GBP": "£", "CNH": "元", "JPY": "¥", "TRY": "₺", "INR": "₹"}


class CardList:
    """
    One page of a list of cards: the listings on it, how many there are in all, and which page of how many it is.
    """

    def __init__(self, snapshot: Snapshot, listing_ids: Sequence[int], page: int, per_page: int = PER_PAGE) -> None:
        self.total = len(listing_ids)
        self.pages = page_count(self.total, per_page)
        self.page = max(1, min(page, self.pages))
        start = (self.page - 1) * per_page
        found = (snapshot.listing(number) for number in listing_ids[start : start + per_page])
        self.listings: list[ListingState] = [listing for listing in found if listing is not None]


def promoted(snapshot: Snapshot) -> list[ListingState]:
    """The listings on the home page."""
    found = (snapshot.listing(number) for number in snapshot.promoted_ids()[:PER_PAGE])
    return [listing for listing in found if listing is not None]


def category_list(snapshot: Snapshot, category: Category, page: int) -> CardList:
    """A page of a category and all below it; a page after the last is the last."""
    return CardList(snapshot, snapshot.listing_ids(category.products), page)


def home_page(frame: Frame) -> bytes:
    """Return the first page after the login. Its real layout is not known: it is made like a category's page."""
    listings = promoted(frame.snapshot)
    cards = "".join(card(frame, listing) for listing in listings)
    content = f'<div class="shop">\n<div class="title">Featured listings</div>\n<div>\n{cards}</div>\n</div>\n{_LAYER}'
    return frame.page("Welcome", content, scripts=shop_script(frame, listings))


def category_page(frame: Frame, category: Category, page: int) -> bytes:
    """One page of a category."""
    shown = category_list(frame.snapshot, category, page)
    cards = "".join(card(frame, listing) for listing in shown.listings)
    links = pager(shown.page, shown.pages, f"category={category.category_id}")
    name = category.path[-1]
    content = f"""<div class="shop">
<div class="title">
	{typed(name)} ({shown.total})</div>
{_filter(category)}{links}<div>
{cards}</div>
{links}</div>
{_LAYER}"""
    scripts = shop_script(frame, shown.listings)
    return frame.page(f"Category {name}", content, layout="category", selected=category.category_id, scripts=scripts)


def _options(rows: list[tuple[object, str]], selected: object) -> str:
    marks = {True: ' selected="selected"', False: ""}
    return "".join(f'<option{marks[value == selected]} value="{value}">{label}</option>\n' for value, label in rows)


def _indented(level: int, name: str) -> str:
    return "&nbsp;" * (2 * level) + typed(name)


_PLACES = _options([("", ""), *((number, _indented(level, name)) for number, name, level in FILTER)], None)
_MONEY = _options([(code, _SIGNS.get(code, f"{code} ")) for code in _CURRENCIES], "BTC")


def _filter(category: Category) -> str:
    rows: list[tuple[object, str]] = [("", "")]
    rows += [(number, _indented(entry.depth, entry.path[-1])) for number, entry in CATEGORIES.items()]
    return f"{_FILTER_HEAD}{_options(rows, category.category_id)}{_FILTER_TAIL}"


_FILTER_HEAD = f"""<div class="offerFilter">
<fieldset>
<legend>Filter</legend>
<form class="shopSearchform" method="get">
<table class="filterOption">
<tr><td><label for="shippingTo">Ships to</label><br>
<select class="regionSelect shippingTo" id="shippingTo" name="shippingTo">
{_PLACES}</select></td>
<td><label for="shippingFrom">Ships from</label><br>
<select class="regionSelect" id="shippingFrom" name="shipsFrom">
{_PLACES}</select></td>
<td>
<label for="escrow">Escrow</label> <br>
<select class="escrow" id="escrow" name="escrow">
{_options([("", ""), (2, "Yes"), (1, "No")], "")}</select></td>
<td><label for="category">Category</label><br>
<select class="ncat" id="category" name="category">
"""
_FILTER_TAIL = f"""</select>
</td>
<td><label for="cryptocurrency">Cryptocurrency</label><br>
<select class="cryptocurrency" id="cryptocurrency" name="cryptocurrency">
{_options([("", ""), (2, "Bitcoin (BTC)"), (3, "Bitcoin Cash (BCH)")], "")}</select>
</td>
<td class="filterApplyLink" rowspan="2">
<input class="applyLink" name="applyFilter" style="" type="submit" value="Apply filter">
</td>
</tr>
<tr>
<td><label for="priceFrom">Price</label><br>
<select class="" id="currencyFilter" name="currencyFilter">
{_MONEY}</select> <input class="xtgeninp xtxti" id="priceFrom" name="priceFrom" style="" type="text" value="">
-<input class="xtgeninp xtxti" id="priceTo" name="priceTo" style="" type="text" value="">
</td>
<td><label for="searchtext">Searchtext</label><br>
<input class="xtgeninp xtsrc" id="searchtext" name="q" style=""
	title="'-' excludes, 'title:' matches for title only" type="text" value="">
</td>
<td><label for="sortBy">Sort by</label><br>
<select class="" id="sortBy" name="sortBy" onchange="">
{_options([("", ""), (1, "Price ↑ "), (2, "Price ↓ ")], "")}</select>
</td>
<td><label for="vendorSelect">Vendor</label><br>
<select class="" id="vendorSelect" name="vendorSelect">
<option selected="selected" value="">All</option>
<option disabled="disabled" value="2">Favourites</option>
</select>
</td>
</tr>
</table>
</form>
<div id="ajaxHitDiv" style="display:none">Search results: <span class="" id="ajaxHitCount"> </span></div>
</fieldset>
</div>
"""
_LAYER = """<div class="mask" id="maskLayer" style="position: fixed; top: 0px; left: 0px; display: none;"></div>
<div id="productInfoLayer" style="display:none; position: fixed;">
<button class="clz closeButtonClz" tabindex="1" type="button"></button>
<div class="vip">
<div class="prodTitleContainer tl">
<a class="itmtl productLink" href="./" onclick="fadeOut(); return true;" target="_blank">Title</a>
</div>
<div class="dvid"> </div>
<div class="icn">
<div class="imgContainer">
<a class="productLink" href="./" onclick="fadeOut(); return true;" target="_blank">
<img alt="" height="300" id="icnProdImage" src="no-image.png" width="400">
</a>
</div>
</div>
<div class="rightInfo">
<div class="prodCurrency propline" id="btcValue"></div>
<div class="prodCurrency" id="localCurrencyValue" style="display: none;"></div>
<div class="propline" id="vendorIcn">
<label class="labelLike">Vendor</label>
<div class="sellerOutLink"></div>
</div>
<div class="propline" id="isTrustedSellerContainer">
<label>Trusted vendor</label>
<span class="sellerStatus trusted" title="Trusted seller">Yes</span>
<span class="sellerStatus untrusted" title="Not advanced to trusted seller">No</span>
</div>
<div class="propline" id="shipsToIcn">
<label>Ships to</label>
<span id="shipsTo"></span>
</div>
<div class="propline" id="shipsFromIcn">
<label>Ships from</label>
<span id="shipsFrom"></span>
</div>
<div class="propline" id="escrow">
<label>Escrow</label>
<span id="escrowMethod"></span>
</div>
<div id="openProduct">
<a class="likeSubmit productLink" href="./" onclick="fadeOut(); return true;" target="_blank">View offer</a>
</div>
</div>
</div>
</div>
"""
