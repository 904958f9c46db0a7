"""Tables of reviews, which Empire calls feedback, as vendors and listings have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.empire.addresses import review_path
from simulator.empire.dates import minute
from simulator.empire.markup import escape, loose, mask
from simulator.empire.signs import SIGNS, sign_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.empire.frame import Frame
    from simulator.state import ReviewState

__all__ = ["NO_COMMENT", "feedback_table"]

NO_COMMENT = "No feedback comment"
"""What the market prints where a buyer wrote nothing."""

_PICTURES = {sign: f"feedback{number}.png" for number, sign in enumerate(SIGNS, 1)}


def feedback_table(frame: Frame, reviews: Sequence[ReviewState]) -> str:
    """Return the table with a row for each review; only its head if there are none."""
    return f"""              <table class="user_feedbackTbl autoshop_table">
                <tr>
                    <th></th>
                    <th style="padding-left: 10px;">Feedback</th>
                    <th>Buyer / Price</th>
                    <th style="text-align: center;">Date / Time</th>
                </tr>
{"".join([_row(frame, review) for review in reviews])}
              </table>
"""


def _row(frame: Frame, review: ReviewState) -> str:
    comment = NO_COMMENT if review.comment is None else review.comment
    return f"""                                <tr>
                    <td>
                        <img src="http://{frame.host}/public/image/{_PICTURES[sign_of(review.stars)]}">
                    </td>
                    <td style="width: 75%; word-wrap: break-word; padding: 10px;">
                        <p class="setp1 bold1 feedback_msg"><font style="font-size: 14px; font-weight: 700;">\
{loose(comment)}</font></p>
{_reply(review)}                        <p class="setp1 c_424648" style="color:gray;">{loose(review.listing_title)}</p>

                    </td>
                    <td>
                        <p class="setp1 c_424648"><font style="color:#dc6831;">{escape(mask(review.buyer))}</font><br>
                        {frame.amounts.currency} {frame.amounts.shown(review.amount)}</p>
                    </td>
                    <td style="text-align: right;">
                        <p class="setp1 bold1">{minute(review.at)}<br>
                        <a href="http://{frame.host}{review_path(review)}">View items</a></p>
                    </td>
                </tr>
"""


def _reply(review: ReviewState) -> str:
    if review.reply is None:
        return ""
    return (
        '            <p class="setp1 bold1 feedback_msg"><font style="font-size: 14px;">'
        f"Seller Response: {loose(review.reply)}</font></p>\n"
    )
