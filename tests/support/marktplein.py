"""Pages of Marktplein, a market that never was, as somebody might have saved them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PAGE = (
    '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{title} - Marktplein</title></head>\n'
    '<body id="plein">{body}</body></html>\n'
)
_MENU = '<div id="rubrieken"><a href="/rubriek/12">Hasj</a> <a href="/rubriek/13">Boeken</a></div>'
OFFERS = (
    ("501", "Hasj uit eigen tuin 5 g", "€ 42,50", "Hasj", "België", "koopman_jan"),
    ("502", "Handboek imkerij", "€ 3,00", "Boeken", "Netherlands", "koopman_piet"),
    ("503", "Hasj blok 100 gram", "€ 1.150,00", "Hasj", "Germany", "koopman_jan"),
)


def _list(title: str, numbers: tuple[int, ...]) -> str:
    cards = "".join(
        f'<li class="kraam"><a href="/kraam/{number}">{name}</a> <b>{price}</b></li>\n'
        for number, name, price, *_ in (OFFERS[at] for at in numbers)
    )
    body = f'{_MENU}<p id="aantal">{len(numbers)} kramen</p><ul id="kramen">{cards}</ul>'
    return _PAGE.format(title=title, body=body)


def _listing(at: int) -> str:
    number, name, price, category, origin, vendor = OFFERS[at]
    said = {
        "Prijs": price,
        "Verkoper": vendor,
        "Rubriek": category,
        "Verzending van": origin,
        "Betaling": "borg",
        "Aangeboden sinds": f"2019-0{at + 1}-11",
    }
    rows = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>\n" for label, value in said.items())
    return _PAGE.format(title=name, body=f'<h1 id="kraam-{number}">{name}</h1><table id="gegevens">{rows}</table>')


LOGIN = _PAGE.format(
    title="Aanmelden",
    body='<form id="aanmelden"><label>Naam</label><input name="naam"><input type="password" name="woord"></form>',
)
QUEUE = _PAGE.format(title="Even wachten", body='<p id="wachtrij">Het is druk op het plein.</p>')
PAGES = {
    "list-1": _list("Kramen", (0, 1, 2)),
    "list-2": _list("Hasj", (0, 2, 0)),
    "list-3": _list("Boeken", (1, 1, 1)),
    "offer-1": _listing(0),
    "offer-2": _listing(1),
    "offer-3": _listing(2),
    "login": LOGIN,
    "queue": QUEUE,
}
"""Two kinds of page with content, and two walls: one of them known to no other market."""


def save_pages(folder: Path) -> Path:
    """Write the pages, as of one day, into a folder named after it, and return that folder."""
    day = folder / "2019-02-03"
    day.mkdir(parents=True)
    for name, page in PAGES.items():
        (day / f"{name}.html").write_text(page, encoding="utf-8")
    return day
