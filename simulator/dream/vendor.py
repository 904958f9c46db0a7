"""A vendor's page: profile tab and ratings tab, each with the vendor's cards below."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from simulator.dream.amounts import paid
from simulator.dream.badges import user_rating
from simulator.dream.cards import OWN_PER_PAGE, card, pager
from simulator.dream.dates import age_of, day, printed_day
from simulator.dream.lists import CardList
from simulator.dream.markup import is_garbled, typed
from simulator.dream.reviews import bands, comment_text, mask, shown_ratings, stars

if TYPE_CHECKING:
    from simulator.dream.frame import Frame
    from simulator.state import ReviewState, Snapshot, VendorState

__all__ = ["last_active_text", "profile_page", "ratings_page", "shows_key_block", "status_text", "vendor_cards"]

_STYLE = """<style type="text/css">
.andMoreRatings {
	margin: 0.2em;
}
#tableOfRatings {
	margin: 0.4em;
}
.trustDiv {
	float: right;
}
</style>
"""


def vendor_cards(snapshot: Snapshot, vendor: VendorState, page: int) -> CardList:
    """A page of a vendor's listings."""
    return CardList(snapshot, snapshot.vendor_listing_ids(vendor.handle), page, OWN_PER_PAGE)


def last_active_text(vendor: VendorState, instant: int) -> str:
    """The day on which a vendor was last seen, and what day that is."""
    days = (day(instant) - day(vendor.last_active)).days
    return printed_day(vendor.last_active) + {0: " (today)", 1: " (yesterday)"}.get(days, "")


def status_text(vendor: VendorState) -> str:
    """What the row "Status" says; empty is no row. The row is known, the market's words in it are not."""
    if vendor.banned:
        return "Banned"
    return "On vacation" if vendor.on_vacation else ""


def shows_key_block(vendor: VendorState) -> bool:
    """Tell whether a profile has a block for the key: without a key, it is there and empty for every second vendor."""
    return bool(vendor.pgp_key.strip()) or vendor.account_id % 2 == 0


def profile_page(frame: Frame, vendor: VendorState, page: int) -> bytes:
    """The profile tab, with one page of the vendor's cards."""
    name = quote(vendor.handle, safe="")
    garbled = is_garbled(vendor)
    tabs = f"""			<td class="pListItem  pSelected ">
			<span class="pTabLabel">Profile<span>&nbsp;</span></span></td>
			<td class="pListItem ">
			<a class="pTabLabel" href="?member={name}&amp;tab=ratings#tabChooser">Ratings</a></td>
"""
    terms = _notes("Terms and conditions", "", vendor.terms, garbled=garbled) if vendor.terms.strip() else ""
    key = _notes("Public PGP key", ' class="code"', vendor.pgp_key) if shows_key_block(vendor) else ""
    tab = f'<div class="messagingTab">\n{terms}{key}{_message_form(name, frame)}</div>\n'
    return _contact(frame, vendor, name, tabs, tab, page)


def ratings_page(frame: Frame, vendor: VendorState, page: int) -> bytes:
    """The ratings tab, with the vendor's cards as well."""
    name = quote(vendor.handle, safe="")
    tabs = f"""			<td class="pListItem ">
			<a class="pTabLabel" href="?member={name}">Profile</a>			  </td>
			<td class="pListItem  pSelected "><span class="pTabLabel">Ratings</span></td>
"""
    shown = shown_ratings(frame.snapshot.vendor_reviews(vendor.handle), frame.instant, frame.snapshot.display)
    garbled = is_garbled(vendor)
    rows = "".join(_rating(frame, review, garbled=garbled) for review in shown.rows)
    more = f'<div class="andMoreRatings">And {shown.hidden} more ratings...</div>\n' if shown.hidden else ""
    tab = f"""<div style=""><div id="tableOfRatings">
<table class="centerDefault hoverable">
<thead>
<tr>
<td>Age</td>
<td>1 Stars</td><td>2 Stars</td><td>3 Stars</td><td>4 Stars</td><td>5 Stars</td><td>Rating</td>
</tr>
</thead>
	<tbody>{_band_rows(frame, vendor)}</tbody></table>
</div><div class="warningBox"><b>Take care</b> with addresses in ratings.
	Some belong to <b>copies of this site</b>.</div>
	<table class="ratingTable hoverable">
		<colgroup>
		<col width="45">
		<col width="10">
		<col>
		<col width="">
		<col width="70">
		</colgroup>
		<tbody>
{rows}		</tbody>
	</table>
{more}</div>
<br>
<br>
"""
    return _contact(frame, vendor, name, tabs, tab, page)


def _contact(frame: Frame, vendor: VendorState, name: str, tabs: str, tab: str, page: int) -> bytes:
    content = f"""<div class="contactMember">
{_STYLE}<div class="paddingOnRight">
<div class="title">Contact vendor</div>
{_buttons(vendor, name)}{_facts(frame, vendor, name)}{_trust(vendor) if frame.new else ""}</div> <!-- paddingOnRight -->
<a name="tabChooser"></a>
	<div style="">
	<table class="pnav centerDefault">
		<tr>
			<td class="pListItem pFirst ">&nbsp;</td>
{tabs}			<td class="pListItem pLast"></td>
		</tr>
	</table>
	</div>
	<br>
{tab}{_shop(frame, vendor, name, page)}</div>
"""
    return frame.page(f"Contact {vendor.handle}", content, layout="vendor", scripts=frame.system_script)


def _buttons(vendor: VendorState, name: str) -> str:
    return f"""	 <div class="rightAlign">
		<div class="avatar">
			<img style="vertical-align: middle;" src="./uploadedImage?id={vendor.joined % 999_983}&amp;type=avatar1">
		</div>
	<div>
		<a href="./reportVendor?vendor={name}" target="_blank" class="mediumButton">Report Vendor</a>
	</div>
	<div>
		<form action="?member={name}" method="post">
	<input type="submit" value="Add to favourites" name="addToFavorites" class="smallButton green">
	</form>
	</div>
		<div class="talkToUser">
			<a href="?member={name}#conversation" class="mediumButton green">Send message</a>
		</div>
	</div>
"""


def _facts(frame: Frame, vendor: VendorState, name: str) -> str:
    status = status_text(vendor)
    rows = [
        _fact("", "FE enabled", "Yes" if vendor.finalize_early else "No"),
        _fact("memberSince", "Join date", printed_day(vendor.joined)),
        _fact(None, "Last active", last_active_text(vendor, frame.instant)),
    ]
    if status:
        rows.insert(1, _fact("", "Status", status))
    if vendor.trusted:
        rows.append(_fact("", "Trusted seller", "Yes"))
    return f"""	<div class="profileNotes tabularDetails">
	<div class="memberSince">
	<table class="pTable"><tr><td class="ptableLabel">
			<label>Username</label>
			</td>
			<td>
			<span>{typed(vendor.handle)} {frame.vendor_tail(vendor, name)}</span>
			</td>
			</tr>
			</table>		</div>
{"".join(rows)}	</div>
"""


def _fact(style: str | None, label: str, value: str) -> str:
    start = "<div>" if style is None else f'<div class="{style}">'
    return f"\t\t{start}\n\t\t\t<label>{label}</label>\n\t\t\t<span>{value}</span>\n\t\t</div>\n"


def _trust(vendor: VendorState) -> str:
    buttons = "".join(
        f'\t\t<span title="I {vote} this vendor" class="aroundTrusted "><button style="" class=" rate-button  '
        f'{way}like-button " name="{name}Button"><div class="backgroundimg">&nbsp;</div></button></span> {count}'
        for (vote, way, name), count in zip(
            (("trust", "up", "uplike"), ("distrust", "down", "dislike")), vendor.trust_votes, strict=True
        )
    )
    return f"""<form method="post">
<div class="trustDiv" style="vertical-align: middle;">
	<span id="trustLabel">Trust?</span>
	<div>{buttons}	</div>
</div>
</form>
"""


def _notes(subtitle: str, style: str, text: str, *, garbled: bool = False) -> str:
    return f"""<div>
<div class="subtitle">{subtitle}</div>
<div class="preformattedNotes">
<pre{style}>{typed(text, garbled=garbled)} </pre>
</div>
</div>
"""


def _message_form(name: str, frame: Frame) -> str:
    return f"""<div class="subtitle">Leave a message<a name="conversation"> </a></div>
<div class="inputs composeMessage">
<form action="./contactMember?member={name}" method="post">
<div class="sendMessage">
<textarea cols="50" id="message_text" name="message_text" placeholder="Enter text" rows="10"></textarea>
</div>
<input name="member" type="hidden" value="{name}">
<div id="encryptionOption" style="text-align: right; " title="Encrypted messages are answered last.">
<input id="autoEncrypt" name="autoEncrypt" style="vertical-align: middle;" type="checkbox">
<label for="autoEncrypt" style="vertical-align: middle;">Encrypt</label>
</div>
<div style="margin: 0.5em 0; text-align: right;">
<span style="  ">
<input name="{frame.instant:x}" placeholder="Enter Captcha" style="float: right; width: 14em;"
	title="Captcha, case sensitive" type="text">
</span>
<span style="  margin-left: 1em;">
<img alt="Captcha" class="captcha" src="img/captcha.jpg?rel={frame.instant}">
</span>
</div>
<div class="actionContainer">
<input name="yourGlobalUpdateToken" type="hidden" value="{frame.instant}">
<input id="submit" name="sendMessage" type="submit" value="Send message">
</div>
</form>
</div>
"""


def _band_rows(frame: Frame, vendor: VendorState) -> str:
    rows = []
    for _, label, since, until in bands(frame.instant, frame.snapshot.display, vendor.account_id):
        counts = frame.snapshot.star_counts(vendor.handle, since, until)
        cells = "".join(f"<td>{count}</td>" for count in counts)
        rows.append(f"<tr><td>{label}</td>{cells}<td>{user_rating(counts)}</td></tr>")
    return "".join(rows)


def _rating(frame: Frame, review: ReviewState, *, garbled: bool) -> str:
    amount = paid(review.amount, frame.viewer.currency, frame.rates, frame.snapshot.display)
    return f"""				<tr>
					<td class="dontwrap center">{age_of(frame.instant - review.at).text}</td>
					<td class="dontwrap">
								{stars(review.stars)}
								</td>
					<td class="text ratingText">
						{typed(comment_text(review), garbled=garbled)}					</td>
					<td class="dontwrap">{typed(mask(review.buyer))}</td>
					<td class="dontwrap">{amount.text}</td>
				</tr>
"""


def _shop(frame: Frame, vendor: VendorState, name: str, page: int) -> str:
    shown = vendor_cards(frame.snapshot, vendor, page)
    cards = "".join(card(frame, listing, owned=True) for listing in shown.listings)
    links = pager(shown.page, shown.pages, f"member={name}") if shown.pages > 1 else ""
    return f"""<div class="newFeature">Listings from {typed(vendor.handle)}</div> <a name="shop">&nbsp;</a>
{links}<div class="shop">
{cards}</div>
{links}"""
