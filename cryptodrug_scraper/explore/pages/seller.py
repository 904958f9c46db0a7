"""One seller across markets: an account, those that are linked to it, and what was seen of them over time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Blueprint, Response, request

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.explore.called import day_of, market_called
from cryptodrug_scraper.explore.decision_paths import of_account, of_pair
from cryptodrug_scraper.explore.pages.answer import asked, most_rows, sources, wants_csv
from cryptodrug_scraper.explore.pages.changes import cells_changed, changed_fields
from cryptodrug_scraper.explore.pages.narrowing import Narrowing, is_sorted
from cryptodrug_scraper.explore.pictures import Axis, Bar, Column, Line, Point, columns, lines, spans
from cryptodrug_scraper.explore.questions import MOST_ROWS
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from markupsafe import Markup

    from cryptodrug_scraper.explore.questions import Table

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("seller", __name__)

_PAGES = statement(__package__, "vendor_pages")
_LINKS = statement(__package__, "seller_links")
_ORIGINS = statement(__package__, "seller_origins")
_SNAPSHOTS = statement(__package__, "seller_snapshots")
_MONTHS = statement(__package__, "seller_months")
_LISTINGS = statement(__package__, "seller_listings")
_PRICES = statement(__package__, "seller_prices")
_SALES = statement(__package__, "vendor_sales")
_NAMES = """
SELECT market, printed_name, vendor, decision, evidence
FROM account_name WHERE market = :market AND :name IN (vendor, printed_name)
"""
_MOST_ACCOUNTS = 50
"""Accounts of one seller that are shown together."""
_MOST_LISTINGS = 500
"""Listings of one seller that a page shows."""
_MOST_SORTED = 2_000
"""Listings of one seller that are sorted: all that is shown of them is worked out for that."""
_OF_LISTINGS = Narrowing(("market", "vendor", "listing_id"), most=(0, _MOST_SORTED))
_OF_SALES = Narrowing(("transaction_id",))
_ALL_LISTINGS = 1_000_000
"""More than any seller has."""
_TONES = 8
_READ_ORIGINS = (
    "A bar is a time in which all its listings state one set of origins, thin where that is not certain. Below it are "
    "the market's snapshots: full where it was seen, half where it was seen before and after, empty where not."
)
_LOOKS = {"seen": "full", "between": "half"}

_Account = tuple[str, str]


@BLUEPRINT.get("/market/<market>/vendor/<path:name>")
def seller(market: str, name: str) -> Response:
    """
    An account with those that are linked to it: where they send from, their listings, prices and ratings, and what each
    snapshot saw and missed of them; then what pages say of this one, with what changed.

    Raises:
        StoreError: nothing is known of it.
    """
    ask = sources().ask
    own: dict[str, Any] = {"market": market, "name": name}
    links = ask(
        "links", "Accounts that it was compared with", _LINKS, most=None if wants_csv() == "links" else MOST_ROWS, **own
    )
    accounts = _accounts_of(links, (market, name))
    both: dict[str, Any] = {"markets": [code for code, _ in accounts], "vendors": [vendor for _, vendor in accounts]}
    most = _ALL_LISTINGS if wants_csv() in {"listings", "prices"} else _MOST_LISTINGS + 1
    pages, origins, snapshots, months, listings, prices, sales, names = sources().ask_together(
        partial(
            ask,
            "pages",
            "What pages say of this account, in the order of time",
            _PAGES,
            most=None if wants_csv() == "changes" else MOST_ROWS,
            **own,
        ),
        partial(ask, "origins", "Where it sends from", _ORIGINS, **both),
        partial(ask, "snapshots", "What each snapshot saw and missed", _SNAPSHOTS, **both),
        partial(ask, "months", "Ratings and sales by month", _MONTHS, **both),
        _OF_LISTINGS.later(
            "listings",
            "Listings",
            _LISTINGS,
            both | {"listings": max(most, _MOST_SORTED + 1) if is_sorted("listings") else most},
            most=_MOST_LISTINGS,
        ),
        partial(ask, "prices", "Asked prices", _PRICES, **both | {"listings": most}),
        _OF_SALES.later("sales", "Sales of this account for which a rating stands", _SALES, own),
        partial(ask, "names", "Names", _NAMES, **own),
    )
    if not any(table.rows for table in (pages, links, origins, months, listings, sales, names)):
        msg = f"no page says anything of a vendor {name!r} of {market!r}: look for it with the search above"
        raise StoreError(msg)
    axis = Axis.over(_moments(origins, snapshots, months, pages))
    return asked(
        "seller.html",
        [links, origins, snapshots, listings, prices, months, changed_fields(pages, most_rows()), pages, sales, names],
        heading=f"{name}, {market_called(market)}",
        account=(market, name),
        others=accounts[1:],
        candidates=_candidates_of(links, accounts),
        told=_told(accounts, listings, origins),
        pictures=[] if axis is None else list(_pictures(axis, accounts, origins, snapshots, months, prices)),
        changed={"pages": cells_changed(pages)},
        about={"market": market, "vendor": name},
        market_called=market_called,
        decide=[of_account(market, name)],
        pair=partial(of_pair, (market, name)),
    )


def _accounts_of(links: Table, own: _Account) -> list[_Account]:
    """The account, and those that were taken for the same seller's."""
    same = (row for row in links.mappings if row["decision"] == "same")
    ends = ((str(row[f"market_{side}"]), str(row[f"vendor_{side}"])) for row in same for side in "ab")
    return list(dict.fromkeys([own, *ends]))[:_MOST_ACCOUNTS]


def _candidates_of(links: Table, accounts: Sequence[_Account]) -> list[_Account]:
    """Accounts that may be the same seller's, and were not taken for it."""
    ends = ((str(row[f"market_{side}"]), str(row[f"vendor_{side}"])) for row in links.mappings for side in "ab")
    return [each for each in dict.fromkeys(ends) if each not in accounts]


def _told(accounts: Sequence[_Account], listings: Table, origins: Table) -> str:
    """What there is of a seller, in a sentence."""
    markets = {market for market, _ in accounts}
    codes = sorted({code for row in origins.mappings for code in _codes(row)})
    said = f"{counted(len(accounts), 'account')} on {counted(len(markets), 'market')}, "
    said += f"more than {_MOST_LISTINGS} listings" if listings.is_cut else counted(len(listings.rows), "listing")
    return f"{said}, sending from {', '.join(codes)}." if codes else f"{said}; from where it sends is not known."


def _codes(row: Mapping[str, Any]) -> list[str]:
    return list(row["origin_codes"] or ())


def _moments(*tables: Table) -> Iterable[date | None]:
    names = {"from_latest", "to_earliest", "snapshot_first_at", "month", "captured_at"}
    for table in tables:
        for row in table.mappings:
            yield from (value for name, value in row.items() if name in names)


def _pictures(
    axis: Axis, accounts: Sequence[_Account], origins: Table, snapshots: Table, months: Table, prices: Table
) -> Iterable[tuple[str, str, Markup]]:
    """Pictures, each with its title and how it is read."""
    yield (
        "Where it sends from, and which snapshots saw it",
        _READ_ORIGINS,
        lines("Origins and snapshots by account", axis, _lines(accounts, origins, snapshots)),
    )
    rated = [(_called(each), list(_rated(each, months))) for each in accounts]
    rated = [
        (name if any(each.number for each in numbers) else f"{name}: none", numbers)
        for name, numbers in rated
        if numbers
    ]
    if any(each.number for _, numbers in rated for each in numbers):
        title = "Ratings by month"
        yield title, "All on one scale.", columns(title, axis, rated)
    asked_for = list(_asked(prices))
    if asked_for:
        title = "Asked prices of its listings"
        yield (
            title,
            "Each line is one price of one listing, for as long as it stood; the scale is of powers of ten.",
            spans(title, axis, asked_for),
        )


def _lines(accounts: Sequence[_Account], origins: Table, snapshots: Table) -> list[Line]:
    drawn = {each: Line(_called(each)) for each in accounts}
    tones: dict[str, int] = {}
    for row in origins.mappings:
        said = ", ".join(_codes(row)) or "none stated"
        first, last = row["from_latest"], row["to_earliest"]
        bar = Bar(
            first,
            last,
            row["from_earliest"] or first,
            row["to_latest"] or last,
            said,
            f"{said}: {day_of(first)} to {day_of(last)}",
            tones.setdefault(said, len(tones) % _TONES),
        )
        drawn[str(row["market"]), str(row["vendor"])].bars.append(bar)
    for row in snapshots.mappings:
        line = drawn.get((str(row["market"]), str(row["vendor"])))
        if line is not None:
            count = row["listing_count"]
            listed = "" if count is None else f", {counted(int(count), 'listing')}"
            told = f"{day_of(row['snapshot_first_at'])}: {row['presence']}{listed} (snapshot {row['grade']})"
            link = f"{request.script_root}/snapshot/{quote(str(row['snapshot_id']), safe='')}"
            line.points.append(Point(row["snapshot_first_at"], _LOOKS.get(str(row["presence"]), "empty"), told, link))
    return list(drawn.values())


def _rated(account: _Account, months: Table) -> Iterable[Column]:
    for row in months.mappings:
        if (row["market"], row["vendor"]) == account and row["ratings"] is not None:
            told = f"{row['month']:%Y-%m}: {counted(int(row['ratings']), 'rating')}"
            yield Column(row["month"], float(row["ratings"]), told)


def _asked(prices: Table) -> Iterable[tuple[datetime, datetime, float, str]]:
    for row in prices.mappings:
        if row["price_eur"] is not None and row["price_eur"] > 0:
            since = day_of(row["first_at"])
            told = f"listing {row['listing_id']}: {row['price_eur']:.2f} € ({row['price_flag']}) from {since}"
            yield row["first_at"], row["last_at"], float(row["price_eur"]), told


def _called(account: _Account) -> str:
    return f"{account[1]}, {market_called(account[0])}"
