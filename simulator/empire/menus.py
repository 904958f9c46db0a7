"""
The menus of Empire's pages, which are two thirds of each page, the same on all pages of an instant and so made once.

Only Empire has menus of such a size: in the other markets they are part of the frame or the shell.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from simulator.empire.categories import CATEGORIES
from simulator.empire.place_names import CONTINENTS, COUNTRY_NAMES, PREFERRED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from simulator.empire.categories import Category

__all__ = ["category_menu", "navigation", "search_form"]

_LEVELS = range(1, 11)


def navigation(host: str) -> str:
    """The bar of links below the header."""
    root = f"http://{host}"
    return f"""        <nav id="primary_nav_wrap">
            <ul>
              <li><a href="{root}/home">HOME</a></li>
              <li><a href={root}/message>MESSAGES <span style="color:inherit;">


        </span></a>
                <ul>
                  <li><a href="{root}/message/newmsg">Send Message</a></li>
                  <li><a href="{root}/message">Conversations</a></li>
                  <li><a href="{root}/message/settab/vendors">--- Vendors</a></li>
                  <li><a href="{root}/message/settab/buyers">--- Buyers</a></li>
                </ul>
              </li>
              <li><a href={root}/order>ORDERS</a>
                <ul>
                  <li><a href="{root}/order">Current Orders</a></li>
                  <li><a href="{root}/order/archive">Archived Orders</a></li>
                </ul>
              </li>
                              <li><a href="{root}/sales/vendor">BECOME A VENDOR</a></li>
                            <li>

            <a href={root}/balance/bitcoin>BALANCE</a>


          <ul>
            <li><a href="{root}/balance/bitcoin">Bitcoin Balance</a></li>
            <li><a href="{root}/balance/litecoin">Litecoin Balance</a></li>
            <li><a href="{root}/balance/monero">Monero Balance</a></li>
          </ul>
        </li>
              <li><a href={root}/profile/settab/p_feedback>FEEDBACK</a>
                <ul>
                    <li><a href="{root}/profile/settab/p_feedback">View Feedback & Profile</a></li>
                    <li><a href="{root}/myinfo">Edit Profile</a></li>
                </ul>
               </li>
              <li><a href="http://forum.{host}" target="_blank">FORUMS</a></li>
              <li><a href={root}/support>SUPPORT</a>
                <ul>
                    <li><a href="{root}/support">Ticket List</a></li>
                    <li><a href="{root}/support/newticket">Create Ticket</a></li>
        <li><a href="{root}/support/faq">FAQ</a></li>
                    <li><a href="{root}/disputes">Disputes</a></li>
                    <li><a href="{root}/support/contactinformation">View Contact Information</a></li>
                </ul>
              </li>
                <li style="float:right;margin:0px;">
                  <a style="padding:0px;" href="{root}/notifications">
                    <img style="margin-top: -1px;" src="{root}/public/image/white_bell.png">
                  </a>
              </li>
            </ul>
        </nav>
"""


def category_menu(host: str, counts: Mapping[int, int]) -> str:
    """The menu of categories with the number of listings in each."""
    first = "".join(
        f"""                <li>{_category_link(host, category, counts)}
            <ul class="submenu">
{"".join(_second_level(host, below, counts) for below in _below(category.number))}                            </ul>
        </li>
"""
        for category in CATEGORIES.values()
        if category.parent is None
    )
    return f"""            <div id="information">
    <div class="login-Head">
        <div class="loginHead-logo">
           <i class="fa fa-caret-square-o-right padi" aria-hidden="true"></i>
        </div>
        <div class="loginHead-head">
        <h3 class="padh3">BROWSE CATEGORIES</h3>
        </div>
    </div>
    <div class="clear"></div>
    <nav class="Category">
      <ul class="mainmenu">

{first}              </ul>
    </nav>
</div>"""


def _second_level(host: str, category: Category, counts: Mapping[int, int]) -> str:
    third = "".join(
        f"""                                                <li>
                           {_category_link(host, below, counts)}
                             <ul class="CategorySubUL">
                                                                 </ul>
                      </li>
      """
        for below in _below(category.number)
    )
    return f"""                                <li>{_category_link(host, category, counts)}
                    <ul class="CategoryUL">
{third}                                              </ul>
               </li>
"""


def _category_link(host: str, category: Category, counts: Mapping[int, int]) -> str:
    arrow = f'<img src="http://{host}/public/image/arrow-right.png" width="12px" height="12px">'
    return (
        f'<a href="http://{host}/category/categories/{category.number}/0">{arrow if _below(category.number) else ""}'
        f'<input type="checkbox"> {category.path[-1]}'
        f'<span style="float:right;color:#4a4e51">{counts[category.number]}</span></a>'
    )


@lru_cache(maxsize=256)
def _below(number: int) -> tuple[Category, ...]:
    return tuple(category for category in CATEGORIES.values() if category.parent == number)


def search_form(host: str) -> str:
    """The form of the detailed search, with its menus of categories and countries."""
    return f"""            <div id="information">
  <div class="login-Head">
      <div class="loginHead-logo">
         <i class="fa fa-bar-chart padi" aria-hidden="true"></i>
      </div>
      <div class="loginHead-head">
      <h3 class="padh3"> SEARCH OPTIONS</h3>
      </div>
  </div>
  <div class="clear"></div>
  <div style="margin:0px 5px 5px 5px">
    <b>Search terms:</b>
    <br>
    <form action="http://{host}/search" method="post" accept-charset="utf-8">
    <input type="text" name="title" style="width: 73%;" value="">
    <button class="refreshqty" name="btnsearch"><i class="fa fa-search" aria-hidden="true"></i></button>
    <button class="refreshqty" name="btnclear"><i class="fa fa-refresh" aria-hidden="true"></i></button>
  </div>
  <div style="margin:0px 5px 5px 5px">
    <b>Product type:</b>
    <br>
    <input type="radio" name="p_class" value="All"> All
    <input type="radio" name="p_class" value="Digital"> Digital
    <input type="radio" name="p_class" value="Physical Package">Physical
  <input type="radio" name="p_class" value="Auto Dispatch">Auto Dispatch
  </div>
  <div style="margin:0px 5px 5px 5px">
    <b>Price range:</b>
    <br>
    <div class="padi">
      From <input type="number" min="1" placeholder="0.00" name="price_f" style="width:100px" value=""> \
To  <input type="number" min="1" placeholder="9999.99" name="price_t" style="width:100px" value="">
    </div>
  </div>
{_field("Category:", _select("category", "", _category_options()))}\
{_field("Origin country:", _select("origin", "width:75%", _place_options()))}\
{_field("Ships To:", _select("ship", "width:75%", _place_options()))}\
{_field("Order By:", _choice("order", "width:55%", ("Date Desc", "Date Asc", "Price Desc", "Price Asc")))}\
{_field("In Stock:", _choice("stock", "width:66%", ("Yes", "No")))}\
{_field("Payment:", _choice("payment", "width:66%", ("Escrow", "FE", "MultiSig"), lower=True))}\
{_field("Coin:", _choice("coin", "width:66%", ("Bitcoin", "Litecoin", "Monero"), lower=True))}\
{_field("Verified:", _select("verified", "width:66%", _options(("No", "Yes")), anything=""))}\
{_field("Vendor Trust Level:", f"{_level('level_f', _LEVELS)} To {_level('level_t', reversed(_LEVELS))}")}\
  </form></div>
"""


def _field(label: str, control: str) -> str:
    return f"""  <div style="margin:0px 5px 5px 5px">
    <b>{label}</b>
    <br>
    <div class="padi">
      {control}
    </div>
  </div>
"""


def _select(name: str, style: str, options: str, anything: str = '<option value="All">Any</option>') -> str:
    shown = f'style="{style}" ' if style else ""
    return f'<select {shown}name="{name}">{anything}\n{options}      </select>'


def _choice(name: str, style: str, words: Iterable[str], *, lower: bool = False) -> str:
    rows = "".join(f'        <option value="{word.lower() if lower else word}">{word}</option>\n' for word in words)
    return _select(name, style, rows)


def _level(name: str, levels: Iterable[int]) -> str:
    return _select(name, "width:35%", _options([str(level) for level in levels]), anything="")


def _options(words: Iterable[str]) -> str:
    return "".join(f'                    <option value="{word}">{word}</option>\n' for word in words)


def _place_options() -> str:
    return (
        f'{_options(PREFERRED)}        <optgroup label="Continents">\n{_options(CONTINENTS)}        </optgroup>\n'
        f'        <optgroup label="Country">\n{_options(COUNTRY_NAMES)}                  </optgroup>\n'
    )


def _category_options() -> str:
    return "".join(
        f"""            <optgroup label="{first.path[-1]}">
{"".join(_second_level_options(second) for second in _below(first.number))}                        </optgroup>
"""
        for first in CATEGORIES.values()
        if first.parent is None
    )


def _second_level_options(category: Category) -> str:
    below = _below(category.number)
    if not below:
        return f'                        <option value="{category.number}">-{category.path[-1]}</option>\n'
    options = "".join(
        f'                          <option value="{third.number}">--{third.path[-1]}</option>\n' for third in below
    )
    return f"""            <optgroup label="&nbsp;{category.path[-1]}">
{options}            </optgroup>
"""
