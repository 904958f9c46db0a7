"""The home page: an account's own figures, the market's addresses, paid-for cards and news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.empire.addresses import listing_path, profile_path, upload_path
from simulator.empire.categories import category_of
from simulator.empire.crumbs import crumbs
from simulator.empire.dates import month_day
from simulator.empire.hosts import mirror
from simulator.empire.lists import is_bold, live
from simulator.empire.markup import cut_title, escape, loose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.empire.frame import Frame
    from simulator.state import ListingState

__all__ = ["FEATURED", "featured", "home_page"]

FEATURED = 8
"""Paid-for cards on the home page."""

_NEWS = (
    ("Sep 03, 2018", "Deposits are credited after two confirmations."),
    ("May 14, 2018", "Stores of vendors have pages of their own."),
    ("Apr 02, 2018", "Vendors can hand out digital goods by program."),
)
_MIRRORS_UP = 4
_JOINED = 1_536_105_600


def featured(frame: Frame) -> list[ListingState]:
    """The cards of the home page."""
    return live(frame, frame.snapshot.promoted_ids()[:FEATURED])


def home_page(frame: Frame) -> bytes:
    """The home page."""
    root = f"http://{frame.host}"
    home = f' <a href="{root}/home">Home</a> '
    left = _account(frame).encode() + frame.categories + frame.search + frame.rates
    return frame.page(" - Home", crumbs("fa-home", [home]), left, _home_content(frame))


def _account(frame: Frame) -> str:
    root = f"http://{frame.host}"
    nothing = f"{frame.amounts.currency} 0.00"
    shops = [(f"{root}/autoshop", "Cards"), (f"{root}/autoshop/settab/buy_account", "Accounts")]
    return f"""                <div id="information">
                    <div class="con-image">
              <img src="{root}/public/image/login.png">
                      <!--<img src="">-->
                    </div>
                    <div class="con-text">
                        <p><b><font color="#c85d06">{escape(frame.viewer.name)}</font></b></p>
                        <p>Joined:<span class="float-right" style="color:black;">{month_day(_JOINED)}</span></p>
                        <p>Trust level:<span class="float-right" style="color:black;"> Level 1 </span></p>
                        <p>Total sales:<span class="float-right" style="color:#00bb00;">{nothing} </span></p>
                        <p>Total orders:<span class="float-right" style="color:#bb0000;">{nothing} </span></p>
                    </div>
                </div>
{_links("fa-briefcase", "AUTOSHOP", shops)}\
{_links("fa-ticket", "LOTTERY", [(f"{root}/lottery", "Buy a ticket")])}"""


def _links(icon: str, heading: str, links: Sequence[tuple[str, str]]) -> str:
    rows = "".join(f'        <li><a href="{address}">{word}</a></li>\n' for address, word in links)
    return f"""      <div id="information">
    <div class="login-Head">
        <div class="loginHead-logo">
           <i class="fa {icon} padi" aria-hidden="true"></i>
        </div>
        <div class="loginHead-head">
        <h3 class="padh3">{heading}</h3>
        </div>
    </div>
    <div class="clear"></div>
    <nav class="full">
      <ul class="usermenu">
{rows}      </ul>
    </nav>
</div>
"""


def _home_content(frame: Frame) -> str:
    root = f"http://{frame.host}"
    today = frame.snapshot.instant // 86_400
    mirrors = "".join(
        f"""                        <div style="font-size: 16px;">
                           <a target="_blank" href="http://{host}">{host}</a>                        </div>
"""
        for host in map(mirror, range(today, today + _MIRRORS_UP))
    )
    lost = mirror(today + _MIRRORS_UP)
    nothing = f"{frame.amounts.currency} 0.00"
    news = "".join(
        f"                     <p><b>{day}</b><br/>\n          {what}          </p>\n" for day, what in _NEWS
    )
    return f"""      <!-- warning -->
      <div class="alert alert-danger">
          <font size="3"><b>DON'T GET PHISHED! Look at the address before you log in</b></font>
      </div>
                <h2>Welcome, {escape(frame.viewer.name)}.</h2>
                <p class="padp">Personal phrase: &nbsp; a cup of tea</p>
                <p class="padp">You have chosen these words yourself: a page without them is a copy.</p>
                  <center>
                  <h2>Current Mirrors: </h2>
{mirrors}                        <div style="font-size: 16px;">
                          <font color="#bbb" size="2">Offline</font> <a style="color: #bbb; font-size: 12px;" \
target="_blank" href="http://{lost}">{lost}</a>                        </div>
                  </center>
                    <br>
              <div id="information">
{_heading("fa-bar-chart", " QUICK SEARCH")}                <div class="clear"></div>
                <form action="{root}/home/searchProducts" method="get" accept-charset="utf-8">
               <div class="search-textbox">
                Search: <input type="text" name="searchText" value="">
                <input type="submit" value="Search">                </form>               </div>
               <p id="javadisbaled"><i class="fa fa-exclamation-triangle"></i> Pages work <b>without</b> scripts.</p>
               <script>document.getElementById("javadisbaled").style.display='block';</script>
              </div>
                  <div id="information">
                    <div class="login-Head">
                      <div class="loginHead-logo">
                        <i class="fa fa-users padi" aria-hidden="true"></i>
                      </div>
            <div class="loginHead-head">
                      <h3 class='padh3'> FEATURED LISTINGS             </div>
                    </div>
                    <div class="feature-listing">
{"".join(_card(frame, listing) for listing in featured(frame))}                                          </div>
                  </div>
                  <div style="float:right;">
                                      </div>
                  <div class="clear"></div>
               <div id="information">
{_heading("fa-unlock-alt", " SECURITY")}                   <div class="clear"></div>
                  <div class="search-textbox">
                   <div class=".loginHead-head ">
                   <h3 class="padp">Account Security: 65%</h3>
                   <div id="myProgress">
                     <div class="Bar80 Bar65"></div>
                   </div>
                                      <div class="securityinfo">
                    <i class="fa fa-exclamation-circle" aria-hidden="true"></i>
                    <p> Your profile has no key. <a href="{root}/myinfo">[Add]</a>
                   </div><br>
                                                </div>
           </div>
           </div>
       <div id="information">
{_heading("fa-money", " Invite a friend")}                   <div class="clear"></div>
                  <div class="search-textbox">
                   <div class=".loginHead-head ">
          <p> Your Referral Link: <b>{root}/ref/100</b></p>
            <p>Your Referral Count: 0</p>
          <p>Your Referral Earnings: {nothing} </p>
                  </div>
           </div>
           </div>
       <div id="information">
{_heading("fa-newspaper-o", " News")}                   <div class="clear"></div>
                  <div class="search-textbox">
                   <div class=".loginHead-head ">
{news}                     <p><b>Feb 20, 2018</b><br/>
          Questions are answered [<a target="_blank" href="http://forum.{frame.host}/first">here</a>].          </p>
                  </div>
           </div>
           </div>
       </div>
"""


def _heading(icon: str, words: str) -> str:
    return f"""                   <div class="login-Head">
                       <div class="loginHead-logo">
                          <i class="fa {icon} padi" aria-hidden="true"></i>
                       </div>
                       <div class="loginHead-head">
                       <h3 class="padh3">{words}</h3>
                       </div>
                   </div>
"""


def _card(frame: Frame, listing: ListingState) -> str:
    root = f"http://{frame.host}"
    link = f"{root}{listing_path(listing)}"
    handle = listing.vendor.handle
    bold = "font-weight: bold;" if is_bold(listing) else ""
    return f"""                           <div class="col-2" style="">
               <a style="float:left; padding-right: 5px; {bold}" href="{link}">
                              <div class="col-2-img-pad">


                    <img src="{root}{upload_path(listing.listing_id, listing.created, 100)}" alt="">

                                 <!--<img src="">-->
                              </div>
                             <p class='paddingInit'> <a href="{link}">{loose(cut_title(listing.title))}</a></p>
                             <p class='paddingInit'>Item # {listing.listing_id} - \
{category_of(listing.product).path[-1]} - \
<a href="{root}{profile_path(handle)}">{escape(handle)}</a></p>
                             <p class='paddingInit'>Buy: {frame.amounts.currency} \
{frame.amounts.shown(listing.price)}</p>
               </a>
                          </div>
"""
