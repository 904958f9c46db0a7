"""Ratings of two layouts on pages of one kind are read both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Review
from tests.support.drafted import drafted, of, read_by

if TYPE_CHECKING:
    from pathlib import Path

_MASKS = ("a**e", "k**o", "z**1", "u**u", "m**y")
_SAID = (
    "Arrived fast, well packed",
    "A little damp but fine",
    "Just as described, thanks",
    "So so, would not again",
    "Great stuff, will be back",
)
_NAMES = ("moss", "fern", "reed", "sage", "thyme", "clover")


def test_each_layout_of_ratings_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "pages" / "abc.onion"
    folder.mkdir(parents=True)
    texts = {"index.html": _list()}
    texts |= {f"ware-{number}.html": _offer(number, is_table=number % 3 == 0) for number in range(len(_NAMES))}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    with drafted("layouts", sorted(folder.iterdir()), tmp_path / "draft") as market:
        for number in range(len(_NAMES)):
            context = PageContext(f"http://abc.onion/ware-{number}.html")
            kind, page = read_by(market, (folder / f"ware-{number}.html").read_bytes(), context)
            reviews = of(page, Review)
            assert "listing" == kind
            assert list(_MASKS) == [each.buyer_mask for each in reviews], number
            assert list(_SAID) == [each.comment for each in reviews]
            assert {f"house{number}"} == {each.vendor for each in reviews}


def _list() -> str:
    cards = "".join(
        f'<div class="card"><a class="name" href="/ware-{number}.html">{_title(number)}</a> '
        f'<a href="/house/house{number}.html">house{number}</a> <b>€ {number}.50</b></div>'
        for number in range(len(_NAMES))
    )
    return f'<html><head><title>Shop</title></head><body><div class="list">{cards}</div></body></html>'


def _offer(number: int, *, is_table: bool) -> str:
    days = [f"{day:02}.03.2019" for day in range(10 + number, 5 + number, -1)]
    told = list(zip(_MASKS, days, _SAID, strict=True))
    if is_table:
        rows = "".join(
            f'<tr class="vote"><td class="who">{mask}</td><td class="day">{day}</td><td class="said">{said}</td></tr>'
            for mask, day, said in told
        )
        ratings = f'<table class="votes">{rows}</table>'
    else:
        ratings = "".join(
            f'<article class="opinion"><header><b>{mask}</b> <time>{day}</time></header><p>{said}</p></article>'
            for mask, day, said in told
        )
    head = f"<head><title>Shop: {_title(number)}</title></head>"
    offer = f"<h1>{_title(number)}</h1><p>Price: <b>€ {number}.50</b></p>"
    seller = f'<p>Sold by <a href="/house/house{number}.html">house{number}</a></p>'
    text = f"This is a long text on the ware with the number {number}, grown in a garden and packed with care."
    return f'<html>{head}<body>{offer}{seller}<div class="text">{text}</div>{ratings}</body></html>'


def _title(number: int) -> str:
    return f"Fine {_NAMES[number]} from the garden"
