"""A listing's pages: description, feedback and refund policy are tabs below the same facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.empire.addresses import ROWS, listing_path, listing_tab_path, profile_path, token_of, upload_path
from simulator.empire.badges import print_badges
from simulator.empire.categories import category_of
from simulator.empire.crumbs import category_crumbs
from simulator.empire.dates import month_day
from simulator.empire.lists import quantity_left
from simulator.empire.markup import escape, loose
from simulator.empire.ordering import bulk_discounts, order_form
from simulator.empire.pager import Part, pager
from simulator.empire.place_names import destination_names, origin_code, place_name
from simulator.empire.reviews import feedback_table
from simulator.empire.signs import SIGNS, sign_of

if TYPE_CHECKING:
    from simulator.empire.frame import Frame
    from simulator.state import ListingState, Payment, ReviewState

__all__ = ["listing_page", "payments"]

PAYMENT_WORDS: dict[Payment, str] = {
    "escrow": "Escrow",
    "multisig": "MultiSig",
    "finalize_early": "FE Listing 100%",
}
"""In the market's order."""
_TABS = (("desc", "Description"), ("feedback", "Feedback"), ("refund", "Refund policy"))


def listing_page(frame: Frame, listing: ListingState, tab: str, at: int) -> bytes:
    """
    A page of a listing.

    Args:
        frame: of the viewer.
        listing: whose it is.
        tab: ``desc``, ``feedback`` or ``refund``.
        at: rows of feedback before the first of the page.
    """
    content = f"""            <div>
{_pictures(frame, listing)}               <div class="listDes">
                    <h2 style="margin:0px;">{loose(listing.title)}</h2>
                    <p id="desc_prod">{escape(listing.description)}</p>
{_seller(frame, listing)}
{_features(listing)}
{bulk_discounts(frame, listing)}
                    <br><br>

{order_form(frame, listing)}                                   </div>
            </div>
            <div class="clear"></div>
{_tabs(frame, listing, tab)}                        <div class="tabcontent" style="display:block;">
{_tab_content(frame, listing, tab, at)}                    """
    crumbs = category_crumbs(frame.host, "fa-shopping-cart", category_of(listing.product).number)
    left = _options(frame, listing).encode() + frame.categories + frame.search
    return frame.page(f" - {loose(listing.title)}", crumbs, left, content)


def payments(listing: ListingState) -> list[Payment]:
    """How a listing may be paid, in the market's order: by escrow, unless it says otherwise."""
    return [way for way in PAYMENT_WORDS if way in listing.payment] or ["escrow"]


def _options(frame: Frame, listing: ListingState) -> str:
    root = f"http://{frame.host}"
    numbers = listing_path(listing).removeprefix("/product/")
    links = (
        (f"/message/newmsg_u/{token_of(listing.vendor.handle)}", "Contact seller"),
        (f"/profile/addFavorite_listing/{listing.listing_id}", "Add to Favorites"),
        (f"/product_list/markalert/{numbers}", "Alert when restock"),
        (f"/Product_List/reportPage/{numbers}", "Report Listing"),
    )
    rows = "".join(
        f"""                  <div style="margin:0px 5px 5px 5px; border-bottom:1px dotted #ccc">
                    <a href="{root}{path}">{words}</a>
                  </div>

"""
        for path, words in links
    )
    return f"""                <div id="information" style="">
                  <div class="login-Head">
                      <div class="loginHead-logo">
                         <i class="fa fa-briefcase padi" aria-hidden="true"></i>
                      </div>
                      <div class="loginHead-head">
                      <h3 class="padh3">LISTING OPTIONS</h3>
                      </div>
                  </div>
                  <div class="clear"></div>
{rows}              </div>
"""


def _pictures(frame: Frame, listing: ListingState) -> str:
    large, small = (
        f"http://{frame.host}{upload_path(listing.listing_id, listing.created, size)}" for size in (150, 40)
    )
    full = large.replace("-150_150", "")
    return f"""                <div class="imagePortion">
                                    <div class="bigimage">



                    <a href="{full}" target="_blank">
                <img src="{large}" alt="">
              </a>


                      <!--<a href="" target="_blank"><img src=""></a>-->
                  </div>
                  <div class="smallimage">

                      <ul>


                        <li style="">

              <a href="{full}" target="_blank">
                <img src="{small}" alt="">
                <!--<img src=""> -->
              </a>
            </li>




                                              </ul>

                  </div>
               </div>
"""


def _seller(frame: Frame, listing: ListingState) -> str:
    vendor = listing.vendor
    profile = f"http://{frame.host}{profile_path(vendor.handle)}"
    dispatch = (
        ""
        if listing.auto_dispatch is None
        else f"            <br><i>{listing.auto_dispatch} items available for auto-dispatch</i>\n"
    )
    return f"""                    <p>Sold by <b><a href="{profile}">{escape(vendor.handle)}</a> - </b> \
<span>{listing.sold} sold since {month_day(listing.created)}</span>
                      <span class="levelSet level-{vendor.level}">Vendor Level {vendor.level}</span>
                      <span class="levelSet level-{vendor.trust_level}">Trust level {vendor.trust_level}</span>


{print_badges(frame, vendor, star=False)}

{dispatch}          </p>
"""


def _features(listing: ListingState) -> str:
    rows = (
        ("Product Class", "Digital" if listing.digital else "Physical Package"),
        ("Origin Country", place_name(origin_code(listing.origin))),
        ("Quantity Left", f"<span><b>{quantity_left(listing)}</b></span>\n\n              "),
        ("Ships to", destination_names(listing.destinations)),
        ("Ends In", "Never"),
        ("Payment", ", ".join(PAYMENT_WORDS[way] for way in payments(listing))),
    )
    cells = [
        f"                          <td><b>{label}</b></td>\n                          <td>{value}</td>\n"
        for label, value in rows
    ]
    lines = "".join(
        f"                        <tr>\n{left}{right}                        </tr>\n"
        for left, right in zip(cells[::2], cells[1::2], strict=True)
    )
    return f"""                    <table class="productTbl">
                      <thead>
                        <tr>
                          <th></th>
                          <th>Features</th>
                          <th></th>
                          <th>Features</th>
                        </tr>
                      </thead>
                      <tbody>
{lines}                      </tbody>
                    </table>
"""


def _tabs(frame: Frame, listing: ListingState, current: str) -> str:
    root = f"http://{frame.host}"
    links = "".join(
        f'              <a class="tablinks {"focus" if tab == current else ""}" '
        f'href="{root}{listing_tab_path(listing, tab)}">{words}</a>\n'
        for tab, words in _TABS
    )
    return f'             <div class="tab">\n{links}            </div>\n'


def _tab_content(frame: Frame, listing: ListingState, tab: str, at: int) -> str:
    if tab == "feedback":
        return _feedback(frame, listing, at)
    heading, text = (
        (loose(listing.title), listing.description)
        if tab == "desc"
        else ("Refund policy", listing.vendor.refund_policy)
    )
    tags = "" if tab == "refund" else _tags(frame, listing)
    return f"""              <h3>{heading}</h3>
              <p style="word-wrap: break-word; white-space: pre-wrap;">{escape(text)}</p>
{tags}              </div>
"""


def _tags(frame: Frame, listing: ListingState) -> str:
    search = f"http://{frame.host}/home/searchProducts?searchText="
    rows = "".join(
        f"""                                  <span class="tags" style="white-space: pre-wrap; line-height: 2.7;">\
<a href="{search}{escape(tag.replace(" ", "+"))}">{escape(tag)}</a></span>
"""
        for tag in listing.tags
    )
    return f'              <div class="tagsDiv">\n{rows}                              </div>\n'


def _feedback(frame: Frame, listing: ListingState, at: int) -> str:
    reviews = frame.snapshot.listing_reviews(listing.listing_id)
    part: Part[ReviewState] = Part(reviews, at, ROWS)
    path = f"http://{frame.host}{listing_tab_path(listing, 'feedback')}"
    counts = [sum(sign_of(review.stars) == sign for review in reviews) for sign in SIGNS]
    return f"""                <p class="boldstats">Total feedback : {len(reviews)}</p>
                <font color="#00bb00">{counts[0]}</font> / <font color="#bb0000">{counts[2]}</font> / \
<font color="gray">{counts[1]}</font>
{feedback_table(frame, part.rows)}            </div>
            {pager(part, ROWS, path, lambda to: f"{path}/{to}")}
"""
