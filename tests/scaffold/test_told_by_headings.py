"""Pages that are told by the words of their titles: walls, and those of a kind of which others are saved later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.parsed import PageContext
from tests.support.addressed import save_with_addresses
from tests.support.drafted import drafted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.page.market import Market

_HOST = "http://abc.onion"
_TITLES = ("Liquirizia in scatola", "Timo secco 20g", "Alloro, un mazzo", "Anice stellato")
_SELLERS = ("Corallo", "Ostrica", "Granchio")


def _page(title: str, inside: str) -> bytes:
    foot = '<p class="fondo"><a href="/">Darsena</a></p>'
    return (
        f"<!DOCTYPE html><html><head><title>{title} | Darsena</title></head><body>{inside}{foot}</body></html>".encode()
    )


def _list(number: int) -> bytes:
    cards = "".join(
        f'<div><a href="/merce/{310 + each}">{title}</a> <a href="/bottega/{seller}">{seller}</a> {each},50 €</div>'
        for each, (title, seller) in enumerate(zip(_TITLES, (*_SELLERS, _SELLERS[0]), strict=True), start=number)
    )
    return _page(f"Scaffale {number}", f"<div>{cards}</div>")


def _offer(each: int) -> bytes:
    seller = _SELLERS[each % 3]
    return _page(
        f"Merce: {_TITLES[each]}",
        f'<div><h2>{_TITLES[each]}</h2><a href="/bottega/{seller}">{seller}</a><p>Prezzo: {each},50 €</p></div>',
    )


def _account(each: int) -> bytes:
    return _page(f"Bottega di {_SELLERS[each]}", f"<div><h2>{_SELLERS[each]}</h2><p>Vendite: {each}12</p></div>")


_GONE = _page("Merce esaurita", "<div><h2>Non c'è più</h2><p>È stata ritirata.</p></div>")
_SHUT = _page("Lavori in corso", "<div><h2>Torniamo presto</h2><p>Manutenzione.</p></div>")


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    folder = tmp_path_factory.mktemp("saved")
    pages = {"/scaffale/1": _list(1), "/scaffale/2": _list(2), "/merce/400": _GONE, "/chiuso": _SHUT}
    pages |= {f"/merce/{310 + each}": _offer(each) for each in range(3)}
    pages |= {f"/bottega/{_SELLERS[each]}": _account(each) for each in range(2)}
    files = list(save_with_addresses(folder, _HOST, pages).values())
    with drafted("darsena", files, tmp_path_factory.mktemp("draft")) as market:
        yield market


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (_offer(3), "listing"),
        (_list(4), "category_list"),
        (_GONE, "listing_gone"),
        (_SHUT, "maintenance"),
        (_page("Aiuto", "<div><h2>Aiuto</h2><p>Come si compra.</p></div>"), "unknown"),
        (_page("Ordini", "<div><h2>I tuoi ordini</h2><p>Nessun ordine.</p></div>"), "unknown"),
    ],
)
def test_a_page_that_was_not_saved_is_told(market: Market, body: bytes, kind: str) -> None:
    assert kind == market.classify(Document(body, PageContext(f"{_HOST}/altro")))
