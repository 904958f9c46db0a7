"""A page of a list: menu of categories, filters, and cards or the rows of a table."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from simulator.wallstreet.categories import TREE, Category
from simulator.wallstreet.frame import PICTURES
from simulator.wallstreet.place_names import COUNTRIES, origin, ships_to
from simulator.wallstreet.vendor import mean_stars

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.state import ListingState
    from simulator.wallstreet.frame import Frame
    from simulator.wallstreet.selection import ListPage

__all__ = ["list_page"]

_PAGE = """    <form name="form" method="post" action="/index">
    <div class="row">
        <div class="col-lg-3">
            <div class="card card-body mb-2">
{menu}            </div>
<div class="card card-body mb-2">
{filters}</div>
        </div>
        <div class="col-lg-9">
{head}<h2>{products}</h2>
{listings}{pager}        </div>
    </div>
    </form>
"""
_HEAD = """<div class="row specialrow">
    <div class="col-lg-3">
        <div class="card card-body mb-2 pb-2">
            <ul>
                <li>{results}: {total}</li>
                <li>{page_word} {page}/{pages}</li>
            </ul>
        </div>
    </div>
</div>
"""
_CARD = """            <div class="col-xl-4 col-md-6">
                <div class="card mb-3">
                    {picture}<div class="card-body">
                        <h4 class="card-title"><a href="/offer/{number}">{title}</a></h4>
                        <hr>
                        <i class="ionicons ion-person"></i> <a href="/profile/{quoted}">{vendor}</a>
                        <hr>
                        <b>{price}</b> / {unit}
                        <hr>
                        {places}
                    </div>
                </div>
            </div>
"""
_ROW = """<tr>
<td>{place}</td>
<td><a href="/offer/{number}">{title}</a></td>
<td><a href="/profile/{quoted}">{vendor}</a> ({stars}) {level_word} {level}</td>
<td>{price}/{unit}</td>
</tr>
"""
_FILTERS = """{categories}
<input type="text" id="form_searchTerm" name="form[searchTerm]" class="form-control form-control-sm" value="{search}">
{limit}
{rating}
{level}
<input type="text" name="form[vendoractivity]" value=""><input type="text" name="form[quantity]" value="">\
<input type="text" name="form[maxpricepunit]" value="">
{ships_from}
{ships_to}
{sort}
<input type="hidden" name="form[page]" value="{page}"><input type="hidden" name="form[_token]" value="{token}">\
<input type="hidden" name="dofilter" value="0">
<button class="btn btn-info btn-sm" name="search"><i class="ionicons ion-search"></i> {button}</button>
"""
_SELECTED = ' selected="selected"'
_SORTS = {"pop_week_desc": "pop. 7d", "price_asc": "price +", "price_desc": "price -"}


def list_page(frame: Frame, found: ListPage) -> bytes:
    """The page. One that was filtered away says nothing of a total."""
    labels, count, selection = frame.labels, frame.amounts.count, found.selection
    if "menu" not in frame.fragments:
        frame.fragments["menu"] = _menu(frame, TREE, "tree")
    head = _HEAD.format(
        results=labels.results,
        total=count(found.total),
        page_word=labels.page,
        page=count(selection.page),
        pages=count(found.pages),
    )
    content = _PAGE.format(
        menu=frame.fragments["menu"],
        filters=_filters(frame, found),
        head="" if selection.filtered else head,
        products=labels.products,
        listings=_table(frame, found) if frame.settings.cards == "table" else _cards(frame, found.listings),
        pager="" if selection.filtered else _pager(found),
    )
    return frame.shell.page("act-frontendIndexIndex", content)


def _menu(frame: Frame, nodes: Iterable[Category], css: str = "") -> str:
    """The whole tree; the market prints a number behind every name."""
    items = []
    for node in nodes:
        number = frame.amounts.count(frame.category_counts()[node.category_id])
        below = f"\n{_menu(frame, node.children)}" if node.children else ""
        items.append(
            f'<li><button class="nobtn" name="menuCat{node.level}" value="{node.number}">'
            f'{escape(node.path[-1])} <span class="text-muted">{number}</span></button>{below}</li>\n'
        )
    start = f'<ol class="{css}">' if css else "<ol>"
    return f"{start}\n{''.join(items)}</ol>\n"


def _filters(frame: Frame, found: ListPage) -> str:
    selection = found.selection
    numbers = dict(zip("TMB", selection.category.numbers if selection.category else (), strict=False))
    places = {"": "-"} | {code: code for code in COUNTRIES}
    return _FILTERS.format(
        categories="\n".join(
            f'<input type="hidden" id="form_cat{level}" name="form[cat{level}]" value="{numbers.get(level, "")}">'
            for level in "TMB"
        ),
        search=escape(selection.search),
        limit=_select("limit", {"15": "15", "90": "90"}, str(selection.limit)),
        rating=_select("rating", {"": "-"} | {str(stars): f"{stars}+" for stars in range(1, 6)}, ""),
        level=_select("vendorLevel", {"": "-"} | {str(level): f"{level}+" for level in range(1, 11)}, ""),
        ships_from=_select("shipsfrom", places, selection.ships_from),
        ships_to=_select("shipsto", places, ""),
        sort=_select("sort", _SORTS, "pop_week_desc"),
        page=selection.page,
        token=frame.shell.token,
        button=frame.labels.search,
    )


def _select(name: str, options: dict[str, str], chosen: str) -> str:
    shown = "".join(
        f'<option value="{value}"{_SELECTED if value == chosen else ""}>{text}</option>'
        for value, text in options.items()
    )
    return f'<select id="form_{name}" name="form[{name}]" class="form-control form-control-sm">{shown}</select>'


def _cards(frame: Frame, listings: Iterable[ListingState]) -> str:
    source = PICTURES[frame.settings.pictures]
    cards = []
    for listing in listings:
        picture = f'<a href="/offer/{listing.listing_id}"><img class="card-img-top" src="{source}" alt=""></a>\n'
        cards.append(
            _CARD.format(
                picture=picture if source else "",
                number=listing.listing_id,
                title=escape(listing.title, quote=False),
                quoted=quote(listing.vendor.handle, safe=""),
                vendor=escape(listing.vendor.handle, quote=False),
                price=frame.amounts.price(listing.price),
                unit=frame.labels.units[listing.unit],
                places="" if listing.digital else _places(frame, listing),
            )
        )
    return f'<div class="row">\n{"".join(cards)}</div>\n'


def _places(frame: Frame, listing: ListingState) -> str:
    labels, lines = frame.labels, []
    if place := origin(listing.origin, labels, named=False):
        lines.append(f'<i class="ionicons ion-log-out"></i> {labels.ships_from}: {place}')
    sentence, codes = ships_to(listing, labels)
    if sentence:
        inner = f'<div class="small text-muted"><div>{codes}</div></div>' if codes else ""
        lines.append(f'<i class="ionicons ion-log-in"></i> {sentence}{inner}')
    return "<br />\n                        ".join(lines)


def _table(frame: Frame, found: ListPage) -> str:
    labels, amounts, selection = frame.labels, frame.amounts, found.selection
    rows = []
    for place, listing in enumerate(found.listings, (selection.page - 1) * selection.limit + 1):
        mean = mean_stars(frame, listing.vendor.handle, 0)
        rows.append(
            _ROW.format(
                place=place,
                number=listing.listing_id,
                title=escape(listing.title, quote=False),
                quoted=quote(listing.vendor.handle, safe=""),
                vendor=escape(listing.vendor.handle, quote=False),
                stars="-" if mean is None else amounts.stars(mean, 1),
                level_word=labels.level,
                level=listing.vendor.level,
                price=amounts.price(listing.price),
                unit=labels.units[listing.unit],
            )
        )
    return (
        '<table class="table table-sm"><tr><td>Sort</td><td>pop. 7d</td></tr></table>\n'
        f'<table class="table table-striped"><thead><tr><th>#</th><th>{labels.product}</th><th>{labels.vendor}</th>'
        f"<th>{labels.price}</th></tr></thead>\n{''.join(rows)}</table>\n"
    )


def _pager(found: ListPage) -> str:
    """Buttons of the first three pages, the last, this one and its neighbours."""
    current, last = found.selection.page, found.pages
    shown = sorted({1, 2, 3, current - 1, current, current + 1, last} & set(range(1, last + 1)))
    items = "".join(
        f'<li class="page-item{" active" if page == current else ""}">'
        f'<button class="page-link" name="page" value="{page}">{page}</button></li>\n'
        for page in shown
    )
    return f'<ul class="pagination">\n{items}</ul>\n'
