"""Badges of markets where Empire has verified that a vendor sold before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from simulator.empire.frame import Frame
    from simulator.state import VendorState

__all__ = ["Badge", "badges_of", "print_badges"]

_MARKETS = {
    "dream": ("Dream Market", "dream.png", "vertical-align: middle;"),
    "wallstreet": ("Wall Street Market", "wallst.ico", "vertical-align: middle; padding-right: 3px;"),
}
"""The markets that have a badge."""
_SCALE = 5


class Badge(NamedTuple):
    """What a badge says: the market's code, sales there, and the mean of stars as printed."""

    market: str
    sales: int
    mean: str


def badges_of(vendor: VendorState) -> list[Badge]:
    """The badges of a vendor: of ratings that have both numbers, since a badge prints both."""
    return [
        Badge(rating.market, rating.sales, _mean(rating.mean * _SCALE // rating.scale))
        for rating in vendor.external
        if rating.market in _MARKETS and rating.sales is not None and rating.mean is not None and rating.scale
    ]


def _mean(hundredths: int) -> str:
    """``4.95``, ``4.8`` and ``5.0``: one digit after the point stays."""
    return f"{hundredths // 100}.{hundredths % 100:02d}".removesuffix("0")


def print_badges(frame: Frame, vendor: VendorState, *, star: bool) -> str:
    """The badges in markup; on a profile a star stands after each."""
    root = f"http://{frame.host}/public/image"
    gold = (
        f'<img width="15" height="15" style="vertical-align: sub;" src="{root}/star_gold.png" height="25" width="25">'
    )
    return "".join(
        f"""              <span title="Verified {name} successful sales and star rating 1-5"> \
<img src="{root}/{picture}" style="{style}" height="25" width="25">\
{badge.sales} ({badge.mean}){gold if star else ""}</span>
"""
        for badge in badges_of(vendor)
        for name, picture, style in (_MARKETS[badge.market],)
    )
