"""
A vendor's figures: rolling counters of feedback, the share of positive, stars, and its own purchases.

Only Empire prints figures over windows of time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.empire.addresses import FEEDBACK_TABS, vendor_tab_path
from simulator.empire.dates import padded_day
from simulator.empire.signs import SIGNS, sign_of

if TYPE_CHECKING:
    from simulator.empire.frame import Frame
    from simulator.state import VendorState

__all__ = [
    "WINDOWS",
    "buyer_statistics",
    "feedback_counters",
    "gold_stars",
    "positive_share",
    "star_ratings",
    "window_counts",
]

WINDOWS = (30, 182, 365)
"""Days that the counters of 1, 6 and 12 months look back: they roll from second to second."""


_DAY = 86_400
_TAB_OF = {sign: tab for tab, sign in FEEDBACK_TABS.items()}
_STAR = '                                                                        <i class="fa fa-star" \
aria-hidden="true" style="color:gold;"></i>\n'


def window_counts(frame: Frame, handle: str, days: int) -> tuple[int, int, int]:
    """Positive, neutral and negative reviews of the last days, up to and with the snapshot's second."""
    until = frame.snapshot.instant + 1
    stars = frame.snapshot.star_counts(handle, until - days * _DAY, until)
    counts = dict.fromkeys(SIGNS, 0)
    for number, count in enumerate(stars, 1):
        counts[sign_of(number)] += count
    return counts["positive"], counts["neutral"], counts["negative"]


def positive_share(frame: Frame, handle: str) -> str:
    """Positive in per cent of positive and negative of 12 months, two digits after the point, no zeros at the end."""
    positive, _, negative = window_counts(frame, handle, WINDOWS[-1])
    if positive + negative == 0:
        return "0"
    return f"{100 * positive / (positive + negative):.2f}".rstrip("0").rstrip(".")


def gold_stars(hundredths: int) -> int:
    """Whole stars that a mean is shown as."""
    return (hundredths + 50) // 100


def feedback_counters(frame: Frame, vendor: VendorState) -> str:
    """The table of reviews by class and window."""
    counts = [window_counts(frame, vendor.handle, days) for days in WINDOWS]
    root = f"http://{frame.host}"
    rows = ""
    for number, sign in enumerate(SIGNS):
        link = f"{root}{vendor_tab_path(vendor.handle, _TAB_OF[sign])}"
        cells = "".join(
            f'                                <td><a href="{link}">{window[number]}</a></td>\n' for window in counts
        )
        picture = f'<img src="{root}/public/image/feedback{number + 1}.png" width="12px" height="12px">'
        rows += f"""                            <tr>
                                <td>{picture} {sign.capitalize()}</td>
{cells}                            </tr>
"""
    return f"""                    <div class="seller_rating">
                        <h3 class="headfeed">Seller Feedback Ratings <span class="headfeedSpan">(last 12 months)</span>
                        </h3>
                        <table>
                            <tr>
                                <th></th>
                                <th>1 month</th>
                                <th>6 months</th>
                                <th>12 months</th>
                            </tr>
{rows}                        </table>
                    </div>
"""


def buyer_statistics(vendor: VendorState) -> str:
    """The table of what the account did as a buyer."""
    facts = (
        ("Total Disputes / Orders", f"{sum(vendor.disputes)} / {vendor.orders}"),
        ("Total Spendings", "---"),
        ("Feedback left", "0 (0% Positive)"),
        ("Last online", padded_day(vendor.last_active)),
    )
    rows = "".join(
        f"""                            <tr>
                                <td>{label}</td>
                                <td class="align-right">{value}</td>
                            </tr>
"""
        for label, value in facts
    )
    return f"""                    <div class="buyer_statistics">
                        <h3 class="headfeed">Buyer Statistics <span class="headfeedSpan">(Since join date)</span>
                        </h3>
                        <table>
                            <tr>
                                <th></th>
                                <th>Since join</th>
                            </tr>
{rows}                        </table>
                    </div>
"""


def star_ratings(vendor: VendorState) -> str:
    """The table of stars: gold ones alone are printed."""
    cells = "".join(
        f"                                <td>\n{_STAR * gold_stars(mean)}                                </td>\n"
        for mean in vendor.qualities
    )
    return f"""                <div class="rating_star">
                    <table>
                            <tr>
                                <th></th>
                                <th></th>
                                <th>Stealth</th>
                                <th>Quality</th>
                                <th>Value Price</th>
                            </tr>
                            <tr>
                                <td></td>
                                <td></td>
{cells}                            </tr>
                        </table>
                </div>
"""
