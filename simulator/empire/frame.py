"""What stands around the content of every page of one instant, made once for all of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from simulator.empire.addresses import token_of
from simulator.empire.amounts import Amounts
from simulator.empire.categories import listing_counts
from simulator.empire.dates import plain_day
from simulator.empire.hosts import host_of_day
from simulator.empire.markup import escape
from simulator.empire.menus import category_menu, navigation, search_form
from simulator.empire.signs import SIGNS, sign_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from simulator.empire.addresses import Address
    from simulator.empire.signs import Sign
    from simulator.site import Viewer
    from simulator.state import ReviewState, Snapshot, VendorState

__all__ = ["FIATS", "RATED_COINS", "Frame", "Frames"]

FIATS = ("USD", "CAD", "EUR", "AUD", "GBP")
RATED_COINS = (("BTC", "Bitcoin"), ("LTC", "Litecoin"), ("XMR", "Monero"))
_FIAT_NAMES = ("United States Dollar", "Canadian Dollar", "Euro", "Australian Dollar", "British Pound")
_LEFT = '        <div class="wrapper-index">\n            <div class="left-content">\n'
_RIGHT = '\n        </div>\n\n        <div class="right-content">\n'


class Frame:
    """
    The parts of pages that one viewer gets at one instant.

    Attributes:
        snapshot, viewer: whose these are.
        host: the mirror of the day.
        amounts: as the viewer sees them.
    """

    def __init__(self, snapshot: Snapshot, viewer: Viewer) -> None:
        self.snapshot = snapshot
        self.viewer = viewer
        self.host = host_of_day(snapshot.instant // 86_400)
        self.amounts = Amounts(snapshot.rates(), viewer.currency)
        self._reviews: tuple[str, dict[Sign, list[ReviewState]]] | None = None
        self._lists: dict[int, tuple[Sequence[int], Sequence[int]]] = {}

    def page(self, title: str, crumbs: str, left: bytes, content: str) -> bytes:
        """
        A whole page.

        Args:
            title: of the window, after the market's name.
            crumbs: the row of headings above the columns.
            left: the left column.
            content: the right one. Surrogate escapes in it are bytes that are no characters.
        """
        return b"".join(
            (
                f" <html>\n<head>\n    <title>Empire Market{title}</title>\n".encode(),
                self._head,
                f'        <div class="sub_head_inner_header">\n{crumbs}        </div>\n{_LEFT}'.encode(),
                left,
                f"{_RIGHT}{content}".encode(errors="surrogateescape"),
                self.foot,
            )
        )

    @cached_property
    def counts(self) -> Mapping[int, int]:
        """Live listings by number of category."""
        return listing_counts(self.snapshot.counts())

    @cached_property
    def categories(self) -> bytes:
        """The menu of categories."""
        return category_menu(self.host, self.counts).encode()

    @cached_property
    def search(self) -> bytes:
        """The form of the detailed search."""
        return search_form(self.host).encode()

    @cached_property
    def foot(self) -> bytes:
        """The server's clock and the end of the page."""
        clock = plain_day(self.snapshot.instant)
        return f"""        </div>
</div>
</div>
<div class="footer">
    <p><font size="1">

  <span style="float:right;">
  Server time: {clock}  </span>


    <span style="float:left;">Copyright &copy; {clock.split()[-2]} Empire Market {self.host}</span> </font><br/>

  </p>

</div>
</body>
</html>
""".encode()

    @cached_property
    def rates(self) -> bytes:
        """The exchange rates of the left column."""
        return f"""            <div id="information">
  <div class="login-Head">
    <div class="loginHead-logo">
       <i class="fa fa-bitcoin padi" aria-hidden="true"></i>
    </div>
    <div class="loginHead-head">
    <h3 class="padh3"> EXCHANGE RATES</h3>
    </div>
  </div>
  <div class="clear"></div>
{"".join(self._coin_rates(coin, name) for coin, name in RATED_COINS)}
  <div class="statistics">
    <p class="padp"> <font color="gray" size="1px">Rates are a mean over several exchanges, \
made anew every 15 minutes. </font></p>
  </div>
</div>
""".encode()

    def rate(self, coin: str, fiat: str) -> str:
        """A rate as printed: two digits after the point."""
        return f"{self.snapshot.rates()[coin, fiat]:.2f}"

    def reviews_by_sign(self, handle: str) -> Mapping[Sign, Sequence[ReviewState]]:
        """A vendor's reviews in the market's three classes, each newest first. Those of the last vendor are kept."""
        if self._reviews is None or self._reviews[0] != handle:
            by_sign: dict[Sign, list[ReviewState]] = {sign: [] for sign in SIGNS}
            for review in self.snapshot.vendor_reviews(handle):
                by_sign[sign_of(review.stars)].append(review)
            self._reviews = handle, by_sign
        return self._reviews[1]

    def vendor(self, asked: Address) -> VendorState | None:
        """The vendor that an address names or has a token of, or None."""
        handle = asked.name or self._handles.get(asked.token)
        return None if handle is None else self.snapshot.vendor(handle)

    def listed(self, category: int, products: Sequence[str], most_sticky: int) -> tuple[Sequence[int], Sequence[int]]:
        """Listings of a category: those that stick to the top of every page, and the others."""
        if category not in self._lists:
            ids = self.snapshot.listing_ids(products)
            known = set(ids)
            sticky = [listing for listing in self.snapshot.promoted_ids() if listing in known][:most_sticky]
            self._lists[category] = sticky, [listing for listing in ids if listing not in sticky]
        return self._lists[category]

    def _coin_rates(self, coin: str, name: str) -> str:
        rows = "".join(
            f"""    <p class="padp"> {fiat_name} ({fiat})
      <span class="float-right boldstats">
        <font color="{"#bb0000" if self.rate(coin, fiat)[-1] in "02468" else "#00bb00"}">
          {self.rate(coin, fiat)}        </font>

      </span>
    </p>
"""
            for fiat, fiat_name in zip(FIATS, _FIAT_NAMES, strict=True)
        )
        return f"""  <div class="statistics">
    <h3 class="padp">{name} ({coin})</h3>
{rows}    <p class="padp"> <a href="http://{self.host}/balance/{name.lower()}">Deposits & Withdrawals</a></p>


  </div>
"""

    @cached_property
    def _handles(self) -> Mapping[str, str]:
        return {token_of(handle): handle for handle in self.snapshot.handles()}

    @cached_property
    def _head(self) -> bytes:
        root = f"http://{self.host}"
        balances = [f'{coin}: <a href="{root}/balance/{name.lower()}">0.00000</a>' for coin, name in RATED_COINS]
        arrow = f'<img src="{root}/public/image/arrow-asc.png">'
        rates = "".join(f"            <li><a>{arrow} {fiat} {self.rate('BTC', fiat)}</a></li>\n" for fiat in FIATS)
        return f"""    <link rel="stylesheet" type="text/css" href="{root}/public/css/style.css"/>
    <link rel="stylesheet" href="{root}/public/css/font-awesome.min.css"/>
  <link rel="icon" href="{root}/favicon.png" type="image/png"/>
</head>
<body>
<div class="header">
    <div class="img-logo">
        <a href="{root}/home"><img src="{root}/public/image/logo.png"></a>
    </div>

    <div class="right-session">
        <div id="right-session-information">
            <div class="right-session-image">
              <a href="{root}/myprofile">

              <img src="{root}/public/image/login.png">
                </a>

            </div>
            <div class="right-session-text">
                <p class="padp" style="line-height: 16px;" "><b> Logged in as <a href="{root}/myinfo">\
{escape(self.viewer.name)}</a> [<a href="{root}/index/logout">Logout</a>]</b></p>

        <p class="padp" style="width:max-content; line-height: 16px;"><b> {balances[0]} / {balances[1]} / <br/>\
{balances[2]} [<a href="{root}/autoshop">My Autoshop</a>]</b> </p>





        <p class="padp"></p>
      </div>
        </div>
    </div>
</div>
<div>
<div class="sm-nav" style="width: 43%;">


      <ul>
{rates}      </ul>



    </div>
    <div class="clear"></div>
    <div class="body-content">
{navigation(self.host)}        <div class="clear"></div>
""".encode()


class Frames:
    """
    Frames that have been made. Those of one snapshot are kept, one for each viewer: pages of an instant come together.

    A server may ask from several threads: at worst a frame is made twice.
    """

    def __init__(self) -> None:
        self._of: tuple[Snapshot | None, dict[Viewer, Frame]] = (None, {})

    def of(self, snapshot: Snapshot, viewer: Viewer) -> Frame:
        """The frame of a viewer at an instant."""
        kept, frames = self._of
        if kept is not snapshot:
            frames = {}
            self._of = (snapshot, frames)
        if viewer not in frames:
            frames[viewer] = Frame(snapshot, viewer)
        return frames[viewer]
