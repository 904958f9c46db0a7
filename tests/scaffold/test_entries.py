"""Drafts of markets whose entries have no element of their own, parted by empty lines or by headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.entries import BLANK_LINE, Entries
from cryptodrug_scraper.page.records import Listing, Review
from cryptodrug_scraper.scaffold.own_address import context_of
from cryptodrug_scraper.scaffold.saved import read_site
from tests.support.drafted import drafted, of, read_by

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.page.document import Document
    from cryptodrug_scraper.page.market import Market

_OFFERS = {
    f"{number}": (f"Queso curado de oveja {number} g", f"{number},50 EUR", seller)
    for number, seller in zip(range(21, 33), ("ana_m", "beltran", "casilda") * 4, strict=True)
}
_WORDS = ("Todo bien, gracias", "Tardó mucho pero llegó", "Muy buen queso y bien envuelto", "Volveré a comprar aquí")


def _saved(folder: Path, name: str, title: str, body: str) -> Path:
    file = folder / f"feria.example/{name}.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"<html><head><title>{title} - Feria Vieja</title></head><body>{body}</body></html>")
    return file


def _with_blank_lines(folder: Path) -> list[Path]:
    """Lists of offers and pages of these with ratings, all parted by empty lines and without classes."""
    numbers = list(_OFFERS)
    files = []
    for page in range(3):
        entries = [
            f"<a href='/oferta/{number}'>{_OFFERS[number][0]}</a><br>Vende <a href='/perfil/{_OFFERS[number][2]}'>"
            f"{_OFFERS[number][2]}</a><br><b>{_OFFERS[number][1]}</b>"
            for number in numbers[page * 4 : page * 4 + 4]
        ]
        body = f"<h1>Quesos</h1><div id=puestos>{'<br><br>'.join(entries)}<br><br>Página {page + 1} de 3</div>"
        files.append(_saved(folder, f"lista-{page + 1}", "Quesos", body))
    for at, number in enumerate(numbers[:5]):
        title, price, seller = _OFFERS[number]
        ratings = [
            f"<i>{mask}</i> hace {at + days} días<br>{_WORDS[(at + days) % 4]} {days}<br><u>5/5</u>"
            for days, mask in enumerate(("k***a", "m***o", "z***t", "p***i")[: 4 - at % 2], start=2)
        ]
        body = (
            f"<h1>{title}</h1><p>Precio: {price}</p><p>Vende: <a href='/perfil/{seller}'>{seller}</a></p>"
            f"<div id=notas><b>Opiniones</b><br>{'<br>&nbsp;<br>'.join(ratings)}</div>"
        )
        files.append(_saved(folder, f"oferta/{number}", title, body))
    return files


def _with_headings(folder: Path) -> list[Path]:
    """Lists of offers one behind the other, each with a heading, and nothing else between."""
    numbers = list(_OFFERS)
    files = []
    for page in range(3):
        entries = [
            f"<h4><a href='/vare/{number}'>{_OFFERS[number][0]}</a></h4>{_OFFERS[number][1]}<br>Sælger: "
            f"<a href='/profil/{_OFFERS[number][2]}'>{_OFFERS[number][2]}</a>"
            for number in numbers[page * 4 : page * 4 + 4]
        ]
        files.append(_saved(folder, f"liste-{page + 1}", "Oste", f"<center>Oste i dag{''.join(entries)}</center>"))
    return files


def _read(market: Market, file: Path) -> tuple[str, Document]:
    body = file.read_bytes()
    return read_by(market, body, context_of(file, body))


def test_entries_between_empty_lines_are_read_with_their_marks(tmp_path: Path) -> None:
    files = _with_blank_lines(tmp_path / "saved")
    assert read_site(files).entries == (
        Entries("#notas", between=BLANK_LINE, after="#notas > b:first-child", having="i"),
        Entries("#puestos", between=BLANK_LINE, having="a"),
    )
    with drafted("feria", files, tmp_path / "feria") as market:
        market.check()
        for at, file in enumerate(files[:3]):
            kind, document = _read(market, file)
            assert kind == "category_list"
            found = [(each.listing_id, each.title, each.vendor, each.price) for each in of(document, Listing)]
            expected = list(_OFFERS.items())[at * 4 : at * 4 + 4]
            assert [(number, title, seller) for number, title, seller, _ in found] == [
                (number, title, seller) for number, (title, _, seller) in expected
            ]
        for at, file in enumerate(files[3:]):
            kind, document = _read(market, file)
            assert kind == "listing"
            reviews = of(document, Review)
            assert [each.buyer_mask for each in reviews] == ["k***a", "m***o", "z***t", "p***i"][: 4 - at % 2]
            assert [each.comment for each in reviews] == [
                f"{_WORDS[(at + days) % 4]} {days}" for days in range(2, 2 + len(reviews))
            ]


def test_entries_that_begin_with_a_heading_are_read(tmp_path: Path) -> None:
    files = _with_headings(tmp_path / "saved")
    assert read_site(files).entries == (Entries("center", begins="h4", having="a"),)
    with drafted("torv", files, tmp_path / "torv") as market:
        for at, file in enumerate(files):
            kind, document = _read(market, file)
            assert kind == "category_list"
            expected = list(_OFFERS.items())[at * 4 : at * 4 + 4]
            assert [(each.listing_id, each.title) for each in of(document, Listing)] == [
                (number, title) for number, (title, _, _) in expected
            ]


def test_paragraphs_of_a_text_and_groups_of_a_menu_are_no_entries(tmp_path: Path) -> None:
    text = "<br><br>".join(
        f"<b>{word}</b><br>We write {word} once, and then never again. Ask first." for word in ("Ships", "Pay", "Help")
    )
    menu = "<br><br>".join(
        f"<b>{name}</b><br>" + "<br>".join(f"<a href='/c/{name}{n}'>{name} {n}</a>" for n in range(3))
        for name in ("Cheese", "Bread", "Wine")
    )
    file = _saved(tmp_path, "o", "Rules", f"<div id=rules>{text}</div><div id=menu>{menu}</div>")
    assert not read_site([file]).entries
