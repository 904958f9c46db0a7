"""A vendor's pages: about, three classes of feedback, what it left for others and its key are tabs below one header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.empire.addresses import FEEDBACK_TABS, ROWS, profile_path, store_path, token_of, vendor_tab_path
from simulator.empire.badges import print_badges
from simulator.empire.crumbs import crumbs
from simulator.empire.dates import month_day
from simulator.empire.markup import escape
from simulator.empire.pager import Part, pager
from simulator.empire.reviews import feedback_table
from simulator.empire.vendor_figures import buyer_statistics, feedback_counters, positive_share, star_ratings

if TYPE_CHECKING:
    from simulator.empire.frame import Frame
    from simulator.state import ReviewState, VendorState

__all__ = ["packed_key", "vendor_page"]

_TABS = (
    ("about", "About"),
    ("p_feedback", "Positive Feedback"),
    ("n_feedback", "Negative Feedback"),
    ("c_feedback", "Neutral Feedback"),
    ("l_feedback", "Left Feedback"),
    ("pgp", "PGP"),
)


def vendor_page(frame: Frame, vendor: VendorState, tab: str, at: int) -> bytes:
    """
    A page of a vendor.

    Args:
        frame: of the viewer.
        vendor: whose it is.
        tab: ``about``, ``p_feedback``, ``n_feedback``, ``c_feedback``, ``l_feedback`` or ``pgp``.
        at: rows of feedback before the first of the page.
    """
    name = escape(vendor.handle)
    heading = f'<a href="http://{frame.host}{profile_path(vendor.handle)}">{name}\'s Profile</a>'
    content = f"""                                                <h1 class="seth1">{name} \
<i>| User Profile</i> <span>{"(BANNED)" if vendor.banned else ""}</span></h1>
{_info(frame, vendor)}                <div class="clear"></div>
{feedback_counters(frame, vendor)}{buyer_statistics(vendor)}                <div class="clear"></div>
{star_ratings(vendor)}                 <div class="clear"></div>
{_tabs(frame, vendor, tab)}{_tab_content(frame, vendor, tab, at)}"""
    return frame.page("", crumbs("fa-user", [heading]), _left(frame).encode() + frame.rates, content)


def packed_key(key: str) -> str:
    """A key as the market prints it: without the blank lines."""
    return "\n".join(line for line in key.splitlines() if line.strip())


def _left(frame: Frame) -> str:
    root = f"http://{frame.host}"
    links = (
        (f"{root}/myinfo", "My Information</a></li>"),
        (f"{root}/message", "Private Messages"),
        (f"{root}/listings", "Listings</a></li>"),
        (f"{root}/order", "Orders</a></li>"),
        (f"{root}/queue/list", "Queue List</a></li>"),
        (f"{root}/profile/favorite_listings", "Favorite Listings</a></li>"),
        (f"{root}/profile/favorite_vendors", "Favorite Vendors</a></li>"),
        (f"{root}/myprofile", "Feedback</a></li>"),
        (f"{root}/profile/blocklist", "Vendor Block List</a></li>"),
        (f"{root}/support", "Help</a></li>"),
    )
    rows = "".join(f'        <li><a href="{address}">{words}\n' for address, words in links)
    nothing = f"{frame.amounts.currency} 0.00"
    return f"""              <div id="information">
    <div class="login-Head">
        <div class="loginHead-logo">
           <i class="fa fa-briefcase padi" aria-hidden="true"></i>
        </div>
        <div class="loginHead-head">
        <h3 class="padh3">PROFILE ACTIONS</h3>
        </div>
    </div>
    <div class="clear"></div>
    <nav class="full">
      <ul class="usermenu">
{rows}      </ul>
    </nav>
</div>
        <div id="information">
  <div class="login-Head">
    <div class="loginHead-logo">
       <i class="fa fa-users padi" aria-hidden="true"></i>
    </div>
    <div class="loginHead-head">
    <h3 class="padh3"> BUYER STATISTICS</h3>
    </div>
  </div>
  <div class="clear"></div>
  <div class="statistics">
    <h3 class="padp">Bought Items</h3>
    <p class="padp"> Items Bought <span class="float-right boldstats">0</span></p>
  </div>
  <div class="statistics">
    <h3 class="padp">Payments</h3>
    <p class="padp"> Paid <span class="float-right boldstats" style="color:#00bb00;">{nothing}</span></p>
    <p class="padp"> In Escrow<span class="float-right boldstats" style="color:#bb0000;">{nothing}</span></p>
  </div>
  <div class="statistics">
    <p class="padp"> <font color="gray">Total Purchases </font><span class="float-right boldstats"> \
<font color="gray"> {nothing} </font></span></p>
  </div>
</div>
"""


def _info(frame: Frame, vendor: VendorState) -> str:
    root = f"http://{frame.host}"
    name = escape(vendor.handle)
    token = token_of(vendor.handle)
    trust = f'<span class="user_info_trust level-{vendor.trust_level}">Trust level {vendor.trust_level}</span>'
    level = f'<span class="user_info_trust level-{vendor.level}">Vendor level {vendor.level}</span>'
    actions = [
        (f"{root}/Message/newMsg_u/{token}", "Send Message"),
        (f"{root}/Profile/addFavorite_vendor/{name}/{token}", "Add to Favorite"),
        (f"{root}/Profile/addBlock/{name}/{token}", "Block Vendor"),
    ]
    if not vendor.banned:
        actions.insert(0, (f"{root}{store_path(vendor.handle)}", "View Store"))
    buttons = "".join(
        f'                                          <li><a href="{address}" class="replyBtn btnlist">{words}</a></li>\n'
        for address, words in actions
    )
    return f"""                <div class="user_info">
                    <div class="user_info_left">

                  <img src="{root}/public/image/login.png">
                        <!--<img src="">-->
                    </div>
                    <div class="user_info_mid">
                        <h3 class="user_info_mid_head">{name} <span style="">({vendor.sales})</span>
                                                        {"" if vendor.banned else level}
                                                        {trust}

              </h3>
            <div style="padding-top: 10px;">

{print_badges(frame, vendor, star=True)}
                        <p class="bold" style="padding: 0;">Market Positive feedback(last 12 months): \
<b>{positive_share(frame, vendor.handle)}</b>%</p>
            <!--<p class="bold setp">Autoshop Positive feedback(last 12 months): <b><?//= $card_perc; ?></b>%</p>-->
                        <p style="padding: 0;">Member since: <span class="bold1">{month_day(vendor.joined)}</span></p>
            </div>
                    </div>
                    <div class="user_info_right">
                        <br>
                        <ul>
{buttons}                                                    </ul>
                    </div>
                </div>
"""


def _tabs(frame: Frame, vendor: VendorState, current: str) -> str:
    root = f"http://{frame.host}"
    links = "".join(
        f'              <a class="tablinks {"focus" if tab == current else ""}" '
        f'href="{root}{vendor_tab_path(vendor.handle, tab)}">{words}</a>\n'
        for tab, words in _TABS
    )
    return f'             <div class="tab">\n{links}            </div>\n'


def _tab_content(frame: Frame, vendor: VendorState, tab: str, at: int) -> str:
    if tab == "about":
        inner = f"""                <h3 class='headfeed'>About {escape(vendor.handle)}</h3>
                <p style="word-wrap: break-word; white-space: pre-wrap;">{escape(vendor.profile)}</p>
"""
        below = ""
    elif tab == "pgp":
        inner = f"""                <h3 class='headfeed'>PGP</h3>
                <pre style="word-wrap: break-word; white-space: pre-wrap;">{escape(packed_key(vendor.pgp_key))}</pre>
"""
        below = ""
    else:
        sign = FEEDBACK_TABS.get(tab)
        reviews = frame.reviews_by_sign(vendor.handle)[sign] if sign else []
        part: Part[ReviewState] = Part(reviews, at, ROWS)
        path = f"http://{frame.host}{vendor_tab_path(vendor.handle, tab)}".replace("/Profile/", "/profile/")
        inner = f"""                <p class="boldstats">Total {sign or "left"} feedback : {len(reviews)}</p>
{feedback_table(frame, part.rows)}"""
        below = pager(part, ROWS, f"{path}/", lambda to: f"{path}/{to}")
    return f"""                          <div class="tabcontent_user_feedback" style="display:block;">
{inner}            </div>
                  {below}    </div>
"""
