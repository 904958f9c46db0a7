"""An invented Danish market: three layouts of offers, the seller's numbers in a box, a short menu at the top."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote_plus

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "CATEGORIES",
    "HOST",
    "OFFERS",
    "RATINGS",
    "SELLERS",
    "Offer",
    "Rating",
    "left_out",
    "sales",
    "save_ledger",
    "save_pages",
    "tags",
]

HOST = "http://kajgadeqz3vmt5xw.onion"
SELLERS = ("havre.korn", "Bom & Bro", "tagsten_7")
CATEGORIES = (("4", "Te"), ("6", "Kaffe"), ("9", "Krydderi"))
_ON_A_LIST = 3
_SIGNS = ("tilfreds", "utilfreds")
_SILENT, _ANSWERED = (3, 6), (2, 4)
"""Ratings without a comment, and ratings with an answer."""


class Offer(NamedTuple):
    """An offer: what names it, its title, its price in EUR, its seller's number and its layout's."""

    own: str
    title: str
    price: str
    seller: int
    layout: int


OFFERS = tuple(
    Offer(f"{310 + 7 * number}", title, f"{4 + 3 * number},{number}5", number % 3, number % 3)
    for number, title in enumerate(
        (
            "Sort te fra bakken 50 g",
            "Kardemomme, hele kapsler 20 g",
            "Ristet kaffe no. 7",
            "Grøn te <fin> 100 g",
            "Lang peber 10 g ** NY **",
            "Kaffe til hverdag 500 g",
            "Hvid te 25 g",
            "Kanel i stænger 40 g",
            "Espresso, mørk 250 g",
        )
    )
)


class Rating(NamedTuple):
    """A rating: its buyer, its age, the days of delivery, what the buyer wrote, and what the seller answered."""

    buyer: str
    age: str
    days: int
    comment: str | None
    reply: str | None


RATINGS = tuple(
    Rating(
        f"{mask}***{number}",
        f"for {number + 2} dage siden",
        number % 3 + 1,
        None if number in _SILENT else f"Kom som aftalt, pose nummer {number}",
        f"Tak for nummer {number}, kom igen" if number in _ANSWERED else None,
    )
    for number, mask in enumerate("kmtvbnsr")
)


def tags(offer: Offer) -> list[str]:
    """The tags of an offer, of one word and of two."""
    return ["hjemme", "fra bakken", f"parti {offer.own}"][: 2 + offer.layout % 2]


def sales(seller: int) -> int:
    """How many sales the seller of a number has."""
    return 210 + 41 * seller


def left_out(offer: Offer) -> int:
    """How many ratings the page of an offer leaves out."""
    return int(offer.own) % 11 + 2


def save_pages(folder: Path) -> dict[str, Path]:
    """Save the pages; return their files by their addresses."""
    pages = {"/index.php": _page("", f"<h1>Velkommen</h1>{_menu()}")}
    for number, (own, name) in enumerate(CATEGORIES):
        offers = OFFERS[number * _ON_A_LIST : (number + 1) * _ON_A_LIST]
        total = f'<span>1 - 3 af {30 + number} varer</span> <span class="pull-right">Side 1 af 11</span>'
        total = f'<p class="text-muted">{total if number else "3 varer"}</p>'
        body = f"<h1>{name}</h1>{_menu()}{total}{''.join(map(_card, offers))}"
        pages[f"/index.php?page=liste&k={own}"] = _page(name, body)
    pages |= {f"/index.php?page=vare&id={offer.own}": _offer(offer) for offer in OFFERS}
    pages |= {f"/index.php?page=butik&navn={quote_plus(name)}": _shop(name) for name in SELLERS}
    files = {}
    for number, (address, text) in enumerate(pages.items()):
        files[address] = folder / f"side{number:02}.html"
        files[address].write_text(text, encoding="utf-8")
    return files


def save_ledger(folder: Path) -> tuple[str, Path]:
    """Save a list with a body of a table of two rows for each offer; return its address and its file."""
    entries = "".join(
        f'<tbody><tr><td><a href="/index.php?page=vare&amp;id={offer.own}">{escape(offer.title)}</a>'
        f"<td>{_seller_link(offer)}<td>{offer.price} EUR</tr><tr><td colspan=3><small>fra lager</small></tr></tbody>"
        for offer in OFFERS[2:7]
    )
    file = folder / "regnskab.html"
    file.write_text(_page("Alle varer", f'<h1>Alle</h1><table class="bog">{entries}</table>'), encoding="utf-8")
    return "/index.php?page=alle&vis=bog", file


def _page(title: str, body: str) -> str:
    top = "".join(f'<li><a href="/index.php?page=liste&amp;k={own}">{name}</a></li>' for own, name in CATEGORIES[:2])
    return (
        f'<html lang="da"><head><title>{escape(title)} | Kajgade</title></head><body>'
        f'<div class="navbar"><a href="/forside">Kajgade</a><ul class="dropdown-menu">{top}</ul></div>'
        f'<div class="container">{body}</div><p>Kajgade siden 2017</p></body></html>'
    )


def _menu() -> str:
    links = "".join(
        f'<a class="entry" href="/index.php?page=liste&amp;k={own}"><i class="badge">{number + 30}</i>{name}</a>'
        for number, (own, name) in enumerate(CATEGORIES)
    )
    return f'<div class="list-group">{links}</div>'


def _seller_link(offer: Offer) -> str:
    name = SELLERS[offer.seller]
    return f'<a href="/index.php?page=butik&amp;navn={quote_plus(name)}">{escape(name)}</a>'


def _card(offer: Offer) -> str:
    return (
        f'<div class="media"><h4><a href="/index.php?page=vare&amp;id={offer.own}">{escape(offer.title)}</a></h4>'
        f"<b>{offer.price} EUR</b> fra {_seller_link(offer)}</div>"
    )


def _offer(offer: Offer) -> str:
    title, price = escape(offer.title), f"{offer.price} EUR"
    own, name = CATEGORIES[OFFERS.index(offer) // _ON_A_LIST]
    head = (
        f'<div class="page-header"><h2>{title}</h2></div><p class="lead">{price}</p>',
        f'<div class="panel"><div class="panel-heading"><h3 class="panel-title">{title}</h3></div><p>{price}</p></div>',
        f'<div class="col-8"><h3>{title} <span class="pull-right">{price}</span></h3></div>',
    )[offer.layout]
    of = f'<li><a href="/index.php?page=liste&amp;k={own}">{name}</a></li>'
    path = f'<ol class="breadcrumb"><li><a href="/index.php">Start</a></li>{of}</ol>'
    box = (
        f'<div class="panel"><div class="panel-heading">Sælger</div><div class="body"><h4>{_seller_link(offer)}</h4>'
        f'<span class="text-muted">({100 + offer.seller} anmeldelser)</span><p>Niveau {3 + offer.seller}</p>'
        f"<dl><dt>Salg</dt><dd>{sales(offer.seller)}</dd></dl></div></div>"
    )
    sold = f"<dl><dt>Solgt</dt><dd>{int(offer.own) % 17}</dd></dl>"
    ratings = "".join(map(_rating, RATINGS[offer.layout :]))
    rest = f'<p class="text-center"><a href="#">{left_out(offer)} ældre anmeldelser</a> hos sælgeren</p>'
    marks = "".join(f'<span class="etiket">{tag}</span>' for tag in tags(offer))
    marks += "".join(f'<img class="mynt" src="/ikon/{coin}.png" alt="">' for coin in ("bitcoin", "monero"))
    return _page(offer.title, f'{path}{head}{sold}<p>{marks}</p>{box}<ul class="media-list">{ratings}</ul>{rest}')


def _rating(rating: Rating) -> str:
    silent = '<p class="text-muted"><i>Køberen skrev ingen kommentar.</i></p>'
    said = silent if rating.comment is None else f"<p>{rating.comment}</p>"
    answer = "" if rating.reply is None else f'<div class="svar"><small>Svar fra sælger</small><br>{rating.reply}</div>'
    time = f"<small>{rating.age} &middot; leveret på {rating.days} dage</small>"
    sign = _SIGNS[RATINGS.index(rating) // 7]  # the name of a class, and no other
    return f'<li class="{sign}"><b>{rating.buyer}</b> {time}{said}{answer}</li>'


def _shop(name: str) -> str:
    offers = "".join(_card(offer) for offer in OFFERS if SELLERS[offer.seller] == name)
    number = SELLERS.index(name)
    said = f"<dt>Medlem siden</dt><dd>04-02-2018</dd><dt>Tvister</dt><dd>{number + 1} / {number + 811}</dd>"
    return _page(name, f"<h1>{escape(name)}</h1><dl>{said}</dl>{offers}")
