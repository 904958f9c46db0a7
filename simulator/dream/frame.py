"""The frame of every page behind Dream Market's login, made once for a snapshot and an account."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from simulator.dream import shell
from simulator.dream.addresses import category_path
from simulator.dream.amounts import COINS
from simulator.dream.badges import badges, ratings_link
from simulator.dream.categories import CATEGORIES, TOP, category_counts, menu
from simulator.dream.dates import NOVEMBER_2018, XMR_BACK, printed_day
from simulator.dream.hosts import mirrors
from simulator.dream.markup import page_bytes, typed

if TYPE_CHECKING:
    from simulator.site import Viewer
    from simulator.state import Snapshot, VendorState

    Layout = Literal["wide", "category", "vendor"]

__all__ = ["Frame", "Frames"]

_FIRST_ROWS = ("BTC", "mBTC", "BCH", "XMR", "USD", "EUR", "GBP", "CAD", "AUD", "mBCH")
_LAST_ROWS = ("TRY", "CNH", "HKD", "RUB", "INR", "JPY")
_OLD_ROWS = (*_FIRST_ROWS, "SEK", "NOK", "DKK", *_LAST_ROWS)
_NEW_ROWS = (*_FIRST_ROWS, "BRL", "DKK", "NOK", "SEK", *_LAST_ROWS)
_MILLI = 1000
_NEWS = (
    ("q20182", "Second captcha for new accounts", 1_541_246_400),
    ("q20181", "Vendors can be trusted by vote soon", 1_516_060_800),
    ("q20170", "Wallets were slow and are not any more", 1_494_028_800),
    ("q20160", "Pictures of offers may be larger", 1_479_600_000),
    ("q20150", "Search understands more words", 1_446_076_800),
)
"""Id, headline and instant of news, all invented."""


class Frame:
    """
    What all pages of one snapshot share for one account.

    Args:
        snapshot: the market at an instant.
        viewer: the account; its ``currency`` is one of the exchange table, and not in thousandths.
    """

    def __init__(self, snapshot: Snapshot, viewer: Viewer) -> None:
        self.snapshot = snapshot
        self.viewer = viewer
        self.instant = snapshot.instant
        self.rates = snapshot.rates()
        self.counts = category_counts(snapshot.counts())
        self.new = self.instant >= NOVEMBER_2018
        self.system_script = shell.SYSTEM_SCRIPT if self.new else ""
        self._token = self.instant * 7919 % 900_000_000 + 100_000_000
        self._hosts = mirrors(self.instant // 86400)
        self._menus: dict[tuple[int | None, Layout], bytes] = {}
        self._stars: dict[str, tuple[int, int, int, int, int]] = {}
        self._tails: dict[str, str] = {}

    def page(
        self, title: str, content: str, *, layout: Layout = "wide", selected: int | None = None, scripts: str = ""
    ) -> bytes:
        """
        A whole page.

        Args:
            title: of the page.
            content: what stands in ``div.content``.
            layout: only the wide one has a bar on the right; else its exchange table stands in the left one.
            selected: the category that the menu opens.
            scripts: the page's own, for the head.
        """
        key = (selected, layout)
        before = self._menus.get(key)
        if before is None:
            before = self._menus[key] = page_bytes(self._before(selected, layout))
        return b"".join((page_bytes(shell.head(title, scripts)), before, page_bytes(content), self._after))

    def stars(self, handle: str) -> tuple[int, int, int, int, int]:
        """All ratings of a vendor by stars."""
        stars = self._stars.get(handle)
        if stars is None:
            stars = self._stars[handle] = self.snapshot.star_counts(handle, 0, self.instant + 1)
        return stars

    def vendor_tail(self, vendor: VendorState, name: str) -> str:
        """Sales, rating and badges behind a vendor's name; ``name`` is that in an address."""
        tail = self._tails.get(vendor.handle)
        if tail is None:
            link = ratings_link(vendor, name, self.stars(vendor.handle))
            tail = self._tails[vendor.handle] = link + badges(vendor)
        return tail

    @property
    def marked_currency(self) -> str | None:
        """The currency that the exchange table marks: until November 2018 none for an account that reckons in BTC."""
        return None if self.viewer.currency == "BTC" and not self.new else self.viewer.currency

    @cached_property
    def exchange_rows(self) -> list[tuple[str, Decimal]]:
        """The rows of the exchange table: what one bitcoin is worth."""
        rows: list[tuple[str, Decimal]] = []
        for code in _NEW_ROWS if self.new else _OLD_ROWS:
            base = code.removeprefix("m")
            rate = Decimal(1) if base == "BTC" else self.rates.get(("BTC", base))
            if rate is None or (code == "XMR" and NOVEMBER_2018 <= self.instant < XMR_BACK):
                continue
            rows.append((code, rate if base == code else rate * _MILLI))
        return rows

    @cached_property
    def _after(self) -> bytes:
        end = shell.footer(self._hosts[0], dark_mode=self._token if self.new else None)
        return page_bytes(f"""
</div> <!-- loggedin -->

{end}
<div id="chatListContainer" style="display:none;">
	<div id="chatTitle" class="chatTitle">Chat</div>
	<div id="chatListBuddies" style="display:none;">&nbsp;</div>
</div>

</body>
</html>
""")

    def _before(self, selected: int | None, layout: Layout) -> str:
        narrow = layout != "wide"
        bar = self._head_bar("" if layout == "vendor" else " active")
        left = self._menu(selected) + "\n<br>"
        if narrow:
            left += f"{self._exchange}<br>\n"
        left += self._mirrors
        return f"""{shell.FRAME_SCRIPT}</head>
<body>
{shell.DECOYS}{shell.MAIN.format(" onlyLeftNavLayout" if narrow else "")}{bar}
<div class="sidebar browse">

<div class="sidebarHeader">Browse by category</div>

{left}
</div>
{"" if narrow else self._right_bar}<div class="content">
"""

    def _head_bar(self, shop: str) -> str:
        viewer = self.viewer
        sign = {"BTC": "฿", "EUR": "€", "USD": "$", "GBP": "£"}.get(viewer.currency, f"{viewer.currency} ")
        nothing = "0" if viewer.currency in COINS else "0.00"
        search = (
            '<button class="search_submit" name="search_submit"><div class="icon_box">&nbsp;</div></button>'
            if self.new
            else '<input type="image" class="search_submit" name="search_submit" src="search_magnifier.gif" alt="Los">'
        )
        picture = (
            ""
            if self.new
            else '<div style="display: none; width: 0px; height: 0px;">\n'
            '\t<img src="cart3_invert.png" width="1" height="1" border="0" alt="">\n</div>\n'
        )
        return f"""<div class="naviHeader   oldBannerImage ">
<div>
	<div class="headNavitems">
	<ul class="ulNavItems">
			<li class="{shop}"><a href="./">Shop</a></li>
			<li class=" "><a href="./inbox?action=conversation">Messages: 0</a></li>
			<li class="" title="Update my profile settings"><a href="./profile">{typed(viewer.name)}</a></li>
	</ul>
		<div class="searchWrap">
			<form class="qtopnavsearch" action="./" method="get">
			<input type="hidden" value="topsearch" name="topsearch">
			<fieldset>
			<legend>Search</legend>
				<input class="search_text" type="text" name="q" value=""
					title="'-' excludes, 'title:' matches for title only">{search}
			</fieldset>
			</form>
		</div>
	</div>
</div>
<div>
	<div class="headNavitems">
	<ul class="ulNavItems">
	<li class="walletItem      "><a href="./wallet"><div>Bitcoin (BTC)</div>{sign}{nothing}</a></li>	<li class="  ">
		<a class="cart " href="./cart">
				0
		</a>
	</li>
	<li class="navitem ">
		<a href="./?logout">Logout</a>
	</li>
	</ul>
	</div>
</div>
{picture}</div>
"""

    def _menu(self, selected: int | None) -> str:
        above = [self._menu_entry(number, selected=number == selected) for number in menu(selected)]
        if above:
            above.append('\t\t\t<div class="sidebarHeader">&nbsp;</div>\n')
        return "".join(above) + "".join(self._menu_entry(number, selected=False) for number in TOP)

    def _menu_entry(self, number: int, *, selected: bool) -> str:
        category = CATEGORIES[number]
        return f"""\
		<div class="category {" selected " if selected else ""} depth{category.depth}">
		<a href=".{category_path(number)}">{typed(category.path[-1])}\x20
		<span class="amount">{self.counts[number]}</span></a>
	</div>
"""

    @cached_property
    def _exchange(self) -> str:
        rows = "".join(self._exchange_row(code, rate) for code, rate in self.exchange_rows)
        return f"""	<div class="sidebar">
	<div class="sidebarHeader">฿ Exchange</div>
	<div class="exchangeRateListing">
		<table class="">
		{rows}</table></div>	</div>
"""

    def _exchange_row(self, code: str, rate: Decimal) -> str:
        chosen = code == self.marked_currency
        link = f'<a href="./?selectCurrency={code}&amp;ks={-self._token}">{code}</a>'
        if self.new:
            start = f'<tr>\n<td class="curtd {" chosen " if chosen else ""}"></td>'
            link = code if chosen else link
        else:
            start = f'<tr class="{"choosen" if chosen else ""}">'
        return f"""{start}
			<td class="cur">
			{link}			</td>
			<td>{rate:.1f}</td>
		</tr>		"""

    @cached_property
    def _mirrors(self) -> str:
        logo = ' <div class="vlogo">&nbsp;</div>' if self.new else ""
        verified = f'<a class="verifiedOnionMirror" href="verifySafeHeaven" target="_blank">verified{logo}</a>'
        items = "".join(
            f'\t\t<li><a href="http://{host}">{host}</a>{verified if host == self._hosts[0] else ""}</li>\n'
            for host in self._hosts
        )
        return f"""
	<div class="sidebar onionmirrors">
<div class="sidebarHeader onionMirrors">Onion mirrors</div>
<ul style="padding: 0 0 0 .6em; font-size: 12px;">
{items}</ul>
</div>"""

    @cached_property
    def _right_bar(self) -> str:
        news = "".join(
            f'\t<div class="newsitem">\n\t<a href="./news?id={key}#{key}">{headline}\t\t\t</a>\n\t</div>\n'
            f'\t<div class="newsDate">{printed_day(at)}</div>\n\t<div class="invhspacer">&nbsp;</div>\n'
            for key, headline, at in _NEWS
            if at <= self.instant
        )
        return f"""<div class="sidebar right">
	<div class="sidebar">
	<div class="sidebarHeader">Links</div>
	<div class="newsitem"><a href="{shell.FORUM}" target="_blank">Forum</a></div>
	<div class="newsitem"><a href="./help" target="_blank">Help</a></div>
	<div class="newsitem"><a href="./conferenceHome" target="_blank">Conferences</a></div>
	<div class="newsitem"><a href="./vendor" target="_blank">Vendor application</a></div>
	</div>
	<div class="newsitem"><a href="./affiliate" target="_blank">Earn money</a></div>
{self._exchange}	<div class="sidebar news">
	<div class="sidebarHeader">News</div>
{news}	</div>
<div class="javaScriptWarning" id="javaScriptWarning" style="display:none;"
	title="This site works without scripts.">{"Javascript is enabled" if self.new else "Hint: Javascript enabled"}</div>
</div>
"""


class Frames:
    """The frames of the last snapshot, one for each account: pages are quickest one snapshot after the other."""

    def __init__(self) -> None:
        self._frames: dict[Viewer, Frame] = {}

    def of(self, snapshot: Snapshot, viewer: Viewer) -> Frame:
        """The frame of exactly this snapshot."""
        frame = self._frames.get(viewer)
        if frame is None or frame.snapshot is not snapshot:
            kept = {key: other for key, other in self._frames.items() if other.snapshot is snapshot}
            frame = Frame(snapshot, viewer)
            self._frames = kept | {viewer: frame}
        return frame
