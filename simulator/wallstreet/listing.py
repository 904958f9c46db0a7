"""
The page of a listing, and the same page with the refund policy in place of the description.

Two layouts are known: one with the headings Info and Information, one whose block is the parent of the title. The first
names the origin's country, the second gives its code.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from simulator.wallstreet.categories import leaf_of
from simulator.wallstreet.dates import age_text
from simulator.wallstreet.frame import PICTURES
from simulator.wallstreet.markup import mask, printed
from simulator.wallstreet.place_names import origin, ships_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.state import ListingState, ReviewState
    from simulator.wallstreet.frame import Frame

__all__ = ["INFINITE", "category_html", "listing_page"]

INFINITE = '<i class="ionicons ion-ios-infinite"></i>'
_RATINGS = ("", "one", "two", "three", "four", "five")
_STAR = '<i class="ionicons ion-star"></i>'

_LAYOUT_A = """    <h1 class="fheading">{title}</h1>
    <div class="row">
        <div class="col-lg-4"><div class="card card-body">
{pictures}        </div></div>
        <div class="col-lg-4"><div class="card card-body">
            <h1>Info</h1>
            {vendor}
            <p>{lines}</p>
{form}        </div>
        <div class="card card-body">
            <h4>{information}</h4>
            {facts}
        </div></div>
        <div class="col-lg-4"><div class="card card-body">
{tables}        </div></div>
    </div>
"""
_LAYOUT_B = """    <div class="row">
        <div class="col-lg-5">
{pictures}        </div>
        <div class="col-lg-7">
            <h1 class="fheading">{title}</h1>
            {vendor}
            <p>{lines}</p>
            <p>{facts}</p>
{form}{tables}        </div>
    </div>
"""
_FORM = """<form name="buy" method="post" action="/offer/{number}">
<label>{amount}</label> <input type="number" name="buy[amount]" value="{least}"> \
<select name="buy[shipping]">{options}</select>
<input type="hidden" name="buy[_token]" value="{token}">
<button class="btn btn3d btn-success"><i class="ionicons ion-android-cart"></i> {buy}</button>
</form>
<a class="btn btn-sm btn-info" href="/messages/offerq/{number}"><i class="ionicons ion-help"></i> {ask}</a>
"""
_TABS = """<ul class="nav nav-tabs">
<li class="nav-item"><a class="nav-link{first}" href="/offer/{number}">{description}</a></li>
<li class="nav-item"><a class="nav-link{second}" href="/offer/{number}/refund">{refund}</a></li>
</ul>
<div id="tabcontent" class="card card-body">
{text}
</div>
"""
_REVIEW = (
    '<tr><td class="text-nowrap">{stars}</td><td><b class="small">{title}</b><br />{comment}</td><td>{buyer}</td>'
    '<td class="text-nowrap">{age}</td></tr>\n'
)


def listing_page(frame: Frame, listing: ListingState, *, refund: bool) -> bytes:
    """The page, with the reviews that the listing has, newest first; nothing documents a limit to their number."""
    labels = frame.labels
    vendor = f'<i class="ionicons ion-person"></i> <a href="/profile/{quote(listing.vendor.handle, safe="")}">'
    vendor += f"{escape(listing.vendor.handle, quote=False)}</a>"
    if listing.vendor.on_vacation:
        lock = '<div class="vacationlock alert alert-warning"><i class="ionicons ion-android-sunny"></i></div>'
        vendor = f"{lock}\n            {vendor}"
    picture = PICTURES[frame.settings.pictures]
    layout = _LAYOUT_A if frame.viewer.layout == "A" else _LAYOUT_B
    block = layout.format(
        title=escape(listing.title, quote=False),
        pictures=f'<img class="img-thumbnail" src="{picture}" alt="">\n' if picture else "",
        vendor=vendor,
        lines="<br />\n".join(_lines(frame, listing)),
        form=_FORM.format(
            number=listing.listing_id,
            amount=labels.amount,
            least=listing.least_order or 1,
            options="".join(f'<option value="{n}">{n}</option>' for n in range(1, len(listing.shipping) + 1)),
            token=frame.shell.token,
            buy=labels.buy,
            ask=labels.ask,
        ),
        information=labels.information,
        facts="<br />\n".join(f"<b>{label}:</b> {value}" for label, value in _facts(frame, listing)),
        tables=_prices(frame, listing) + _shipping(frame, listing),
    )
    tabs = _TABS.format(
        number=listing.listing_id,
        first="" if refund else " active",
        second=" active" if refund else "",
        description=labels.description,
        refund=labels.refund,
        text=printed(listing.vendor.refund_policy if refund else listing.description),
    )
    reviews = _reviews(frame, frame.snapshot.listing_reviews(listing.listing_id))
    return frame.shell.page("act-frontendOfferIndex", block + tabs + reviews)


def category_html(path: tuple[str, ...]) -> str:
    """A category's path with an icon between its names."""
    return ' <i class="ionicons ion-chevron-right"></i> '.join(escape(name, quote=False) for name in path)


def _lines(frame: Frame, listing: ListingState) -> Iterator[str]:
    labels = frame.labels
    if not listing.digital:
        if place := origin(listing.origin, labels, named=frame.viewer.layout == "A"):
            yield f'<i class="ionicons ion-log-out"></i> {labels.ships_from}: {place}'
        sentence, codes = ships_to(listing, labels)
        if sentence:
            yield f'<i class="ionicons ion-log-in"></i> {sentence}{f" ({codes})" if codes else ""}'
    if listing.payment:
        methods = ", ".join(labels.payments[method] for method in listing.payment)
        yield f'<i class="ionicons ion-android-share-alt"></i> {methods}'
    if listing.auto_dispatch is not None:
        yield f'<i class="ionicons ion-android-checkmark-circle"></i> {labels.auto_accept}'
    if listing.digital:
        yield f'<i class="ionicons ion-ios-monitor-outline"></i> {labels.digital}'


def _facts(frame: Frame, listing: ListingState) -> Iterator[tuple[str, str]]:
    labels, count = frame.labels, frame.amounts.count
    if listing.least_order is not None:
        yield labels.least, str(listing.least_order)
    yield labels.most, INFINITE if listing.most_order is None else str(listing.most_order)
    yield labels.views, count(listing.views)
    yield labels.stock, INFINITE if listing.stock is None else count(listing.stock)
    yield labels.sold, count(listing.sold)
    yield labels.category, category_html(leaf_of(listing.product).path)


def _prices(frame: Frame, listing: ListingState) -> str:
    """A row for one unit, and one for each further size of order. Sizes are printed without marks at the thousands."""
    labels, amounts = frame.labels, frame.amounts
    further = [(f"{tier.least} - {tier.most or '∞'}", tier.unit_price) for tier in listing.tiers if tier.least > 1]
    rows = [(f"1 {labels.units[listing.unit]}", listing.price), *further]
    cells = "".join(
        f"<tr><td>{size}</td><td>{amounts.price(price)}</td><td>{amounts.coin_price(price)}</td></tr>\n"
        for size, price in rows
    )
    return (
        f'<h4>{labels.prices}</h4>\n<table class="table table-sm"><thead><tr><th>{labels.amount}</th>'
        f"<th>{labels.price}</th><th>BTC</th></tr></thead>\n{cells}</table>\n"
    )


def _shipping(frame: Frame, listing: ListingState) -> str:
    """A row for each way to have an order sent, with how many units it is good for."""
    if not listing.shipping:
        return ""
    labels, amounts = frame.labels, frame.amounts
    cells = "".join(
        f"<tr><td>{escape(way.label, quote=False)}</td><td>{INFINITE if way.per == 'order' else '1'}</td>"
        f"<td>{amounts.price(way.price)}</td><td>{amounts.coin_price(way.price)}</td></tr>\n"
        for way in listing.shipping
    )
    return (
        f'<h4>{labels.shipping}</h4>\n<table class="table table-sm"><thead><tr><th>{labels.name}</th>'
        f"<th>{labels.amount}</th><th>{labels.price}</th><th>BTC</th></tr></thead>\n{cells}</table>\n"
    )


def _reviews(frame: Frame, reviews: Sequence[ReviewState]) -> str:
    if not reviews:
        return ""
    labels, instant = frame.labels, frame.snapshot.instant
    stars = ["", *(_stars(frame, number) for number in range(1, 6))]
    rows = [
        _REVIEW.format(
            stars=stars[review.stars],
            title=escape(review.listing_title, quote=False),
            comment=escape(review.comment or "", quote=False),
            buyer=escape(mask(review.buyer), quote=False),
            age=age_text(labels, review.at, instant),
        )
        for review in reviews
    ]
    return f'<h3>{labels.feedback}</h3>\n<table class="table table-striped ratedSection">\n{"".join(rows)}</table>\n'


def _stars(frame: Frame, number: int) -> str:
    name = f"stars {number}"
    if name not in frame.fragments:
        text = frame.amounts.stars(number * 100, 1)
        icons = f'<span class="ratings {_RATINGS[number]}">{_STAR * 5}</span>'
        frame.fragments[name] = f'{icons} <span class="text-muted">({text})</span>'
    return frame.fragments[name]
