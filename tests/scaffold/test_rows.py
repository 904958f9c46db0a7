"""Lists within an offer's page, extents of lists and rates, proposed by what their rows state."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import ExchangeRate, Listing, Money, PageTotal, PriceTier, ShippingOption, Variant
from tests.support.drafted import drafted, read_by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.page.market import Market

OFFERS = {
    "a1": ("Pão de especiarias, 10 g", "padeira_lx", "12,50 €", True),
    "b2": ("Azeite do norte, meio litro", "lagar77", "7,20 €", False),
    "c3": ("Sal da ria, 100 g", "padeira_lx", "3,40 €", True),
    "d4": ("Mel de urze em frasco", "lagar77", "9,90 €", True),
}
_FRAME = (
    '<html lang="pt"><head><title>{title} :: Feirinha</title></head><body><header class="topo"><a href="/">Feirinha</a>'
    '<span class="cambio">1 BTC = 3.412,55 €</span><span class="cambio">1 XMR = 48,20 €</span></header>{body}'
    "<footer>Feirinha de bairro, desde sempre</footer></body></html>"
)


def _card(key: str) -> str:
    title, seller, price, _ = OFFERS[key]
    link = f'<a href="/oferta/{key}">{title}</a>'
    return f'<article class="cartao">{link}<a href="/banca/{seller}">{seller}</a><em>{price}</em></article>'


def _offer(key: str) -> str:
    title, seller, price, has_more = OFFERS[key]
    steps = "".join(f"<tr><td>{span}</td><td>{each}</td></tr>" for span, each in (("1 - 4", price), ("5+", "2,10 €")))
    more = (
        f'<h3>Preços por quantidade</h3><table class="escada"><tr><th>Unidades</th><th>Preço</th></tr>{steps}</table>'
        '<fieldset><legend>Opções</legend><ul class="gamas"><li>Frasco pequeno 4,00 €</li><li>Frasco grande 7,00 €</li>'
        "</ul></fieldset>"
    )
    ways = "<option>Carta azul - 3 dias - 1,20 €</option><option>Em mão, na praça - 1 dia - 0,00 €</option>"
    said = f"Feito à mão por quem sabe, e embrulhado em papel pardo; cada {title.lower()} leva o dia em que foi feito."
    return (
        f'<h1 class="nome">{title}</h1><p class="quem">de <a href="/banca/{seller}">{seller}</a></p>'
        f'<b class="preco">{price}</b><p class="texto">{said}</p>{more if has_more else ""}'
        f'<label>Envio</label><select name="envio">{ways}</select>'
    )


def _list(keys: tuple[str, ...], page: int) -> str:
    cards = "".join(map(_card, keys))
    return f'<p class="conta">134 ofertas</p><section>{cards}</section><nav class="folhas">Página {page} de 7</nav>'


PAGES = {
    "lista-1": _list(("a1", "b2", "c3", "d4"), 1),
    "lista-2": _list(("c3", "d4", "a1"), 2),
    **{f"oferta-{key}": _offer(key) for key in OFFERS},
}


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """The market as it is drafted from its pages alone."""
    folder: Path = tmp_path_factory.mktemp("saved")
    for name, body in PAGES.items():
        (folder / f"{name}.html").write_text(_FRAME.format(title=name, body=body), encoding="utf-8")
    with drafted("feirinha", sorted(folder.iterdir()), tmp_path_factory.mktemp("project")) as made:
        yield made


def read(market: Market, name: str) -> list[object]:
    """The records that the drafted readers find on a page."""
    body = _FRAME.format(title=name, body=PAGES[name]).encode()
    return list(read_by(market, body, PageContext("http://feirinha.example/oferta/a1"))[1].records)


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def test_a_list_says_how_far_it_goes(market: Market) -> None:
    (extent,) = (record for record in read(market, "lista-2") if isinstance(record, PageTotal))
    assert PageTotal(kind="listing", total=134, page=2, pages=7) == extent


@pytest.mark.parametrize("name", ["lista-1", "oferta-b2"])
def test_rates_of_the_frame_are_read_on_every_page(market: Market, name: str) -> None:
    rates = [record for record in read(market, name) if isinstance(record, ExchangeRate)]
    assert [("BTC", Decimal("3412.55")), ("XMR", Decimal("48.20"))] == [(rate.base, rate.rate) for rate in rates]


def test_an_offer_has_steps_of_its_price_ways_of_delivery_and_variants(market: Market) -> None:
    (listing,) = (record for record in read(market, "oferta-a1") if isinstance(record, Listing))
    assert [
        PriceTier(Decimal(1), Decimal(4), eur("12.50")),
        PriceTier(Decimal(5), None, eur("2.10")),
    ] == listing.price_tiers
    ways = (("Carta azul", "1.20", 3), ("Em mão, na praça", "0.00", 1))
    assert [ShippingOption(label, eur(price), Decimal(days)) for label, price, days in ways] == listing.shipping_options
    assert [Variant("Frasco pequeno", eur("4.00")), Variant("Frasco grande", eur("7.00"))] == listing.variants


def test_an_offer_without_them_says_nothing_of_them(market: Market) -> None:
    (listing,) = (record for record in read(market, "oferta-b2") if isinstance(record, Listing))
    assert (None, None) == (listing.price_tiers or None, listing.variants or None)
    assert 2 == len(listing.shipping_options or ())
