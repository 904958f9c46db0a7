"""Accounts that the first page lists beside its offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.parts import Counter
from cryptodrug_scraper.page.records import Listing, Vendor
from tests.support.drafted import drafted, of, read_by

if TYPE_CHECKING:
    from pathlib import Path

_SELLERS = {"mossman": (6, 1843), "fern_77": (5, 977), "reedy": (4, 612), "sage4you": (3, 88)}
_NEW = "thymeless"
"""A seller of whom the first page has an offer, and who is not among the best: of whom it says nothing more."""


def test_the_best_sellers_are_read_once_each(tmp_path: Path) -> None:
    texts = {"index.html": _page(_cards(0), is_first=True)}
    texts |= {f"shelf/{number}.html": _page(_cards(number), is_first=False) for number in range(1, 5)}
    folder = tmp_path / "pages" / "abc.onion"
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    with drafted("best", [folder / name for name in texts], tmp_path / "draft") as market:
        _, page = read_by(market, (folder / "index.html").read_bytes(), PageContext("http://abc.onion/index.html"))
        found = {each.vendor: (each.level, each.sales) for each in of(page, Vendor)}
        assert found == {name: (level, Counter(value=sales)) for name, (level, sales) in _SELLERS.items()}
        assert len(_SELLERS) == len(of(page, Vendor)), "each once, though their offers name them, too"
        assert {*_SELLERS, _NEW} == {listing.vendor for listing in of(page, Listing)}
        body = (folder / "index.html").read_bytes()
        _, cut = read_by(market, body[: body.index(b"<h3>")], PageContext("http://abc.onion/index.html"))
        assert of(cut, Listing)
        assert not of(cut, Vendor), "none that the whole page has not, or has with more"
        for name in texts.keys() - {"index.html"}:
            _, page = read_by(market, (folder / name).read_bytes(), PageContext(f"http://abc.onion/{name}"))
            assert not page.issues
            assert {*_SELLERS, _NEW} == {listing.vendor for listing in of(page, Listing)}


def _link(name: str) -> str:
    return f'<a href="/u/{name}.html">{name}</a>'


def _cards(number: int) -> str:
    return "".join(
        f'<div class="card"><a class="name" href="/o/{number}{at}7.html">Fine ware {"abcdefgh"[at] * 3} of shelf '
        f"{number}</a> {_link(name)} <b>€ {at + 1}.50</b></div>"
        for at, name in enumerate([*_SELLERS, _NEW])
    )


def _page(cards: str, *, is_first: bool) -> str:
    rows = "".join(
        f"<tr><td>{_link(name)}</td><td>{level}</td><td>{sales}</td></tr>" for name, (level, sales) in _SELLERS.items()
    )
    heads = "<tr><th>Seller</th><th>Level</th><th>Sales</th></tr>"
    best = f'<h3>Best sellers</h3><table class="best">{heads}{rows}</table>' if is_first else ""
    menu = "".join(f'<li><a href="/shelf/{number}.html">Shelf {"abcde"[number]}</a></li>' for number in range(1, 5))
    return f'<html><head><title>Shop</title></head><body><ul class="menu">{menu}</ul>{cards}{best}</body></html>'
