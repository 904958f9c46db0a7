"""
The page of a listing, and the same page with the refund policy in place of the description.

Two layouts are known: one with the headings Info and Information, one whose block is the parent of the title. The first
names the origin's country, the second gives its code.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from simulator.wallstreet.ages import age_text
from simulator.wallstreet.categories import leaf_of
from simulator.wallstreet.places import origin, ships_to
from simulator.wallstreet.texts import mask, printed
from simulator.wallstreet.view import PICTURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.state import ListingState, ReviewState
    from simulator.wallstreet.view import View

__all__ = ["INFINITE", "category_html", "offer_page"]

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


def offer_page(view: View, listing: ListingState, *, refund: bool) -> bytes:
    """The page, with the reviews that the listing has, newest first; nothing documents a limit to their number."""
    words = view.words
    vendor = f'<i class="ionicons ion-person"></i> <a href="/profile/{quote(listing.vendor.handle, safe="")}">'
    vendor += f"{escape(listing.vendor.handle, quote=False)}</a>"
    if listing.vendor.on_vacation:
        lock = '<div class="vacationlock alert alert-warning"><i class="ionicons ion-android-sunny"></i></div>'
        vendor = f"{lock}\n            {vendor}"
    picture = PICTURES[view.settings.pictures]
    layout = _LAYOUT_A if view.viewer.layout == "A" else _LAYOUT_B
    block = layout.format(
        title=escape(listing.title, quote=False),
        pictures=f'<img class="img-thumbnail" src="{picture}" alt="">\n' if picture else "",
        vendor=vendor,
        lines="<br />\n".join(_lines(view, listing)),
        form=_FORM.format(
            number=listing.listing_id,
            amount=words.amount,
            least=listing.least_order or 1,
            options="".join(f'<option value="{n}">{n}</option>' for n in range(1, len(listing.shipping) + 1)),
            token=view.frame.token,
            buy=words.buy,
            ask=words.ask,
        ),
        information=words.information,
        facts="<br />\n".join(f"<b>{label}:</b> {value}" for label, value in _facts(view, listing)),
        tables=_prices(view, listing) + _shipping(view, listing),
    )
    tabs = _TABS.format(
        number=listing.listing_id,
        first="" if refund else " active",
        second=" active" if refund else "",
        description=words.description,
        refund=words.refund,
        text=printed(listing.vendor.refund_policy if refund else listing.description),
    )
    reviews = _reviews(view, view.snapshot.listing_reviews(listing.listing_id))
    return view.frame.page("act-frontendOfferIndex", block + tabs + reviews)


def category_html(path: tuple[str, ...]) -> str:
    """A category's path with an icon between its names."""
    return ' <i class="ionicons ion-chevron-right"></i> '.join(escape(name, quote=False) for name in path)


def _lines(view: View, listing: ListingState) -> Iterator[str]:
    words = view.words
    if not listing.digital:
        if place := origin(listing.origin, words, named=view.viewer.layout == "A"):
            yield f'<i class="ionicons ion-log-out"></i> {words.ships_from}: {place}'
        sentence, codes = ships_to(listing, words)
        if sentence:
            yield f'<i class="ionicons ion-log-in"></i> {sentence}{f" ({codes})" if codes else ""}'
    if listing.payment:
        methods = ", ".join(words.payments[method] for method in listing.payment)
        yield f'<i class="ionicons ion-android-share-alt"></i> {methods}'
    if listing.auto_dispatch is not None:
        yield f'<i class="ionicons ion-android-checkmark-circle"></i> {words.auto_accept}'
    if listing.digital:
        yield f'<i class="ionicons ion-ios-monitor-outline"></i> {words.digital}'


def _facts(view: View, listing: ListingState) -> Iterator[tuple[str, str]]:
    words, count = view.words, view.figures.count
    if listing.least_order is not None:
        yield words.least, str(listing.least_order)
    yield words.most, INFINITE if listing.most_order is None else str(listing.most_order)
    yield words.views, count(listing.views)
    yield words.stock, INFINITE if listing.stock is None else count(listing.stock)
    yield words.sold, count(listing.sold)
    yield words.category, category_html(leaf_of(listing.product).path)


def _prices(view: View, listing: ListingState) -> str:
    """A row for one unit, and one for each further size of order. Sizes are printed without marks at the thousands."""
    words, figures = view.words, view.figures
    further = [(f"{tier.least} - {tier.most or '∞'}", tier.unit_price) for tier in listing.tiers if tier.least > 1]
    rows = [(f"1 {words.units[listing.unit]}", listing.price), *further]
    cells = "".join(
        f"<tr><td>{size}</td><td>{figures.price(price)}</td><td>{figures.coin_price(price)}</td></tr>\n"
        for size, price in rows
    )
    return (
        f'<h4>{words.prices}</h4>\n<table class="table table-sm"><thead><tr><th>{words.amount}</th>'
        f"<th>{words.price}</th><th>BTC</th></tr></thead>\n{cells}</table>\n"
    )


def _shipping(view: View, listing: ListingState) -> str:
    """A row for each way to have an order sent, with how many units it is good for."""
    if not listing.shipping:
        return ""
    words, figures = view.words, view.figures
    cells = "".join(
        f"<tr><td>{escape(way.label, quote=False)}</td><td>{INFINITE if way.per == 'order' else '1'}</td>"
        f"<td>{figures.price(way.price)}</td><td>{figures.coin_price(way.price)}</td></tr>\n"
        for way in listing.shipping
    )
    return (
        f'<h4>{words.shipping}</h4>\n<table class="table table-sm"><thead><tr><th>{words.name}</th>'
        f"<th>{words.amount}</th><th>{words.price}</th><th>BTC</th></tr></thead>\n{cells}</table>\n"
    )


def _reviews(view: View, reviews: Sequence[ReviewState]) -> str:
    if not reviews:
        return ""
    words, instant = view.words, view.snapshot.instant
    stars = ["", *(_stars(view, number) for number in range(1, 6))]
    rows = [
        _REVIEW.format(
            stars=stars[review.stars],
            title=escape(review.listing_title, quote=False),
            comment=escape(review.comment or "", quote=False),
            buyer=escape(mask(review.buyer), quote=False),
            age=age_text(words, review.at, instant),
        )
        for review in reviews
    ]
    return f'<h3>{words.feedback}</h3>\n<table class="table table-striped ratedSection">\n{"".join(rows)}</table>\n'


def _stars(view: View, number: int) -> str:
    name = f"stars {number}"
    if name not in view.fragments:
        text = view.figures.stars(number * 100, 1)
        icons = f'<span class="ratings {_RATINGS[number]}">{_STAR * 5}</span>'
        view.fragments[name] = f'{icons} <span class="text-muted">({text})</span>'
    return view.fragments[name]
