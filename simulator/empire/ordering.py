"""
The part of a listing's page in which an order is made: bulk discounts, ways of sending, the price and its coins.

Only Empire has so much of it that it is a module beside ``listing``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.empire.addresses import listing_path
from simulator.empire.lists import coins_of
from simulator.empire.markup import escape, one_line

if TYPE_CHECKING:
    from simulator.empire.frame import Frame
    from simulator.state import ListingState, Shipping

__all__ = ["bulk_discounts", "order_form", "tier_bounds"]

LARGEST_ORDER = 9999
"""Units in one order where the vendor sets no limit."""

DEFAULT_SHIPPING = "default - 1 day - {currency} + 0.00"
"""The way of delivery of digital goods that have none of their own."""


_SPAN = '<span style="font-size: 15px;color: red;font-weight: bold;">'


def largest_order(listing: ListingState) -> int:
    """The most units that the form takes."""
    return listing.most_order or listing.stock or LARGEST_ORDER


def tier_bounds(listing: ListingState) -> list[tuple[int, int]]:
    """From and to of each bulk discount: the last ends with the largest order."""
    return [
        (tier.least, max(tier.least, largest_order(listing)) if tier.most is None else tier.most)
        for tier in listing.tiers
    ]


def bulk_discounts(frame: Frame, listing: ListingState) -> str:
    """The table of prices by size of order; nothing where there is one price."""
    if not listing.tiers:
        return ""
    rows = "".join(
        f"""                                  <tr>
                      <td><b>Bulk Discount</b></td>
                      <td>From qty {least} to {most}</td>
                      <td>{frame.amounts.currency} {frame.amounts.shown(tier.unit_price)} </td>
                      <td>{frame.amounts.coin(tier.unit_price, "BTC", 8)} BTC</td>
                    </tr>
"""
        for tier, (least, most) in zip(listing.tiers, tier_bounds(listing), strict=True)
    )
    return f"""                    <br><br>
            <table class="productTbl">
              <thead>
              <tr>
                <th></th>
                <th>Bulk Discounts</th>
                <th>Price</th>
                <th></th>
              </tr>
              </thead>
              <tbody>
{rows}              </tbody>
            </table>
"""


def order_form(frame: Frame, listing: ListingState) -> str:
    """Ways of sending, price, and a button for each coin."""
    root = f"http://{frame.host}"
    numbers = listing_path(listing).removeprefix("/product/")
    away = listing.vendor.on_vacation
    disabled = " disabled" if away else ""
    price = f"{frame.amounts.currency} {frame.amounts.shown(listing.price)}"
    options = "".join(_shipping_option(frame, way) for way in listing.shipping) or (
        f'<option value="">{DEFAULT_SHIPPING.format(currency=frame.amounts.currency)}</option>\n'
    )
    coins = coins_of(listing)
    buttons = "".join(
        f"""              <input type="submit" class="btnbuy replyBtn" \
style="background-image: url({root}/public/image/{coin.lower()}_small.png);" value="Buy Now" \
name='btnBuy_{coin.lower()}'{disabled}>

"""
        for coin in coins
    )
    in_coins = " / ".join(f"{frame.amounts.coin(listing.price, coin)} {coin}" for coin in coins)
    notice = (
        '                                        <p class="text-danger"><b>Sorry! You could not buy because seller is '
        "on vacation.</b></p>\n"
    )
    return f"""                    <div style="margin-top:5px;">
                      <form action="{root}/Product_List/setQueue/{numbers}" method="post" accept-charset="utf-8">
                        <select name="shippingOption" class="productTbl marginShip">{options}\
                                                </select>
                      <p class="padp" style="margin-bottom: 10px;"><b>Purchase price:</b> {_SPAN}{price}</span></p>
                      Qty: <input value="{listing.least_order or 1}" type="number" min="{listing.least_order or 1}" \
max="{largest_order(listing)}" name="Qty" style="width:100px;">


              <!--{", ".join(coins)}-->
{buttons}
            <input type="submit" class="btnQueue" value="Queue" name='btnQueue'{disabled}>

              <p style="padding-top: 10px; padding-left: 0px;">{in_coins}</p>

            <!-- <input type="submit" class="replyBtn" value="Queue" name='btnQueue'> -->
                                            </form>                    </div>
{notice if away else ""}"""


def _shipping_option(frame: Frame, way: Shipping) -> str:
    label = escape(one_line(way.label))
    days = way.days or 0
    unit = "day" if days == 1 else "days"
    cents = way.price.cents
    asked = str(cents // 100) if cents % 100 == 0 else f"{cents // 100}.{cents % 100:02d}"
    value = f"{label} - {days} {unit} - {way.price.currency} + {asked} / {way.per}"
    shown = f"{label}  -  {days} {unit}  - {frame.amounts.currency} + {frame.amounts.shown(way.price)} / {way.per}"
    return f'<option value="{value}">{shown}</option>\n                                                      '
